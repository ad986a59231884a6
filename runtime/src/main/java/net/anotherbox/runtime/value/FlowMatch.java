package net.anotherbox.runtime.value;

/** What an access-list entry, or a proxy of IPsec, asks of a packet of one version of IP. */
public sealed interface FlowMatch permits PacketMatch, Ipv6Match {
  /** The same condition for packets of the other direction: source and destination exchanged. */
  FlowMatch mirrored();
}
