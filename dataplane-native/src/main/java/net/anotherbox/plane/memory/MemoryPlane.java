package net.anotherbox.plane.memory;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.plane.CryptoPath;
import net.anotherbox.plane.PlaneControl;
import net.anotherbox.plane.Slot;
import net.anotherbox.plane.TunnelPath;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** A plane in memory: crypto maps and tunnels. On the loop's thread only; events are posted to the loop. */
public final class MemoryPlane implements CryptoPlane, TunnelPlane {
  private static final int IPV6_HEADER = 40;

  /** The machine that the tunnels' devices are on. */
  public interface Machine {
    /** A device is there, without a carrier, or has another MTU. */
    void device(String link, int mtu);

    void gone(String link);

    void carrier(String link, boolean up);

    /** A packet that the box itself sends. */
    void send(byte[] packet);
  }

  /** What came out of a tunnel. @param device by which it enters */
  public record Payload(String device, byte[] packet) {}

  /** What becomes of a packet that is about to leave by an interface. */
  public sealed interface Outgoing {
    /** It goes as it is. */
    record Clear() implements Outgoing {}

    /** It goes wrapped, but not encrypted: as any packet of the box. @param packet the delivery packet */
    record Wrapped(byte[] packet) implements Outgoing {}

    /** It goes encrypted. @param packet the outer packet */
    record Protected(byte[] packet) implements Outgoing {}

    /** It is lost, and counted. */
    record Dropped() implements Outgoing {}

    /** It is too long to be wrapped and must not be fragmented: ICMP says so to its sender. @param mtu what would pass */
    record TooBig(int mtu) implements Outgoing {}
  }

  private static final int CAPACITY = 65_535 + 128;
  private static final int UDP = 17;
  private static final int AH = 51;
  private static final int NAT_PORT = 4500;
  private final Loop loop;
  private final PlaneControl control;
  private final Slot slot = new Slot(CAPACITY);
  private final Ipv4View view = new Ipv4View();
  private final Map<InterfaceName, Tunnel> tunnels = new LinkedHashMap<>();
  private final Map<InterfaceName, Boolean> carriers = new HashMap<>();
  private Machine machine;

  public MemoryPlane(Loop loop, Randomness random) {
    this.loop = loop;
    control = new PlaneControl(random);
  }

  private void load(byte[] packet) {
    System.arraycopy(packet, 0, slot.in, Slot.IN_AT, packet.length);
    slot.inLength = packet.length;
    control.path().begin(loop.clock().millis());
  }

  private void tell() {
    if (control.eventsPending()) loop.post(control::drainEvents);
  }

  private byte[] result() {
    return Arrays.copyOfRange(slot.out, Slot.OUT_AT, Slot.OUT_AT + slot.outLength);
  }

  /** Takes an IPv4 packet that routing has sent out by this interface. @param linkMtu of that interface, bytes */
  public Outgoing outgoing(String interfaceName, byte[] packet, int linkMtu) {
    int map = control.number(interfaceName);
    if (map == 0) return new Outgoing.Clear();
    load(packet);
    if (view.wrap(slot.in, Slot.IN_AT, slot.inLength).wellFormed() && view.dontFragment()
        && control.heedsDf(interfaceName)) {
      int mtu = control.plaintextMtu(new FlowTable.Place(interfaceName, false), linkMtu);
      if (packet.length > mtu && control.path().wants(map, slot)) return new Outgoing.TooBig(mtu);
    }
    CryptoPath.Verdict verdict = control.path().outbound(map, slot);
    tell();
    return switch (verdict) {
      case CLEAR -> new Outgoing.Clear();
      case HELD, DROPPED -> new Outgoing.Dropped();
      case PROTECTED -> new Outgoing.Protected(result());
    };
  }

  /** Whether a packet for the box is one for {@link #unwrap}: ESP, AH, or over IPv4 ESP in UDP. */
  public static boolean isIpsec(byte[] packet) {
    if (packet.length >= IPV6_HEADER && (packet[0] & 0xf0) == 0x60) return packet[6] == EspView.PROTOCOL || packet[6] == AH;
    var view = new Ipv4View().wrap(packet, 0, packet.length);
    if (!view.wellFormed()) return false;
    if (view.protocol() == EspView.PROTOCOL || view.protocol() == AH) return true;
    int at = view.headerLength();
    return view.protocol() == UDP && view.fragmentOffset() == 0 && view.totalLength() >= at + 16
        && NetworkOrder.u16(packet, at + 2) == NAT_PORT && NetworkOrder.i32(packet, at + 8) != 0;
  }

  /**
   * Takes an IPsec packet (ESP, AH, ESP in UDP) for an address of the box and yields its inner packet, or nothing if it
   * was refused.
   */
  public Optional<byte[]> unwrap(byte[] packet) {
    load(packet);
    boolean taken = control.path().inbound(slot) && control.path().inboundMap() != 0;
    tell();
    return taken ? Optional.of(result()) : Optional.empty();
  }

  /**
   * Whether an IPv4 packet that came by this interface in clear may go on. ESP and IKE for {@code ours} always may.
   *
   * @param ours the address of the box that the packet is for, or null if it is in transit
   */
  public boolean admits(String interfaceName, byte[] packet, Ipv4 ours) {
    int map = control.number(interfaceName);
    if (map == 0) return true;
    load(packet);
    if (ours != null && exempt()) return true;
    boolean admitted = control.path().clear(map, slot);
    tell();
    return admitted;
  }

  private boolean exempt() {
    if (!view.wrap(slot.in, Slot.IN_AT, slot.inLength).wellFormed()) return false;
    if (view.protocol() == EspView.PROTOCOL || view.protocol() == AH) return true;
    if (view.protocol() != UDP || view.totalLength() < view.headerLength() + 4) return false;
    int port = NetworkOrder.u16(slot.in, Slot.IN_AT + view.headerLength() + 2);
    return port == 500 || port == NAT_PORT;
  }

  // ---- tunnels ----

  /** Gives the tunnels a machine to be on; without one there are none. */
  public void on(Machine machine) {
    this.machine = machine;
  }

  @Override
  public Map<InterfaceName, String> tunnels(Collection<Tunnel> wanted) {
    if (machine == null) return NONE.tunnels(wanted);
    var names = wanted.stream().map(Tunnel::name).toList();
    for (Tunnel t : List.copyOf(tunnels.values())) {
      if (names.contains(t.name())) continue;
      tunnels.remove(t.name());
      carriers.remove(t.name());
      machine.gone(t.device());
    }
    control.tunnels(wanted);
    for (Tunnel t : wanted) {
      Tunnel before = tunnels.put(t.name(), t);
      if (before == null || before.mtu() != t.mtu()) machine.device(t.device(), t.mtu());
      if (before == null) machine.carrier(t.device(), carriers.getOrDefault(t.name(), false));
    }
    return Map.of();
  }

  @Override
  public void carrier(InterfaceName tunnel, boolean up) {
    carriers.put(tunnel, up);
    if (tunnels.containsKey(tunnel)) machine.carrier(tunnels.get(tunnel).device(), up);
  }

  @Override
  public Counters counters(InterfaceName tunnel) {
    return control.tunnels().counters(tunnel);
  }

  @Override
  public void keepalive(InterfaceName tunnel) {
    control.path().begin(loop.clock().millis());
    control.tunnels().state(tunnel).filter(t -> control.path().tunnels().keepalive(t, slot))
        .filter(t -> control.path().tunnels().outbound(t, slot) == TunnelPath.Verdict.PLAIN)
        .ifPresent(t -> machine.send(result()));
  }

  @Override
  public void onKeepalive(Consumer<InterfaceName> listener) {
    control.tunnels().onKeepalive(listener);
  }

  @Override
  public void onPathMtu(Consumer<PathMtu> listener) {
    control.tunnels().onPathMtu(listener);
  }

  /** Takes a packet that routing has sent into this device; empty if there is no such tunnel. */
  public Optional<Outgoing> into(String device, byte[] packet) {
    var tunnel = tunnels.values().stream().filter(t -> t.device().equals(device)).findFirst()
        .flatMap(t -> control.tunnels().state(t.name()));
    if (tunnel.isEmpty()) return Optional.empty();
    load(packet);
    TunnelPath.Verdict verdict = control.path().tunnels().outbound(tunnel.get(), slot);
    tell();
    return Optional.of(switch (verdict) {
      case PLAIN -> new Outgoing.Wrapped(result());
      case PROTECTED -> new Outgoing.Protected(result());
      case DROPPED -> new Outgoing.Dropped();
    });
  }

  /** Takes a packet for an address of the box out of a tunnel, be it by an SA or in clear. */
  public Optional<Payload> outOf(byte[] packet) {
    load(packet);
    TunnelPath.Arrival what;
    if (isIpsec(packet)) {
      boolean taken = control.path().inbound(slot) && control.path().inboundMap() == 0;
      what = taken ? control.path().arrival() : TunnelPath.Arrival.NOTHING;
    } else {
      what = control.path().tunnels().inbound(slot);
    }
    tell();
    if (what == TunnelPath.Arrival.RETURN) machine.send(result());
    if (what != TunnelPath.Arrival.PAYLOAD) return Optional.empty();
    var name = control.tunnels().name(control.path().tunnels().arrivedIn());
    return Optional.ofNullable(tunnels.get(name)).map(t -> new Payload(t.device(), result()));
  }

  /** Whether an SA of a tunnel takes this IPsec packet, not one of a crypto map. */
  public boolean isForTunnel(byte[] packet) {
    load(packet);
    return control.path().isForTunnel(slot);
  }

  @Override
  public void events(Events listener) {
    control.events(listener);
  }

  @Override
  public void flows(FlowTable table) {
    control.flows(table);
  }

  @Override
  public void install(SaSpec sa) {
    control.install(sa);
  }

  @Override
  public void move(long handle, Address remote, int remotePort) {
    control.move(handle, remote, remotePort);
  }

  @Override
  public SaCounters remove(long handle) {
    SaCounters last = control.remove(handle);
    control.path().begin(loop.clock().millis());
    return last;
  }

  @Override
  public SaCounters counters(long handle) {
    return control.counters(handle);
  }

  @Override
  public IdentCounters counters(String interfaceName, long ident) {
    return control.counters(interfaceName, ident);
  }
}
