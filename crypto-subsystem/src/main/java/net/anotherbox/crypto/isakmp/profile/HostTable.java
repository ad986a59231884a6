package net.anotherbox.crypto.isakmp.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.value.Address;

/**
 * What the configuration says about names: the box's own and those of {@code ip host} and {@code ipv6 host}. The lines
 * belong to another subsystem; here they are read by their slots.
 *
 * @param fqdn the box's name, with the domain if there is one
 * @param addresses by name: as it stands, and with the domain
 */
public record HostTable(String fqdn, Map<String, List<Address>> addresses) {
  private static final String HOSTNAME = "hostname";
  private static final String DOMAIN = "ip domain name";
  private static final String HOST = "ip host";
  private static final String IPV6_HOST = "ipv6 host";
  private static final Set<String> SLOTS = Set.of(HOSTNAME, DOMAIN, HOST, IPV6_HOST);
  /** What a box without a name is called. */
  private static final String UNNAMED = "Router";

  /** Whether the line says something about names. */
  public static boolean concerns(Line line) {
    return SLOTS.contains(line.slot());
  }

  public static HostTable read(Section root) {
    var domain = one(root, DOMAIN).map(d -> "." + d);
    var addresses = new HashMap<String, List<Address>>();
    Stream.of(HOST, IPV6_HOST).flatMap(slot -> entries(root, slot)).forEach(e -> {
      String name = e.required("name");
      String all = e.required("address") + e.arg("more").map(m -> " " + m).orElse("");
      List<Address> list = Stream.of(all.split(" ")).flatMap(a -> Address.parse(a).stream()).toList();
      addresses.merge(name, list, (ipv4, ipv6) -> Stream.concat(ipv4.stream(), ipv6.stream()).toList());
    });
    domain.ifPresent(d -> Map.copyOf(addresses).forEach((name, list) -> addresses.putIfAbsent(name + d, list)));
    return new HostTable(one(root, HOSTNAME).orElse(UNNAMED) + domain.orElse(""), Map.copyOf(addresses));
  }

  private static Stream<Entry> entries(Section root, String slot) {
    return root.where(l -> l.slot().equals(slot)).filter(e -> !e.negated());
  }

  private static Optional<String> one(Section root, String slot) {
    return entries(root, slot).findFirst().flatMap(e -> e.arg("name"));
  }
}
