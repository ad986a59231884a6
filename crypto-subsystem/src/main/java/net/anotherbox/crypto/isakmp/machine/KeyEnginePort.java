package net.anotherbox.crypto.isakmp.machine;

import java.util.List;
import net.anotherbox.crypto.isakmp.failure.FlowMismatch;
import net.anotherbox.runtime.value.Address;

/** What quick mode may ask the key engine. The answers depend on the configuration only; nothing changes by asking. */
public interface KeyEnginePort {
  /** One transform that a peer offers for these proxies, as seen from here. @param pfsGroup 0 if it offers none */
  record Asked(Address local, Address remote, Proxy localProxy, Proxy remoteProxy, Suite suite, boolean tunnel,
      int pfsGroup) {}

  /** What the crypto maps say to it. */
  sealed interface Verdict {
    /** An entry allows it. Own lifetimes; kilobytes 0 for none. */
    record Accepted(long ident, int seconds, long kilobytes) implements Verdict {}

    /** No crypto map is known by the local address. */
    record NoMap() implements Verdict {}

    /** No entry is for this peer. */
    record NoPeer() implements Verdict {}

    /** No entry with this peer covers the proxies. */
    record NoProxies() implements Verdict {}

    /** An entry does, but not with this transform or mode. */
    record NoTransform() implements Verdict {}

    /** An entry does, but with another group for perfect forward secrecy. */
    record NoGroup(int wanted) implements Verdict {}
  }

  Verdict validate(Asked asked);

  /** What differed in each entry that may have been meant, after a refusal. */
  default List<FlowMismatch> differences(Asked asked) {
    return List.of();
  }

  /** A fresh SPI that no inbound SA has. */
  int allocateSpi();

  NegotiatedSas.SaNumbers allocateNumbers();

  /** How many pairs of SAs there are with this peer. */
  int pairsWith(Address remote);
}
