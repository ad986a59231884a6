package net.anotherbox.routing.protocol;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;

/** {@code ip nhrp …} on tunnel interfaces. */
public final class NhrpFeature implements Feature {
  private static final String NOT_RUNNING = "NHRP is not running: no registrations, no mappings";

  @Override
  public void declare(Grammar g) {
    g.prefix(Modes.INTERFACE, "ip", "Interface Internet Protocol config commands");
    g.prefix(Modes.INTERFACE, "ip nhrp", "NHRP interface subcommands");
    g.prefix(Modes.INTERFACE, "ip nhrp map", "Map dest IP addresses to NBMA addresses");
    g.prefix(Modes.INTERFACE, "ip nhrp map multicast", "Use this NBMA mapping for all broadcasts/multicasts");
    var d = new Declared(g, Modes.INTERFACE, NOT_RUNNING);
    d.one("ip nhrp authentication", "ip nhrp authentication WORD", "Authentication string",
        "Authentication string").security();
    d.many("ip nhrp map A.B.C.D A.B.C.D", "IP address of destination", "IP NBMA address");
    d.many("ip nhrp map A.B.C.D A.B.C.D A.B.C.D", "IP address of destination", "Mask of destination", "IP NBMA address");
    d.many("ip nhrp map multicast dynamic", "Dynamically learn destinations from client registrations on hub");
    d.many("ip nhrp map multicast {A.B.C.D|WORD}", "IP NBMA address", "NBMA name");
    d.many("ip nhrp map group WORD service-policy output WORD", "NHRP group mapping", "NHRP group name",
        "Configure a QoS service policy",
        "Output direction", "Name of the policy");
    d.one("ip nhrp network-id", "ip nhrp network-id <1-4294967295>", "NBMA network identifier", "Network identifier");
    d.many("ip nhrp nhs A.B.C.D [nbma {A.B.C.D|WORD} [multicast]] [priority <0-255>] [cluster <0-10>]",
        "Specify a next hop server",
        "IP address of NHS", "NBMA parameters", "NBMA address", "NBMA name", "Use NBMA mapping for multicast",
            "NHS priority", "Priority value",
        "NHS cluster", "Cluster number");
    d.one("ip nhrp holdtime", "ip nhrp holdtime <1-65535>", "Advertised holdtime", "Number of seconds");
    d.flag("ip nhrp registration {no-unique|timeout <1-65535>}", "Settings for registration packets",
        "Do not set unique flag in registrations",
        "Interval between registrations", "Number of seconds");
    d.flag("ip nhrp shortcut", "Enable shortcut switching");
    d.flag("ip nhrp redirect [timeout <2-30>]", "Enable NHRP redirect traffic indication", "Interval between redirects",
        "Number of seconds");
    d.flag("ip nhrp server-only [non-caching]", "Disable NHRP requests", "Do not cache");
    d.flag("ip nhrp record", "Allow NHRP record option");
    d.one("ip nhrp group", "ip nhrp group WORD", "NHRP group", "NHRP group name");
    d.one("ip nhrp interest", "ip nhrp interest {<1-199>|none}", "Specify an access list", "IP access list number",
        "No interest");
    d.one("ip nhrp max-send", "ip nhrp max-send <1-65535> every <1-65535>", "Rate limit NHRP traffic",
        "Number of packets", "Set the interval", "Seconds");
    d.one("ip nhrp use", "ip nhrp use <1-65535>", "Specify usage count for sending requests", "Usage count");
    d.one("ip nhrp cache", "ip nhrp cache non-authoritative", "NHRP cache options",
        "Do not answer from the cache with authority");
  }
}
