package net.anotherbox.plane.esp;

import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.Arrays;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.SaSpec;

/** Unwraps packets of one inbound SA. */
public final class EspInbound {
  /** Returned by {@link #decapsulate} for an authentic packet with nothing in it (next header 59, RFC 4303 section 2.6). */
  public static final int DUMMY = 0;

  /** Bytes before {@code outAt} that {@link #decapsulate} may overwrite: the first block of CBC. */
  public static final int HEADROOM = 16;

  private static final int NO_NEXT_HEADER = 59;
  private static final int IPV6_HEADER_BYTES = 40;

  private final SaSpec.Cipher kind;
  private final EspCipher cipher;
  private final TruncatedHmac hmac;
  private final int icvBytes;
  private final boolean tunnel;
  private final ReplayWindow window;

  /**
   * Takes the keys out of the specification and wipes them there. Without integrity there is no anti-replay either: a
   * sequence number that anybody may have written says nothing (RFC 4303 section 2.2).
   */
  public EspInbound(SaSpec spec) {
    kind = spec.cipher();
    cipher = EspCipher.of(kind, spec.cipherKey(), false, new byte[16]);
    icvBytes = spec.integrity().icvBytes;
    hmac = icvBytes == 0 ? null : new TruncatedHmac(spec.integrity(), spec.integrityKey());
    Arrays.fill(spec.cipherKey(), (byte) 0);
    Arrays.fill(spec.integrityKey(), (byte) 0);
    tunnel = spec.tunnel();
    window = new ReplayWindow(hmac == null ? 0 : spec.replayWindow());
  }

  /** How {@link #decapsulate} says that a packet was refused. */
  public static int refused(Refusal reason) {
    return -1 - reason.ordinal();
  }

  /** The ordinal of the {@link Refusal} that a negative result of {@link #decapsulate} stands for. */
  public static int reason(int result) {
    return -1 - result;
  }

  /**
   * Unwraps the IP packet at {@code in[at]} whose ESP header begins {@code header} bytes further on. The inner packet
   * comes to lie at {@code out[outAt]}.
   *
   * @return length of the inner packet, {@link #DUMMY}, or {@link #refused}
   */
  public int decapsulate(byte[] in, int at, int length, int header, byte[] out, int outAt) {
    int esp = at + header;
    int covered = length - header - icvBytes;
    int encrypted = covered - EspView.HEADER_BYTES - kind.ivBytes;
    int align = Math.max(4, kind.blockBytes);
    if (encrypted < align || encrypted % align != 0) return refused(Refusal.MALFORMED);
    int sequence = EspView.sequence(in, esp);
    if (!window.fresh(sequence)) return refused(Refusal.REPLAY);
    if (hmac != null && !hmac.verify(in, esp, covered)) return refused(Refusal.BAD_MAC);
    window.taken(sequence);
    int payload = tunnel ? outAt : outAt + header;
    cipher.decrypt(in, esp + EspView.HEADER_BYTES, encrypted, out, payload);
    int end = payload + encrypted - EspView.TRAILER_BYTES;
    int next = out[end + 1] & 255;
    int padding = out[end] & 255;
    if (padding > encrypted - EspView.TRAILER_BYTES) return refused(Refusal.MALFORMED);
    for (int i = padding; i > 0; i--) if (out[--end] != (byte) i) return refused(Refusal.MALFORMED);
    if (next == NO_NEXT_HEADER) return DUMMY;
    return tunnel ? inner(out, payload, end - payload, next) : transport(in, at, header, out, outAt, end - payload, next);
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

  public void wipe() {
    cipher.wipe();
    if (hmac != null) hmac.wipe();
  }
}
