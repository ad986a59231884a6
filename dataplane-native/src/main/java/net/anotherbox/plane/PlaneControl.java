package net.anotherbox.plane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.anotherbox.plane.esp.OutboundBundle;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.CryptoPlane.IdentCounters;
import net.anotherbox.runtime.port.CryptoPlane.SaCounters;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * The control side of the plane: knows flows, SAs and what belongs together, and publishes a new {@link ForwardingState}
 * after each change. On the control thread only.
 */
public final class PlaneControl {
  /** Interfaces with a crypto map that one box may have; their numbers go from 1 to this. */
  public static final int MOST_MAPS = 63;

  private static final int TYPICAL_OVERHEAD = 62;
  /** Bytes by which an IPv6 header is longer. */
  private static final int IPV6_MORE = 20;

  /** An ident under a map or a tunnel. @param ipv6 whether under a map for IPv6 */
  private record Site(FlowTable.Place place, long ident) {
    static Site of(String interfaceName, long ident) {
      return new Site(new FlowTable.Place(interfaceName, false), ident);
    }
  }

  private record Ends(Address local, Address remote) {
    static Ends of(SaSpec s) {
      return new Ends(s.local(), s.remote());
    }
  }

  private final Randomness random;
  private final EventRing ring = new EventRing();
  private final CryptoPath path = new CryptoPath(ring);
  private final Map<FlowTable.Place, Integer> numbers = new HashMap<>();
  private final Map<Site, IdentState> idents = new HashMap<>();
  private final Map<Long, Sa> sas = new LinkedHashMap<>();
  private final Map<Ends, Integer> pathMtus = new HashMap<>();
  private FlowTable table = FlowTable.EMPTY;
  private CryptoInterface[] maps = new CryptoInterface[0];
  private Map<Long, IdentEntry> entries = Map.of();
  private CryptoPlane.Events listener;
  private final PlaneTunnels tunnels = new PlaneTunnels(path.tunnels());

  public PlaneControl(Randomness random) {
    this.random = random;
  }

  /** The packet side, for its one thread. */
  public CryptoPath path() {
    return path;
  }

  public void events(CryptoPlane.Events listener) {
    this.listener = listener;
  }

  /** Whether the packet side has something to tell. From any thread. */
  public boolean eventsPending() {
    return ring.pending();
  }

  /** Tells the listener all that has come up. */
  public void drainEvents() {
    ring.drain(listener, tunnels);
  }

  /** The tunnels. */
  public PlaneTunnels tunnels() {
    return tunnels;
  }

  /** Replaces all tunnels. @see net.anotherbox.runtime.port.TunnelPlane#tunnels */
  public void tunnels(Collection<Tunnel> wanted) {
    tunnels.set(wanted);
    if (!table.protections().isEmpty()) flows(table);
  }

  /** The longest packet that the SA of a tunnel can wrap, or the typical one while it has none. */
  public int tunnelPlaintextMtu(InterfaceName tunnel, int linkMtu) {
    IdentState ident = tunnels.ident(tunnel);
    OutboundSa sa = ident == null ? null : ident.outbound;
    if (sa == null) return linkMtu - TYPICAL_OVERHEAD;
    int mtu = sa.spec.outerMtu() <= 0 ? linkMtu : Math.min(linkMtu, sa.spec.outerMtu());
    return OutboundBundle.plaintextMtu(sa.spec, sa.outerMtu(mtu));
  }

  public FlowTable table() {
    return table;
  }

  /** The number of this interface's map for IPv4, from 1; 0 if it has none. Stays while the interface has a map. */
  public int number(String interfaceName) {
    return number(new FlowTable.Place(interfaceName, false));
  }

  /** The number of the map that is in force there, or 0. */
  public int number(FlowTable.Place place) {
    return numbers.getOrDefault(place, 0);
  }

  /** Where the flow of this interface is, if it is one of a map. */
  public Optional<FlowTable.Place> placeOf(String interfaceName, long ident) {
    return Stream.of(false, true).map(v6 -> new FlowTable.Place(interfaceName, v6))
        .filter(p -> numbers.containsKey(p) && idents.containsKey(new Site(p, ident))).findFirst();
  }

  /** Replaces all flows. @throws IllegalArgumentException if there are more than {@link #MOST_MAPS} maps */
  public void flows(FlowTable next) {
    if (next.maps().size() > MOST_MAPS) throw new IllegalArgumentException(next.maps().size() + " crypto maps");
    table = next;
    numbers.keySet().retainAll(next.maps().stream().map(InterfaceMap::place).toList());
    var found = new HashMap<Long, IdentEntry>();
    var compiled = new CryptoInterface[MOST_MAPS + 1];
    var present = new HashMap<Site, IdentState>();
    for (InterfaceMap map : next.maps()) {
      int number = numbers.computeIfAbsent(map.place(), name -> freeNumber());
      var rules = new ArrayList<IdentEntry[]>();
      for (Entry entry : map.entries()) {
        for (Rule rule : entry.rules()) rules.add(compile(map, number, rule, found, present));
      }
      compiled[number] = new CryptoInterface(number, map, rules);
    }
    protect(next, found, present);
    idents.clear();
    idents.putAll(present);
    maps = compiled;
    entries = found;
    publish();
  }

  /** Each flow that protects tunnels, with all tunnels that it protects. */
  private void protect(FlowTable next, Map<Long, IdentEntry> found, Map<Site, IdentState> present) {
    var byIdent = new HashMap<Long, IdentState>();
    var first = new HashMap<String, IdentState>();
    var guarded = new LinkedHashMap<IdentState, List<TunnelState>>();
    for (FlowTable.Protection p : next.protections()) {
      IdentState state = byIdent.computeIfAbsent(p.ident(), id -> {
        IdentState before = idents.get(Site.of(p.interfaceName(), id));
        return before != null ? before : newIdent(id);
      });
      present.put(Site.of(p.interfaceName(), p.ident()), state);
      first.putIfAbsent(p.interfaceName(), state);
      var of = guarded.computeIfAbsent(state, s -> new ArrayList<>());
      tunnels.state(p.interfaceName()).ifPresent(t -> {
        t.df = p.df();
        of.add(t);
      });
    }
    guarded.forEach((state, of) -> found.put(state.id, new IdentEntry(state, of.toArray(TunnelState[]::new))));
    tunnels.guard(first);
  }

  private int freeNumber() {
    int n = 1;
    while (numbers.containsValue(n)) n++;
    return n;
  }

  private IdentEntry[] compile(InterfaceMap map, int number, Rule rule, Map<Long, IdentEntry> found,
      Map<Site, IdentState> present) {
    if (!rule.permit()) return new IdentEntry[0];
    var compiled = new ArrayList<IdentEntry>();
    for (Ident ident : rule.idents()) {
      var place = new Site(map.place(), ident.id());
      IdentState state = present.computeIfAbsent(place, p -> {
        IdentState known = idents.get(p);
        return known != null ? known : newIdent(p.ident());
      });
      var entry = new IdentEntry(state, number, ident.selector());
      found.putIfAbsent(ident.id(), entry);
      compiled.add(entry);
    }
    return compiled.toArray(IdentEntry[]::new);
  }

  private IdentState newIdent(long id) {
    var state = new IdentState(id);
    state.outbound = newestOutbound(id);
    return state;
  }

  private OutboundSa newestOutbound(long ident) {
    OutboundSa newest = null;
    for (Sa sa : sas.values()) if (sa instanceof OutboundSa out && sa.spec.ident() == ident) newest = out;
    return newest;
  }

  private void publish() {
    var inbound = new ArrayList<InboundSa>();
    for (Sa sa : sas.values()) if (sa instanceof InboundSa in) inbound.add(in);
    path.publish(new ForwardingState(maps, inbound, entries));
  }

  /** @throws IllegalArgumentException if the handle is in use or a key has the wrong length */
  public void install(SaSpec spec) {
    if (sas.containsKey(spec.handle())) throw new IllegalArgumentException("handle " + spec.handle() + " is in use");
    if (spec.inbound()) {
      sas.put(spec.handle(), new InboundSa(spec, ring));
      publish();
    } else {
      var sa = new OutboundSa(spec, random, ring);
      sa.pathMtu(pathMtus.getOrDefault(Ends.of(spec), 0));
      sas.put(spec.handle(), sa);
      for (IdentState ident : idents.values()) if (ident.id == spec.ident()) ident.outbound = sa;
    }
  }

  /** The flow of an SA; empty for a handle that is not there. */
  public OptionalLong identOf(long handle) {
    Sa sa = sas.get(handle);
    return sa == null ? OptionalLong.empty() : OptionalLong.of(sa.spec.ident());
  }

  /** The SA's last counters; zero for a handle that is not there. */
  public SaCounters remove(long handle) {
    Sa sa = sas.remove(handle);
    if (sa == null) return SaCounters.ZERO;
    if (sa instanceof OutboundSa) {
      OutboundSa next = newestOutbound(sa.spec.ident());
      for (IdentState ident : idents.values()) if (ident.outbound == sa) ident.outbound = next;
    } else {
      publish();
    }
    path.retire(sa);
    return sa.snapshot();
  }

  /** Nothing happens for a handle that is not there. */
  public void move(long handle, Address remote, int remotePort) {
    Sa sa = sas.get(handle);
    if (sa != null) sa.move(remote, remotePort);
  }

  public SaCounters counters(long handle) {
    Sa sa = sas.get(handle);
    return sa == null ? SaCounters.ZERO : sa.snapshot();
  }

  public IdentCounters counters(String interfaceName, long ident) {
    IdentState state = idents.get(placeOf(interfaceName, ident).map(p -> new Site(p, ident))
        .orElse(Site.of(interfaceName, ident)));
    if (state == null) return IdentCounters.ZERO;
    return new IdentCounters(
        state.counters.get(IdentState.NO_SA_DROPS), state.counters.get(IdentState.CLEAR_DROPS));
  }

  /**
   * The longest packet that every SA of this map can wrap without the result exceeding the link; the link's MTU where
   * what was wrapped may be cut instead. A map without SAs is taken to have AES with SHA-1, so that the value need not
   * change in the usual case.
   */
  public int plaintextMtu(FlowTable.Place place, int linkMtu) {
    int number = number(place);
    boolean before = number == 0 || maps[number].fragmentation.before();
    int smallest = Integer.MAX_VALUE;
    boolean any = false;
    for (Sa sa : sas.values()) {
      if (!(sa instanceof OutboundSa) || !idents.containsKey(new Site(place, sa.spec.ident()))) continue;
      any = true;
      int mtu = sa.spec.outerMtu() > 0 ? Math.min(linkMtu, sa.spec.outerMtu()) : linkMtu;
      smallest = Math.min(smallest, before || !sa.spec.tunnel() ? OutboundBundle.plaintextMtu(sa.spec, mtu) : linkMtu);
    }
    if (!any && !before) return linkMtu;
    return any ? smallest : linkMtu - TYPICAL_OVERHEAD - (place.ipv6() ? IPV6_MORE : 0);
  }

  /** Whether packets with the DF bit that are too long to be wrapped must be sent back. */
  public boolean heedsDf(String interfaceName) {
    int number = number(interfaceName);
    return number == 0 || maps[number].fragmentation.df() != FlowTable.DfBit.CLEAR;
  }

  /**
   * A router says that the way to a peer is so narrow. It is believed if it knows the SPI of an SA of ours, as only those do
   * who have seen a packet of it (RFC 4301 section 8.2.1).
   *
   * @return what to do when it has been believed for long enough; nothing if it was not believed, or is known
   */
  public Optional<Runnable> narrow(PathMtu said) {
    for (Sa sa : sas.values()) {
      if (!(sa instanceof OutboundSa out) || !out.spec.local().equals(said.local()) || !out.spec.remote().equals(said.remote())
          || out.spec.spi() != said.spi() && out.spec.ah().filter(a -> a.spi() == said.spi()).isEmpty()) continue;
      var ends = Ends.of(out.spec);
      int known = pathMtus.getOrDefault(ends, Integer.MAX_VALUE);
      if (said.mtu() >= known) return Optional.empty();
      pathMtu(ends, said.mtu());
      return Optional.of(() -> {
        if (pathMtus.getOrDefault(ends, 0) == said.mtu()) pathMtu(ends, 0);
      });
    }
    return Optional.empty();
  }

  private void pathMtu(Ends ends, int mtu) {
    if (mtu == 0) pathMtus.remove(ends);
    else pathMtus.put(ends, mtu);
    for (Sa sa : sas.values()) if (sa instanceof OutboundSa out && Ends.of(out.spec).equals(ends)) out.pathMtu(mtu);
  }

  /** What the way to this SA's peer has been found to let through, bytes; 0 if nothing is known. */
  public int pathMtu(long handle) {
    return sas.get(handle) instanceof OutboundSa out ? out.pathMtu() : 0;
  }

  /** Handles of all SAs, in order of installation. */
  public List<Long> handles() {
    return List.copyOf(sas.keySet());
  }

  /** Removes everything. */
  public void clear() {
    for (long handle : handles()) remove(handle);
    flows(FlowTable.EMPTY);
  }
}
