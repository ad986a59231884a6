package net.anotherbox.plane.esp;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.Arrays;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Ipv4;

/** Unwraps packets of one inbound SA: ESP, AH, or ESP and AH around it. */
public final class InboundBundle {
  /** Returned by {@link #decapsulate} for an authentic packet with nothing in it (next header 59, RFC 4303 section 2.6). */
  public static final int DUMMY = 0;

  /** Bytes before {@code outAt} that {@link #decapsulate} may overwrite: the first block of CBC. */
  public static final int HEADROOM = 16;

  private static final int NO_NEXT_HEADER = 59;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int TCP = 6;

  private final EspOpener esp;
  private final AuthenticationHeader ah;
  private final int ahBytes;
  private final boolean tunnel;
  private final boolean udp;
  private final ReplayWindow window;
  private final ReplayWindow none = new ReplayWindow(0);

  /**
   * Takes the keys out of the specification and wipes them there. Without integrity there is no anti-replay either: a
   * sequence number that anybody may have written says nothing (RFC 4303 section 2.2). With AH around it, ESP's number is
   * AH's concern.
   */
  public InboundBundle(SaSpec spec) {
    window = new ReplayWindow(spec.authenticated() ? spec.replayWindow() : 0);
    esp = spec.esp().map(EspOpener::new).orElse(null);
    ah = spec.ah().map(AuthenticationHeader::new).orElse(null);
    ahBytes = spec.ah().map(a -> AuthenticationHeader.bytes(a.integrity(), spec.local() instanceof Ipv4)).orElse(0);
    spec.ah().ifPresent(a -> Arrays.fill(a.key(), (byte) 0));
    tunnel = spec.tunnel();
    udp = spec.udp().isPresent();
  }

  /** How {@link #decapsulate} says that a packet was refused. */
  public static int refused(Refusal reason) {
    return -1 - reason.ordinal();
  }

  /** The ordinal of the {@link Refusal} that a negative result of {@link #decapsulate} stands for. */
  public static int reason(int result) {
    return -1 - result;
  }

  /** The protocol that packets of this SA show behind their IP header, or UDP header. */
  public int protocol() {
    return ah != null ? AuthenticationHeader.PROTOCOL : EspView.PROTOCOL;
  }

  /**
   * Unwraps the IP packet at {@code in[at]} whose ESP or AH header begins {@code header} bytes further on, of which the last
   * {@code shim} are a UDP header. The inner packet comes to lie at {@code out[outAt]}.
   *
   * @return length of the inner packet, {@link #DUMMY}, or {@link #refused}
   */
  public int decapsulate(byte[] in, int at, int length, int header, int shim, byte[] out, int outAt) {
    if (udp != shim > 0) return refused(Refusal.MALFORMED);
    int from = at + header;
    int left = length - header;
    int next = EspView.PROTOCOL;
    if (ah != null) {
      int refusal = authenticate(in, at, length, header);
      if (refusal < 0) return refusal;
      next = in[from] & 255;
      from += ahBytes;
      left -= ahBytes;
    }
    int ipHeader = header - shim;
    int payload = tunnel ? outAt : outAt + ipHeader;
    if (esp != null) {
      if (next != EspView.PROTOCOL) return refused(Refusal.MALFORMED);
      left = esp.open(in, from, left, out, payload, ah != null ? none : window);
      if (left < 0) return left;
      next = esp.next();
    } else {
      System.arraycopy(in, from, out, payload, left);
    }
    if (next == NO_NEXT_HEADER) return DUMMY;
    if (tunnel) return inner(out, payload, left, next);
    int inner = transport(in, at, ipHeader, out, outAt, left, next);
    if (shim > 0) repair(out, outAt, ipHeader, inner, next);
    return inner;
  }

  private int authenticate(byte[] in, int at, int length, int header) {
    int from = at + header;
    if (length - header < ahBytes || ((in[from + 1] & 255) + 2) * 4 != ahBytes) return refused(Refusal.MALFORMED);
    int sequence = i32(in, from + AuthenticationHeader.SEQUENCE);
    if (!window.fresh(sequence)) return refused(Refusal.REPLAY);
    if (!ah.verify(in, at, length, from, ahBytes)) return refused(Refusal.BAD_MAC);
    window.taken(sequence);
    return 0;
  }

  /** The length that the inner packet itself claims; what follows it is traffic-flow padding (RFC 4303 section 2.7). */
  private static int inner(byte[] out, int at, int length, int next) {
    if (next == 4 && length >= Ipv4View.HEADER_BYTES && out[at] >> 4 == 4) {
      int header = (out[at] & 15) << 2;
      int total = u16(out, at + Ipv4View.TOTAL_LENGTH);
      if (header >= Ipv4View.HEADER_BYTES && total >= header && total <= length) return total;
    } else if (next == 41 && length >= IPV6_HEADER_BYTES && out[at] >> 4 == 6) {
      int total = IPV6_HEADER_BYTES + u16(out, at + 4);
      if (total <= length) return total;
    }
    return refused(Refusal.MALFORMED);
  }

  private static int transport(byte[] in, int at, int header, byte[] out, int outAt, int payload, int next) {
    System.arraycopy(in, at, out, outAt, header);
    if (in[at] >> 4 == 4) {
      out[outAt + Ipv4View.PROTOCOL] = (byte) next;
      Ipv4View.complete(out, outAt, header + payload);
    } else {
      out[outAt + 6] = (byte) next;
      u16(out, outAt + 4, header - IPV6_HEADER_BYTES + payload);
    }
    return header + payload;
  }

  /**
   * A NAT has changed the addresses that the checksum inside was made with (RFC 3948 section 3.1.2): what has passed ESP's
   * ICV gets a new one.
   */
  private static void repair(byte[] out, int at, int header, int length, int next) {
    int place = next == TCP ? 16 : next == OutboundBundle.UDP ? 6 : -1;
    int segment = length - header;
    if (place < 0 || segment < place + 2 || out[at] >> 4 != 4) return;
    int field = at + header + place;
    if (next == OutboundBundle.UDP && u16(out, field) == 0) return;
    u16(out, field, 0);
    int checksum = NetworkOrder.transportChecksum(out, at, at + header, next, segment);
    u16(out, field, checksum == 0 && next == OutboundBundle.UDP ? 0xffff : checksum);
  }

  public void wipe() {
    if (esp != null) esp.wipe();
    if (ah != null) ah.wipe();
  }
}
