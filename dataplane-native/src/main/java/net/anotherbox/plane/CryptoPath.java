package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.plane.view.Ipv4View;

/**
 * The way of one packet after another through the plane, on one thread. The owner calls {@link #begin} before each batch and
 * then takes its packets through {@link #outbound}, {@link #inbound} or {@link #clear}. Nothing here allocates, logs or
 * waits.
 */
public final class CryptoPath {
  /** What becomes of a packet on its way out. */
  public enum Verdict {
    /** No rule of the map wants it encrypted. */
    CLEAR,
    /** It lies wrapped in the slot's out array. */
    PROTECTED,
    /** It is a part of a packet that is not whole yet, and is kept, or lost and counted. */
    HELD,
    /** It is lost, and counted. */
    DROPPED
  }

  private static final long SECOND = 1000;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int UDP = 17;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int AH = 51;

  private final EventRing events;
  private final Ipv4View view = new Ipv4View();
  private final OutboundFragments fragments = new OutboundFragments();
  private final SourceLimit invalidSpis = new SourceLimit();
  private final SourceLimit clearSources = new SourceLimit();
  private final Queue<Sa> retired = new ConcurrentLinkedQueue<>();
  private volatile ForwardingState published = ForwardingState.EMPTY;
  private ForwardingState state = ForwardingState.EMPTY;
  private int protocol;
  private int shim;
  private int ahOffset;
  private int lastMap;
  private TunnelPath.Arrival arrival = TunnelPath.Arrival.NOTHING;
  private final TunnelPath tunnels;
  private int identification;
  private long now;
  private long flushedMillis;

  CryptoPath(EventRing events) {
    this.events = events;
    tunnels = new TunnelPath(events);
  }

  /** The way through tunnels; its batches are those of this path. */
  public TunnelPath tunnels() {
    return tunnels;
  }

  void publish(ForwardingState next) {
    published = next;
  }

  /** Hands over an SA that the state published last no longer has, to be wiped by the packet thread. */
  void retire(Sa sa) {
    retired.add(sa);
  }

  /** Begins a batch: takes over what has been published. @param now in the loop's milliseconds */
  public void begin(long now) {
    this.now = now;
    state = published;
    tunnels.begin(now);
    for (Sa sa; (sa = retired.poll()) != null; ) sa.wipe();
    if (now - flushedMillis >= SECOND) {
      flushedMillis = now;
      state.flush(now);
    }
  }

  /** Wraps the packet that the slot holds if the map of this number wants that. */
  public Verdict outbound(int map, Slot s) {
    CryptoInterface crypto = state.map(map);
    s.tunnel = null;
    if (crypto == null) return Verdict.DROPPED;
    byte[] b = s.in;
    if (!holdsPacketFor(crypto, s)) {
      return s.inLength > 0 && (b[Slot.IN_AT] >> 4 & 15) == (crypto.ipv6 ? 4 : 6) ? Verdict.CLEAR : Verdict.DROPPED;
    }
    int rule = crypto.outbound.permit(b, Slot.IN_AT, s.inLength);
    if (rule < 0) return Verdict.CLEAR;
    IdentEntry ident = crypto.identOut(rule, b, Slot.IN_AT, s.inLength);
    if (ident == null) return Verdict.DROPPED;
    OutboundSa sa = ident.state.outbound;
    if (sa == null) {
      withoutSa(crypto, ident.state, b);
      return Verdict.DROPPED;
    }
    s.sa = sa;
    // A whole packet may belong elsewhere than its last part, which has no ports.
    if (!sa.spec.tunnel() && OutboundFragments.isFragment(s)) return fragments.completes(s, sa) ? outbound(map, s) : Verdict.HELD;
    return sa.protect(s, nextIdentification(), crypto.fragmentation.df()) ? Verdict.PROTECTED : Verdict.DROPPED;
  }

  /** Whether a rule of the map of this number wants the slot's well-formed packet encrypted. Counts nothing. */
  public boolean wants(int map, Slot s) {
    CryptoInterface crypto = state.map(map);
    return crypto != null && crypto.outbound.permit(s.in, Slot.IN_AT, s.inLength) >= 0;
  }

  /** Whether the slot has a well-formed packet of the map's version of IP; what follows the packet is cut off. */
  private boolean holdsPacketFor(CryptoInterface crypto, Slot s) {
    if (crypto.ipv6) {
      int length = Ipv6Program.length(s.in, Slot.IN_AT, s.inLength);
      if (length > 0) s.inLength = length;
      return length > 0;
    }
    if (!view.wrap(s.in, Slot.IN_AT, s.inLength).wellFormed()) return false;
    s.inLength = view.totalLength();
    return true;
  }

  private void withoutSa(CryptoInterface crypto, IdentState ident, byte[] b) {
    ident.counters.add(IdentState.NO_SA_DROPS, 1);
    if (!crypto.addressed || now - ident.acquireMillis < SECOND) return;
    ident.acquireMillis = now;
    int at = Slot.IN_AT;
    if (crypto.ipv6) events.acquire(ident.id, i64(b, at + 8), i64(b, at + 16), i64(b, at + 24), i64(b, at + 32), b[at + 6] & 255);
    else events.acquire(ident.id, view.source(), view.destination(), view.protocol());
  }

  private static long i64(byte[] b, int at) {
    return (long) LONG.get(b, at);
  }

  private int nextIdentification() {
    identification = identification + 1 & 0xffff;
    return identification == 0 ? identification = 1 : identification;
  }

  /**
   * The longest packet that gets from a link of this MTU to the peer of the SA which wrapped the slot's, as far as known.
   */
  public int outerMtu(Slot s, int linkMtu) {
    return s.sa.outerMtu(linkMtu);
  }

  /** The longest packet that the SA which wrapped this slot's can wrap for a link, in the present batch. */
  public int plaintextMtu(Slot s, int linkMtu) {
    return s.sa.plaintextMtu(linkMtu);
  }

  /** Counts that what {@link #outbound} wrapped in this slot, in the present batch, could not be sent. */
  public void sendFailed(Slot s) {
    if (s.tunnel != null) tunnels.sendFailed(s);
    else s.sa.sendFailed();
  }

  /**
   * Unwraps the IP packet with ESP, AH, or ESP in UDP that the slot holds; its inner packet then lies in the slot's out
   * array and {@link #inboundMap} says by which interface it came. With 0 for that, it came by a tunnel's SA: {@link
   * #arrival}.
   */
  public boolean inbound(Slot s) {
    int spiAt = spiAt(s);
    if (spiAt < 0) return false;
    int place = placeOf(s, spiAt);
    if (place < 0 && published != state) {
      // An SA that has come since the batch began may be in use by the peer already.
      state = published;
      place = placeOf(s, spiAt);
    }
    if (place < 0) {
      invalidSpi(isIpv6(s), s.in, EspView.spi(s.in, spiAt));
      return false;
    }
    IdentEntry entry = state.entry(place);
    int sequence = EspView.sequence(s.in, spiAt);
    if (!state.sa(place).accept(s, spiAt - ahOffset - Slot.IN_AT, shim, sequence, entry, now)) return false;
    lastMap = entry.map;
    if (entry.ofTunnels()) arrival = tunnels.decrypted(s, entry.state, entry.tunnels);
    return true;
  }

  /** Whether the slot's packet is one of IPsec for an SA that protects tunnels. Counts nothing. */
  public boolean isForTunnel(Slot s) {
    int spiAt = spiAt(s);
    int place = spiAt < 0 ? -1 : placeOf(s, spiAt);
    return place >= 0 && state.entry(place) != null && state.entry(place).ofTunnels();
  }

  private static boolean isIpv6(Slot s) {
    return s.inLength >= IPV6_HEADER_BYTES && s.in[Slot.IN_AT] >> 4 == 6;
  }

  /** Where the SPI of an IPsec packet stands, or -1; what is in front of it is kept in fields of this object. */
  private int spiAt(Slot s) {
    byte[] b = s.in;
    boolean v6 = isIpv6(s);
    if (!v6 && !view.wrap(b, Slot.IN_AT, s.inLength).wellFormed()) return -1;
    if (!v6) s.inLength = view.totalLength();
    int header = v6 ? IPV6_HEADER_BYTES : view.headerLength();
    protocol = b[Slot.IN_AT + (v6 ? 6 : Ipv4View.PROTOCOL)];
    shim = protocol == UDP ? UDP_HEADER_BYTES : 0;
    if (protocol == UDP) protocol = EspView.PROTOCOL;
    if (protocol != EspView.PROTOCOL && protocol != AH) return -1;
    // AH has its SPI four bytes further on than ESP, and its sequence number likewise.
    ahOffset = protocol == AH ? 4 : 0;
    int spiAt = Slot.IN_AT + header + shim + ahOffset;
    return Slot.IN_AT + s.inLength < spiAt + EspView.HEADER_BYTES ? -1 : spiAt;
  }

  private int placeOf(Slot s, int spiAt) {
    int place = state.find(EspView.spi(s.in, spiAt));
    return place >= 0 && state.sa(place).protocol() == protocol ? place : -1;
  }

  /** What became of the last inbound packet, if it came by a tunnel's SA. */
  public TunnelPath.Arrival arrival() {
    return arrival;
  }

  private void invalidSpi(boolean v6, byte[] b, int spi) {
    int at = Slot.IN_AT;
    if (v6) {
      long high = i64(b, at + 8);
      long low = i64(b, at + 16);
      if (invalidSpis.admits(high ^ Long.rotateLeft(low, 32), now)) {
        events.invalidSpi(i64(b, at + 24), i64(b, at + 32), high, low, spi);
      }
    } else {
      int source = i32(b, at + Ipv4View.SOURCE);
      if (invalidSpis.admits(source, now)) events.invalidSpi(i32(b, at + Ipv4View.DESTINATION), source, spi);
    }
  }

  /** The number of the map that the last inbound packet belongs to. */
  public int inboundMap() {
    return lastMap;
  }

  /**
   * Whether a packet that came by this interface in clear may go on: false if its crypto map says that it should have been
   * encrypted, which is counted and told. ESP and IKE for the box itself must not be asked about.
   */
  public boolean clear(int map, Slot s) {
    CryptoInterface crypto = state.map(map);
    if (crypto == null || !holdsPacketFor(crypto, s)) return true;
    int rule = crypto.inbound.permit(s.in, Slot.IN_AT, s.inLength);
    if (rule < 0) return true;
    IdentEntry ident = crypto.identIn(rule, s.in, Slot.IN_AT, s.inLength);
    if (ident != null) ident.state.counters.add(IdentState.CLEAR_DROPS, 1);
    if (crypto.ipv6) {
      long high = i64(s.in, Slot.IN_AT + 8);
      long low = i64(s.in, Slot.IN_AT + 16);
      if (clearSources.admits(high ^ Long.rotateLeft(low, 32), now)) events.notIpsec(crypto.interfaceName, high, low,
          i64(s.in, Slot.IN_AT + 24), i64(s.in, Slot.IN_AT + 32), s.in[Slot.IN_AT + 6] & 255);
    } else if (clearSources.admits(view.source(), now)) {
      events.notIpsec(crypto.interfaceName, view.source(), view.destination(), view.protocol());
    }
    return false;
  }
}
