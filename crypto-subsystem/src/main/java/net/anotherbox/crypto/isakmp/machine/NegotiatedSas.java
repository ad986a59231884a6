package net.anotherbox.crypto.isakmp.machine;

import java.util.Arrays;
import java.util.Optional;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.value.Address;

/**
 * The outcome of quick mode: a pair of SAs, or of bundles of ESP and AH.
 *
 * @param ident as the key engine named it
 * @param udp the ports of ESP in UDP, if there is a NAT
 * @param inSpi ours, for ESP and AH alike
 * @param outSpi the peer's for ESP; for AH where there is no ESP
 * @param outAhSpi the peer's for AH where there is ESP too; else 0
 * @param offeredSeconds what the peers said to each other; offeredKilobytes 0 if they said nothing
 * @param seconds how long they live here: the smaller of both sides' wishes
 */
public record NegotiatedSas(long ident, boolean initiator, Address local, Address remote, Proxy localProxy,
    Proxy remoteProxy, Suite suite, boolean tunnel, Optional<UdpEncapsulation> udp, int pfsGroup, int inSpi, int outSpi,
    int outAhSpi, SaNumbers numbers, Keys keysIn, Keys keysOut, int offeredSeconds, long offeredKilobytes, int seconds,
    long kilobytes) {
  /** Numbers of a pair, as the shows print them. */
  public record SaNumbers(int inConn, int outConn, int inFlow, int outFlow) {}

  /** The keys of one direction. @param esp cipher key and integrity key, one after the other */
  public record Keys(byte[] ah, byte[] esp) {
    void wipe() {
      Arrays.fill(ah, (byte) 0);
      Arrays.fill(esp, (byte) 0);
    }

    /** Never the keys. */
    @Override
    public String toString() {
      return "Keys";
    }
  }

  /** The peer's port behind a NAT, 0 without one. */
  public int natPort() {
    return udp.map(UdpEncapsulation::remotePort).orElse(0);
  }

  /** The same SAs with a peer that a NAT shows elsewhere now. */
  public NegotiatedSas movedTo(Address nowRemote, int nowPort) {
    return new NegotiatedSas(ident, initiator, local, nowRemote, localProxy, remoteProxy, suite, tunnel,
        udp.map(u -> new UdpEncapsulation(u.localPort(), nowPort)), pfsGroup, inSpi, outSpi, outAhSpi, numbers, keysIn,
        keysOut,
        offeredSeconds, offeredKilobytes, seconds, kilobytes);
  }

  private Keys keys(boolean inbound) {
    return inbound ? keysIn : keysOut;
  }

  /** What the plane is to do about ESP in one direction, with a copy of its keys. */
  public Optional<SaSpec.Esp> esp(boolean inbound) {
    byte[] k = keys(inbound).esp;
    return suite.esp().map(e -> new SaSpec.Esp(inbound ? inSpi : outSpi, e.cipher(), Arrays.copyOf(k, e.cipher().keyBytes),
        e.integrity(), Arrays.copyOfRange(k, e.cipher().keyBytes, k.length)));
  }

  /** The same about AH. */
  public Optional<SaSpec.Ah> ah(boolean inbound) {
    int outward = outAhSpi != 0 ? outAhSpi : outSpi;
    return suite.ah().map(a -> new SaSpec.Ah(inbound ? inSpi : outward, a, keys(inbound).ah.clone()));
  }

  /** Overwrites the keys: whoever needed them has copied them. */
  public void wipe() {
    keysIn.wipe();
    keysOut.wipe();
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return "NegotiatedSas[" + localProxy + " " + remoteProxy + " " + suite + "]";
  }
}
