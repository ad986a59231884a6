package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** The interfaces as they are: what is configured, what Linux has behind them, and what was said about them last. */
final class Interfaces implements InterfaceTable, Participant {
  private static final int USUAL_MTU = 1500;
  private static final PSortedMap<InterfaceName, InterfaceSettings> NONE = TreePMap.empty();

  private final InterfaceLines lines;
  private final KernelPort kernel;
  private final PortBindings bindings;
  private final Log log;
  private final Personality personality;
  private final Catalogue texts = Catalogue.load(Interfaces.class, "interfaces.msg");
  private final List<Runnable> listeners = new ArrayList<>();
  private final Map<String, KernelPort.Link> links = new HashMap<>();
  private final Map<String, Integer> mtuFound = new HashMap<>();
  private final Set<String> loopbacks = new HashSet<>();
  /** Loopbacks that Linux does not give us; said once, not with each line typed to them. */
  private final Set<InterfaceName> notMade = new HashSet<>();
  private final LinkMessages messages;
  private final Map<InterfaceName, String> methods = new HashMap<>();
  private PSortedMap<InterfaceName, InterfaceSettings> settings = NONE;
  private final Networks networks = new Networks();
  /** Of which interface the listeners are being told; empty if of any. */
  private Optional<InterfaceName> touched = Optional.empty();
  /** The names in the order of the show commands, and for which settings they were put so. */
  private List<InterfaceName> ordered = List.of();
  private PSortedMap<InterfaceName, InterfaceSettings> orderedOf;
  /** The addresses of the interfaces, and for which settings they were gathered: every route is held against them. */
  private final Set<Ipv4> own = new HashSet<>();
  private PSortedMap<InterfaceName, InterfaceSettings> ownOf;
  private PSortedMap<InterfaceName, InterfaceSettings> configured = NONE;
  private boolean booted;
  private Function<InterfaceName, List<Ipv6On>> ipv6 = name -> List.of();
  private Function<InterfaceName, Optional<Ipv6>> defaultRouters = name -> Optional.empty();
  private final Tunnels tunnels;
  private final TunnelDebug tunnelDebug;
  private final VirtualAccess accesses = new VirtualAccess();

  Interfaces(InterfaceLines lines, KernelPort kernel, PortBindings bindings, Loop loop, Log log, Personality personality) {
    this.lines = lines;
    this.kernel = kernel;
    this.bindings = bindings;
    this.log = log;
    this.personality = personality;
    messages = new LinkMessages(loop, log, this::text, n -> state(n).filter(State::lineUp).isPresent());
    tunnelDebug = new TunnelDebug(log, personality);
    tunnels = new Tunnels(this, loop, log, tunnelDebug);
    for (KernelPort.Link l : kernel.links()) links.put(l.name(), l);
    kernel.onLinkChange(this::linkChanged);
  }

  /** To be called once the lines are declared: the built-in ports are there before anything is configured. */
  void start() {
    settings = lines.read(Section.EMPTY);
    networks.become(settings.values());
    settings.values().forEach(this::enforce);
    tell();
  }

  // ---- what is asked ----

  @Override
  public Optional<State> state(InterfaceName name) {
    return Optional.ofNullable(settings.get(name)).map(this::state);
  }

  @Override
  public Collection<State> all() {
    if (orderedOf != settings) {
      orderedOf = settings;
      ordered = settings.keySet().stream().sorted(BRIEF_ORDER).toList();
    }
    return ordered.stream().map(n -> state(settings.get(n))).toList();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Ports by slot, then what has no hardware. */
  private static final Comparator<InterfaceName> BRIEF_ORDER = Comparator.comparing((InterfaceName n) -> n.kind().logical())
      .thenComparing((a, b) -> a.kind().logical() ? a.compareTo(b) : bySlot(a, b));

  private static int bySlot(InterfaceName a, InterfaceName b) {
    var sameKind = new InterfaceName(a.kind(), b.number().replaceFirst("\\..*", ""));
    int c = new InterfaceName(a.kind(), a.number().replaceFirst("\\..*", "")).compareTo(sameKind);
    return c != 0 ? c : a.compareTo(b);
  }

  @Override
  public List<Ipv6On> ipv6(InterfaceName name) {
    return ipv6.apply(name);
  }

  @Override
  public Optional<Ipv6> defaultRouter(InterfaceName name) {
    return defaultRouters.apply(name);
  }

  /** Who knows the IPv6 addresses of interfaces, and the routers beside them. */
  void ipv6(Function<InterfaceName, List<Ipv6On>> addresses, Function<InterfaceName, Optional<Ipv6>> routers) {
    ipv6 = addresses;
    defaultRouters = routers;
  }

  /** Something about them has changed that they do not see themselves. */
  void changed() {
    changed(Optional.empty());
  }

  private void changed(Optional<InterfaceName> one) {
    var outer = touched;
    touched = one;
    try {
      for (Runnable r : List.copyOf(listeners)) r.run();
    } finally {
      touched = outer;
    }
  }

  /** For listeners, while they are told: the only interface that they are told of; empty if it may be about any. */
  Optional<InterfaceName> touched() {
    return touched;
  }

  /** All that have settings, in IOS's order. */
  List<InterfaceName> configured() {
    return List.copyOf(settings.keySet());
  }

  /** What is configured, by name. */
  Collection<InterfaceSettings> settings() {
    return settings.values();
  }

  Optional<InterfaceSettings> settings(InterfaceName name) {
    return Optional.ofNullable(settings.get(name));
  }

  Optional<KernelPort.Link> link(InterfaceName name) {
    return linuxName(name).map(links::get);
  }

  /** Links of Linux that stand behind no interface, by name. */
  List<KernelPort.Link> unboundLinks() {
    return links.values().stream().filter(l -> bindings.holder(l.name()).isEmpty() && !loopbacks.contains(l.name())
        && !tunnels.isDevice(l.name()))
        .sorted(Comparator.comparing(KernelPort.Link::name)).toList();
  }

  boolean hasLink(String link) {
    return links.containsKey(link);
  }

  /** "NVRAM", "manual" or "unset": how the address came here. */
  String method(InterfaceName name) {
    return methods.getOrDefault(name, "unset");
  }

  /** From now on addresses count as typed by hand; what is there came from the startup configuration. */
  void booted() {
    booted = true;
  }

  @Override
  public boolean owns(Ipv4 address) {
    if (ownOf != settings) {
      ownOf = settings;
      own.clear();
      for (InterfaceSettings s : settings.values()) s.primary().ifPresent(a -> own.add(a.address()));
    }
    return own.contains(address);
  }

  private Optional<String> linuxName(InterfaceName name) {
    return name.kind() == InterfaceName.Kind.Loopback ? Optional.of(name.toString()).filter(loopbacks::contains)
        : bindings.link(name).or(() -> tunnels.device(name));
  }

  Tunnels tunnels() {
    return tunnels;
  }

  TunnelDebug tunnelDebug() {
    return tunnelDebug;
  }

  /** Whether a link was put behind it by hand: then a tunnel is none of ours. */
  boolean isBound(InterfaceName name) {
    return bindings.link(name).isPresent();
  }

  /** The hardware's state: a tunnel, which has none, is up whatever its line protocol is. */
  static String status(State s) {
    if (!s.adminUp()) return "administratively down";
    return s.lineUp() || Tunnels.isTunnel(s.name()) ? "up" : "down";
  }

  @Override
  public boolean isUnnumbered(InterfaceName name) {
    return settings(name).flatMap(InterfaceSettings::lender).isPresent();
  }

  /** Its own primary address, or the one that it borrows. */
  private Optional<InterfaceSettings.Assigned> primary(InterfaceSettings s) {
    return s.primary().or(() -> s.lender().flatMap(this::settings).flatMap(InterfaceSettings::primary)
        .map(a -> new InterfaceSettings.Assigned(a.address(), 32, false)));
  }

  private State state(InterfaceSettings s) {
    Optional<String> linux = linuxName(s.name());
    var link = linux.map(links::get);
    boolean ours = tunnels.standing(s.name()).isPresent();
    boolean line = !s.shutdown() && (ours ? tunnels.lineUp(s.name()) : link.filter(l -> l.up() && l.carrier()).isPresent());
    var primary = primary(s);
    int mtu = s.ipMtu().orElseGet(() -> s.mtu().orElseGet(() -> link.map(KernelPort.Link::mtu).orElse(USUAL_MTU)));
    return new State(s.name(), linux, primary.map(InterfaceSettings.Assigned::address),
        primary.map(InterfaceSettings.Assigned::length).orElse(0), !s.shutdown(), line, mtu);
  }

  // ---- what the configuration says ----

  @Override
  public Optional<String> prepare(Section before, Section candidate) {
    var now = lines.read(candidate);
    if (now == settings) return Optional.empty();
    Optional<InterfaceName> one = lines.between(settings, now);
    if (one.isPresent()) return objection(settings.get(one.get()), now.get(one.get()), now);
    boolean overlapping = Networks.isOverlapping(now.values());
    for (InterfaceSettings s : now.values()) {
      if (s.equals(settings.get(s.name()))) continue;
      var refusal = objection(s, overlapping ? now : NONE);
      if (refusal.isPresent()) return refusal;
    }
    return Optional.empty();
  }

  /** To one interface that is another now: the others are not gone through unless something is found with it. */
  private Optional<String> objection(InterfaceSettings before, InterfaceSettings s,
      PSortedMap<InterfaceName, InterfaceSettings> all) {
    if (s == null || s.equals(before)) return Optional.empty();
    return objection(s, networks.clashes(before, s) ? all : NONE);
  }

  private Optional<String> objection(InterfaceSettings s, PSortedMap<InterfaceName, InterfaceSettings> all) {
    for (var a : s.addresses().reversed()) {                // what was typed last is spoken of
      if (a.length() == 32 && !s.name().kind().logical())
        return Optional.of(text("bad-mask", Map.of("length", 32, "address", a.address())));
      for (InterfaceSettings other : all.values()) {
        if (s.shutdown() || other.shutdown()) continue;
        for (var b : other.addresses()) if (s.contradicts(a, other, b)) return Optional.of(overlap(s, a, other));
      }
    }
    return Optional.empty();
  }

  private String overlap(InterfaceSettings s, InterfaceSettings.Assigned a, InterfaceSettings other) {
    InterfaceSettings old = settings.get(s.name());
    boolean comesUp = old != null && old.shutdown();
    return text(comesUp ? "overlap-up" : "overlap",
        Map.of("network", a.prefix().address(), "interface", other.name(), "self", s.name()));
  }

  @Override
  public void apply(Section before, Section now) {
    configured = lines.read(now);
    inForce(accesses.with(configured));
    if (tunnels.anyByName()) tunnels.changed();
  }

  private void inForce(PSortedMap<InterfaceName, InterfaceSettings> wanted) {
    if (wanted == settings) return;
    var old = settings;
    settings = wanted;
    Optional<InterfaceName> one = lines.between(old, wanted).filter(n -> !lines.borrowed());
    one.ifPresentOrElse(n -> networks.change(old.get(n), wanted.get(n), wanted.values()),
        () -> networks.become(wanted.values()));
    if (one.map(n -> Objects.equals(old.get(n), wanted.get(n))).orElseGet(() -> wanted.equals(old))) return;
    var changes = one.map(n -> InterfaceChanges.in(n, old, wanted)).orElseGet(() -> new InterfaceChanges(old, wanted));
    changes.gone().forEach(this::withdraw);
    if (one.filter(n -> !Tunnels.isTunnel(n) && tunnels.idle()).isEmpty()) tunnels.configured(wanted.values());
    for (InterfaceSettings s : changes.changed()) {
      InterfaceSettings was = old.get(s.name());
      noteMethod(s, was);
      enforce(s);
    }
    one.ifPresentOrElse(this::tell, this::tell);
  }

  /** A virtual access interface of a template's settings, with these ends. */
  InterfaceName clone(InterfaceName template, Address local, Address remote) {
    InterfaceName made = accesses.add(settings.get(template), local, remote);
    inForce(accesses.with(configured));
    return made;
  }

  /** What a virtual access interface has been made after; empty for all others. */
  Optional<InterfaceName> template(InterfaceName access) {
    return accesses.template(access);
  }

  void dropClone(InterfaceName access) {
    accesses.remove(access);
    inForce(accesses.with(configured));
  }

  /** A tunnel's device has been made. */
  void made(InterfaceSettings s, String device) {
    lookAgain(device);
    enforce(s);
  }

  /** A tunnel's device has been changed. */
  void changed(TunnelStanding t) {
    if (t.made) lookAgain(t.device);
  }

  /** The line protocol of tunnels has changed: what rests on it follows. */
  void tunnelsChanged() {
    changed();
  }

  private void noteMethod(InterfaceSettings s, InterfaceSettings was) {
    if (was == null ? !s.addresses().isEmpty() : !was.addresses().equals(s.addresses())) methods.put(s.name(), booted
        ? "manual" : "NVRAM");
  }

  private void withdraw(InterfaceName gone) {
    linuxName(gone).ifPresent(l -> {
      kernel.addresses(l, List.of());
      if (loopbacks.remove(l)) kernel.dropLoopback(l);
      else if (tunnels.device(gone).isPresent()) kernel.release(l);
      else restoreMtu(l);
    });
    notMade.remove(gone);
    methods.remove(gone);
    messages.forget(gone);
  }

  private void restoreMtu(String link) {
    Integer found = mtuFound.remove(link);
    if (found != null && links.containsKey(link) && links.get(link).mtu() != found) kernel.mtu(link, found);
  }

  /** Brings the link in line with the settings: MTU, addresses, state, in the order in which Linux wants them. */
  private void enforce(InterfaceSettings s) {
    if (s.name().kind() == InterfaceName.Kind.Loopback) makeLoopback(s.name());
    Optional<String> linux = linuxName(s.name());
    if (linux.isEmpty() || !links.containsKey(linux.get())) return;
    String link = linux.get();
    int mtu = Math.min(s.mtu().orElse(Integer.MAX_VALUE), s.ipMtu().orElse(Integer.MAX_VALUE));
    if (tunnels.standing(s.name()).isPresent()) {
      // The plane sees to it.
    } else if (mtu == Integer.MAX_VALUE) {
      restoreMtu(link);
    } else {
      mtuFound.putIfAbsent(link, links.get(link).mtu());
      if (links.get(link).mtu() != mtu) kernel.mtu(link, mtu);
    }
    var addresses = new ArrayList<>(s.addresses());
    if (s.primary().isEmpty()) primary(s).ifPresent(addresses::add);
    kernel.addresses(link, addresses.stream()
        .map(a -> new KernelPort.LinkAddress(a.address(), a.length(), !a.secondary())).toList())
        .forEach(reason -> complain("ADDRESS", "address-refused", s.name(), reason));
    kernel.admin(link, !s.shutdown());
    lookAgain(link);
  }

  /** What we have just changed is known now, not only when the kernel tells of it. */
  private void lookAgain(String link) {
    kernel.link(link).ifPresentOrElse(l -> links.put(link, l), () -> links.remove(link));
  }

  private void makeLoopback(InterfaceName name) {
    if (loopbacks.contains(name.toString())) return;
    try {
      kernel.addLoopback(name.toString());
      loopbacks.add(name.toString());
      lookAgain(name.toString());
    } catch (PortUnavailable e) {
      if (notMade.add(name)) complain("LOOPBACK", "not-made", name, e.getMessage());
    }
  }

  // ---- ports ----

  void bind(InterfaceName name, String link) {
    unbind(name);
    bindings.bind(name, link);
    tunnels.configured(settings.values());
    settings(name).ifPresent(this::enforce);
    tell();
  }

  void unbind(InterfaceName name) {
    bindings.link(name).filter(links::containsKey).ifPresent(l -> {
      restoreMtu(l);
      kernel.release(l);
    });
    bindings.unbind(name);
    tunnels.configured(settings.values());
    settings(name).filter(s -> Tunnels.isTunnel(s.name())).ifPresent(this::enforce);
    tell();
  }

  Optional<InterfaceName> holder(String link) {
    return bindings.holder(link);
  }

  /** The kernel tells of each step, in order but late: of our own loopbacks only where they have come to counts. */
  private void linkChanged(KernelPort.Link l) {
    KernelPort.Link known = links.get(l.name());
    if ((loopbacks.contains(l.name()) || tunnels.isDevice(l.name())) && l.index() != 0) {
      lookAgain(l.name());
      if (!alike(known, links.get(l.name()))) tellOf(l.name());
      return;
    }
    boolean fresh = !links.containsKey(l.name());
    if (l.index() == 0) links.remove(l.name());
    else links.put(l.name(), l);
    if (fresh && l.index() != 0) bindings.holder(l.name()).flatMap(this::settings).ifPresent(this::enforce);
    if (alike(known, l)) return;
    if (bindings.holder(l.name()).isPresent() || loopbacks.contains(l.name()) || tunnels.isDevice(l.name()))
      tellOf(l.name());
  }

  /** The link behind an interface has changed. */
  private void tellOf(String link) {
    bindings.holder(link).or(() -> InterfaceName.parse(link).filter(n -> loopbacks.contains(link)))
        .ifPresentOrElse(this::tell, this::tell);
  }

  private static boolean alike(KernelPort.Link a, KernelPort.Link b) {
    return a != null && b != null && a.index() == b.index() && a.up() == b.up() && a.carrier() == b.carrier()
        && a.mtu() == b.mtu();
  }

  // ---- what is said ----

  /** Says what has changed since it was last said, and tells the listeners. */
  private void tell() {
    settings.values().forEach(this::say);
    changed();
    tunnels.changed();
  }

  /** The same where no other interface can have changed. */
  private void tell(InterfaceName one) {
    settings(one).ifPresent(this::say);
    changed(Optional.of(one));
    tunnels.changed();
  }

  private void say(InterfaceSettings s) {
    messages.state(s.name(), status(state(s)), tunnels.standing(s.name()).isPresent());
  }

  void sayLineProtocol(InterfaceName name, boolean up) {
    messages.line(name, up);
  }

  void complain(String mnemonic, String message, InterfaceName name, String reason) {
    log.syslog("PORT", 3, mnemonic, text(message, Map.of("interface", name, "reason", reason)));
  }

  String text(String message, Map<String, ?> facts) {
    return texts.render(personality.release(), message, facts).orElse("");
  }
}
