package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort;
import net.anotherbox.crypto.isakmp.machine.NegotiatedSas;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.value.Address;

/** The key engine as IKE sees it. */
public interface IpsecSas extends KeyEnginePort {
  /** What lets the peer send by the new SA is about to leave: the inbound one must take packets. */
  void receive(NegotiatedSas sas);

  /** The responder has sent its last word. */
  void prepare(NegotiatedSas sas);

  /** Both SAs are in force. */
  void establish(NegotiatedSas sas);

  /** What was prepared will not come to anything. */
  void abandon(NegotiatedSas sas);

  /**
   * A request could not be fulfilled.
   *
   * @param unreachable no agreement with this peer at all: another one may be tried
   */
  void failed(SaRequest request, boolean unreachable);

  /** The peer says that these SAs, outbound to us, are no more. */
  void peerDeleted(Address local, Address remote, List<Integer> spis);

  /** Whether a request that waited for phase 1 still needs a quick mode; one that does not is over. */
  boolean wants(SaRequest request);

  /** The ISAKMP profile that an ident asks for, if it does. */
  Optional<String> isakmpProfile(long ident);

  /** Whether SAs with this peer are in force that have carried packets. */
  boolean inUse(Address local, Address remote);

  /** Whether a crypto map in force at this address of ours names the peer. */
  boolean isPeer(Address local, Address remote);

  /** Packets that the SAs with this peer have carried; less than before if SAs have gone. */
  record Traffic(long packetsOut, long packetsIn) {}

  /** @param natPort the peer's port behind a NAT, 0 without one */
  Traffic traffic(Address local, Address remote, int natPort);

  /** The ports of the newest SAs with this peer, where they go through a NAT. */
  Optional<UdpEncapsulation> encapsulation(Address local, Address remote);

  /** A peer behind a NAT speaks from elsewhere now. */
  void moved(Address local, Address remote, int natPort, Address nowRemote, int nowPort);

  /** The peer does not answer: all SAs with it are void, and another peer is to be tried where there is one. */
  void peerIsDead(Address local, Address remote, int natPort);

  /** The peer has begun anew: all SAs with it are void. */
  void peerReset(Address local, Address remote, int natPort);
}
