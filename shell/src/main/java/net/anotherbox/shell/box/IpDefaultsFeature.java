package net.anotherbox.shell.box;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;

/** Global {@code ip} lines that say how a router of its age forwards, where Linux forwards in one way only. */
final class IpDefaultsFeature implements Feature {
  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.line(Mode.CONFIG, "ipv6 cef [distributed]", "Global IPv6 configuration commands", "Cisco Express Forwarding for IPv6",
        "Distributed Cisco Express Forwarding").slot("ipv6 cef").negatable()
        .kept("packets take one path, with or without it");
    g.line(Mode.CONFIG, "ip source-route", "Process packets with source routing header options").negatable().security()
        .support(e -> e.negated() ? Support.ACTIVE : new Support.Partial("packets with a source route are dropped"));
    g.line(Mode.CONFIG, "ip bootp server", "Config BOOTP services", "Enable BOOTP server").negatable()
        .kept("no BOOTP server runs here");
    g.line(Mode.CONFIG, "ip finger [rfc-compliant]", "finger server", "Wait for 'Return' or '/W' input before replying")
        .slot("ip finger")
        .negatable().kept("nothing listens");
    g.prefix(Mode.CONFIG, "ip tcp", "Global TCP parameters");
    g.line(Mode.CONFIG,
        "ip tcp {synwait-time <5-300>|mss <68-10000>|window-size <0-1073741823>|path-mtu-discovery|selective-ack|timestamp}",
        "Set time to wait on new TCP connections", "Seconds", "TCP initial maximum segment size", "MSS", "TCP window size",
        "Window size",
        "Enable path-MTU discovery on new TCP connections", "Enable TCP selective-ACK", "Enable TCP timestamp option").many()
        .negatable()
        .kept("TCP of the box itself is the host's");
    g.line(Mode.CONFIG, "ip icmp rate-limit unreachable [<1-4294967295>]", "ICMP parameters",
        "Rate limit for ICMP unreachables", "Unreachable",
        "Milliseconds").slot("ip icmp rate-limit").negatable().clearsOnNo()
        .partial("unreachables go at the host's own rate");
    g.line(Mode.CONFIG, "ip {auth-proxy|admission} max-nodata-conns <1-1000>", "Authentication Proxy commands",
        "Network Admission Control",
        "Maximum number of connections without data", "Number").many().clearsOnNo().kept("there is no such proxy");
  }
}
