package net.anotherbox.plane.config;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.Ipv6Port.Autoconfiguration;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** The lines of IPv6 on interfaces that have an effect here, and their reading. */
final class Ipv6Lines {
  private static final String SLOT = "ipv6 address";

  private final InterfaceLines interfaces;
  private Line linkLocal;
  private Line address;
  private Line autoconfig;
  private Line enable;
  private Line mtu;
  private Line attempts;
  private Line byName;
  private Line adjustMss;
  private Line redirects;
  private Line unreachables;
  private final Ipv6GlobalLines global = new Ipv6GlobalLines();
  private final AdvertisementLines advertisements;
  private Line filter;
  /** What was read last: of many interfaces only the one that has changed is read again. */
  private IdentityHashMap<Entry, Read> read = new IdentityHashMap<>();
  private TreeMap<InterfaceName, Ipv6Settings> settings = new TreeMap<>();
  private Section readOf = Section.EMPTY;
  private Map<String, Ipv6Prefix> prefixes = Map.of();

  Ipv6Lines(InterfaceLines interfaces) {
    advertisements = new AdvertisementLines(interfaces::text);
    this.interfaces = interfaces;
  }

  /**
   * @param filtered whether anybody enforces access lists and what is not to be sent
   * @param limited whether anybody limits the segments of TCP
   */
  void declare(Grammar g, boolean filtered, boolean limited) {
    var mode = InterfaceLines.INTERFACE;
    g.prefix(mode, "ipv6", "IPv6 interface subcommands");
    g.prefix(mode, "ipv6 address", "Configure IPv6 address on interface");
    linkLocal = g.line(mode, "ipv6 address X:X:X:X::X:address link-local", "IPv6 link-local address",
        "use link-local address").slot(SLOT).sorted().key((s, m) -> SLOT + " 0").active().check((s, m) ->
        Ipv6.of(m.required("address")).isLinkLocal() ? Optional.empty() : Optional.of("% Invalid link-local address\n"))
        .checkNo((s, m) -> s.get(SLOT + " 0").filter(e -> e.arg("address").equals(m.arg("address"))).isPresent()
            ? Optional.empty() : Optional.of("Invalid address\n"));
    address = g.line(mode, "ipv6 address X:X:X:X::X/<0-128>:address [{eui-64|anycast}:kind]", "IPv6 prefix",
        "Use eui-64 interface identifier", "Configure as an anycast").slot(SLOT).sorted().key(Ipv6Lines::place).clearsOnNo()
        .rewrite(Ipv6Lines::written).active();
    byName = g.line(mode, "ipv6 address WORD:prefix X:X:X:X::X/<0-128>:address [eui-64:kind]", "General prefix name",
        "IPv6 prefix, of which the general one takes the beginning", "Use eui-64 interface identifier").slot(SLOT).sorted()
        .key(Ipv6Lines::place).clearsOnNo().active();
    autoconfig = g.line(mode, "ipv6 address autoconfig [default:default]", "Obtain address using autoconfiguration",
        "Insert default route").slot(SLOT).sorted().key((s, m) -> SLOT + " 999999999")
        .active();
    enable = g.line(mode, "ipv6 enable", "Enable IPv6 on interface").active();
    mtu = g.line(mode, "ipv6 mtu <1280-9216>:bytes", "Set IPv6 Maximum Transmission Unit", "MTU (bytes)")
        .slot("ipv6 mtu").active();
    g.prefix(mode, "ipv6 nd", "IPv6 interface Neighbor Discovery subcommands");
    g.prefix(mode, "ipv6 nd dad", "Duplicate Address Detection");
    attempts = g.line(mode, "ipv6 nd dad attempts <0-600>:count", "Configure number of DAD attempts", "Number of attempts")
        .slot("ipv6 nd dad attempts").defaults("1").active();
    redirects = filtered(g.line(mode, "ipv6 redirects", "Enable sending of ICMP Redirect messages"), filtered);
    unreachables = filtered(g.line(mode, "ipv6 unreachables", "Enable sending of ICMP Unreachable messages"), filtered);
    filter = g.line(mode, "ipv6 traffic-filter WORD:list {in|out}:direction", "Access control list for packets",
        "Access-list name", "inbound packets", "outbound packets").slot("ipv6 traffic-filter").keyed("direction").security();
    if (filtered) filter.active();
    else filter.partial("not enforced: packets are not filtered");
    g.prefix(mode, "ipv6 tcp", "TCP interface commands");
    adjustMss = g.line(mode, "ipv6 tcp adjust-mss <40-1940>:bytes", "Adjust the mss of transit packets",
        "Maximum segment size in bytes").slot("ipv6 tcp adjust-mss").clearsOnNo();
    if (limited) adjustMss.active();
    else adjustMss.partial("the MSS of transit packets is left as it is");
    advertisements.declare(g);
    global.declare(g);
  }

  /** The prefixes that have names. */
  Map<String, Ipv6Prefix> prefixes() {
    return prefixes;
  }

  Ipv6GlobalLines global() {
    return global;
  }

  /** Whether two configurations say the same of IPv6, and have the same interfaces. */
  boolean same(Section a, Section b) {
    return interfaces.same(a, b) && global.same(a, b);
  }

  private static Line filtered(Line line, boolean filtered) {
    line.onByDefault();
    return filtered ? line.active() : line.partial("sent nevertheless: there is no packet filter here");
  }

  /** Addresses stand in the order in which they were typed, behind the link-local one. */
  private static String place(Section s, Matched m) {
    long last = 0;
    for (Entry e : s.entries()) {
      if (!e.line().slot().equals(SLOT) || e.arg("default").isPresent() || e.key().endsWith(" 999999999")) continue;
      if (e.arg("address").equals(m.arg("address")) && e.arg("prefix").equals(m.arg("prefix"))) return e.key();
      last = Math.max(last, Long.parseLong(e.key().substring(SLOT.length() + 1)));
    }
    return SLOT + " " + (last + 1);
  }

  /** Of an address that gets the interface's identifier only the prefix is kept. */
  private static Matched written(Matched m) {
    if (!m.arg("kind").equals(Optional.of("eui-64")) || !m.has("address")) return m;
    Ipv6Prefix p = Ipv6Prefix.of(m.required("address"));
    var words = new java.util.ArrayList<>(m.words());
    words.set(2, p.toString());
    return m.with("address", p.toString()).withWords(List.copyOf(words));
  }

  /** What the interfaces of the configuration have of IPv6; those that nothing comes of are left out. */
  TreeMap<InterfaceName, Ipv6Settings> read(Section root) {
    if (same(readOf, root)) {
      readOf = root;
      return settings;
    }
    var before = prefixes;
    prefixes = global.prefixes(root);
    if (!prefixes.equals(before)) read = new IdentityHashMap<>();
    var step = interfaces.step(readOf, root).filter(s -> prefixes.equals(before) && s.before().stream().allMatch(read::containsKey));
    readOf = root;
    if (step.isPresent()) return read(step.get());
    var all = new TreeMap<InterfaceName, Ipv6Settings>();
    var known = new IdentityHashMap<Entry, Read>();
    for (Entry e : interfaces.entries(root)) {
      Read r = read.get(e);
      if (r == null) r = read(e);
      known.put(e, r);
      if (r.counts()) all.put(r.name, r.settings);
    }
    read = known;
    settings = all;
    return all;
  }

  /** What one interface that is another now makes of what was read last. */
  private TreeMap<InterfaceName, Ipv6Settings> read(Section.Step s) {
    Optional<Read> before = s.before().map(read::remove);
    Optional<Read> now = s.now().map(this::read);
    now.ifPresent(r -> read.put(s.now().get(), r));
    if (before.filter(Read::counts).isEmpty() && now.filter(Read::counts).isEmpty()) return settings;
    settings = new TreeMap<>(settings);
    settings.remove(InterfaceLines.name(s));
    now.filter(Read::counts).ifPresent(r -> settings.put(r.name, r.settings));
    return settings;
  }

  /** An interface that was read. @param counts whether anything comes of it */
  private record Read(InterfaceName name, Ipv6Settings settings, boolean counts) {}

  private Read read(Entry e) {
    InterfaceName name = InterfaceName.of(e.required("name"));
    Ipv6Settings s = settings(name, e.body());
    return new Read(name, s, s.running() || s.filtering() || s.maximumSegment().isPresent());
  }

  private Ipv6Settings settings(InterfaceName name, Section s) {
    var learns = s.one(autoconfig).map(e -> e.arg("default").isPresent() ? Autoconfiguration.ADDRESSES_AND_DEFAULT_ROUTE
        : Autoconfiguration.ADDRESSES).orElse(Autoconfiguration.NONE);
    return new Ipv6Settings(s.has(enable), s.value(linkLocal, "address").map(Ipv6::of),
        s.where(l -> l == address || l == byName).filter(e -> !e.negated()).flatMap(e -> assigned(e).stream()).toList(), learns,
        s.value(mtu, "bytes").stream().mapToInt(Integer::parseInt).findFirst(), OptionalInt.of(s.value(attempts, "count")
        .map(Integer::parseInt).orElse(1)).getAsInt(), s.isOn(redirects), s.isOn(unreachables), list(s, "in"), list(s, "out"),
        advertisements.read(name, s), s.value(adjustMss, "bytes").stream().mapToInt(Integer::parseInt).findFirst());
  }

  /** Empty for one whose prefix is not known by its name. */
  private Optional<Ipv6Settings.Assigned> assigned(Entry e) {
    String typed = e.required("address");
    int slash = typed.indexOf('/');
    String kind = e.arg("kind").orElse("");
    Ipv6 whole = Ipv6.of(typed.substring(0, slash));
    if (e.line() == byName) {
      Ipv6Prefix known = prefixes.get(e.required("prefix"));
      if (known == null) return Optional.empty();
      whole = known.before(whole);
    }
    return Optional.of(new Ipv6Settings.Assigned(whole, Integer.parseInt(typed.substring(slash + 1)), kind.equals("eui-64"),
        kind.equals("anycast"), e.arg("prefix")));
  }

  private Optional<String> list(Section s, String direction) {
    return s.all(filter).filter(e -> e.arg("direction").equals(Optional.of(direction))).findFirst()
        .map(e -> e.required("list"));
  }
}
