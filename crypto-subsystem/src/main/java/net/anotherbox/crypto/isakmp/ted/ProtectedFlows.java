package net.anotherbox.crypto.isakmp.ted;

import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** The key engine as discovery sees it. */
public interface ProtectedFlows {
  /** What an entry with discovery protects, and the address by which its peers know us. */
  record Flow(Address local, Proxy localProxy, Proxy remoteProxy) {}

  /** The flow on this link that packets from this host of ours to that one belong to, if it is to be protected. */
  Optional<Flow> flow(String linuxName, Ipv4 own, Ipv4 others);

  /**
   * A gateway has answered: SAs with it are wanted.
   *
   * @param created called when the ISAKMP SA with it has been made, if one had to be
   */
  void discovered(Wanted wanted, Address peer, Proxy localProxy, Proxy remoteProxy, Runnable created);
}
