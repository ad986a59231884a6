package net.anotherbox.routing.protocol;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/** {@code router bgp}. */
public final class BgpFeature implements Feature {
  private static final Mode BGP = new Mode("router-bgp", "config-router", "Router configuration commands:");
  private static final Mode FAMILY = new Mode("router-bgp-af", "config-router-af",
      "Router Address Family configuration commands:");
  private static final String NOT_RUNNING = "BGP is not running: no sessions, no routes";
  private static final String[] PEER = {"Specify a neighbor router", "Neighbor address", "Neighbor IPv6 address",
      "Neighbor tag"};

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "router", "Enable a routing process");
    g.line(Mode.CONFIG, "router bgp <1-4294967295>:as", "Border Gateway Protocol (BGP)",
        "Autonomous system number").opens(BGP).keyed("as")
        .partial(NOT_RUNNING);
    var d = new Declared(g, BGP, NOT_RUNNING);
    g.prefix(BGP, "bgp", "BGP specific commands");
    d.one("bgp router-id", "bgp router-id {A.B.C.D|IFNAME}", "Override configured router identifier (peers will reset)",
        "Manually configured router identifier", "interface");
    d.flag("bgp log-neighbor-changes", "Log neighbor up/down and reset reason");
    d.flag("bgp default ipv4-unicast", "Configure BGP defaults", "Activate ipv4-unicast for a peer by default");
    d.one("bgp default local-preference", "bgp default local-preference <0-4294967295>", "Configure BGP defaults",
        "local preference (higher=more preferred)", "Configure default local preference value");
    d.flag("bgp dmzlink-bw", "Use DMZ Link Bandwidth as weight for BGP multipaths");
    d.one("bgp cluster-id", "bgp cluster-id {<1-4294967295>|A.B.C.D}",
        "Configure Route-Reflector Cluster-id (peers will reset)",
        "Route-Reflector Cluster-id as 32 bit quantity", "Route-Reflector Cluster-id in IP address format");
    d.flag("bgp bestpath {as-path multipath-relax|compare-routerid|med missing-as-worst}",
        "Change the default bestpath selection",
        "Alter as-path selection", "Do not require a same AS_PATH", "Compare router-id for identical EBGP paths",
            "MED attribute",
        "Treat missing MED as the least preferred one");
    family(d);
    g.prefix(BGP, "address-family", "Enter Address Family command mode");
    g.line(BGP, "address-family {ipv4|ipv6|vpnv4|vpnv6}:family [unicast:kind|multicast:kind] [vrf WORD:vrf]",
        "Address family", "Address family",
        "Address family", "Address family", "Address Family modifier", "Address Family modifier",
        "Specify parameters for a VPN Routing/Forwarding instance", "VPN Routing/Forwarding instance name").opens(FAMILY)
        .keyed("family", "kind", "vrf").partial(NOT_RUNNING);
    family(new Declared(g, FAMILY, NOT_RUNNING));
    g.line(FAMILY, "exit-address-family", "Exit from Address Family configuration mode").kept("ends its mode");
  }

  private static void family(Declared d) {
    d.flag("synchronization", "Perform IGP synchronization");
    d.flag("auto-summary", "Enable automatic network number summarization");
    d.many("network A.B.C.D [mask A.B.C.D] [{route-map WORD|backdoor}]*", "Specify a network to announce via BGP",
        "Network number", "Network mask",
        "Network mask", "Route-map to modify the attributes", "Name of the route map", "Specify a BGP backdoor route");
    d.many("network X:X:X:X::X/<0-128> [route-map WORD]", "Specify a network to announce via BGP", "IPv6 prefix",
        "Route-map to modify the attributes",
        "Name of the route map");
    d.many("aggregate-address A.B.C.D A.B.C.D [{as-set|summary-only|route-map WORD}]*",
        "Configure BGP aggregate entries", "Aggregate address",
        "Aggregate mask", "Generate AS set path information", "Filter more specific routes from updates",
            "Set parameters of aggregate",
        "Route map to control aggregate attributes");
    d.many("redistribute {connected|static|rip|eigrp <1-65535>|ospf <1-65535> [match {{internal|external [1|2]|"
        + "nssa-external [1|2]}}*]} "
        + "[{metric <0-4294967295>|route-map WORD}]*", "Redistribute information from another routing protocol",
            "Connected", "Static routes",
        "Routing Information Protocol (RIP)", "Enhanced Interior Gateway Routing Protocol (EIGRP)",
            "Autonomous system number",
        "Open Shortest Path First (OSPF)", "Process ID", "On condition", "Redistribute OSPF internal routes",
            "Redistribute OSPF external routes",
        "Redistribute external type 1 routes", "Redistribute external type 2 routes",
            "Redistribute OSPF NSSA external routes",
        "Redistribute NSSA external type 1 routes", "Redistribute NSSA external type 2 routes",
            "Metric for redistributed routes", "Default metric",
        "Route map reference", "Pointer to route-map entries");
    d.many("maximum-paths [eibgp|ibgp] <1-32>", "Forward packets over multiple paths",
        "Both eBGP and iBGP paths as multipath", "iBGP-multipath",
        "Number of paths");
    d.one("distance bgp", "distance bgp <1-255> <1-255> <1-255>", "Define an administrative distance", "BGP distance",
        "Distance for routes external to the AS", "Distance for routes internal to the AS", "Distance for local routes");
    d.one("timers bgp", "timers bgp <0-65535> <0-65535>", "Adjust routing timers", "BGP timers", "Keepalive interval",
        "Holdtime");
    d.flag("default-information originate", "Control distribution of default information", "Distribute a default route");
    neighbor(d, "remote-as <1-4294967295>", "Specify a BGP neighbor", "AS of remote neighbor");
    neighbor(d, "update-source IFNAME", "Source of routing updates", "interface");
    neighbor(d, "description LINE", "Neighbor specific description", "Up to 80 characters describing this neighbor");
    neighbor(d, "password [0|7] LINE", "Set a password", "Encryption type (0 to disable encryption, 7 for proprietary)",
        "Encryption type", "The password");
    neighbor(d, "ebgp-multihop [<1-255>]", "Allow EBGP neighbors not on directly connected networks", "maximum hop count");
    neighbor(d, "next-hop-self [all]", "Disable the next hop calculation for this neighbor",
        "Enable next-hop-self for both eBGP and iBGP received paths");
    neighbor(d, "peer-group [WORD]", "Member of the peer-group", "peer-group name");
    neighbor(d, "route-map WORD {in|out}", "Apply route map to neighbor", "Name of route map",
        "Apply map to incoming routes", "Apply map to outbound routes");
    neighbor(d, "prefix-list WORD {in|out}", "Filter updates to/from this neighbor", "Name of a prefix list",
        "Filter incoming updates", "Filter outgoing updates");
    neighbor(d, "filter-list <1-500> {in|out}", "Establish BGP filters", "AS path access list",
        "Filter incoming routes", "Filter outgoing routes");
    neighbor(d, "distribute-list {<1-199>|WORD} {in|out}", "Filter updates to/from this neighbor",
        "IP access list number", "IP access list name",
        "Filter incoming updates", "Filter outgoing updates");
    neighbor(d, "send-community [both|extended|standard]", "Send Community attribute to this neighbor",
        "Send Standard and Extended Community attributes",
        "Send Extended Community attribute", "Send Standard Community attribute");
    neighbor(d, "default-originate [route-map WORD]", "Originate default route to this neighbor",
        "Route-map to specify criteria to originate default",
        "Route-map name");
    neighbor(d, "timers <0-65535> <0-65535>", "BGP per neighbor timers", "Keepalive interval", "Holdtime");
    neighbor(d, "weight <0-65535>", "Set default weight for routes from this neighbor", "default weight");
    neighbor(d, "allowas-in [<1-10>]", "Accept as-path with my AS present in it", "Number of occurences of AS number");
    neighbor(d, "maximum-prefix <1-2147483647>", "Maximum number of prefixes accepted from this peer",
        "maximum no. of prefix limit");
    neighbor(d, "local-as <1-4294967295>", "Specify a local-as number", "AS number used as local AS");
    neighbor(d, "version 4", "Set the BGP version to match a neighbor", "Version 4");
    neighbor(d, "soft-reconfiguration inbound", "Per neighbor soft reconfiguration",
        "Allow inbound soft reconfiguration for this neighbor");
    for (String flag : new String[] {"activate", "route-reflector-client", "send-label", "remove-private-as",
        "shutdown", "fall-over"})
      neighbor(d, flag, switch (flag) {
        case "activate" -> "Enable the Address Family for this Neighbor";
        case "route-reflector-client" -> "Configure a neighbor as Route Reflector client";
        case "send-label" -> "Send NLRI + MPLS Label to this peer";
        case "remove-private-as" -> "Remove private AS number from outbound updates";
        case "as-override" -> "Override matching AS-number while sending update";
        case "dmzlink-bw" -> "Propagate the DMZ link bandwidth";
        case "next-hop-unchanged" -> "Propagate next hop unchanged for iBGP paths to this neighbor";
        case "shutdown" -> "Administratively shut down this neighbor";
        default -> "session fall on peer route lost";
      });
  }

  private static void neighbor(Declared d, String rest, String... help) {
    String[] all = java.util.Arrays.copyOf(PEER, PEER.length + help.length);
    System.arraycopy(help, 0, all, PEER.length, help.length);
    boolean flag = rest.equals("activate");
    String syntax = "neighbor {A.B.C.D|X:X:X:X::X|WORD} " + rest;
    var line = flag ? d.flag(syntax, all) : d.many(syntax, all);
    if (rest.startsWith("password")) line.security();
  }
}
