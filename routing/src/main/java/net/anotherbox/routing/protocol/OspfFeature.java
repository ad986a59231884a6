package net.anotherbox.routing.protocol;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/** {@code router ospf} and its lines on interfaces. */
public final class OspfFeature implements Feature {
  private static final Mode OSPF = new Mode("router-ospf", "config-router", "Router configuration commands:");
  private static final String NOT_RUNNING = "OSPF is not running: no neighbours, no routes";
  private static final String AREA = "{<0-4294967295>|A.B.C.D}";
  private static final String[] AREA_HELP = {"OSPF area ID as a decimal value", "OSPF area ID in IP address format"};

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "router", "Enable a routing process");
    g.line(Mode.CONFIG, "router ospf <1-65535>:process [vrf WORD]", "Open Shortest Path First (OSPF)", "Process ID",
        "VPN Routing/Forwarding Instance",
        "VPN Routing/Forwarding Instance (VRF) name").opens(OSPF).keyed("process").partial(NOT_RUNNING);
    var d = new Declared(g, OSPF, NOT_RUNNING);
    d.one("router-id", "router-id A.B.C.D", "router-id for this OSPF process", "OSPF router-id in IP address format");
    d.flag("log-adjacency-changes [detail]", "Log changes in adjacency state", "Log all state changes");
    d.many("network A.B.C.D A.B.C.D area " + AREA, "Enable routing on an IP network", "Network number",
        "OSPF wild card bits", "Set the OSPF area ID",
        AREA_HELP[0], AREA_HELP[1]);
    d.flag("passive-interface {default|IFNAME}", "Suppress routing updates on an interface",
        "Suppress routing updates on all interfaces", "interface");
    d.one("default-information",
        "default-information originate [{always|metric <0-16777214>|metric-type <1-2>|route-map WORD}]*",
        "Control distribution of default information", "Distribute a default route", "Always advertise default route",
            "OSPF default metric",
        "OSPF metric", "OSPF metric type for default routes", "Metric type", "Route-map reference",
            "Pointer to route-map entries");
    d.many("redistribute {connected|static|rip|eigrp <1-65535>|bgp <1-65535>|ospf <1-65535>} [{metric <0-16777214>|"
        + "metric-type <1-2>|subnets|"
        + "tag <0-4294967295>|route-map WORD}]*", "Redistribute information from another routing protocol", "Connected",
            "Static routes",
        "Routing Information Protocol (RIP)", "Enhanced Interior Gateway Routing Protocol (EIGRP)",
            "Autonomous system number",
        "Border Gateway Protocol (BGP)", "Autonomous system number", "Open Shortest Path First (OSPF)", "Process ID",
            "Metric for redistributed routes",
        "OSPF default metric", "OSPF/IS-IS exterior metric type for redistributed routes", "Metric type",
        "Consider subnets for redistribution into OSPF", "Set tag for routes redistributed into OSPF",
            "32-bit tag value", "Route map reference",
        "Pointer to route-map entries");
    areas(d);
    others(d);
    onInterface(g);
  }

  private static void areas(Declared d) {
    d.g().prefix(OSPF, "area", "OSPF area parameters");
    String area = "area " + AREA + " ";
    d.many(area + "stub [no-summary]", AREA_HELP[0], AREA_HELP[1], "Specify a stub area",
        "Do not send summary LSA into stub area");
    d.many(area + "nssa [{no-summary|no-redistribution|default-information-originate}]*", AREA_HELP[0], AREA_HELP[1],
        "Specify a NSSA area",
        "Do not send summary LSA into NSSA", "No redistribution into this NSSA area",
            "Originate Type 7 default into NSSA area");
    d.many(area + "range A.B.C.D A.B.C.D [advertise|not-advertise]", AREA_HELP[0], AREA_HELP[1],
        "Summarize routes matching address/mask (border routers only)",
        "IP address to match", "IP mask for address", "Advertise this range", "DoNotAdvertise this range");
    d.many(area + "filter-list prefix WORD {in|out}", AREA_HELP[0], AREA_HELP[1], "Filter networks between OSPF areas",
        "Filter prefixes between OSPF areas", "Name of an IP prefix-list", "Filter networks sent to this area",
            "Filter networks sent from this area");
    d.many(area + "virtual-link A.B.C.D", AREA_HELP[0], AREA_HELP[1], "Define a virtual link and its parameters",
        "ID (IP addr) associated with virtual link neighbor");
    d.many(area + "authentication [message-digest]", AREA_HELP[0], AREA_HELP[1], "Enable authentication",
        "Use message-digest authentication").security();
    d.many(area + "default-cost <0-16777215>", AREA_HELP[0], AREA_HELP[1],
        "Set the summary default-cost of a NSSA/stub area",
        "Stub's advertised external route metric");
  }

  private static void others(Declared d) {
    d.one("auto-cost", "auto-cost reference-bandwidth <1-4294967>", "Calculate OSPF interface cost according to bandwidth",
        "Use reference bandwidth method to assign OSPF cost", "The reference bandwidth in terms of Mbits per second");
    d.many("neighbor A.B.C.D [priority <0-255>]", "Specify a neighbor router", "Neighbor address",
        "OSPF priority of non-broadcast neighbor", "Priority");
    d.many("summary-address A.B.C.D A.B.C.D [not-advertise]", "Configure IP address summaries", "IP summary address",
        "Summary mask",
        "Do not advertise or translate");
    d.many("distribute-list {<1-199>|prefix WORD|route-map WORD|WORD} {in|out} [IFNAME]",
        "Filter networks in routing updates", "IP access list number",
        "Filter prefixes in routing updates", "Name of an IP prefix-list", "Filter prefixes based on the route-map",
            "Route-map name", "Access-list name",
        "Filter incoming routing updates", "Filter outgoing routing updates", "interface");
    d.one("distance", "distance <1-255>", "Define an administrative distance", "Administrative distance");
    d.one("default-metric", "default-metric <1-16777214>", "Set metric of redistributed routes", "Default metric");
    d.one("maximum-paths", "maximum-paths <1-32>", "Forward packets over multiple paths", "Number of paths");
    d.flag("prefix-suppression", "Enable prefix suppression");
    d.flag("capability vrf-lite", "Enable specific OSPF feature", "Do not perform PE specific checks");
    d.one("timers throttle spf", "timers throttle spf <1-600000> <1-600000> <1-600000>", "Adjust routing timers",
        "OSPF throttle timers", "OSPF SPF timers",
        "Delay between receiving a change to SPF calculation in milliseconds",
            "Delay between first and second SPF calculation",
        "Maximum wait time in milliseconds for SPF calculations");
  }

  private static void onInterface(Grammar g) {
    g.prefix(Modes.INTERFACE, "ip", "Interface Internet Protocol config commands");
    g.prefix(Modes.INTERFACE, "ip ospf", "OSPF interface commands");
    var d = new Declared(g, Modes.INTERFACE, NOT_RUNNING);
    d.many("ip ospf <1-65535> area " + AREA, "Process ID", "Set the OSPF area ID", AREA_HELP[0], AREA_HELP[1]);
    d.one("ip ospf cost", "ip ospf cost <1-65535>", "Interface cost", "Cost");
    d.one("ip ospf priority", "ip ospf priority <0-255>", "Router priority", "Priority");
    d.one("ip ospf network",
        "ip ospf network {broadcast|non-broadcast|point-to-multipoint [non-broadcast]|point-to-point}", "Network type",
        "Specify OSPF broadcast multi-access network", "Specify OSPF NBMA network",
            "Specify OSPF point-to-multipoint network",
        "Specify non-broadcast point-to-mpoint network", "Specify OSPF point-to-point network");
    d.one("ip ospf hello-interval", "ip ospf hello-interval <1-65535>", "Time between HELLO packets", "Seconds");
    d.one("ip ospf dead-interval", "ip ospf dead-interval <1-65535>",
        "Interval after which a neighbor is declared dead", "Seconds");
    d.one("ip ospf authentication", "ip ospf authentication [message-digest|null]", "Enable authentication",
        "Use message-digest authentication",
        "Use no authentication").security();
    d.one("ip ospf authentication-key", "ip ospf authentication-key [0|7] LINE", "Authentication password (key)",
        "Specifies an UNENCRYPTED password will follow", "Specifies a HIDDEN password will follow",
            "The OSPF password (key)").security();
    d.many("ip ospf message-digest-key <1-255> md5 [0|7] LINE", "Message digest authentication password (key)",
        "Key ID", "Use MD5 algorithm",
        "Specifies an UNENCRYPTED password will follow", "Specifies a HIDDEN password will follow",
            "The OSPF password (key)").security();
    d.one("ip ospf authentication", "ip ospf authentication key-chain WORD", "Enable authentication",
        "Use a key-chain for cryptographic authentication keys", "Key-chain name").security();
    d.flag("ip ospf prefix-suppression", "OSPF prefix suppression");
    d.flag("ip ospf mtu-ignore", "Ignores the MTU in DBD packets");
  }
}
