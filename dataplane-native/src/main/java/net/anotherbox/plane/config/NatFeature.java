package net.anotherbox.plane.config;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;

/** Global lines of address translation: kept and shown. {@code ip nat inside|outside} is a line of the interfaces. */
public final class NatFeature implements Feature {
  private static final String NO_NAT = "addresses are not translated: packets leave with the source they came with";

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "ip nat", "NAT configuration commands");
    g.prefix(Mode.CONFIG, "ip nat inside", "Inside address translation");
    g.prefix(Mode.CONFIG, "ip nat inside source", "Source address translation");
    g.prefix(Mode.CONFIG, "ip nat inside source list", "Specify access list describing local addresses");
    g.prefix(Mode.CONFIG, "ip nat inside source static", "Specify static local->global mapping");
    String[] list = {"Access list number for local addresses", "Access list number for local addresses", "Access list name for local addresses"};
    dynamic(g, "interface IFNAME:interface [overload]", list, "Specify interface for global address", "interface", "Overload an address translation");
    dynamic(g, "pool WORD:pool [overload]", list, "Name pool of global addresses", "Pool name for global addresses", "Overload an address translation");
    g.line(Mode.CONFIG, "ip nat inside source static A.B.C.D:local {A.B.C.D|interface IFNAME} [extendable]", "Inside local IP address",
        "Inside global IP address", "Specify interface for global address", "interface", "Extend this translation when used")
        .many().partial(NO_NAT).security();
    g.line(Mode.CONFIG, "ip nat inside source static {tcp|udp}:protocol A.B.C.D:local <1-65535>:port {A.B.C.D|interface IFNAME}"
        + " <1-65535>:globalPort [extendable]", "Transmission Control Protocol", "User Datagram Protocol", "Inside local IP address",
        "Local TCP/UDP port", "Inside global IP address", "Specify interface for global address", "interface", "Global TCP/UDP port",
        "Extend this translation when used").many().partial(NO_NAT).security();
    g.line(Mode.CONFIG, "ip nat pool WORD:name A.B.C.D A.B.C.D {netmask A.B.C.D|prefix-length <1-32>}", "Define pool of addresses",
        "Pool name", "Start IP address", "End IP address", "Specify the network mask", "Network mask",
        "Specify the prefix length", "Prefix length").keyed("name").partial(NO_NAT).security();
  }

  private static void dynamic(Grammar g, String target, String[] list, String... help) {
    var all = new java.util.ArrayList<>(java.util.List.of(list));
    all.addAll(java.util.List.of(help));
    Line l = g.line(Mode.CONFIG, "ip nat inside source list {<1-199>|<1300-2699>|WORD}:list " + target, all.toArray(String[]::new));
    l.slot("ip nat inside source list").keyed("list").partial(NO_NAT).security();
  }
}
