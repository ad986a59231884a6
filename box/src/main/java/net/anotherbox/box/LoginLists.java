package net.anotherbox.box;

import java.util.List;
import java.util.Map;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.plane.config.AccessEntry;
import net.anotherbox.plane.config.AccessListFeature;
import net.anotherbox.plane.config.Ipv6AccessEntry;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.shell.aaa.Surroundings;

/**
 * Access lists as {@code access-class} asks them: about somebody who opens a TCP connection to a port of the box. A
 * condition that cannot be tested lets nobody in: such a permit is passed over, such a deny holds without it. Where he
 * came to does not matter, as on a router, which has many addresses.
 */
final class LoginLists implements Surroundings.Lists {
  private static final int TCP = 6;

  private final AccessListFeature feature;
  private final Configuration configuration;
  private final Personality personality;
  private final Log log;
  private final Catalogue words = Catalogue.load(LoginLists.class, "login-lists.msg");

  LoginLists(AccessListFeature feature, Configuration configuration, Personality personality, Log log) {
    this.personality = personality;
    this.feature = feature;
    this.configuration = configuration;
    this.log = log;
  }

  @Override
  public boolean permits(String list, Address from, int toPort) {
    if (from instanceof Ipv6 six) return permits(list, six, toPort);
    List<AccessEntry> entries = feature.accessLists(configuration.current()).getOrDefault(list, List.of());
    if (entries.isEmpty()) return true;
    if (!(from instanceof Ipv4 v4)) return false;
    for (AccessEntry e : entries) {
      if (e.permit() && !e.exact() || e.matches().stream().noneMatch(m -> matches(m, v4, toPort))) continue;
      if (logs(e)) say(list, e.permit(), v4);
      return e.permit();
    }
    return false;
  }

  /** One who comes over IPv6 is held against a list of IPv6; where the name is of none, he does not come in. */
  private boolean permits(String list, Ipv6 from, int port) {
    for (Ipv6AccessEntry e : feature.ipv6().of(configuration.current()).getOrDefault(list, List.of())) {
      if (e.permit() && !e.exact() || e.matches().stream().noneMatch(m -> matches(m, from, port))) continue;
      if (e.text().endsWith(" log") || e.text().endsWith(" log-input")) say(list, e.permit(), from);
      return e.permit();
    }
    return false;
  }

  private static boolean matches(Ipv6Match m, Ipv6 from, int port) {
    return (m.protocol() == PacketMatch.ANY_PROTOCOL || m.protocol() == TCP) && m.source().contains(from)
        && m.destinationPorts().contains(port) && m.sourcePorts().isAny() && !m.established() && !m.fragments()
        && m.icmpType() < 0 && m.dscp() < 0 && m.flowLabel() < 0;
  }

  private static boolean matches(PacketMatch m, Ipv4 from, int port) {
    Ipv4 care = m.sourceWildcard().inverted();
    return (m.protocol() == PacketMatch.ANY_PROTOCOL || m.protocol() == TCP) && from.and(care).equals(m.source().and(care))
        && m.destinationPorts().contains(port) && m.sourcePorts().isAny() && !m.established() && !m.fragments()
        && m.icmpType() < 0;
  }

  private static boolean logs(AccessEntry e) {
    return e.text().endsWith(" log") || e.text().endsWith(" log-input");
  }

  /** One call is one packet, as far as anybody can see. */
  private void say(String list, boolean permit, Address from) {
    words.render(personality.release(), "list-logged", Map.of("list", list, "verdict", permit ? "permitted" : "denied",
        "from",
        from)).ifPresent(text -> log.syslog("SEC", 6, "IPACCESSLOGS", text));
  }
}
