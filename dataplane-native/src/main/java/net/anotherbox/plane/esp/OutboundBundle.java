package net.anotherbox.plane.esp;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.Arrays;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Wraps packets of one outbound SA: ESP, AH, or ESP and AH around it. Tunnel mode takes IPv4 and IPv6 inside either;
 * transport mode takes packets of the family of its peers, IPv6 only without extension headers.
 */
public final class OutboundBundle {
  /** Bytes before a packet that {@link #encapsulate} may overwrite. */
  public static final int HEADROOM = 16;

  /** Bytes after a packet that {@link #encapsulate} may overwrite: padding and trailer. */
  public static final int TAILROOM = 18;

  static final int UDP = 17;
  static final int UDP_HEADER_BYTES = 8;
  private static final int TTL = 255;
  private static final int IPV6_HEADER_BYTES = 40;

  private record Peer(byte[] address, int port) {}

  private final EspSealer esp;
  private final AuthenticationHeader ah;
  private final int ahBytes;
  private final boolean tunnel;
  private final boolean udp;
  private final int localPort;
  private final byte[] local;
  private volatile Peer peer;
  private int sequence;

  /**
   * Takes the keys out of the specification and wipes them there.
   *
   * @throws IllegalArgumentException for AH in UDP, which cannot be: AH covers the addresses that a NAT changes
   */
  public OutboundBundle(SaSpec spec, Randomness random) {
    if (spec.udp().isPresent() && spec.ah().isPresent()) throw new IllegalArgumentException("AH in UDP");
    boolean v4 = spec.local() instanceof Ipv4;
    esp = spec.esp().map(e -> new EspSealer(e, random)).orElse(null);
    ah = spec.ah().map(AuthenticationHeader::new).orElse(null);
    ahBytes = spec.ah().map(a -> AuthenticationHeader.bytes(a.integrity(), v4)).orElse(0);
    spec.ah().ifPresent(a -> Arrays.fill(a.key(), (byte) 0));
    tunnel = spec.tunnel();
    udp = spec.udp().isPresent();
    localPort = spec.udp().map(SaSpec.UdpEncapsulation::localPort).orElse(0);
    local = spec.local().bytes();
    peer = new Peer(spec.remote().bytes(), spec.udp().map(SaSpec.UdpEncapsulation::remotePort).orElse(0));
  }

  /** The peer is elsewhere from the next packet on. From any thread. */
  public void move(Address remote, int remotePort) {
    if (remote.bytes().length != local.length) throw new IllegalArgumentException("peer of another family");
    peer = new Peer(remote.bytes(), remotePort);
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
   * @param df for the outer IPv4 header of tunnel mode
   * @return length of the outer packet, or -1 for a packet that transport mode cannot carry (a fragment, another family)
   */
  public int encapsulate(byte[] in, int at, int length, byte[] out, int outAt, int identification, DfBit df) {
    if (exhausted()) throw new IllegalStateException("sequence numbers used up");
    Peer to = peer;
    int header;
    int payload;
    int next;
    boolean inner4 = in[at] >> 4 == 4;
    if (tunnel) {
      header = outer(in, at, inner4, out, outAt, identification, df, to);
      payload = at;
      next = inner4 ? 4 : 41;
    } else {
      header = inner4 ? (in[at] & 15) << 2 : IPV6_HEADER_BYTES;
      if (!carriable(in, at, inner4)) return -1;
      next = in[at + (inner4 ? Ipv4View.PROTOCOL : 6)] & 255;
      System.arraycopy(in, at, out, outAt, header);
      readdress(out, outAt, inner4, to);
      payload = at + header;
    }
    sequence++;
    int ahAt = outAt + header + (udp ? UDP_HEADER_BYTES : 0);
    int end = ahAt + ahBytes;
    int left = at + length - payload;
    if (esp == null) System.arraycopy(in, payload, out, end, left);
    else left = esp.seal(in, payload, left, next, out, end, sequence);
    int total = end + left - outAt;
    finish(out, outAt, header, total, ah != null ? AuthenticationHeader.PROTOCOL : udp ? UDP : EspView.PROTOCOL, to);
    if (ah != null) ah.sign(out, outAt, total, ahAt, ahBytes, esp != null ? EspView.PROTOCOL : next, sequence);
    return total;
  }

  private boolean carriable(byte[] in, int at, boolean inner4) {
    if (inner4 != (local.length == 4)) return false;
    return !inner4 || (u16(in, at + Ipv4View.FRAGMENT) & (Ipv4View.MORE_FRAGMENTS | Ipv4View.OFFSET_MASK)) == 0;
  }

  /** In transport mode the packet's own destination is the peer, until that has moved. */
  private void readdress(byte[] out, int outAt, boolean inner4, Peer to) {
    if (udp) System.arraycopy(to.address, 0, out, outAt + (inner4 ? Ipv4View.DESTINATION : 24), to.address.length);
  }

  private void finish(byte[] out, int outAt, int header, int total, int protocol, Peer to) {
    if (udp) {
      int at = outAt + header;
      u16(out, at, localPort);
      u16(out, at + 2, to.port);
      u16(out, at + 4, total - header);
      u16(out, at + 6, 0);
    }
    if (out[outAt] >> 4 == 4) {
      out[outAt + Ipv4View.PROTOCOL] = (byte) protocol;
      Ipv4View.complete(out, outAt, total);
    } else {
      out[outAt + 6] = (byte) protocol;
      u16(out, outAt + 4, total - header);
    }
  }

  private int outer(byte[] in, int at, boolean inner4, byte[] out, int outAt, int identification, DfBit df, Peer to) {
    int tos = inner4 ? in[at + Ipv4View.TOS] & 255 : u16(in, at) >>> 4 & 255;
    if (local.length == 16) {
      i32(out, outAt, 6 << 28 | tos << 20);
      out[outAt + 7] = (byte) TTL;
      System.arraycopy(local, 0, out, outAt + 8, 16);
      System.arraycopy(to.address, 0, out, outAt + 24, 16);
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
    System.arraycopy(local, 0, out, outAt + Ipv4View.SOURCE, 4);
    System.arraycopy(to.address, 0, out, outAt + Ipv4View.DESTINATION, 4);
    return Ipv4View.HEADER_BYTES;
  }

  /** The largest packet that, wrapped by such an SA, fits {@code outerMtu} bytes: what IOS shows as plaintext mtu. */
  public static int plaintextMtu(SaSpec spec, int outerMtu) {
    boolean v4 = spec.local() instanceof Ipv4;
    int header = AuthenticationHeader.ipHeaderBytes(v4);
    int room = outerMtu - header - (spec.udp().isPresent() ? UDP_HEADER_BYTES : 0)
        - spec.ah().map(a -> AuthenticationHeader.bytes(a.integrity(), v4)).orElse(0);
    int inner = spec.esp().map(e -> {
      Cipher c = e.cipher();
      int align = Math.max(4, c.blockBytes);
      return (room - EspView.HEADER_BYTES - c.ivBytes - e.icvBytes()) / align * align - EspView.TRAILER_BYTES;
    }).orElse(room);
    return inner + (spec.tunnel() ? 0 : header);
  }

  public void wipe() {
    if (esp != null) esp.wipe();
    if (ah != null) ah.wipe();
  }
}
