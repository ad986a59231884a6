package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Probes in transit on Linux. The table {@code ip anotherbox_probes} picks them behind the access lists of the links and
 * ahead of everything else, hands them over whole through NFLOG and drops them. Raw sockets, one for each link, send
 * probes under another host's address. What a process that died has left goes at once.
 */
public final class LinuxTransit implements TransitPorts, AutoCloseable {
  static final String TABLE = "ip anotherbox_probes";

  /** The NFLOG group of the probes. */
  private static final int GROUP = 144;

  private static final String PREFIX = "probe ";
  private static final int LARGEST = 65_535;
  private static final int UDP = 17;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int TOS = 0xc0;
  private static final int TTL = 255;

  private final Loop loop;
  private final Nftables nft;
  private final NetfilterLog log;
  private final Map<String, Integer> senders = new HashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private List<Watch> watches = List.of();
  private Receiver receiver = (link, source, sourcePort, destination, destinationPort, datagram) -> {};

  /** @throws PortUnavailable without the privilege, the library, or NFLOG in the kernel */
  public LinuxTransit(Loop loop) throws PortUnavailable {
    this.loop = loop;
    try {
      nft = new Nftables();
    } catch (OsError | UnsatisfiedLinkError e) {
      throw new PortUnavailable(e.getMessage());
    }
    try {
      nft.run(rules(List.of()));
      log = new NetfilterLog("probes", GROUP, LARGEST, this::logged);
    } catch (OsError e) {
      nft.close();
      throw new PortUnavailable(e.getMessage());
    }
  }

  @Override
  public void intercept(List<Watch> wanted, Receiver to) throws PortUnavailable {
    receiver = to;
    if (wanted.equals(watches)) return;
    try {
      nft.run(rules(wanted));
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
    watches = wanted;
  }

  /** The transaction that replaces whatever is there. */
  static String rules(List<Watch> watches) {
    var out = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\n");
    if (watches.isEmpty()) return out.toString();
    out.append("add table ").append(TABLE).append('\n');
    out.append("add chain ").append(TABLE).append(" pass { type filter hook prerouting priority raw + 10; }\n");
    for (int i = 0; i < watches.size(); i++) {
      Watch w = watches.get(i);
      String chain = "watch" + i;
      out.append("add chain ").append(TABLE).append(' ').append(chain).append('\n');
      for (Rule r : w.rules()) {
        var m = r.match();
        String where = addresses("saddr", m.source(), m.sourceWildcard()) + addresses("daddr", m.destination(),
            m.destinationWildcard());
        if (r.permit()) {
          out.append("add rule %s %s %slog prefix \"%s%s\" group %d snaplen %d\n".formatted(TABLE, chain, where, PREFIX,
              w.linuxName(), GROUP, LARGEST));
        }
        out.append("add rule %s %s %s%s\n".formatted(TABLE, chain, where, r.permit() ? "drop" : "return"));
      }
      // The exchange type is the byte at 18 of what follows eight bytes of UDP.
      out.append("add rule %s pass iifname \"%s\" ip protocol 17 ip frag-off & 0x3fff == 0 udp dport 500 @th,208,8 0x%x jump %s\n"
          .formatted(TABLE, w.linuxName(), PROBE, chain));
    }
    return out.toString();
  }

  private static String addresses(String field, Ipv4 address, Ipv4 wildcard) {
    int mask = ~wildcard.bits();
    return mask == 0 ? "" : "ip %s & %s == %s ".formatted(field, new Ipv4(mask), address);
  }

  private void logged(String prefix, byte[] packet) {
    var view = new Ipv4View().wrap(packet, 0, packet.length);
    if (!prefix.startsWith(PREFIX) || !view.wellFormed() || view.protocol() != UDP) return;
    int at = view.headerLength();
    int length = view.totalLength() >= at + UDP_HEADER_BYTES ? NetworkOrder.u16(packet, at + 4) : 0;
    if (length <= UDP_HEADER_BYTES || at + length > view.totalLength()) return;
    byte[] datagram = Arrays.copyOfRange(packet, at + UDP_HEADER_BYTES, at + length);
    Ipv4 source = new Ipv4(view.source());
    Ipv4 destination = new Ipv4(view.destination());
    int sourcePort = NetworkOrder.u16(packet, at);
    int destinationPort = NetworkOrder.u16(packet, at + 2);
    String link = prefix.substring(PREFIX.length()).strip();
    loop.post(() -> {
      if (!watches.isEmpty()) receiver.received(link, source, sourcePort, destination, destinationPort, datagram);
    });
  }

  @Override
  public void send(String linuxName, Address source, int sourcePort, Address destination, int destinationPort,
      byte[] datagram) {
    byte[] to = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putShort((short) LibC.AF_INET).putShort((short) 0)
        .put(destination.bytes()).array();
    try {
      if (LibC.sendto(sender(linuxName), packet((Ipv4) source, sourcePort, (Ipv4) destination, destinationPort, datagram), to)
          < 0) failures.incrementAndGet();
    } catch (OsError e) {
      failures.incrementAndGet();
    }
  }

  private int sender(String link) throws OsError {
    Integer open = senders.get(link);
    if (open != null) return open;
    int fd = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW | LibC.SOCK_NONBLOCK, LibC.IPPROTO_RAW);
    try {
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_HDRINCL, 1);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_MARK, NftRules.BYPASS);
      LibC.bindToDevice(fd, link);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
    senders.put(link, fd);
    return fd;
  }

  /** The kernel fills in identification and header checksum. */
  private static byte[] packet(Ipv4 source, int sourcePort, Ipv4 destination, int destinationPort, byte[] datagram) {
    int udp = Ipv4View.HEADER_BYTES;
    int segment = UDP_HEADER_BYTES + datagram.length;
    byte[] p = new byte[udp + segment];
    p[0] = 0x45;
    p[Ipv4View.TOS] = (byte) TOS;
    p[Ipv4View.TTL] = (byte) TTL;
    p[Ipv4View.PROTOCOL] = UDP;
    System.arraycopy(source.bytes(), 0, p, Ipv4View.SOURCE, 4);
    System.arraycopy(destination.bytes(), 0, p, Ipv4View.DESTINATION, 4);
    NetworkOrder.u16(p, Ipv4View.TOTAL_LENGTH, p.length);
    NetworkOrder.u16(p, udp, sourcePort);
    NetworkOrder.u16(p, udp + 2, destinationPort);
    NetworkOrder.u16(p, udp + 4, segment);
    System.arraycopy(datagram, 0, p, udp + UDP_HEADER_BYTES, datagram.length);
    int checksum = NetworkOrder.transportChecksum(p, 0, udp, UDP, segment);
    NetworkOrder.u16(p, udp + 6, checksum == 0 ? 0xffff : checksum);
    return p;
  }

  /** Datagrams that could not be sent. */
  public long sendFailures() {
    return failures.get();
  }

  /** Takes the rules away. */
  @Override
  public void close() {
    log.close();
    senders.values().forEach(LibC::close);
    senders.clear();
    try {
      nft.run(rules(List.of()));
    } catch (OsError e) {
      throw new IllegalStateException("probes: " + e.getMessage(), e);
    } finally {
      nft.close();
    }
  }
}
