package net.anotherbox.plane;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.TunnelPlane.PathMtu;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.InterfaceName;

/** The control side of tunnels: which there are, and what the packet side goes by. On the control thread only. */
public final class PlaneTunnels implements TunnelEvents {
  private final TunnelPath path;
  private final Map<InterfaceName, TunnelState> states = new LinkedHashMap<>();
  private final BitSet numbers = new BitSet();
  private Consumer<InterfaceName> keepalives = name -> {};
  private Consumer<PathMtu> paths = said -> {};

  PlaneTunnels(TunnelPath path) {
    this.path = path;
  }

  void set(Collection<Tunnel> wanted) {
    var names = wanted.stream().map(Tunnel::name).toList();
    states.values().removeIf(s -> {
      boolean gone = !names.contains(s.name);
      if (gone) numbers.clear(s.number);
      return gone;
    });
    var forms = new ArrayList<TunnelForm>();
    for (Tunnel t : wanted) {
      TunnelState state = states.computeIfAbsent(t.name(), this::fresh);
      if (state.form == null || !state.form.tunnel.equals(t)) state.form = new TunnelForm(state, t);
      forms.add(state.form);
    }
    path.publish(new TunnelSet(forms));
  }

  private TunnelState fresh(InterfaceName name) {
    int number = numbers.nextClearBit(0);
    numbers.set(number);
    return new TunnelState(name, number);
  }

  /** Which flow protects which interface. */
  void guard(Map<String, IdentState> idents) {
    for (TunnelState s : states.values()) s.ident = idents.get(s.name.toString());
  }

  Optional<TunnelState> state(String name) {
    return InterfaceName.parse(name).flatMap(this::state);
  }

  /** One of the tunnels. */
  public Optional<TunnelState> state(InterfaceName name) {
    return Optional.ofNullable(states.get(name));
  }

  /** Which tunnel this is. */
  public InterfaceName name(TunnelState state) {
    return state.name;
  }

  /** Bytes that it puts in front of a packet, IPsec's not counted. */
  public int overhead(InterfaceName name) {
    return state(name).map(s -> s.form.overhead()).orElse(0);
  }

  /** As it was asked for last. */
  public Optional<Tunnel> tunnel(InterfaceName name) {
    return state(name).map(s -> s.form.tunnel);
  }

  IdentState ident(InterfaceName name) {
    TunnelState s = states.get(name);
    return s == null ? null : s.ident;
  }

  /** Those that are protected by this flow. */
  public List<InterfaceName> guardedBy(long ident) {
    return states.values().stream().filter(s -> s.ident != null && s.ident.id == ident).map(s -> s.name).toList();
  }

  public TunnelPlane.Counters counters(InterfaceName name) {
    return state(name).map(TunnelState::snapshot).orElse(TunnelPlane.Counters.ZERO);
  }

  public void onKeepalive(Consumer<InterfaceName> listener) {
    keepalives = listener;
  }

  public void onPathMtu(Consumer<PathMtu> listener) {
    paths = listener;
  }

  @Override
  public void keepalive(InterfaceName tunnel) {
    keepalives.accept(tunnel);
  }

  @Override
  public void pathMtu(InterfaceName tunnel, int mtu) {
    paths.accept(new PathMtu(tunnel, mtu));
  }
}
