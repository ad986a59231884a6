package net.anotherbox.plane.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * A tunnel as it is configured.
 *
 * @param source interface or address as typed
 * @param destination address or name as typed
 * @param modeWords of a mode that is none of {@link Mode}: its words, e.g. "mpls traffic-eng"
 * @param tos of delivery packets; empty for the payload's
 * @param transmit kbit/s, informational
 * @param receive kbit/s, informational
 * @param pathMtuAge minutes after which a path MTU that was learned is forgotten; 0 for never
 * @param pathMtuLeast bytes, below which no router is believed
 */
record TunnelSettings(Optional<String> source, Optional<String> destination, Mode mode, String modeWords, OptionalLong key,
    boolean checksum, boolean sequence, OptionalInt tos, OptionalInt ttl, boolean pathMtu, int pathMtuAge, int pathMtuLeast,
    OptionalInt transmit, OptionalInt receive, Optional<Keepalive> keepalive, Optional<Protection> protection) {
  static final int PATH_MTU_AGE = 10;
  static final int PATH_MTU_LEAST = 92;

  /** One about which no line says anything. */
  static final TunnelSettings PLAIN = new TunnelSettings(Optional.empty(), Optional.empty(), Mode.GRE_IP, "",
      OptionalLong.empty(), false, false, OptionalInt.empty(), OptionalInt.empty(), false, PATH_MTU_AGE, PATH_MTU_LEAST,
      OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

  /** {@code keepalive}: every so many seconds, and so many in a row may be lost. */
  record Keepalive(int seconds, int retries) {}

  /** {@code tunnel protection ipsec profile}. */
  record Protection(String profile, boolean shared) {}

  /** How packets are wrapped: {@code tunnel mode}, in its words. */
  enum Mode {
    GRE_IP("gre ip", Encapsulation.GRE, 4, 0, "GRE/IP"),
    GRE_MULTIPOINT("gre multipoint", Encapsulation.GRE, 4, 0, "multi-GRE/IP"),
    GRE_IPV6("gre ipv6", Encapsulation.GRE, 6, 0, "GRE/IPv6"),
    IPIP("ipip", Encapsulation.IP, 4, 4, "IP/IP"),
    IPV6IP("ipv6ip", Encapsulation.IP, 4, 6, "IPv6/IP"),
    IPV6("ipv6", Encapsulation.IP, 6, 0, "IPv6/IPv6"),
    IPSEC_IPV4("ipsec ipv4", Encapsulation.IPSEC, 4, 4, "IPSEC/IP"),
    IPSEC_IPV6("ipsec ipv6", Encapsulation.IPSEC, 6, 6, "IPSEC/IPV6"),
    /** One that is kept and shown, and carries nothing. */
    OTHER("", Encapsulation.GRE, 4, 0, "");

    final String words;
    final Encapsulation encapsulation;
    /** IP version of what the tunnel's packets leave in. */
    final int delivery;
    /** IP version of what it carries, 0 for both. */
    final int payload;
    /** As {@code show interfaces} writes it. */
    final String transport;

    Mode(String words, Encapsulation encapsulation, int delivery, int payload, String transport) {
      this.words = words;
      this.encapsulation = encapsulation;
      this.delivery = delivery;
      this.payload = payload;
      this.transport = transport;
    }

    static Mode of(String words) {
      for (Mode m : values()) if (m.words.equals(words)) return m;
      return OTHER;
    }
  }

  /** The source as an interface, if it is one. */
  Optional<InterfaceName> sourceInterface() {
    return source.filter(s -> Ipv4.parse(s).isEmpty() && Ipv6.parse(s).isEmpty()).flatMap(InterfaceName::parse);
  }

  /** Bytes in front of each payload, IPsec's not counted. */
  int overhead() {
    int header = mode.delivery == 4 ? 20 : 40;
    return switch (mode.encapsulation) {
      case GRE -> header + 4 + (key.isPresent() ? 4 : 0) + (checksum ? 4 : 0) + (sequence ? 4 : 0);
      case IP -> header;
      case IPSEC -> 0;
    };
  }

  /** The same between these addresses. */
  TunnelSettings between(Address local, Address remote) {
    return new TunnelSettings(Optional.of(local.toString()), Optional.of(remote.toString()), mode, modeWords, key, checksum,
        sequence, tos, ttl, pathMtu, pathMtuAge, pathMtuLeast, transmit, receive, keepalive, protection);
  }

  /** Whether packets go to one other end. */
  boolean pointToPoint() {
    return mode != Mode.GRE_MULTIPOINT;
  }
}
