package net.anotherbox.plane.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Following;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PortStore;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * The interfaces of the box: their lines, the Linux links behind them, what {@code show interfaces} says. Order of use:
 * declare, {@link #start}, commits; {@link #booted} once the startup configuration is in.
 */
public final class InterfaceFeature implements Feature, Participant {
  private final InterfaceLines lines;
  private final Interfaces interfaces;
  private final InterfaceShow show;
  private final IpInterfaceShow ipShow;
  private final InterfaceTables tables;
  private final ArpShow arp;
  private final AccessGroups groups;
  private final SegmentLimits segments;
  private final Optional<PacketFilter> filter;
  private final Ipv6Lines ipv6Lines;
  private final Ipv6Interfaces ipv6;
  private final Ipv6InterfaceShow ipv6Show;
  private final Ipv6TrafficFilters ipv6Filters;
  private final Ipv6HostShow ipv6Host;
  private final IpTrafficShow traffic;
  private final RouterAdvertisements advertisements;
  /** What walks all interfaces and protects nothing: it may come a moment after many changes in a row. */
  private final Following besides;
  private final Ipv6RoutersShow routersShow;
  private Section current = Section.EMPTY;

  /**
   * @param lists whose lists {@code ip access-group} names; to be declared as a feature of its own
   * @param filter what enforces them, or empty: then the lines say that nothing is filtered
   */
  public InterfaceFeature(Personality personality, Loop loop, Log log, KernelPort kernel, PortStore store,
      AccessListFeature lists, Optional<PacketFilter> filter) {
    var bindings = new PortBindings(store);
    this.lines = new InterfaceLines(personality, bindings, name -> text("port-absent", Map.of("interface", name)));
    this.interfaces = new Interfaces(lines, kernel, bindings, loop, log, personality);
    this.show = new InterfaceShow(interfaces, kernel, loop, personality);
    this.ipShow = new IpInterfaceShow(interfaces, lines, personality);
    this.tables = new InterfaceTables(interfaces, show, lines, personality, () -> current);
    this.arp = new ArpShow(interfaces, kernel, personality);
    this.groups = new AccessGroups(interfaces, lines, lists, filter, log, loop);
    this.filter = filter;
    this.ipv6Lines = new Ipv6Lines(lines);
    this.ipv6 = new Ipv6Interfaces(ipv6Lines, interfaces, kernel.ipv6(), log);
    this.segments = new SegmentLimits(interfaces, ipv6, filter, log);
    this.ipv6Show = new Ipv6InterfaceShow(interfaces, ipv6, personality, () -> current);
    this.ipv6Filters = new Ipv6TrafficFilters(interfaces, ipv6, lists.ipv6(), filter.flatMap(PacketFilter::forIpv6), log, loop);
    this.traffic = new IpTrafficShow(kernel, personality);
    this.ipv6Host = new Ipv6HostShow(interfaces, kernel.ipv6(), personality);
    this.advertisements = new RouterAdvertisements(interfaces, ipv6, kernel.ipv6().routerMessages(), loop, log,
        ipv6Show::routing);
    this.besides = new Following(loop, () -> {
      segments.enforce();
      advertisements.enforce();
    });
    this.routersShow = new Ipv6RoutersShow(interfaces, ipv6, advertisements, personality);
    interfaces.ipv6(ipv6::addresses, advertisements::defaultRouter);
    filter.ifPresent(lists::counted);
  }

  /** The interfaces that a configuration names, each with its lines. */
  List<Entry> entries(Section root) {
    return lines.entries(root);
  }

  /** Interfaces of the configuration for which there is nothing in this box, neither a port of its own nor a link. */
  public List<InterfaceName> absent() {
    return interfaces.configured().stream().filter(lines::isAbsent).toList();
  }

  String text(String message, Map<String, ?> facts) {
    return interfaces.text(message, facts);
  }

  /** What routing and crypto look at. */
  public InterfaceTable table() {
    return interfaces;
  }

  /** The tunnels, for those who protect them. */
  public TunnelTable tunnels() {
    return interfaces.tunnels();
  }

  /**
   * What tunnels need besides. To be called before {@link #start}.
   *
   * @param names finds the addresses of host names, without waiting
   */
  public void tunnels(TunnelPlane plane, RoutingTable routing, Function<String, Optional<Address>> names) {
    interfaces.tunnels().outside(plane, routing, names);
  }

  /** The switches of {@code debug} about tunnels. */
  public static List<DebugFlag> flags() {
    return TunnelDebug.FLAGS;
  }

  /** The built-in ports are there from now on, and traffic is measured. */
  public void start() {
    interfaces.start();
    ipv6.start();
    show.start();
    interfaces.onChange(groups::interfacesChanged);
    interfaces.onChange(ipv6Filters::enforce);
    interfaces.onChange(besides::changed);
  }

  /** Addresses that change from now on were typed ("manual"), those before came with the startup configuration ("NVRAM"). */
  public void booted() {
    interfaces.booted();
  }

  /** Stops measuring, and tells hosts that this router is none any more. */
  public void close() {
    show.close();
    advertisements.close();
  }

  @Override
  public Optional<String> prepare(Section before, Section candidate) {
    return interfaces.prepare(before, candidate).or(() -> ipv6.prepare(before, candidate));
  }

  @Override
  public void apply(Section before, Section now) {
    current = now;
    interfaces.apply(before, now);
    ipv6.apply(before, now);
    groups.apply(before, now);
    ipv6Filters.apply(before, now, !lines.same(before, now));
    // Interfaces that are others say so themselves.
    if (before.isEmpty() || Section.changed(before, now).stream().anyMatch(l -> l.slot().startsWith("ipv6"))) besides.changed();
  }

  @Override
  public void declare(Grammar g) {
    lines.declare(g);
    lines.declareAccessGroup(g, filter.isPresent());
    ipv6Lines.declare(g, filter.flatMap(PacketFilter::forIpv6).isPresent(), filter.isPresent());
    ipv6Show.declare(g);
    ipv6Host.declare(g);
    traffic.declare(g);
    routersShow.declare(g);
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "port", "Bind interfaces to links of Linux");
    g.exec("show interfaces [IFNAME:name]", x -> named(x, show::interfaces), "Interface status and configuration",
        "interface");
    g.exec("show interfaces description", x -> x.print(show.descriptions()), "Interface status and configuration",
        "Show interface description");
    g.exec("show ip interface brief", x -> x.print(show.brief()), "IP interface status and configuration",
        "Brief summary of IP status and configuration");
    g.exec("show ip interface [IFNAME:name]", x -> named(x, name -> ipShow.show(current, name)),
        "IP interface status and configuration",
        "interface");
    interfaces.tunnelDebug().declare(g);
    tables.declare(g);
    arp.declare(g);
    g.exec("show ports", x -> x.print(show.ports()), "Interfaces and the Linux links behind them");
    g.exec("clear counters [IFNAME:name]", this::clearCounters, "Clear counters on one or all interfaces",
        "interface").privilege(15);
    g.exec("port bind IFNAME:name WORD:link", this::bind, "Put a Linux link behind an interface", "interface",
        "Name of the link, e.g. eth0")
        .privilege(15);
    g.exec("port unbind IFNAME:name", this::unbind, "Take the Linux link away from an interface", "interface").privilege(15);
  }

  private interface Shown {
    String show(Optional<InterfaceName> one);
  }

  private void named(Execution x, Shown shown) {
    var name = x.command().arg("name").map(InterfaceName::of);
    if (name.isPresent() && interfaces.settings(name.get()).isEmpty())
      x.invalid("name");
    else x.print(shown.show(name));
  }

  private void clearCounters(Execution x) {
    var name = x.command().arg("name").map(InterfaceName::of);
    String question = interfaces.text(name.isPresent() ? "clear-confirm-one" : "clear-confirm", Map.of());
    x.confirm(question, yes -> {
      if (yes) show.clear(name);
      x.done();
    });
  }

  private void bind(Execution x) {
    InterfaceName name = InterfaceName.of(x.command().required("name"));
    String link = x.command().required("link");
    var holder = interfaces.holder(link).filter(h -> !h.equals(name));
    Map<String, ?> facts = Map.of("interface", name, "link", link);
    boolean ownLink = List.of(InterfaceName.Kind.Loopback, InterfaceName.Kind.Null, InterfaceName.Kind.Virtual_Access)
        .contains(name.kind());
    if (interfaces.settings(name).isEmpty()) x.print(interfaces.text("port-unknown", facts));
    else if (ownLink) x.print(interfaces.text("port-logical", facts));
    else if (holder.isPresent()) x.print(interfaces.text("port-taken", Map.of("interface", holder.get(), "link", link)));
    else {
      interfaces.bind(name, link);
      if (!interfaces.hasLink(link)) x.print(interfaces.text("port-waits", facts));
    }
  }

  private void unbind(Execution x) {
    InterfaceName name = InterfaceName.of(x.command().required("name"));
    if (interfaces.state(name).flatMap(InterfaceTable.State::linuxName).isEmpty()
        || !interfaces.isBound(name))
      x.print(interfaces.text("port-not-bound", Map.of("interface", name)));
    else interfaces.unbind(name);
  }
}
