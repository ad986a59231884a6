package net.anotherbox.plane.nd;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * What a router says of itself and of its link (RFC 4861 section 4.2, RFC 4191 section 2.2, RFC 6275 section 7, RFC 8106
 * section 5.1).
 *
 * @param hopLimit that hosts are to use, 0 for unspecified
 * @param managed hosts get their addresses by DHCP
 * @param other hosts get other things by DHCP
 * @param lifetime seconds for which the router is a default router; 0 for none
 * @param reachable milliseconds, 0 for unspecified
 * @param retransmit milliseconds, 0 for unspecified
 * @param mac of the router's interface, six bytes; empty for not told
 * @param mtu of the link, bytes; empty for not told
 * @param interval at most so many milliseconds between two advertisements; empty for not told
 */
public record RouterAdvertisement(int hopLimit, boolean managed, boolean other, Preference preference, int lifetime,
    long reachable, long retransmit, byte[] mac, OptionalInt mtu, List<Prefix> prefixes, OptionalInt interval,
    List<NameServer> nameServers) {
  public static final int SOLICITATION = 133;
  public static final int ADVERTISEMENT = 134;
  /** Seconds that never end. */
  public static final long INFINITE = 0xffffffffL;

  private static final int HEADER_BYTES = 16;
  private static final int SOLICITATION_BYTES = 8;
  private static final int UNIT = 8;
  private static final int SOURCE_LINK_LAYER = 1;
  private static final int PREFIX_INFORMATION = 3;
  private static final int MTU = 5;
  private static final int INTERVAL = 7;
  private static final int NAME_SERVER = 25;
  /** With its IPv6 header no longer than what every link takes. */
  private static final int LONGEST = 1_240;

  /** Which of several default routers hosts are to prefer. */
  public enum Preference {
    LOW(3), MEDIUM(0), HIGH(1);

    private final int bits;

    Preference(int bits) {
      this.bits = bits;
    }

    static Preference of(int bits) {
      return bits == 3 ? LOW : bits == 1 ? HIGH : MEDIUM;
    }
  }

  /**
   * A prefix of the link.
   *
   * @param onLink whether all of it is on the link
   * @param autonomous whether hosts make addresses of it
   * @param router whether it is the router's whole address
   * @param valid seconds, {@link #INFINITE} for ever
   * @param preferred seconds
   */
  public record Prefix(Ipv6Prefix prefix, boolean onLink, boolean autonomous, boolean router, long valid, long preferred) {}

  /** A server for names. @param lifetime seconds */
  public record NameServer(Ipv6 address, long lifetime) {}

  /** The last word of a router that will be none. */
  public RouterAdvertisement farewell() {
    return new RouterAdvertisement(hopLimit, managed, other, Preference.MEDIUM, 0, reachable, retransmit, mac, mtu,
        prefixes, interval, List.of());
  }

  /** From the ICMPv6 type on, the checksum left zero. */
  public byte[] bytes() {
    ByteBuffer b = ByteBuffer.allocate(LONGEST);
    b.put((byte) ADVERTISEMENT).put((byte) 0).putShort((short) 0).put((byte) hopLimit)
        .put((byte) ((managed ? 0x80 : 0) | (other ? 0x40 : 0) | (lifetime == 0 ? 0 : preference.bits << 3)))
        .putShort((short) lifetime).putInt((int) reachable).putInt((int) retransmit);
    if (mac.length == 6) b.put((byte) SOURCE_LINK_LAYER).put((byte) 1).put(mac);
    interval.ifPresent(i -> b.put((byte) INTERVAL).put((byte) 1).putShort((short) 0).putInt(i));
    mtu.ifPresent(m -> b.put((byte) MTU).put((byte) 1).putShort((short) 0).putInt(m));
    for (Prefix p : prefixes) {
      if (b.remaining() < 32) break;
      b.put((byte) PREFIX_INFORMATION).put((byte) 4).put((byte) p.prefix.length())
          .put((byte) ((p.onLink ? 0x80 : 0) | (p.autonomous ? 0x40 : 0) | (p.router ? 0x20 : 0)))
          .putInt((int) p.valid).putInt((int) p.preferred).putInt(0).put(p.prefix.address().bytes());
    }
    for (NameServer s : nameServers) {
      if (b.remaining() < 24) break;
      b.put((byte) NAME_SERVER).put((byte) 3).putShort((short) 0).putInt((int) s.lifetime).put(s.address.bytes());
    }
    return Arrays.copyOf(b.array(), b.position());
  }

  /**
   * Reads one (section 6.1.2). Options that are not known are passed over.
   *
   * @param b from the ICMPv6 type on
   * @return empty if it is none or not whole
   */
  public static Optional<RouterAdvertisement> read(byte[] b) {
    if (b.length < HEADER_BYTES || (b[0] & 255) != ADVERTISEMENT || b[1] != 0 || !optionsAreWhole(b, HEADER_BYTES))
      return Optional.empty();
    ByteBuffer in = ByteBuffer.wrap(b);
    byte[] mac = new byte[0];
    var mtu = OptionalInt.empty();
    var interval = OptionalInt.empty();
    var prefixes = new ArrayList<Prefix>();
    var servers = new ArrayList<NameServer>();
    for (int at = HEADER_BYTES; at < b.length; at += (b[at + 1] & 255) * UNIT) {
      int units = b[at + 1] & 255;
      switch (b[at]) {
        case SOURCE_LINK_LAYER -> mac = Arrays.copyOfRange(b, at + 2, at + 8);
        case MTU -> mtu = OptionalInt.of(in.getInt(at + 4));
        case INTERVAL -> interval = OptionalInt.of(in.getInt(at + 4));
        case PREFIX_INFORMATION -> {
          if (units == 4 && (b[at + 2] & 255) <= 128) prefixes.add(prefix(b, in, at));
        }
        case NAME_SERVER -> {
          for (int a = at + 8; a + 16 <= at + units * UNIT; a += 16)
            servers.add(new NameServer(Ipv6.of(b, a), in.getInt(at + 4) & INFINITE));
        }
        default -> { }
      }
    }
    int flags = b[5] & 255;
    return Optional.of(new RouterAdvertisement(b[4] & 255, (flags & 0x80) != 0, (flags & 0x40) != 0,
        Preference.of(flags >> 3 & 3), in.getShort(6) & 0xffff, in.getInt(8) & INFINITE, in.getInt(12) & INFINITE, mac, mtu,
        List.copyOf(prefixes), interval, List.copyOf(servers)));
  }

  private static Prefix prefix(byte[] b, ByteBuffer in, int at) {
    int flags = b[at + 3] & 255;
    return new Prefix(new Ipv6Prefix(Ipv6.of(b, at + 16), b[at + 2] & 255), (flags & 0x80) != 0, (flags & 0x40) != 0,
        (flags & 0x20) != 0, in.getInt(at + 4) & INFINITE, in.getInt(at + 8) & INFINITE);
  }

  /** Whether this is a solicitation that must be heeded (section 6.1.1). @param source of the packet */
  public static boolean isSolicitation(byte[] b, Ipv6 source) {
    if (b.length < SOLICITATION_BYTES || (b[0] & 255) != SOLICITATION || b[1] != 0
        || !optionsAreWhole(b, SOLICITATION_BYTES)) return false;
    if (!source.equals(Ipv6.ANY)) return true;
    for (int at = SOLICITATION_BYTES; at < b.length; at += (b[at + 1] & 255) * UNIT)
      if (b[at] == SOURCE_LINK_LAYER) return false;
    return true;
  }

  private static boolean optionsAreWhole(byte[] b, int from) {
    int at = from;
    while (at < b.length) {
      int bytes = at + 1 < b.length ? (b[at + 1] & 255) * UNIT : 0;
      if (bytes == 0 || at + bytes > b.length) return false;
      at += bytes;
    }
    return true;
  }

  /** Whether hosts would be told the same. */
  public boolean saysTheSame(RouterAdvertisement o) {
    return Arrays.equals(mac, o.mac) && hopLimit == o.hopLimit && managed == o.managed && other == o.other
        && preference == o.preference && lifetime == o.lifetime && reachable == o.reachable && retransmit == o.retransmit
        && mtu.equals(o.mtu) && prefixes.equals(o.prefixes) && interval.equals(o.interval)
        && nameServers.equals(o.nameServers);
  }
}
