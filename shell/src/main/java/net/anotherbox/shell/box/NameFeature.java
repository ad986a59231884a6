package net.anotherbox.shell.box;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Names and addresses: {@code ip domain-lookup}, {@code ip domain-name}, {@code ip host}, {@code ipv6 host},
 * {@code ip name-server}. Both spellings of 12.2 ("domain-lookup") and of later releases ("domain lookup") are taken
 * everywhere; each release prints its own.
 */
public final class NameFeature implements Feature {
  private final Configuration configuration;
  private Line lookup;
  private Line domain;
  private Line host;
  private Line ipv6Host;
  private Line server;

  private final Personality personality;
  private final Screen hosts = Screen.load(NameFeature.class, "show-hosts.screen");

  NameFeature(Configuration configuration, Personality personality) {
    this.configuration = configuration;
    this.personality = personality;
  }

  @Override
  public void declare(Grammar g) {
    g.exec("show hosts", this::showHosts, "IP domain-name, lookup style, nameservers, and host table");
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "ipv6", "Global IPv6 configuration commands");
    String enable = "Enable IP Domain Name System hostname translation";
    String domains = "IP DNS Resolver";
    lookup = g.line(Mode.CONFIG, "ip {domain-lookup|domain lookup}", enable, domains, enable).slot("ip domain lookup")
        .onByDefault()
        .printed("12.2 |ip domain-lookup|", "12.4 |ip domain lookup|").active();
    g.line(Mode.CONFIG, "ip {domain-lookup|domain lookup} source-interface IFNAME:name", enable, domains, enable,
        "Specify source interface for DNS lookup", "Interface").slot("ip domain lookup source-interface").clearsOnNo()
        .printed("12.2 |ip domain-lookup source-interface {name}|", "12.4 |ip domain lookup source-interface {name}|")
        .kept("the box looks no names up itself");
    domain = g.line(Mode.CONFIG, "ip {domain-name|domain name} WORD:name", "Define the default domain name", domains,
        "Define the default domain name", "Default domain name").slot("ip domain name").clearsOnNo()
        .printed("12.2 |ip domain-name {name}|", "12.4 |ip domain name {name}|").active();
    g.line(Mode.CONFIG, "ip {domain-list|domain list} WORD:name", "Domain name to complete unqualified host names.", domains,
        "Domain name to complete unqualified host names.", "A domain name").slot("ip domain list").keyed("name")
        .printed("12.2 |ip domain-list {name}|", "12.4 |ip domain list {name}|").kept("the box looks no names up itself");
    host = g.line(Mode.CONFIG, "ip host WORD:name A.B.C.D:address [A.B.C.D:more]*", "Add an entry to the ip hostname table",
        "Name of host",
        "Host IP address", "Host IP address").slot("ip host").keyed("name").active();
    ipv6Host = g.line(Mode.CONFIG, "ipv6 host WORD:name X:X:X:X::X:address [X:X:X:X::X:more]*",
        "Configure static hostnames", "Name of host", "Host IPv6 address", "Host IPv6 address")
        .slot("ipv6 host").keyed("name").active();
    server = g.line(Mode.CONFIG, "ip name-server A.B.C.D:address [A.B.C.D:address]*",
        "Specify address of name server to use",
        "Domain server IP address (maximum of 6)", "Domain server IP address (maximum of 6)").slot("ip name-server").many()
        .clearsOnNo().partial("no name server is asked; names of ip host are known");
  }

  private void showHosts(Execution x) {
    Section root = configuration.current();
    var facts = new HashMap<String, Object>(Map.of("lookup", looksUp() ? "domain service" : "static mappings", "servers",
        root.all(server).flatMap(e -> Stream.of(e.required("address").split(" "))).collect(Collectors.joining(", "))));
    if (facts.get("servers").equals("")) facts.put("servers", "255.255.255.255");
    facts.put("domain", domainName().orElse("not set"));
    facts.put("hosts", Stream.of(host, ipv6Host).flatMap(root::all).map(e -> Map.of("name", e.required("name"), "type",
        e.line() == host ? "IP" : "IPv6", "addresses", String.join("  ", listed(e)))).toList());
    x.print(hosts.render(personality.release(), facts));
  }

  /** Whether words that are no command are looked up as names. */
  public boolean looksUp() {
    return configuration.current().isOn(lookup);
  }

  /** First name server configured. */
  public Optional<String> server() {
    return configuration.current().all(server).findFirst().map(e -> e.required("address").split(" ")[0]);
  }

  public Optional<String> domainName() {
    return configuration.current().value(domain, "name");
  }

  /** Addresses of a name of {@code ip host} and {@code ipv6 host}, with or without the default domain; empty if unknown. */
  public List<Address> addresses(String name) {
    Section root = configuration.current();
    String bare = domainName().filter(d -> name.endsWith("." + d)).map(d ->
        name.substring(0, name.length() - d.length() - 1)).orElse(name);
    return Stream.of(host, ipv6Host).flatMap(line -> root.all(line).filter(e -> e.required("name").equalsIgnoreCase(name)
        || e.required("name").equalsIgnoreCase(bare)).findFirst().stream()).flatMap(e -> listed(e).stream())
        .flatMap(a -> Address.parse(a).stream()).toList();
  }

  /** Those of them that are IPv4. */
  List<Ipv4> ipv4Addresses(String name) {
    return addresses(name).stream().filter(Ipv4.class::isInstance).map(Ipv4.class::cast).toList();
  }

  private static List<String> listed(Entry e) {
    return List.of((e.required("address") + e.arg("more").map(m -> " " + m).orElse("")).split(" "));
  }
}
