package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import net.anotherbox.config.feature.LineFile;
import java.util.function.Function;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.ArgumentType;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** The lines of interfaces that have an effect here, and their reading. */
final class InterfaceLines {
  private static final Catalogue TEXTS = Catalogue.load(Interfaces.class, "interfaces.msg");
  static final Mode INTERFACE = Modes.INTERFACE;
  static final Mode SUBINTERFACE = new Mode(INTERFACE.id(), "config-subif", INTERFACE.title());

  private final Personality personality;
  private Line interfaces;
  private final PortBindings bindings;
  private final Function<InterfaceName, String> absentNote;
  private Line subinterfaces;
  private Line address;
  private Line secondary;
  private Line shutdown;
  private Line description;
  private Line mtu;
  private Line ipMtu;
  private Line bandwidth;
  private Line delay;
  private Line loadInterval;
  private Line accessGroup;
  private Line unnumbered;
  private Line adjustMss;
  private final TunnelLines tunnels = new TunnelLines();
  /** What was read last: of many interfaces only the one that has changed is read again. */
  private IdentityHashMap<Entry, InterfaceSettings> read = new IdentityHashMap<>();
  private PSortedMap<InterfaceName, InterfaceSettings> settings;
  private Section readOf = Section.EMPTY;
  /** How {@link #settings} came from those that were read before, if one interface makes the difference. */
  private Optional<OneOther> last = Optional.empty();
  private boolean borrowed;

  private record OneOther(SortedMap<InterfaceName, InterfaceSettings> from, SortedMap<InterfaceName, InterfaceSettings> to,
      InterfaceName name) {}

  /** @param absentNote what is said when an interface is entered that is {@link #isAbsent absent} */
  InterfaceLines(Personality personality, PortBindings bindings, Function<InterfaceName, String> absentNote) {
    this.personality = personality;
    this.bindings = bindings;
    this.absentNote = absentNote;
  }

  /** A refusal in the words of the release. */
  Optional<String> text(String message) {
    return TEXTS.render(personality.release(), message, Map.of());
  }

  void declare(Grammar g) {
    g.type("SUBINTERFACE", subinterface());
    interfaces = opening(g.line(Mode.CONFIG, "interface IFNAME:name [type {ethernet|serial|tunnel}]",
        "Select an interface to configure", "interface", "Virtual-Template type", "Virtual-Template type Ethernet",
        "Virtual-Template type Serial", "Virtual-Template type Tunnel"), INTERFACE)
        .begins(m -> InterfaceName.of(m.required("name")).kind() == InterfaceName.Kind.Null ? List.of()
            : List.of("no ip address"));
    subinterfaces = opening(g.line(Mode.CONFIG, "interface SUBINTERFACE:name [point-to-point|multipoint]",
        "Select an interface to configure", "interface", "Treat as a point-to-point link", "Treat as a multipoint link"),
            SUBINTERFACE).hidden();
    InterfaceRange.declare(g, this::text);
    g.prefix(INTERFACE, "ip", "Interface Internet Protocol config commands");
    g.prefix(INTERFACE, "ip address", "Set the IP address of an interface");
    addresses(g);
    numbers(g);
    shutdown = g.line(INTERFACE, "shutdown", "Shutdown the selected interface").active();
    description = g.line(INTERFACE, "description LINE:text", "Interface specific description",
        "Up to 240 characters describing this interface").active().evenWithoutPackets();
    unnumbered = g.line(INTERFACE, "ip unnumbered IFNAME:lender", "Enable IP processing without an explicit address",
        "interface").slot("ip address").key((s, m) -> "ip address primary").sorted().clearsOnNo().active();
    tunnels.declare(g);
    LineFile.declare(g, InterfaceLines.class, "interface.lines");
  }

  /** Declares {@code ip access-group}, whose support depends on whether anybody enforces it. */
  void declareAccessGroup(Grammar g, boolean enforced) {
    accessGroup = g.line(INTERFACE, "ip access-group {<1-199>|<1300-2699>|WORD}:list {in|out}:direction",
        "Specify access control for packets", "IP access list (standard or extended)",
        "IP expanded access list (standard or extended)", "Access-list name", "inbound packets", "outbound packets")
        .keyed("direction").security();
    if (enforced) accessGroup.active();
    else accessGroup.partial("not enforced: packets are not filtered");
    g.prefix(INTERFACE, "ip tcp", "TCP interface commands");
    adjustMss = g.line(INTERFACE, "ip tcp adjust-mss <500-1460>:bytes", "Adjust the mss of transit packets",
        "Maximum segment size in bytes").clearsOnNo();
    if (enforced) adjustMss.active();
    else adjustMss.partial("the MSS of transit packets is left as it is");
  }

  private Line opening(Line line, Mode mode) {
    return line.slot("interface").opens(mode).sorted().key((section, m) -> key(InterfaceName.of(m.required("name"))))
        .support(e -> support(InterfaceName.of(e.required("name"))))
        .note(m -> Optional.of(InterfaceName.of(m.required("name"))).filter(this::isAbsent).map(absentNote))
        .checkNo((section, m) -> builtIn(InterfaceName.of(m.required("name")))
            ? Optional.of("% Removal of physical interfaces is not permitted\n") : Optional.empty());
  }

  private Support support(InterfaceName name) {
    return isAbsent(name) ? new Support.Partial("not present in this box, stays down until bound with \"port bind\"")
        : Support.ACTIVE;
  }

  /** The platform has no such port, and no Linux link has been put behind it: it is kept, shown, and down. */
  boolean isAbsent(InterfaceName name) {
    return !name.kind().logical() && !name.isSubinterface() && !builtIn(name) && bindings.link(name).isEmpty();
  }

  boolean builtIn(InterfaceName name) {
    return personality.platform().ports().contains(name.toString());
  }

  /**
   * Where IOS prints an interface: loopbacks and tunnels first, ports by slot, the logical ones that stand on ports last;
   * sub-interfaces after their port.
   */
  static String key(InterfaceName n) {
    int rank = switch (n.kind()) {
      case Loopback -> 0;
      case Tunnel -> 1;
      case Multilink, Port_channel, Null -> 2;
      case Virtual_Template, Dialer, Vlan, BVI, Auto_Template, Virtual_PPP, NVI -> 4;
      default -> 3;
    };
    int dot = n.number().indexOf('.');
    String port = dot < 0 ? n.number() : n.number().substring(0, dot);
    String kind = n.kind().word() + (dot < 0 ? "" : n.number().substring(dot));
    return rank == 3 ? "interface 3 " + port + " " + kind : "interface " + rank + " " + n.kind().word() + " " + n.number();
  }

  private static ArgumentType subinterface() {
    return new ArgumentType() {
      @Override
      public boolean accepts(String token) {
        return InterfaceName.parse(token).filter(InterfaceName::isSubinterface).isPresent();
      }

      @Override
      public String canonical(String token) {
        return InterfaceName.of(token).toString();
      }

      @Override
      public int specificity() {
        return 3;
      }
    };
  }

  private void addresses(Grammar g) {
    address = g.line(INTERFACE, "ip address A.B.C.D:address A.B.C.D:mask", "IP address", "IP subnet mask").slot("ip address")
        .key((s, m) -> "ip address primary").sorted().clearsOnNo().negatable().printedNo("|no ip address|").active()
        .check((s, m) -> badAddress(m)).checkNo(this::cannotRemove);
    secondary = g.line(INTERFACE, "ip address A.B.C.D:address A.B.C.D:mask secondary:secondary", "IP address",
        "IP subnet mask",
        "Make this IP address a secondary address").slot("ip address")
        .key((s, m) -> "ip address " + m.arg("address").orElse("")).sorted().active().check((s, m) -> badAddress(m));
    g.line(INTERFACE, "ip address dhcp", "IP Address negotiated via DHCP").slot("ip address").key((s,
        m) -> "ip address primary")
        .sorted().partial("no address is asked for: configure one");
    g.line(INTERFACE, "ip address negotiated", "IP Address negotiated over PPP").slot("ip address")
        .key((s, m) -> "ip address primary").sorted().partial("no address is asked for: configure one");
  }

  private static Optional<String> badAddress(Matched m) {
    Ipv4 a = Ipv4.of(m.required("address"));
    Ipv4 mask = Ipv4.of(m.required("mask"));
    var length = mask.prefixLength();
    if (length.isEmpty() || length.get() == 0) return Optional.of(String.format("Bad mask 0x%X for address %s\n",
        mask.bits(), a));
    int top = a.bits() >>> 24;
    if (top == 0 || top == 127 || top >= 224) return Optional.of("Not a valid host address - " + a + "\n");
    Ipv4 host = a.and(mask.inverted());
    boolean edge = host.bits() == 0 || host.equals(mask.inverted());
    return length.get() < 31 && edge ? Optional.of("Bad mask /" + length.get() + " for address " + a + "\n")
        : Optional.empty();
  }

  /** The primary address goes last; an address that is not there cannot go. */
  private Optional<String> cannotRemove(Section s, Matched m) {
    if (!m.has("address")) return Optional.empty();
    var now = s.one(address).filter(e -> !e.negated());
    boolean there = now.isPresent() && now.get().arg("address").equals(m.arg("address"))
        && now.get().arg("mask").equals(m.arg("mask"));
    if (!there) return Optional.of("Invalid address\n");
    return s.all(secondary).findAny().isPresent() ? Optional.of("Must delete secondary before deleting primary\n")
        : Optional.empty();
  }

  private void numbers(Grammar g) {
    mtu = g.line(INTERFACE, "mtu <64-18000>:bytes", "Set the interface Maximum Transmission Unit (MTU)",
        "MTU size in bytes").active();
    ipMtu = g.line(INTERFACE, "ip mtu <68-18000>:bytes", "Set IP Maximum Transmission Unit", "MTU (bytes)").active();
    bandwidth = g.line(INTERFACE, "bandwidth <1-10000000>:kilobits", "Set bandwidth informational parameter",
        "Bandwidth in kilobits").active().evenWithoutPackets();
    delay = g.line(INTERFACE, "delay <1-16777215>:tens", "Specify interface throughput delay",
        "Throughput delay (tens of microseconds)")
        .active();
    loadInterval = g.line(INTERFACE, "load-interval <30-600>:seconds",
        "Specify interval for load calculation for an interface",
        "Load interval delay in seconds").defaults("300").active();
  }

  /** Whether two configurations have the same interfaces with the same lines. */
  boolean same(Section a, Section b) {
    return Section.same(a, b, interfaces, subinterfaces);
  }

  /** All interfaces that the configuration names. */
  List<Entry> entries(Section root) {
    return root.where(l -> l == interfaces || l == subinterfaces).toList();
  }

  /**
   * The interfaces of a configuration, the built-in ports included, by where IOS prints them. The same object as the last
   * time if no interface differs.
   */
  PSortedMap<InterfaceName, InterfaceSettings> read(Section root) {
    if (settings == null || !Section.same(readOf, root, interfaces, subinterfaces)) {
      var step = settings == null ? Optional.<Section.Step>empty() : step(readOf, root);
      var from = settings;
      settings = step.isPresent() ? read(step.get()) : readAll(root);
      last = step.map(s -> new OneOther(from, settings, name(s)));
    }
    readOf = root;
    return settings;
  }

  /** What has become of one interface, if that is all that differs between two configurations. */
  Optional<Section.Step> step(Section before, Section now) {
    return Section.step(before, now).filter(s -> s.before().stream().allMatch(this::isInterface)
        && s.now().stream().allMatch(this::isInterface));
  }

  private boolean isInterface(Entry e) {
    return e.line() == interfaces || e.line() == subinterfaces;
  }

  /** The interface of a {@link #step}. */
  static InterfaceName name(Section.Step s) {
    return InterfaceName.of(s.now().or(s::before).orElseThrow().required("name"));
  }

  /** The one interface in which two {@link #read readings}, the last and that before, differ; empty for any others. */
  Optional<InterfaceName> between(SortedMap<InterfaceName, InterfaceSettings> a, SortedMap<InterfaceName, InterfaceSettings> b) {
    return last.filter(l -> l.from == a && l.to == b).map(OneOther::name);
  }

  /** Whether any interface may have its address from another. */
  boolean borrowed() {
    return borrowed;
  }

  /** Whether neither state of the interface has to do with access lists. */
  boolean unfiltered(Section.Step s) {
    return Stream.of(s.before(), s.now()).flatMap(Optional::stream).allMatch(e -> e.body().all(accessGroup).findAny().isEmpty());
  }

  private PSortedMap<InterfaceName, InterfaceSettings> read(Section.Step s) {
    s.before().ifPresent(read::remove);
    InterfaceName n = name(s);
    if (s.now().isEmpty()) return builtIn(n) ? settings.plus(n, InterfaceSettings.untouched(n)) : settings.minus(n);
    InterfaceSettings now = read(n, s.now().get().body());
    read.put(s.now().get(), now);
    borrowed |= now.lender().isPresent();
    return settings.plus(n, now);
  }

  private PSortedMap<InterfaceName, InterfaceSettings> readAll(Section root) {
    var all = new TreeMap<InterfaceName, InterfaceSettings>();
    for (String port : personality.platform().ports()) {
      InterfaceName n = InterfaceName.of(port);
      all.put(n, InterfaceSettings.untouched(n));
    }
    var known = new IdentityHashMap<Entry, InterfaceSettings>();
    for (Entry e : entries(root)) {
      InterfaceSettings s = read.get(e);
      if (s == null) s = read(InterfaceName.of(e.required("name")), e.body());
      known.put(e, s);
      all.put(s.name(), s);
    }
    read = known;
    borrowed = all.values().stream().anyMatch(s -> s.lender().isPresent());
    return TreePMap.from(all);
  }

  private InterfaceSettings read(InterfaceName n, Section s) {
    return new InterfaceSettings(n, s.has(shutdown), assigned(s), number(s, mtu, "bytes"), number(s, ipMtu, "bytes"),
        s.value(description, "text"), number(s, bandwidth, "kilobits"), number(s, delay, "tens"),
        number(s, loadInterval, "seconds").orElse(InterfaceSettings.LOAD_INTERVAL), duplex(s), word(s,
            "speed").orElse("auto"),
        group(s, "in"), group(s, "out"), tunnels.read(n, s), s.value(unnumbered, "lender").flatMap(InterfaceName::parse),
        number(s, adjustMss, "bytes"), vrf(s));
  }

  private List<InterfaceSettings.Assigned> assigned(Section s) {
    var found = new ArrayList<InterfaceSettings.Assigned>();
    s.one(address).filter(e -> !e.negated()).ifPresent(e -> found.add(assigned(e, false)));
    s.all(secondary).forEach(e -> found.add(assigned(e, true)));
    return List.copyOf(found);
  }

  private static InterfaceSettings.Assigned assigned(Entry e, boolean secondary) {
    return new InterfaceSettings.Assigned(Ipv4.of(e.required("address")),
        Ipv4.of(e.required("mask")).prefixLength().orElseThrow(), secondary);
  }

  private static OptionalInt number(Section s, Line line, String name) {
    return s.value(line, name).stream().mapToInt(Integer::parseInt).findFirst();
  }

  private Optional<String> group(Section s, String direction) {
    return s.all(accessGroup).filter(e -> e.arg("direction").equals(Optional.of(direction))).findFirst()
        .map(e -> e.required("list"));
  }

  /** The line is another module's: {@code vrf forwarding NAME}, in older releases {@code ip vrf forwarding NAME}. */
  private static Optional<String> vrf(Section s) {
    for (Entry e : s.entries()) {
      int at = e.words().indexOf("forwarding");
      if (at > 0 && at + 1 < e.words().size() && e.words().get(at - 1).equals("vrf")) return Optional.of(e.words().get(at + 1));
    }
    return Optional.empty();
  }

  private static String duplex(Section s) {
    if (word(s, "half-duplex").isPresent()) return "half";
    if (word(s, "full-duplex").isPresent()) return "full";
    return word(s, "duplex").orElse("auto");
  }

  /** The last word of the line that begins with this one. */
  private static Optional<String> word(Section s, String first) {
    return s.entries().stream().filter(e -> !e.negated() && e.words().get(0).equals(first)).findFirst()
        .map(e -> e.words().get(e.words().size() - 1));
  }
}
