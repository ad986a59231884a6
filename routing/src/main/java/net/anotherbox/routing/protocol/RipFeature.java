package net.anotherbox.routing.protocol;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/** {@code router rip}. */
public final class RipFeature implements Feature {
  private static final Mode RIP = new Mode("router-rip", "config-router", "Router configuration commands:");
  private static final String NOT_RUNNING = "RIP is not running: nothing is advertised or learned";

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "router", "Enable a routing process");
    g.line(Mode.CONFIG, "router rip", "Routing Information Protocol (RIP)").opens(RIP).partial(NOT_RUNNING);
    var d = new Declared(g, RIP, NOT_RUNNING);
    d.one("version", "version <1-2>", "Set routing protocol version", "version");
    d.many("network A.B.C.D", "Enable routing on an IP network", "Network number");
    d.many("neighbor A.B.C.D", "Specify a neighbor router", "Neighbor address");
    d.flag("auto-summary", "Enable automatic network number summarization");
    d.flag("passive-interface {default|IFNAME}", "Suppress routing updates on an interface",
        "Suppress routing updates on all interfaces", "interface");
    d.one("default-information", "default-information originate [route-map WORD]",
        "Control distribution of default information",
        "Distribute a default route", "Route-map reference", "Pointer to route-map entries");
    d.many("redistribute {connected|static|ospf <1-65535>|eigrp <1-65535>|bgp <1-65535>} [metric {<0-16>|"
        + "transparent}] [route-map WORD]",
        "Redistribute information from another routing protocol", "Connected", "Static routes",
            "Open Shortest Path First (OSPF)", "Process ID",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number",
            "Border Gateway Protocol (BGP)", "Autonomous system number",
        "Metric for redistributed routes", "Default metric", "Transparently redistribute metric", "Route map reference",
            "Pointer to route-map entries");
    d.one("timers basic", "timers basic <1-4294967295> <1-4294967295> <0-4294967295> <1-4294967295>",
        "Adjust routing timers",
        "Basic routing protocol update timers", "Interval between updates", "Invalid", "Holddown", "Flush");
    d.one("distance", "distance <1-255>", "Define an administrative distance", "Administrative distance");
    d.one("maximum-paths", "maximum-paths <1-32>", "Forward packets over multiple paths", "Number of paths");
    d.flag("validate-update-source", "Perform sanity checks against source address of routing updates");
    g.prefix(Modes.INTERFACE, "ip", "Interface Internet Protocol config commands");
    g.prefix(Modes.INTERFACE, "ip rip", "Router Information Protocol");
    var i = new Declared(g, Modes.INTERFACE, NOT_RUNNING);
    i.one("ip rip send version", "ip rip send version {1|2|1 2}", "advertisement transmission", "version control",
        "RIP version 1", "RIP version 2",
        "RIP version 1", "RIP version 2");
    i.one("ip rip receive version", "ip rip receive version {1|2|1 2}", "advertisement reception", "version control",
        "RIP version 1", "RIP version 2",
        "RIP version 1", "RIP version 2");
    i.one("ip rip authentication mode", "ip rip authentication mode {md5|text}", "Authentication control",
        "Authentication mode",
        "Keyed message digest", "Clear text authentication").security();
    i.one("ip rip authentication key-chain", "ip rip authentication key-chain WORD", "Authentication control",
        "Authentication key-chain",
        "name of key-chain").security();
    i.flag("ip split-horizon", "Perform split horizon");
  }
}
