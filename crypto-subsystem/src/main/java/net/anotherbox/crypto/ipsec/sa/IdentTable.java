package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.profile.AccessTemplate;
import net.anotherbox.crypto.ipsec.profile.IpsecProfile;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/** The idents in force, in the order of interfaces, entries and access lists; makes the plane's flow table of them. */
final class IdentTable {
  private static final AccessRule ANYTHING = new AccessRule(true, PacketMatch.ip(PacketMatch.ANY_PROTOCOL, Ipv4.ANY,
      Ipv4.ANY.inverted(), Ipv4.ANY, Ipv4.ANY.inverted()), "permit ip any any");

  private static final int ETHERNET_MTU = 1500;

  /** Sequences that can be configured end here. */
  private static final int LAST_SEQUENCE = 65_535;

  private final Behaviour behaviour;
  /** What the peer of a virtual access interface has asked for. */
  private record Selectors(Proxy local, Proxy remote) {}

  private final Map<InterfaceName, Selectors> accesses = new HashMap<>();
  private Optional<Selectors> coming = Optional.empty();
  private CryptoConfig config = CryptoConfig.EMPTY;
  private Map<Ident.Key, Ident> idents = new LinkedHashMap<>();
  private long lastId;

  IdentTable(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  /** An entry in its place among those of an interface's map. @param dynamic the dynamic entry it belongs to */
  private record Place(Binding binding, CryptoMap.Entry entry, Optional<CryptoMap.Dynamic> dynamic) {
    Ident.Key key(FlowMatch rule) {
      return new Ident.Key(binding.interfaceName(), binding.mapName(), dynamic.map(CryptoMap.Dynamic::sequence)
          .orElse(entry.sequence()), dynamic.isPresent() ? entry.sequence() : 0, rule, rule, Optional.empty());
    }

    boolean allows(Address peer) {
      return entry.peers().contains(peer) || dynamic.isPresent() && entry.peers().isEmpty();
    }
  }

  /** Takes over the configuration. Idents that are still in it live on. @return those that are not, with their SAs */
  List<Ident> configure(CryptoConfig now) {
    config = now;
    var old = idents;
    var narrower = narrower(old.values());
    idents = new LinkedHashMap<>();
    for (Binding b : bindings()) {
      for (Place p : places(b)) {
        for (AccessRule r : rules(p)) {
          if (!r.permit()) continue;
          var key = p.key(r.match());
          if (!idents.containsKey(key)) keep(old.remove(key), key, p);
          for (Ident n : narrower.getOrDefault(key, List.of())) {
            boolean allowed = n.key().peer().isEmpty() || p.allows(n.key().peer().get());
            if (allowed && old.containsKey(n.key())) keep(old.remove(n.key()), n.key(), p);
          }
        }
      }
    }
    for (Ident i : idents.values()) if (i.isTemporary() && configured(i)) i.number(freeNumber(i));
    heads(old);
    for (AccessTemplate t : config.protection().templates()) for (Address local : t.locals()) access(t, local, old);
    return List.copyOf(old.values());
  }

  /** Protected tunnels whose ends are known. Those that share one ident are one instance of their profile. */
  private void heads(Map<Ident.Key, Ident> old) {
    accesses.keySet().retainAll(config.protection().tunnels().stream().map(ProtectedTunnel::name).toList());
    var tunnels = new LinkedHashMap<Ident.Key, List<ProtectedTunnel>>();
    for (ProtectedTunnel t : config.protection().tunnels())
      if (t.complete()) tunnels.computeIfAbsent(key(t), k -> new ArrayList<>()).add(t);
    var numbers = new HashMap<String, Integer>();
    tunnels.forEach((key, of) -> {
      var first = of.getFirst();
      var known = old.remove(key);
      var ident = known != null ? known : new Ident(++lastId, key, selectors(first).local(),
          selectors(first).remote(), first.binding(), first.entry());
      ident.update(first.binding(), first.entry());
      ident.of(List.copyOf(of)).number(numbers.merge(first.head(), IpsecProfile.FIRST_INSTANCE, (n, one) -> n + 1));
      idents.put(key, ident);
    });
  }

  private void access(AccessTemplate t, Address local, Map<Ident.Key, Ident> old) {
    var p = t.proxy();
    var key = new Ident.Key(t.name(), t.head() + " " + t.isakmpProfile(), IpsecProfile.FIRST_INSTANCE, 0, ANYTHING.match(),
        ANYTHING.match(), Optional.empty(), Optional.of(new Ident.Head(local, p.address(), p, p)));
    var known = old.remove(key);
    var binding = t.binding(local, ETHERNET_MTU);
    var ident = known != null ? known : new Ident(++lastId, key, p, p, binding, t.entry()).cloning(t.name());
    ident.update(binding, t.entry());
    idents.put(key, ident);
  }

  /** What its SAs are about: as the tunnel's mode has it, or as the peer has asked for whom it was made. */
  private Selectors selectors(ProtectedTunnel t) {
    var usual = new Selectors(t.localProxy(), t.remoteProxy());
    if (t.name().kind() != InterfaceName.Kind.Virtual_Access) return usual;
    return accesses.computeIfAbsent(t.name(), n -> coming.orElse(usual));
  }

  /** Lets an interface be made for a peer that has asked for these proxies. */
  Optional<InterfaceName> accessFor(Proxy local, Proxy remote, Supplier<Optional<InterfaceName>> made) {
    coming = Optional.of(new Selectors(local, remote));
    try {
      return made.get();
    } finally {
      coming = Optional.empty();
    }
  }

  private Ident.Key key(ProtectedTunnel t) {
    // A shared map is its underlay's, so that it outlives each of its tunnels.
    var owner = t.shared() ? t.underlay().orElse(t.name()) : t.name();
    return new Ident.Key(owner, t.head(), IpsecProfile.FIRST_INSTANCE, 0, ANYTHING.match(), ANYTHING.match(),
        Optional.empty(), Optional.of(new Ident.Head(t.local().orElseThrow(), t.remote().orElseThrow(),
            selectors(t).local(), selectors(t).remote())));
  }

  private void keep(Ident ident, Ident.Key key, Place p) {
    if (ident == null) idents.put(key, Ident.of(++lastId, key, p.binding, p.entry).of(p.dynamic));
    else {
      ident.update(p.binding, key.peer().map(p.entry::with).orElse(p.entry));
      ident.of(p.dynamic);
      idents.put(key, ident);
    }
  }

  /** The narrower idents by the key of the ident for the whole rule that they are part of. */
  private static Map<Ident.Key, List<Ident>> narrower(Collection<Ident> of) {
    var found = new HashMap<Ident.Key, List<Ident>>();
    for (Ident i : of)
      if (i.key().narrower()) found.computeIfAbsent(i.key().wide(), k -> new ArrayList<>()).add(i);
    return found;
  }

  /** Whether the map has an entry of its own with a temporary one's number. */
  private boolean configured(Ident i) {
    var map = config.maps().get(i.key().map());
    return map != null && (map.entries().stream().anyMatch(e -> e.sequence() == i.number())
        || map.dynamics().stream().anyMatch(d -> d.sequence() == i.number()));
  }

  /** The first sequence, behind the dynamic entry's or all others, that neither the map nor a temporary entry has. */
  private int freeNumber(Ident i) {
    var taken = new HashSet<Integer>();
    for (Ident o : idents.values()) if (o != i && o.key().map().equals(i.key().map())) taken.add(o.number());
    for (int n = 1 + (behaviour.is("temporary-entries-above") ? LAST_SEQUENCE : i.key().sequence());; n++) {
      i.number(n);
      if (!taken.contains(n) && !configured(i)) return n;
    }
  }

  private List<Binding> bindings() {
    return config.bindings().stream().sorted((a, b) -> a.interfaceName().compareTo(b.interfaceName())).toList();
  }

  private List<Place> places(Binding b) {
    var map = config.maps(b.ipv6()).get(b.mapName());
    if (map == null) return List.of();
    var places = new ArrayList<Place>();
    for (CryptoMap.Entry e : map.entries()) if (e.complete()) places.add(new Place(b, e, Optional.empty()));
    for (CryptoMap.Dynamic d : map.dynamics())
      for (CryptoMap.Entry e : d.entries())
        if (!e.transformSets().isEmpty()) places.add(new Place(b, e, Optional.of(d)));
    places.sort(Comparator.comparingInt(p -> p.dynamic.map(CryptoMap.Dynamic::sequence).orElse(p.entry.sequence())));
    return places;
  }

  /** The list that the entry names; where a dynamic one names none, a peer may ask for anything. */
  private List<AccessRule> rules(Place p) {
    if (p.entry.accessList() == null) return List.of(ANYTHING);
    return config.accessLists(p.binding.ipv6()).getOrDefault(p.entry.accessList(), List.of());
  }

  /** All flows, narrower idents before the wider ones they are part of. */
  FlowTable flows() {
    var maps = new ArrayList<FlowTable.InterfaceMap>();
    var narrower = narrower(idents.values());
    for (Binding b : bindings()) {
      var entries = new ArrayList<FlowTable.Entry>();
      for (Place p : places(b)) {
        if (p.dynamic.isPresent()) temporary(p, narrower).forEach(entries::add);
        if (p.entry.accessList() == null) continue;
        var rules = new ArrayList<FlowTable.Rule>();
        for (AccessRule r : rules(p)) rules.add(new FlowTable.Rule(r.permit(), r.match(), r.permit()
            ? flows(p, r, narrower) : List.of()));
        if (!rules.isEmpty()) entries.add(new FlowTable.Entry(p.entry.sequence(), List.copyOf(rules)));
      }
      maps.add(new FlowTable.InterfaceMap(b.interfaceName().toString(), b.linuxName(), b.mapName(), b.local(),
          List.copyOf(entries), b.fragmentation(), b.ipv6()));
    }
    return new FlowTable(List.copyOf(maps), idents.values().stream().flatMap(i -> i.tunnels().stream().map(t ->
        new FlowTable.Protection(t.name().toString(), i.id(), t.fragmentation().df()))).toList());
  }

  /** The temporary entries of a dynamic one: the narrowest first, of equal ones the newest. */
  private List<FlowTable.Entry> temporary(Place p, Map<Ident.Key, List<Ident>> narrower) {
    return rules(p).stream().filter(AccessRule::permit).map(r -> p.key(r.match())).distinct()
        .flatMap(k -> narrower.getOrDefault(k, List.of()).stream()).filter(Ident::isTemporary)
        .sorted(Comparator.comparingInt(IdentTable::prefixes).thenComparingLong(Ident::id).reversed())
        .map(i -> new FlowTable.Entry(i.number(), List.of(new FlowTable.Rule(true, i.key().selector(),
            List.of(i.flow()))))).toList();
  }

  private static int prefixes(Ident i) {
    return i.localProxy().prefixLength() + i.remoteProxy().prefixLength();
  }

  private List<FlowTable.Ident> flows(Place p, AccessRule r, Map<Ident.Key, List<Ident>> narrower) {
    var own = idents.get(p.key(r.match()));
    var out = new ArrayList<FlowTable.Ident>();
    narrower.getOrDefault(own.key(), List.of()).stream().filter(i -> !i.isTemporary())
        .sorted(Comparator.comparingInt(IdentTable::prefixes).reversed()).forEach(i -> out.add(i.flow()));
    out.add(own.flow());
    return List.copyOf(out);
  }

  /** What there is of a tunnel. */
  Optional<Ident> of(InterfaceName tunnel) {
    return idents.values().stream().filter(i -> i.isTunnel() && i.interfaces().contains(tunnel)).findFirst();
  }

  Optional<Ident> find(long id) {
    return idents.values().stream().filter(i -> i.id() == id).findFirst();
  }

  Collection<Ident> all() {
    return idents.values();
  }

  /** The peer with whom an entry has SAs, or whom it would ask. */
  Optional<Address> currentPeer(String map, int sequence, boolean ipv6) {
    var ours = idents.values().stream().filter(i -> i.key().map().equals(map) && i.key().sequence() == sequence
        && i.binding().ipv6() == ipv6 && i.dynamic().isEmpty()).toList();
    return ours.stream().flatMap(i -> i.newest().stream()).map(p -> p.sas().remote()).findFirst()
        .or(() -> ours.stream().map(Ident::peer).findFirst());
  }

  /** Those of the same entry of a map, on whatever interface. */
  Stream<Ident> ofEntryOf(Ident one) {
    return idents.values().stream().filter(i -> i.key().map().equals(one.key().map())
        && i.key().sequence() == one.key().sequence() && i.binding().ipv6() == one.binding().ipv6());
  }

  /**
   * The idents under which this peer may have these proxies, in the order of the maps. An entry in which a deny covers them
   * first has none. A tunnel's proxies must be the peer's exactly; of a template it may have any.
   */
  List<Ident> candidates(Address local, Address remote, Proxy localProxy, Proxy remoteProxy) {
    var out = new ArrayList<Ident>(idents.values().stream().filter(i -> i.isTunnel() && local.equals(i.binding().local())
        && i.entry().peers().contains(remote) && i.isFor(localProxy, remoteProxy)).toList());
    for (Ident i : idents.values())
      if (i.cloned().isPresent() && local.equals(i.binding().local()) && i.isOfFamily(localProxy, remoteProxy)) out.add(i);
    for (Binding b : bindings()) {
      if (!local.equals(b.local())) continue;
      for (Place p : places(b)) {
        if (!p.allows(remote)) continue;
        for (AccessRule r : rules(p)) {
          var key = p.key(r.match());
          var ident = r.permit() ? idents.get(key) : Ident.of(0, key, b, p.entry);
          if (!ident.covers(localProxy, remoteProxy)) continue;
          if (r.permit()) out.add(ident);
          break;
        }
      }
    }
    return out;
  }

  /** Why there is no candidate. */
  KeyEnginePort.Verdict none(Address local, Address remote) {
    var places = bindings().stream().filter(b -> local.equals(b.local())).flatMap(b -> places(b).stream()).toList();
    var heads = idents.values().stream().filter(i -> (i.isTunnel() || i.cloned().isPresent())
        && local.equals(i.binding().local())).toList();
    if (places.isEmpty() && heads.isEmpty()) return new KeyEnginePort.Verdict.NoMap();
    return places.stream().anyMatch(p -> p.allows(remote))
        || heads.stream().anyMatch(i -> i.cloned().isPresent() || i.entry().peers().contains(remote))
        ? new KeyEnginePort.Verdict.NoProxies()
        : new KeyEnginePort.Verdict.NoPeer();
  }

  /** Whether there is an ident for exactly these proxies, and this peer if the entry is dynamic. */
  boolean hasExactly(Ident wide, Proxy local, Proxy remote, Address peer) {
    return !wide.isTemplate() && wide.isFor(local, remote) || idents.containsKey(key(wide, local, remote, peer));
  }

  /** That ident; it is made if there is none. */
  Ident exactly(Ident wide, Proxy local, Proxy remote, Address peer) {
    if (!wide.isTemplate() && wide.isFor(local, remote)) return wide;
    var key = key(wide, local, remote, peer);
    var known = idents.get(key);
    if (known != null) return known;
    var entry = wide.isTemplate() ? wide.entry().with(peer) : wide.entry();
    var made = new Ident(++lastId, key, local, remote, wide.binding(), entry).of(wide.dynamic());
    idents.put(key, made);
    if (made.isTemporary()) freeNumber(made);
    return made;
  }

  private static Ident.Key key(Ident wide, Proxy local, Proxy remote, Address peer) {
    var selector = Proxy.match(local, remote);
    var k = wide.key();
    return new Ident.Key(k.interfaceName(), k.map(), k.sequence(), k.template(), k.rule(), selector,
        wide.dynamic().isPresent() ? Optional.of(peer) : Optional.empty());
  }

  /** Temporary entries of other peers that have the same proxies on the same interface. */
  List<Ident> rivals(Ident of) {
    return idents.values().stream().filter(i -> i != of && i.isTemporary() && of.isTemporary()
        && i.isFor(of.localProxy(), of.remoteProxy()) && i.key().interfaceName().equals(of.key().interfaceName())).toList();
  }

  /** Dynamic idents with discovery, in the order of the maps. */
  List<Ident> discovering() {
    return idents.values().stream().filter(i -> i.isTemplate() && i.entry().accessList() != null
        && i.dynamic().filter(CryptoMap.Dynamic::discover).isPresent()).toList();
  }

  /** The probes that each entry with discovery answers for: those of peers to whom we protect the way back. */
  List<TransitPorts.Watch> watches() {
    var out = new ArrayList<TransitPorts.Watch>();
    for (Binding b : bindings()) {
      if (b.linuxName() == null || b.local() == null || b.ipv6()) continue;
      for (Place p : places(b)) {
        if (p.entry.accessList() == null || p.dynamic.filter(CryptoMap.Dynamic::discover).isEmpty()) continue;
        var rules = new ArrayList<TransitPorts.Rule>();
        for (AccessRule r : rules(p)) if (r.match() instanceof PacketMatch m && (r.permit() || wholeHosts(m)))
          rules.add(new TransitPorts.Rule(r.permit(), m.mirrored()));
        if (!rules.isEmpty()) out.add(new TransitPorts.Watch(b.linuxName(), List.copyOf(rules)));
      }
    }
    return List.copyOf(out);
  }

  /** Whether it means all that hosts say to each other. */
  private static boolean wholeHosts(PacketMatch m) {
    return PacketMatch.ip(PacketMatch.ANY_PROTOCOL, m.source(), m.sourceWildcard(), m.destination(),
        m.destinationWildcard()).equals(m);
  }

  /** A narrower ident that has no SAs any more. */
  void remove(Ident narrower) {
    idents.remove(narrower.key(), narrower);
  }
}
