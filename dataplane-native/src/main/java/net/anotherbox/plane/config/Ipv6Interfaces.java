package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.InterfaceTable.Ipv6On;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.Ipv6Port.Fixed;
import net.anotherbox.runtime.port.Ipv6Port.Manners;
import net.anotherbox.runtime.port.Ipv6Port.OnLink;
import net.anotherbox.runtime.port.Ipv6Port.Wish;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** IPv6 on the interfaces: what is configured, made whole with each one's identifier, and what the link has made of it. */
final class Ipv6Interfaces implements Participant {
  private static final long LINK_LOCAL = Ipv6Prefix.LINK_LOCAL.address().high();

  /** What was last asked of a link, and of which link. */
  private record Enforced(KernelPort.Link link, Wish wish) {
    boolean holds(KernelPort.Link now, Wish wanted) {
      return wish.equals(wanted) && link.index() == now.index() && link.up() == now.up() && link.carrier() == now.carrier()
          && link.mtu() == now.mtu() && link.name().equals(now.name());
    }
  }

  private final Ipv6Lines lines;
  private final Interfaces interfaces;
  private final Ipv6Port port;
  private final Log log;
  private final Map<InterfaceName, Enforced> enforced = new HashMap<>();
  private final Map<String, List<OnLink>> onLinks = new HashMap<>();
  private final Set<String> saidDuplicate = new HashSet<>();
  private TreeMap<InterfaceName, Ipv6Settings> settings = new TreeMap<>();
  private boolean filtering;
  private boolean enforcing;
  private int hopLimit = Ipv6GlobalLines.HOP_LIMIT;
  private List<Ipv6GlobalLines.Neighbour> neighbours = List.of();
  private List<Fixed> fixed = List.of();

  Ipv6Interfaces(Ipv6Lines lines, Interfaces interfaces, Ipv6Port port, Log log) {
    this.lines = lines;
    this.interfaces = interfaces;
    this.port = port;
    this.log = log;
    port.onAddressChange(this::addressesChanged);
  }

  void start() {
    interfaces.onChange(this::interfacesChanged);
    enforce();
  }

  Ipv6Settings settings(InterfaceName name) {
    return settings.getOrDefault(name, Ipv6Settings.NONE);
  }

  /** Whether any interface asks something of the packet filter. */
  boolean filtering() {
    return filtering;
  }

  // ---- what is asked ----

  /** The address that every interface with IPv6 has, whole; empty on one without IPv6. */
  Optional<Ipv6> linkLocal(InterfaceName name) {
    Ipv6Settings s = settings(name);
    if (!s.running()) return Optional.empty();
    return s.linkLocal().or(() -> Optional.of(new Ipv6(LINK_LOCAL, identifier(name))));
  }

  /** Global addresses in the order of the configuration, then learned ones, the link-local one last. */
  List<Ipv6On> addresses(InterfaceName name) {
    Ipv6Settings s = settings(name);
    if (!s.running()) return List.of();
    var found = new ArrayList<Ipv6On>();
    for (var a : s.addresses()) found.add(on(name, a.of(identifier(name)), a.length()));
    for (OnLink l : learned(name)) found.add(new Ipv6On(l.address(), l.prefixLength(), l.tentative() || l.duplicate()));
    linkLocal(name).ifPresent(a -> found.add(on(name, a, 64)));
    return found;
  }

  private Ipv6On on(InterfaceName name, Ipv6 address, int length) {
    Optional<OnLink> real = real(name, address);
    return new Ipv6On(address, length, real.isEmpty() || real.get().tentative() || real.get().duplicate());
  }

  /** What the link has made of an address; empty while it does not stand there. */
  Optional<OnLink> real(InterfaceName name, Ipv6 address) {
    return onLink(name).stream().filter(l -> l.address().equals(address)).findFirst();
  }

  /** The addresses that come from what a router advertises. */
  List<OnLink> learned(InterfaceName name) {
    if (settings(name).autoconfiguration() == Ipv6Port.Autoconfiguration.NONE) return List.of();
    return onLink(name).stream().filter(l -> l.learned() && !l.address().isLinkLocal()).toList();
  }

  private List<OnLink> onLink(InterfaceName name) {
    boolean up = interfaces.state(name).filter(State::lineUp).isPresent();
    return interfaces.link(name).filter(l -> up).map(l -> onLinks.getOrDefault(l.name(), List.of())).orElse(List.of());
  }

  /**
   * The last 64 bits of the addresses that an interface makes itself: of its MAC; an interface without one takes that of the
   * first that has one, and a tunnel of IPv6 in IPv4 its own end's address (RFC 4213 section 3.7).
   */
  private long identifier(InterfaceName name) {
    var delivery = interfaces.tunnels().standing(name).filter(t -> t.tunnel.mode() == TunnelSettings.Mode.IPV6IP)
        .flatMap(t -> t.local).filter(Ipv4.class::isInstance).map(a -> ((Ipv4) a).bits() & 0xffffffffL);
    if (delivery.isPresent()) return delivery.get();
    var own = interfaces.link(name).filter(l -> !name.kind().logical()).flatMap(Ipv6Interfaces::mac);
    return Ipv6.identifier(own.orElseGet(this::firstMac));
  }

  private byte[] firstMac() {
    for (State s : interfaces.all()) {
      if (s.name().kind().logical()) continue;
      var mac = interfaces.link(s.name()).flatMap(Ipv6Interfaces::mac);
      if (mac.isPresent()) return mac.get();
    }
    return interfaces.unboundLinks().stream().flatMap(l -> mac(l).stream()).findFirst().orElse(new byte[6]);
  }

  private static Optional<byte[]> mac(KernelPort.Link l) {
    byte[] m = l.mac();
    for (byte b : m) if (b != 0) return m.length == 6 ? Optional.of(m) : Optional.empty();
    return Optional.empty();
  }

  // ---- what the configuration says ----

  @Override
  public Optional<String> prepare(Section before, Section candidate) {
    if (lines.same(before, candidate)) return Optional.empty();
    var now = lines.read(candidate);
    for (var e : now.entrySet()) {
      if (e.getValue().equals(settings.get(e.getKey()))) continue;
      for (var a : e.getValue().addresses()) {
        Optional<String> refusal = objection(e.getKey(), a, now);
        if (refusal.isPresent()) return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<String> objection(InterfaceName name, Ipv6Settings.Assigned a, Map<InterfaceName, Ipv6Settings> all) {
    boolean bad = a.address().isLinkLocal() || a.address().isMulticast() || a.eui64() && a.length() > 64
        || a.address().equals(Ipv6.ANY) && !a.eui64();
    if (bad) return Optional.of(text("ipv6-bad-address", Map.of("interface", name, "prefix", a.address() + "/" + a.length())));
    for (var other : all.entrySet()) {
      if (other.getKey().equals(name)) continue;
      for (var b : other.getValue().addresses())
        if (a.prefix().contains(b.prefix()) || b.prefix().contains(a.prefix()))
          return Optional.of(text("ipv6-overlap", Map.of("interface", name, "prefix", a.prefix(), "other", b.prefix(),
              "where", other.getKey())));
    }
    return Optional.empty();
  }

  @Override
  public void apply(Section before, Section now) {
    if (lines.same(before, now) && !before.isEmpty()) return;
    var wanted = lines.read(now);
    int hops = lines.global().hopLimit(now);
    neighbours = lines.global().neighbours(now);
    if (wanted.equals(settings) && hops == hopLimit) {
      enforceNeighbours();
      return;
    }
    settings = wanted;
    hopLimit = hops;
    filtering = settings.values().stream().anyMatch(Ipv6Settings::filtering);
    enforce();
    interfaces.changed();
  }

  // ---- links ----

  private void interfacesChanged() {
    if (!enforcing && interfaces.touched().filter(this::isAlone).map(this::enforce).orElseGet(this::enforce))
      interfaces.changed();
  }

  /** Whether no other interface has anything from this one: from ports the others have identifiers, from any the tunnels. */
  private boolean isAlone(InterfaceName name) {
    return name.kind().logical() && interfaces.tunnels().idle();
  }

  private boolean enforce(InterfaceName one) {
    enforcing = true;
    try {
      var link = interfaces.link(one);
      if (link.isEmpty()) enforced.remove(one);
      boolean any = link.isPresent() && enforce(one, link.get());
      enforceNeighbours();
      return any;
    } finally {
      enforcing = false;
    }
  }

  /** Brings every link in line with its interface. @return whether there is anything to be seen of it */
  private boolean enforce() {
    enforcing = true;
    boolean any = false;
    int links = 0;
    try {
      for (InterfaceSettings s : interfaces.settings()) {
        var link = interfaces.link(s.name());
        if (link.isEmpty()) {
          enforced.remove(s.name());
        } else {
          links++;
          any |= enforce(s.name(), link.get());
        }
      }
      if (enforced.size() > links) enforced.keySet().removeIf(n -> interfaces.settings(n).isEmpty());
      enforceNeighbours();
    } finally {
      enforcing = false;
    }
    return any;
  }

  private boolean enforce(InterfaceName name, KernelPort.Link link) {
    Wish wish = wish(name);
    Enforced last = enforced.get(name);
    if (last != null && last.holds(link, wish)) return false;
    enforced.put(name, new Enforced(link, wish));
    for (String reason : port.link(link.name(), wish))
      log.syslog("PORT", 3, "ADDRESS", text("address-refused", Map.of("interface", name, "reason", reason)));
    return look(link.name()) || last != null || wish.running();
  }

  private Wish wish(InterfaceName name) {
    Ipv6Settings s = settings(name);
    if (!s.running()) return Wish.OFF;
    var all = new ArrayList<Ipv6Port.Assigned>();
    linkLocal(name).ifPresent(a -> all.add(new Ipv6Port.Assigned(a, 64, false)));
    for (var a : s.addresses()) all.add(new Ipv6Port.Assigned(a.of(identifier(name)), a.length(), a.anycast()));
    return new Wish(true, List.copyOf(all), s.autoconfiguration(), s.mtu(), s.attempts(), manners(s));
  }

  private Manners manners(Ipv6Settings s) {
    return new Manners(s.advertisement().reachable().stream().filter(m -> m > 0).findFirst()
        .orElse(Manners.USUAL.reachableMillis()), s.advertisement().retransmit().orElse(Manners.USUAL.retransmitMillis()),
        hopLimit);
  }

  /** The neighbours configured, where there is a link with IPv6 for them. */
  private void enforceNeighbours() {
    var wanted = new ArrayList<Fixed>();
    for (var n : neighbours)
      interfaces.link(n.on()).filter(l -> settings(n.on()).running() && l.up())
          .ifPresent(l -> wanted.add(new Fixed(l.name(), n.address(), n.mac())));
    if (wanted.equals(fixed)) return;
    fixed = List.copyOf(wanted);
    for (String reason : port.fixed(fixed))
      log.syslog("PORT", 3, "NEIGHBOR", text("neighbor-refused", Map.of("reason", reason)));
  }

  Map<String, Ipv6Prefix> prefixes() {
    return lines.prefixes();
  }

  int hopLimit() {
    return hopLimit;
  }

  private boolean look(String link) {
    List<OnLink> now = port.addresses(link);
    List<OnLink> before = now.isEmpty() ? onLinks.remove(link) : onLinks.put(link, now);
    return !now.equals(before == null ? List.of() : before);
  }

  private void addressesChanged(String link) {
    Optional<InterfaceName> name = enforced.entrySet().stream().filter(e -> e.getValue().link().name().equals(link))
        .map(Map.Entry::getKey).findFirst();
    if (name.isEmpty() || !look(link)) return;
    sayDuplicates(name.get());
    interfaces.changed();
  }

  private void sayDuplicates(InterfaceName name) {
    for (OnLink l : onLink(name)) {
      String what = name + " " + l.address();
      if (!l.duplicate()) saidDuplicate.remove(what);
      else if (saidDuplicate.add(what)) log.syslog(text("ipv6-duplicate-from", Map.of()), 4, "DUPLICATE",
          text("ipv6-duplicate", Map.of("interface", name, "address", l.address())));
    }
  }

  private String text(String message, Map<String, ?> facts) {
    return interfaces.text(message, facts);
  }
}
