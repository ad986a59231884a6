package net.anotherbox.crypto.session;

import java.util.List;
import java.util.OptionalLong;
import net.anotherbox.crypto.ipsec.sa.IdentStatus;
import net.anotherbox.crypto.isakmp.sa.IsakmpSaStatus;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * What there is with one peer on one interface.
 *
 * @param local our address towards the peer, or null while the interface has none
 * @param isakmp its ISAKMP SAs, newest first; dead ones only if there is no other
 * @param flows its pairs of proxies
 * @param upMillis for how long it has been up without a break, if it is
 */
record Session(InterfaceName interfaceName, Address local, Address peer, List<IsakmpSaStatus> isakmp,
    List<IdentStatus> flows, OptionalLong upMillis) {
  /** As {@code Session status: } prints them, with the letters of the brief form. */
  enum Status {
    UP_ACTIVE("UA"), UP_IDLE("UI"), UP_NO_IKE("UK"), DOWN_NEGOTIATING("DN"), DOWN("D");

    private final String letters;

    Status(String letters) {
      this.letters = letters;
    }

    String letters() {
      return letters;
    }

    String text() {
      return name().replace('_', '-');
    }

    boolean up() {
      return this == UP_ACTIVE || this == UP_IDLE || this == UP_NO_IKE;
    }
  }

  Status status() {
    boolean ike = isakmp.stream().anyMatch(IsakmpSaStatus::usable);
    boolean sas = flows.stream().flatMap(f -> f.sas().stream()).anyMatch(IdentStatus.Sas::established);
    if (sas) return ike ? Status.UP_ACTIVE : Status.UP_NO_IKE;
    if (ike) return Status.UP_IDLE;
    return isakmp.isEmpty() ? Status.DOWN : Status.DOWN_NEGOTIATING;
  }

  int peerPort() {
    return isakmp.isEmpty() ? 500 : isakmp.getFirst().remotePort();
  }

  /** Who the peer has said it is, once it has proved it. */
  String identity() {
    return isakmp.stream().filter(IsakmpSaStatus::usable).map(IsakmpSaStatus::identity).findFirst().orElse("(none)");
  }
}
