package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Following;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.runtime.value.Ipv6;

/** Static routes, {@code ip routing} and {@code show ip route}; those of IPv6 by {@link Ipv6Routing}. */
public final class RoutingFeature implements Feature, Participant, RoutingTable {
  private static final Catalogue TEXTS = Catalogue.load(RoutingFeature.class, "routing.msg");
  private static final String DESTINATION = "ip route A.B.C.D:prefix A.B.C.D:mask ";
  private static final String OPTIONS =
      " [<1-255>:distance] [{tag <1-4294967295>:tag|name WORD:name|permanent:permanent|track <1-1000>:track}]*";
  private static final String[] OPTION_HELP = {"Distance metric for this route", "Set tag for this route", "Tag value",
      "Specify name of the next hop",
      "Name of the next hop", "permanent route", "Install route depending on tracked item", "tracked object number"};

  private final Personality personality;
  private final InterfaceTable interfaces;
  private final KernelPort kernel;
  private final Log log;
  private Line route;
  private Line routing;
  private Line defaultGateway;
  private Line cef;
  private Section current = Section.EMPTY;
  private Rib rib = Rib.EMPTY;
  private Set<KernelPort.Route> refused = Set.of();
  private final Following evaluation;
  private Set<Injected> injected = Set.of();
  private final Map<String, InterfaceName> byLink = new HashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final Ipv6Routing ipv6;

  /** @param log told which routes the kernel refuses */
  public RoutingFeature(Personality personality, Loop loop, InterfaceTable interfaces, KernelPort kernel, Log log) {
    this.personality = personality;
    this.interfaces = interfaces;
    this.kernel = kernel;
    this.log = log;
    this.ipv6 = new Ipv6Routing(personality, loop, interfaces, kernel.ipv6(), log, this::tell);
    evaluation = new Following(loop, this::evaluate);
    interfaces.onChange(evaluation::changed);
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "ip route", "Establish static routes");
    g.prefix(Mode.CONFIG, "ip route A.B.C.D", "Destination prefix");
    g.prefix(Mode.CONFIG, "ip route A.B.C.D A.B.C.D", "Destination prefix mask");
    route = g.line(Mode.CONFIG, DESTINATION + "{A.B.C.D:hop|IFNAME:out [A.B.C.D:hop]}" + OPTIONS,
        help("Forwarding router's address", "interface", "Forwarding router's address")).slot("ip route").sorted()
        .keyed("prefix", "mask", "out", "hop").clearsOnNo("prefix", "mask").check(this::objection)
        .support(RoutingFeature::support);
    g.line(Mode.CONFIG, DESTINATION + "{dhcp:hop|IFNAME:out dhcp:hop}" + OPTIONS, help("Default gateway obtained from DHCP",
        "interface", "Default gateway obtained from DHCP")).slot("ip route").sorted()
        .keyed("prefix", "mask", "out", "hop").clearsOnNo("prefix", "mask")
        .partial("no address is got by DHCP: the route is never installed");
    g.line(Mode.CONFIG, "ip route vrf WORD:vrf A.B.C.D:prefix A.B.C.D:mask {A.B.C.D:hop|IFNAME:out [A.B.C.D:hop]} [global]"
        + OPTIONS, help("Configure static route for a VPN Routing/Forwarding instance", "VPN Routing/Forwarding instance name",
        "Destination prefix",
            "Destination prefix mask", "Forwarding router's address", "interface", "Forwarding router's address",
            "Next hop address is global"))
            .slot("ip route vrf").many()
        .partial("there is one routing table only: the route is not installed");
    routing = g.line(Mode.CONFIG, "ip routing", "Enable IP routing").onByDefault().active();
    defaultGateway = g.line(Mode.CONFIG, "ip default-gateway A.B.C.D:gateway", "Specify default gateway (if not routing IP)",
        "IP address of default gateway").slot("ip default-gateway").active();
    others(g);
    shows(g);
    ipv6.declare(g);
  }

  private static String[] help(String... first) {
    String[] all = java.util.Arrays.copyOf(first, first.length + OPTION_HELP.length);
    System.arraycopy(OPTION_HELP, 0, all, first.length, OPTION_HELP.length);
    return all;
  }

  private void others(Grammar g) {
    g.line(Mode.CONFIG, "ip classless", "Follow classless routing forwarding rules").negatable()
        .support(e -> e.negated() ? new Support.Partial("packets follow the default route, classful or not")
        : Support.ACTIVE);
    g.line(Mode.CONFIG, "ip subnet-zero", "Allow 'subnet zero' subnets").negatable()
        .support(e -> e.negated() ? new Support.Partial("subnet zero is allowed") : Support.ACTIVE);
    cef = g.line(Mode.CONFIG, "ip cef", "Cisco Express Forwarding").negatable()
        .kept("how packets are switched is the kernel's business");
    g.line(Mode.CONFIG, "ip cef accounting {{non-recursive|per-prefix|prefix-length|load-balance-hash}}*",
        "Cisco Express Forwarding",
        "Enable CEF accounting", "Through recursive prefixes", "Per prefix", "Per prefix length", "Per load balance hash")
        .slot("ip cef accounting")
        .partial("no CEF accounting");
    g.line(Mode.CONFIG, "ip default-network A.B.C.D:network", "Flags networks as candidates for default routes",
        "IP address of default network")
        .slot("ip default-network").many().partial("only a route to 0.0.0.0/0 is a default route");
    g.prefix(Mode.CONFIG, "ip forward-protocol", "Controls forwarding of physical and directed IP broadcasts");
    g.line(Mode.CONFIG, "ip forward-protocol {nd|sdns|spanning-tree}:protocol", "Sun's Network Disk protocol",
        "Network Security Protocol",
        "Use transparent bridging to flood UDP broadcasts").slot("ip forward-protocol").keyed("protocol").negatable()
        .kept("broadcasts are not forwarded");
    g.line(Mode.CONFIG, "ip forward-protocol udp [<0-65535>|WORD]", "Packets to a specific UDP port", "Port number",
        "Port name")
        .slot("ip forward-protocol udp").many().negatable().partial("broadcasts are not forwarded");
  }

  private void shows(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.prefix(Mode.EXEC, "show ip route", "IP routing table");
    g.exec("show ip route", x -> show(x, r -> true, false));
    g.exec("show ip route connected", x -> show(x, r -> r.source() != RibRoute.Source.STATIC, true), "Connected");
    g.exec("show ip route static", x -> show(x, r -> r.source() == RibRoute.Source.STATIC, true), "Static routes");
    new RouteShows(personality, () -> rib, interfaces).declare(g);
    new CefShows(personality, this::rib, interfaces, kernel, () -> current.isOn(cef)).declare(g);
    g.exec("show ip route A.B.C.D:address", this::entry, "Network to display information about or hostname");
  }

  private static Support support(Entry e) {
    if (e.arg("track")
        .isPresent()) return new Support.Partial(
        "objects are not tracked: the route stands as long as its next hop can be reached");
    if (e.arg("permanent").isPresent()) return new Support.Partial("the route goes when its interface goes down");
    return Support.ACTIVE;
  }

  private Optional<String> objection(Section root, Matched m) {
    Ipv4 mask = Ipv4.of(m.required("mask"));
    Ipv4 prefix = Ipv4.of(m.required("prefix"));
    if (mask.prefixLength().isEmpty() || !prefix.and(mask).equals(prefix)) return text("inconsistent-mask");
    Optional<Ipv4> hop = m.arg("hop").map(Ipv4::of);
    return hop.filter(interfaces::owns).isPresent() ? text("own-address") : Optional.empty();
  }

  private Optional<String> text(String message) {
    return TEXTS.render(personality.release(), message, Map.of());
  }

  @Override
  public void apply(Section before, Section now) {
    ipv6.apply(before, now);
    boolean was = before.isOn(routing);
    current = now;
    if (was != now.isOn(routing) || before.isEmpty()) kernel.forwarding(now.isOn(routing));
    if (!Section.same(before, now, route, routing, defaultGateway) || before.isEmpty()) evaluation.changed();
  }

  private void evaluate() {
    Rib before = rib;
    boolean on = current.isOn(routing);
    rib = Rib.of(connectable(), on ? Stream.concat(current.all(route).map(RoutingFeature::read),
        injected.stream().map(RoutingFeature::read)).toList() : gateway());
    Collection<KernelPort.Route> now = kernel.routes(rib.kernelRoutes());
    for (KernelPort.Route r : now)
      if (!refused.contains(r))
        TEXTS.render(personality.release(), "refused", Map.of("prefix", r.prefix()))
            .ifPresent(t -> log.syslog("KERNEL", 3, "ROUTE", t));
    refused = Set.copyOf(now);
    if (!rib.routes().equals(before.routes())) tell();
  }

  private void tell() {
    for (Runnable r : List.copyOf(listeners)) r.run();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<InterfaceName> out(Address destination) {
    if (destination instanceof Ipv4 v4) {
      return rib().longest(v4).map(r -> r.paths().get(0)).filter(p -> !p.link().isEmpty())
          .flatMap(p -> p.out().or(() -> behind(p.link())));
    }
    return ipv6.rib().longest((Ipv6) destination).flatMap(r -> r.paths().get(0).leaves());
  }

  /** The interface of a link. Many tunnels ask after the same one with each change of any. */
  private Optional<InterfaceName> behind(String link) {
    var known = Optional.ofNullable(byLink.get(link)).filter(n -> interfaces.state(n).flatMap(InterfaceTable.State::linuxName)
        .equals(Optional.of(link)));
    if (known.isPresent()) return known;
    byLink.remove(link);
    var found = interfaces.all().stream().filter(s -> s.linuxName().equals(Optional.of(link))).findFirst()
        .map(InterfaceTable.State::name);
    found.ifPresent(n -> byLink.put(link, n));
    return found;
  }

  /** The interfaces, those without their address by which no network is connected. */
  private List<InterfaceTable.State> connectable() {
    return interfaces.all().stream().map(s -> interfaces.isUnnumbered(s.name()) ? new InterfaceTable.State(s.name(),
        s.linuxName(), Optional.empty(), 0, s.adminUp(), s.lineUp(), s.mtu()) : s).toList();
  }

  /** A host that does not route sends everything to its default gateway. */
  private List<StaticRoute> gateway() {
    return current.value(defaultGateway, "gateway").map(g -> List.of(new StaticRoute(new Ipv4Prefix(Ipv4.ANY, 0),
        Optional.empty(),
        Ipv4.parse(g), 1))).orElse(List.of());
  }

  private static StaticRoute read(Entry e) {
    int length = Ipv4.of(e.required("mask")).prefixLength().orElseThrow();
    return new StaticRoute(new Ipv4Prefix(Ipv4.of(e.required("prefix")), length), e.arg("out").map(InterfaceName::of),
        e.arg("hop").map(Ipv4::of),
        e.arg("distance").map(Integer::parseInt).orElse(1));
  }

  private static StaticRoute read(Injected i) {
    return new StaticRoute(i.prefix(), i.out(), i.nextHop(), 1);
  }

  @Override
  public void inject(Collection<Injected> routes) {
    var now = new LinkedHashSet<>(routes);
    if (now.equals(injected)) return;
    injected = now;
    evaluation.changed();
  }

  @Override
  public Optional<Ipv4> neighbour(Ipv4 destination) {
    return rib().longest(destination).map(r -> r.paths().get(0)).filter(p -> !p.link().isEmpty())
        .map(p -> p.gateway().orElse(destination));
  }

  @Override
  public Optional<Ipv6> neighbour(Ipv6 destination) {
    return ipv6.rib().longest(destination).map(r -> r.paths().get(0)).filter(p -> !p.link().isEmpty())
        .map(p -> p.gateway().orElse(destination));
  }

  /** The table as it stands. */
  public Rib rib() {
    evaluation.settle();
    return rib;
  }

  private void show(Execution x, java.util.function.Predicate<RibRoute> which, boolean some) {
    Optional<Ipv4> gateway = current.value(defaultGateway, "gateway").map(Ipv4::of);
    x.print(current.isOn(routing) ? RouteScreens.table(personality.release(), rib(), interfaces.all(), which, some)
        : RouteScreens.host(personality.release(), gateway));
  }

  private void entry(Execution x) {
    x.print(RouteScreens.entry(personality.release(), rib(), Ipv4.of(x.command().required("address"))));
  }
}
