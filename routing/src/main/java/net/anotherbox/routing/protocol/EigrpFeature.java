package net.anotherbox.routing.protocol;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Release;

/** {@code router eigrp}, classic and named, and its lines on interfaces. */
public final class EigrpFeature implements Feature {
  static final Mode EIGRP = new Mode("router-eigrp", "config-router", "Router configuration commands:");
  private static final Mode NAMED = new Mode("router-eigrp-named", "config-router", "Router configuration commands:");
  private static final Mode FAMILY = new Mode("router-eigrp-af", "config-router-af",
      "Address Family configuration commands:");
  private static final Mode FAMILY_INTERFACE =
      new Mode("router-eigrp-af-interface", "config-router-af-interface",
          "Address Family Interfaces configuration commands:");
  private static final Mode TOPOLOGY =
      new Mode("router-eigrp-af-topology", "config-router-af-topology", "Address Family Topology configuration commands:");
  private static final String NOT_RUNNING = "EIGRP is not running: no neighbours, no routes";

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "router", "Enable a routing process");
    g.prefix(Mode.CONFIG, "router eigrp", "Enhanced Interior Gateway Routing Protocol (EIGRP)");
    g.line(Mode.CONFIG, "router eigrp <1-65535>:as", "Autonomous System").opens(EIGRP).keyed("as").partial(NOT_RUNNING);
    g.line(Mode.CONFIG, "router eigrp WORD:name", "EIGRP Virtual-Instance Name").opens(NAMED).keyed(
        "name").since(Release.R15_1)
        .partial(NOT_RUNNING);
    process(new Declared(g, EIGRP, NOT_RUNNING));
    network(new Declared(g, EIGRP, NOT_RUNNING));
    named(g);
    onInterface(new Declared(g, Modes.INTERFACE, NOT_RUNNING));
  }

  private static void network(Declared d) {
    d.many("network A.B.C.D [A.B.C.D]", "Enable routing on an IP network", "Network number", "EIGRP wild card bits");
    d.g().prefix(d.mode(), "eigrp", "EIGRP specific commands");
    d.one("eigrp router-id", "eigrp router-id A.B.C.D", "router id for this EIGRP process",
        "EIGRP Router-ID in IP address format");
    d.one("eigrp stub", "eigrp stub [{connected|summary|static|redistributed|receive-only}]*",
        "Set IP-EIGRP as stubbed router",
        "Do advertise connected routes", "Do advertise summary routes", "Do advertise static routes",
            "Do advertise redistributed routes",
        "Set IP-EIGRP as receive only neighbor");
    d.many("neighbor A.B.C.D IFNAME", "Specify a neighbor router", "Neighbor address", "interface");
    d.one("metric weights", "metric weights <0-8> <0-255> <0-255> <0-255> <0-255> <0-255>",
        "Modify metrics and parameters for advertisement",
        "Modify metric coefficients", "Type Of Service (Only TOS 0 supported)", "K1", "K2", "K3", "K4", "K5");
  }

  private static void process(Declared d) {
    d.flag("auto-summary", "Enable automatic network number summarization");
    d.flag("passive-interface {default|IFNAME}", "Suppress routing updates on an interface",
        "Suppress routing updates on all interfaces", "interface");
    d.flag("eigrp log-neighbor-changes", "Enable/Disable IP-EIGRP neighbor logging");
    d.flag("eigrp log-neighbor-warnings [<1-65535>]", "Enable/Disable IP-EIGRP neighbor warnings",
        "Seconds between repeated neighbor warnings");
    redistribution(d);
  }

  private static void redistribution(Declared d) {
    d.many("redistribute {connected|static|rip|ospf <1-65535>|bgp <1-65535>|eigrp <1-65535>} [metric <1-4294967295> "
        + "<0-4294967295> <0-255> <1-255> "
        + "<1-65535>] [route-map WORD]", "Redistribute information from another routing protocol", "Connected",
            "Static routes",
        "Routing Information Protocol (RIP)", "Open Shortest Path First (OSPF)", "Process ID",
            "Border Gateway Protocol (BGP)", "Autonomous system number",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number", "Metric for redistributed routes",
        "Bandwidth metric in Kbits per second", "EIGRP delay metric, in 10 microsecond units",
            "EIGRP reliability metric where 255 is 100% reliable",
        "EIGRP Effective bandwidth metric (Loading) where 255 is 100% loaded", "EIGRP MTU of the path",
            "Route map reference",
        "Pointer to route-map entries");
    d.one("default-metric", "default-metric <1-4294967295> <0-4294967295> <0-255> <1-255> <1-65535>",
        "Set metric of redistributed routes",
        "Bandwidth in Kbits per second", "Delay metric, in 10 microsecond units",
            "Reliability metric where 255 is 100% reliable",
        "Effective bandwidth metric (Loading) where 255 is 100% loaded", "Maximum Transmission Unit metric of the path");
    d.one("distance eigrp", "distance eigrp <1-255> <1-255>", "Define an administrative distance", "IP-EIGRP distance",
        "Distance for internal routes",
        "Distance for external routes");
    d.many("distribute-list {<1-199>|prefix WORD|route-map WORD|WORD} {in|out} [IFNAME]",
        "Filter networks in routing updates", "IP access list number",
        "Filter prefixes in routing updates", "Name of an IP prefix-list", "Filter prefixes based on the route-map",
            "Route-map name", "Access-list name",
        "Filter incoming routing updates", "Filter outgoing routing updates", "interface");
    d.one("variance", "variance <1-128>", "Control load balancing variance", "Metric variance multiplier");
    d.one("maximum-paths", "maximum-paths <1-32>", "Forward packets over multiple paths", "Number of paths");
    d.one("timers active-time", "timers active-time {<1-65535>|disabled}", "Adjust routing timers",
        "EIGRP time limit for active state",
        "EIGRP active-state time limit in minutes", "disable EIGRP time limit for active state");
  }

  private static void named(Grammar g) {
    var d = new Declared(g, NAMED, NOT_RUNNING);
    d.flag("shutdown", "Shutdown this instance of EIGRP");
    g.prefix(NAMED, "address-family", "Enter Address Family command mode");
    g.line(NAMED, "address-family {ipv4|ipv6}:family [unicast] [vrf WORD:vrf] autonomous-system <1-65535>:as",
        "Address family IPv4", "Address family IPv6",
        "Address Family Unicast", "Specify parameters for a VPN Routing/Forwarding instance",
            "VPN Routing/Forwarding instance name",
        "Specify Address-Family Autonomous System Number", "Autonomous System").opens(FAMILY).keyed("family", "vrf",
            "as").partial(NOT_RUNNING);
    var f = new Declared(g, FAMILY, NOT_RUNNING);
    network(f);
    f.flag("shutdown", "Shutdown this address family");
    g.line(FAMILY, "af-interface {default|IFNAME}:name", "Enter Address Family interface configuration",
        "Default values for all interfaces", "interface")
        .opens(FAMILY_INTERFACE).keyed("name").partial(NOT_RUNNING);
    g.line(FAMILY, "topology base", "Topology configuration mode",
        "Entry command for base topology").opens(TOPOLOGY).partial(NOT_RUNNING);
    g.line(FAMILY, "exit-address-family", "Exit Address Family configuration mode").kept("ends its mode");
    var i = new Declared(g, FAMILY_INTERFACE, NOT_RUNNING);
    i.flag("passive-interface", "Suppress address updates on an interface");
    i.flag("split-horizon", "Perform split horizon");
    i.flag("next-hop-self", "Enables EIGRP next-hop-self for this interface");
    i.flag("shutdown", "Disable Address-Family on interface");
    i.one("hello-interval", "hello-interval <1-65535>", "Configures hello interval", "Seconds between hello transmissions");
    i.one("hold-time", "hold-time <1-65535>", "Configures hold time", "Seconds before neighbor is considered down");
    i.one("bandwidth-percent", "bandwidth-percent <1-999999>", "Set percentage of bandwidth percentage limit",
        "Maximum bandwidth percentage");
    i.many("summary-address A.B.C.D A.B.C.D", "Perform address summarization", "IP address", "IP subnet mask");
    i.one("authentication mode", "authentication mode {md5|hmac-sha-256 [0|7] LINE}", "authentication subcommands",
        "mode", "Keyed message digest",
        "HMAC-SHA-256 Authentication", "Specifies an UNENCRYPTED password will follow",
            "Specifies a HIDDEN password will follow", "The password").security();
    i.one("authentication key-chain", "authentication key-chain WORD", "authentication subcommands", "key-chain",
        "Name of key-chain").security();
    g.line(FAMILY_INTERFACE, "exit-af-interface", "Exit from Address Family Interface configuration mode").kept(
        "ends its mode");
    redistribution(new Declared(g, TOPOLOGY, NOT_RUNNING));
    new Declared(g, TOPOLOGY, NOT_RUNNING).flag("auto-summary", "Enable automatic network number summarization");
    g.line(TOPOLOGY, "exit-af-topology", "Exit from Address Family Topology configuration mode").kept("ends its mode");
  }

  private static void onInterface(Declared d) {
    d.g().prefix(Modes.INTERFACE, "ip", "Interface Internet Protocol config commands");
    String as = " eigrp <1-65535>";
    d.flag("ip split-horizon" + as, "Perform split horizon", "Enhanced Interior Gateway Routing Protocol (EIGRP)",
        "Autonomous system number");
    d.flag("ip next-hop-self" + as, "Configures IP-EIGRP next-hop-self",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number");
    d.one("ip hello-interval eigrp", "ip hello-interval" + as + " <1-65535>", "Configures IP-EIGRP hello interval",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number",
            "Seconds between hello transmissions");
    d.one("ip hold-time eigrp", "ip hold-time" + as + " <1-65535>", "Configures IP-EIGRP hold time",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number",
            "Seconds before neighbor is considered down");
    d.one("ip bandwidth-percent eigrp", "ip bandwidth-percent" + as + " <1-999999>", "Set EIGRP bandwidth limit",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number",
            "Maximum bandwidth percentage that EIGRP may use");
    d.many("ip summary-address" + as + " A.B.C.D A.B.C.D [<1-255>]", "Perform address summarization",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number", "IP network",
            "IP subnet mask", "Administrative distance");
    d.g().prefix(Modes.INTERFACE, "ip authentication", "authentication subcommands");
    d.one("ip authentication mode eigrp", "ip authentication mode" + as + " md5", "mode",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)",
        "Autonomous system number", "Keyed message digest").security();
    d.one("ip authentication key-chain eigrp", "ip authentication key-chain" + as + " WORD", "key-chain",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number", "name of key-chain").security();
  }
}
