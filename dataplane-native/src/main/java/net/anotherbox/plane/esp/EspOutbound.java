package net.anotherbox.plane.esp;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.Arrays;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Wraps packets of one outbound SA. Tunnel mode takes IPv4 and IPv6 inside either; transport mode takes packets of the
 * family of its peers, IPv6 only without extension headers.
 */
public final class EspOutbound {
  /** Bytes before a packet that {@link #encapsulate} may overwrite. */
  public static final int HEADROOM = 16;

  /** Bytes after a packet that {@link #encapsulate} may overwrite: padding and trailer. */
  public static final int TAILROOM = 18;

  private static final int TTL = 255;
  private static final int IPV6_HEADER_BYTES = 40;

  private final SaSpec.Cipher kind;
  private final EspCipher cipher;
  private final TruncatedHmac hmac;
  private final int icvBytes;
  private final int spi;
  private final boolean tunnel;
  private final SaSpec.Fragmentation df;
  private final byte[] local;
  private final byte[] remote;
  private int sequence;

  /** Takes the keys out of the specification and wipes them there. */
  public EspOutbound(SaSpec spec, Randomness random) {
    kind = spec.cipher();
    cipher = EspCipher.of(kind, spec.cipherKey(), true, random.bytes(16));
    icvBytes = spec.integrity().icvBytes;
    hmac = icvBytes == 0 ? null : new TruncatedHmac(spec.integrity(), spec.integrityKey());
    Arrays.fill(spec.cipherKey(), (byte) 0);
    Arrays.fill(spec.integrityKey(), (byte) 0);
    spi = spec.spi();
    tunnel = spec.tunnel();
    df = spec.df();
    local = spec.local().bytes();
    remote = spec.remote().bytes();
  }

  /** The sequence number of the last packet, unsigned; 0 before the first. */
  public int sequence() {
    return sequence;
  }

  /** Whether the next sequence number would be 0 again: then this SA must not be used any more (RFC 4303 section 3.3.3). */
  public boolean exhausted() {
    return sequence == -1;
  }

  /** Starts counting elsewhere: for tests of the end of the sequence space. */
  void sequence(int last) {
    sequence = last;
  }

  /**
   * Wraps the IP packet at {@code in[at]} into {@code out[outAt]}; {@code in} around the packet is overwritten as {@link
   * #HEADROOM} and {@link #TAILROOM} say.
   *
   * @param identification for the outer IPv4 header
   * @return length of the outer packet, or -1 for a packet that transport mode cannot carry (a fragment, another family)
   */
  public int encapsulate(byte[] in, int at, int length, byte[] out, int outAt, int identification) {
    if (exhausted()) throw new IllegalStateException("sequence numbers used up");
    int header;
    int payload;
    int next;
    boolean inner4 = in[at] >> 4 == 4;
    if (tunnel) {
      header = outer(in, at, inner4, out, outAt, identification);
      payload = at;
      next = inner4 ? 4 : 41;
    } else {
      header = inner4 ? (in[at] & 15) << 2 : IPV6_HEADER_BYTES;
      if (!carriable(in, at, inner4)) return -1;
      next = in[at + (inner4 ? Ipv4View.PROTOCOL : 6)] & 255;
      System.arraycopy(in, at, out, outAt, header);
      out[outAt + (inner4 ? Ipv4View.PROTOCOL : 6)] = EspView.PROTOCOL;
      payload = at + header;
    }
    int esp = outAt + header;
    int wrapped = esp(in, payload, at + length - payload, next, out, esp);
    if (out[outAt] >> 4 == 4) Ipv4View.complete(out, outAt, header + wrapped);
    else u16(out, outAt + 4, wrapped);
    return header + wrapped;
  }

  private boolean carriable(byte[] in, int at, boolean inner4) {
    if (inner4 != (local.length == 4)) return false;
    return !inner4 || (u16(in, at + Ipv4View.FRAGMENT) & (Ipv4View.MORE_FRAGMENTS | Ipv4View.OFFSET_MASK)) == 0;
  }

  private int esp(byte[] in, int at, int length, int next, byte[] out, int esp) {
    int align = Math.max(4, kind.blockBytes);
    int padded = (length + EspView.TRAILER_BYTES + align - 1) / align * align;
    int padding = padded - length - EspView.TRAILER_BYTES;
    int end = at + length;
    for (int i = 1; i <= padding; i++) in[end++] = (byte) i;
    in[end] = (byte) padding;
    in[end + 1] = (byte) next;
    i32(out, esp, spi);
    i32(out, esp + EspView.SEQUENCE, ++sequence);
    cipher.encrypt(in, at, padded, out, esp + EspView.HEADER_BYTES, sequence);
    int covered = EspView.HEADER_BYTES + kind.ivBytes + padded;
    if (hmac != null) hmac.sign(out, esp, covered);
    return covered + icvBytes;
  }

  private int outer(byte[] in, int at, boolean inner4, byte[] out, int outAt, int identification) {
    int tos = inner4 ? in[at + Ipv4View.TOS] & 255 : u16(in, at) >>> 4 & 255;
    if (local.length == 16) {
      i32(out, outAt, 6 << 28 | tos << 20);
      out[outAt + 6] = EspView.PROTOCOL;
      out[outAt + 7] = (byte) TTL;
      System.arraycopy(local, 0, out, outAt + 8, 16);
      System.arraycopy(remote, 0, out, outAt + 24, 16);
      return IPV6_HEADER_BYTES;
    }
    out[outAt] = 0x45;
    out[outAt + Ipv4View.TOS] = (byte) tos;
    u16(out, outAt + Ipv4View.IDENTIFICATION, identification);
    boolean dontFragment = switch (df) {
      case COPY -> inner4 && (u16(in, at + Ipv4View.FRAGMENT) & Ipv4View.DONT_FRAGMENT) != 0;
      case CLEAR -> false;
      case SET -> true;
    };
    u16(out, outAt + Ipv4View.FRAGMENT, dontFragment ? Ipv4View.DONT_FRAGMENT : 0);
    out[outAt + Ipv4View.TTL] = (byte) TTL;
    out[outAt + Ipv4View.PROTOCOL] = EspView.PROTOCOL;
    System.arraycopy(local, 0, out, outAt + Ipv4View.SOURCE, 4);
    System.arraycopy(remote, 0, out, outAt + Ipv4View.DESTINATION, 4);
    return Ipv4View.HEADER_BYTES;
  }

  /** The largest packet that, wrapped by such an SA, fits {@code outerMtu} bytes: what IOS shows as plaintext mtu. */
  public static int plaintextMtu(SaSpec spec, int outerMtu) {
    int header = spec.local() instanceof Ipv4 ? Ipv4View.HEADER_BYTES : IPV6_HEADER_BYTES;
    int room = outerMtu - header - EspView.HEADER_BYTES - spec.cipher().ivBytes - spec.integrity().icvBytes;
    int align = Math.max(4, spec.cipher().blockBytes);
    return room / align * align - EspView.TRAILER_BYTES + (spec.tunnel() ? 0 : header);
  }

  public void wipe() {
    cipher.wipe();
    if (hmac != null) hmac.wipe();
  }
}
