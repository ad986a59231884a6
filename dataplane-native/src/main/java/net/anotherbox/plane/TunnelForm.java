package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import net.anotherbox.plane.view.GreHeader;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** A tunnel as it is configured at one moment, compiled: its delivery header ready made, its ends as numbers. */
final class TunnelForm {
  static final int IPV6_HEADER_BYTES = 40;
  static final int IP_IN_IP = 4;
  static final int IPV6_IN_IP = 41;
  private static final int ESP = 50;
  private static final int AH = 51;
  private static final int UDP = 17;
  private static final int NAT_PORT = 4500;
  static final int KEEPALIVE_TTL = 255;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  final TunnelState state;
  final Tunnel tunnel;
  final Encapsulation encapsulation;
  /** Whether both ends are known. */
  final boolean complete;
  /** Whether it leaves in IPv4. */
  final boolean v4;
  final long localHigh;
  final long localLow;
  final long remoteHigh;
  final long remoteLow;
  final boolean keyed;
  final int key;
  final boolean secured;
  private final byte[] header;
  private final int greAt;

  TunnelForm(TunnelState state, Tunnel t) {
    this.state = state;
    tunnel = t;
    encapsulation = t.encapsulation();
    complete = t.local().isPresent() && t.remote().isPresent();
    Address local = t.local().orElse(Ipv4.ANY);
    Address remote = t.remote().orElse(local instanceof Ipv4 ? Ipv4.ANY : new Ipv6(0, 0));
    v4 = local instanceof Ipv4;
    localHigh = high(local);
    localLow = low(local);
    remoteHigh = high(remote);
    remoteLow = low(remote);
    keyed = t.encapsulation() == Encapsulation.GRE && t.key().isPresent();
    key = (int) t.key().orElse(0);
    secured = t.secured();
    greAt = v4 ? Ipv4View.HEADER_BYTES : IPV6_HEADER_BYTES;
    header = header(t, local, remote, v4, greAt);
  }

  static long high(Address a) {
    return a instanceof Ipv6 v6 ? v6.high() : 0;
  }

  static long low(Address a) {
    return a instanceof Ipv6 v6 ? v6.low() : ((Ipv4) a).bits() & 0xffffffffL;
  }

  private static byte[] header(Tunnel t, Address local, Address remote, boolean v4, int greAt) {
    boolean gre = t.encapsulation() == Encapsulation.GRE;
    byte[] h = new byte[t.encapsulation() == Encapsulation.IPSEC ? 0
        : greAt + (gre ? GreHeader.bytes(t.checksum(), t.key().isPresent(), t.sequence()) : 0)];
    if (h.length == 0) return h;
    int ttl = Math.max(t.ttl(), 1);
    if (v4) {
      h[0] = 0x45;
      h[Ipv4View.TTL] = (byte) ttl;
      System.arraycopy(local.bytes(), 0, h, Ipv4View.SOURCE, 4);
      System.arraycopy(remote.bytes(), 0, h, Ipv4View.DESTINATION, 4);
    } else {
      h[0] = 0x60;
      h[7] = (byte) ttl;
      System.arraycopy(local.bytes(), 0, h, 8, 16);
      System.arraycopy(remote.bytes(), 0, h, 24, 16);
    }
    if (gre) GreHeader.write(h, greAt, t.checksum(), t.key(), t.sequence());
    return h;
  }

  /** Bytes in front of a payload. */
  int overhead() {
    return header.length;
  }

  /**
   * Writes the delivery header in front of the slot's packet: it then begins {@link #overhead} bytes before {@link
   * Slot#IN_AT} and is that much longer.
   *
   * @return false if the tunnel cannot carry such a packet
   */
  boolean wrap(Slot s, int identification) {
    byte[] b = s.in;
    boolean inner4 = b[Slot.IN_AT] >> 4 == 4;
    if (!inner4 && b[Slot.IN_AT] >> 4 != 6 || tunnel.payload() != 0 && (tunnel.payload() == 4) != inner4) return false;
    if (header.length == 0) return true;
    int at = Slot.IN_AT - header.length;
    System.arraycopy(header, 0, b, at, header.length);
    int tos = tunnel.tos() >= 0 ? tunnel.tos()
        : inner4 ? b[Slot.IN_AT + Ipv4View.TOS] & 255 : u16(b, Slot.IN_AT) >>> 4 & 255;
    int ttl = tunnel.ttl() > 0 ? tunnel.ttl() : b[Slot.IN_AT + (inner4 ? Ipv4View.TTL : 7)] & 255;
    int length = header.length + s.inLength;
    int protocol = encapsulation == Encapsulation.GRE ? GreHeader.PROTOCOL : inner4 ? IP_IN_IP : IPV6_IN_IP;
    if (encapsulation == Encapsulation.GRE) gre(b, at + greAt, inner4, length - greAt);
    if (v4) {
      b[at + Ipv4View.TOS] = (byte) tos;
      b[at + Ipv4View.TTL] = (byte) ttl;
      b[at + Ipv4View.PROTOCOL] = (byte) protocol;
      u16(b, at + Ipv4View.IDENTIFICATION, identification);
      u16(b, at + Ipv4View.FRAGMENT, dontFragment(b, inner4, length) ? Ipv4View.DONT_FRAGMENT : 0);
      Ipv4View.complete(b, at, length);
    } else {
      i32(b, at, 6 << 28 | tos << 20);
      u16(b, at + 4, length - IPV6_HEADER_BYTES);
      b[at + 6] = (byte) protocol;
      b[at + 7] = (byte) ttl;
    }
    s.inLength = length;
    return true;
  }

  /** IPv6 may not be cut on its way, so there the bit is set as long as that loses nothing, which is not known of an SA. */
  private boolean dontFragment(byte[] b, boolean inner4, int length) {
    if (!tunnel.dontFragment()) return false;
    return inner4 ? (u16(b, Slot.IN_AT + Ipv4View.FRAGMENT) & Ipv4View.DONT_FRAGMENT) != 0
        : !secured && length <= tunnel.linkMtu();
  }

  private void gre(byte[] b, int at, boolean inner4, int length) {
    u16(b, at + GreHeader.TYPE, inner4 ? GreHeader.IPV4 : GreHeader.IPV6);
    if (tunnel.sequence()) i32(b, at + GreHeader.sequenceAt(tunnel.checksum(), keyed), state.nextSequence());
    if (tunnel.checksum()) u16(b, at + GreHeader.CHECKSUM, NetworkOrder.checksum(b, at, length));
  }

  /** Whether the packet at this place may be one that this tunnel has wrapped: it must not be wrapped again. */
  boolean isOwn(byte[] b, int at, int length) {
    boolean inner4 = b[at] >> 4 == 4;
    int ip = inner4 ? Ipv4View.HEADER_BYTES : IPV6_HEADER_BYTES;
    if (inner4 != v4 || length < ip + 4) return false;
    boolean wrapped = switch (b[at + (inner4 ? Ipv4View.PROTOCOL : 6)]) {
      case GreHeader.PROTOCOL, IP_IN_IP, IPV6_IN_IP, ESP, AH -> true;
      case UDP -> u16(b, at + ip + 2) == NAT_PORT;
      default -> false;
    };
    if (!wrapped) return false;
    return inner4 ? i32(b, at + Ipv4View.SOURCE) == (int) localLow && i32(b, at + Ipv4View.DESTINATION) == (int) remoteLow
        : (long) LONG.get(b, at + 8) == localHigh && (long) LONG.get(b, at + 16) == localLow
            && (long) LONG.get(b, at + 24) == remoteHigh && (long) LONG.get(b, at + 32) == remoteLow;
  }

  /**
   * A keepalive as the other end is to get it: in a GRE packet for it, one for us that is empty, so that it comes back as
   * soon as it is unwrapped and routed. Only for GRE over IPv4 without protection.
   */
  byte[] keepalive(int identification) {
    byte[] inner = new byte[Ipv4View.HEADER_BYTES + GreHeader.bytes(false, keyed, false)];
    inner[0] = 0x45;
    inner[Ipv4View.TTL] = (byte) KEEPALIVE_TTL;
    inner[Ipv4View.PROTOCOL] = GreHeader.PROTOCOL;
    u16(inner, Ipv4View.IDENTIFICATION, identification);
    i32(inner, Ipv4View.SOURCE, (int) remoteLow);
    i32(inner, Ipv4View.DESTINATION, (int) localLow);
    GreHeader.write(inner, Ipv4View.HEADER_BYTES, false, keyed ? tunnel.key() : OptionalLong.empty(), false);
    Ipv4View.complete(inner, 0, inner.length);
    return inner;
  }
}
