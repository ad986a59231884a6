package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * Probes on Linux. The table {@code ip anotherbox_ted} takes them out ahead of all that looks at clear text, hands them over
 * by NFLOG and drops them, so many in a second; what is sent goes out of a raw socket that is bound to its link.
 */
public final class LinuxTransit implements TransitPorts, AutoCloseable {
  static final String TABLE = "ip anotherbox_ted";
  private static final int LOG_GROUP = 144;
  private static final String PREFIX = "anotherbox-ted ";
  private static final int LARGEST = 2048;
  private static final int SO_BINDTODEVICE = 25;
  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;
  private static final int TOS = 0xc0;
  private static final int TTL = 255;

  private final Loop loop;
  private final Nftables nft;
  private final NfLog log;
  private final Map<String, Integer> sockets = new HashMap<>();
  private List<Watch> watches = List.of();
  private Receiver receiver = (link, source, sourcePort, destination, destinationPort, datagram) -> {};
  private long sendFailures;

  /** Takes away what a killed process left behind. @throws PortUnavailable without the privilege */
  public LinuxTransit(Loop loop) throws PortUnavailable {
    this.loop = loop;
    Nftables made = null;
    try {
      made = new Nftables();
      made.run(rules(List.of()));
      nft = made;
      log = new NfLog(LOG_GROUP, LARGEST, "probes", this::heard);
    } catch (OsError e) {
      if (made != null) made.close();
      throw new PortUnavailable(e.getMessage());
    }
  }

  @Override
  public void intercept(List<Watch> wanted, Receiver now) throws PortUnavailable {
    try {
      nft.run(rules(wanted));
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
    watches = List.copyOf(wanted);
    receiver = now;
  }

  /** The transaction that replaces whatever table is there; no table for no watch. */
  static String rules(List<Watch> wanted) {
    var out = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\n");
    if (wanted.isEmpty()) return out.toString();
    out.append("add table ").append(TABLE).append('\n');
    out.append("add chain ").append(TABLE).append(" probes { type filter hook prerouting priority mangle - 2; }\n");
    for (int i = 0; i < wanted.size(); i++) {
      Watch w = wanted.get(i);
      String take = "take" + i;
      out.append("add chain %s %s\nadd chain %s watch%d\n".formatted(TABLE, take, TABLE, i));
      out.append(("add rule %s %s limit rate 100/second burst 100 packets log prefix \"%s%d\" group %d snaplen %d\n"
          + "add rule %s %s drop\n").formatted(TABLE, take, PREFIX, i, LOG_GROUP, LARGEST, TABLE, take));
      for (Rule r : w.rules())
        for (String c : NftRules.conditions(hosts(r.match()), true))
          out.append("add rule %s watch%d %s%s\n".formatted(TABLE, i, c, r.permit() ? "goto " + take : "return"));
      out.append(("add rule %s probes iifname \"%s\" ip protocol 17 ip frag-off & 0x3fff == 0 udp dport 500 "
          + "@th,208,8 0x%x jump watch%d\n").formatted(TABLE, w.linuxName(), PROBE, i));
    }
    return out.toString();
  }

  private static PacketMatch hosts(PacketMatch m) {
    return PacketMatch.ip(PacketMatch.ANY_PROTOCOL, m.source(), m.sourceWildcard(), m.destination(),
        m.destinationWildcard());
  }

  /** On the log's thread. */
  private void heard(String prefix, byte[] packet) {
    if (!prefix.startsWith(PREFIX)) return;
    int watch = Integer.parseInt(prefix.substring(PREFIX.length()).strip());
    var view = new Ipv4View().wrap(packet, 0, packet.length);
    int at = view.wellFormed() ? view.headerLength() : packet.length;
    if (packet.length < at + UDP_HEADER || view.totalLength() > packet.length) return;
    int length = NetworkOrder.u16(packet, at + 4);
    if (length < UDP_HEADER || at + length > view.totalLength()) return;
    byte[] datagram = Arrays.copyOfRange(packet, at + UDP_HEADER, at + length);
    Ipv4 source = Ipv4.of(packet, Ipv4View.SOURCE);
    Ipv4 destination = Ipv4.of(packet, Ipv4View.DESTINATION);
    int from = NetworkOrder.u16(packet, at);
    int to = NetworkOrder.u16(packet, at + 2);
    loop.post(() -> deliver(watch, source, from, destination, to, datagram));
  }

  /** The rules may have changed meanwhile: then the watch says no. */
  private void deliver(int watch, Ipv4 source, int from, Ipv4 destination, int to, byte[] datagram) {
    if (watch < watches.size() && watches.get(watch).covers(source, destination))
      receiver.received(watches.get(watch).linuxName(), source, from, destination, to, datagram);
  }

  @Override
  public void send(String linuxName, Address source, int sourcePort, Address destination, int destinationPort,
      byte[] datagram) {
    if (!(source instanceof Ipv4 from) || !(destination instanceof Ipv4 to)) return;
    try {
      int fd = socket(linuxName);
      byte[] address = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putShort((short) LibC.AF_INET)
          .putShort((short) 0).put(to.bytes()).array();
      if (LibC.sendto(fd, packet(from, sourcePort, to, destinationPort, datagram), address) < 0) sendFailures++;
    } catch (OsError e) {
      sendFailures++;
    }
  }

  private int socket(String linuxName) throws OsError {
    Integer open = sockets.get(linuxName);
    if (open != null) return open;
    int fd = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW, LibC.IPPROTO_RAW);
    try {
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_HDRINCL, 1);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_MARK, NftRules.BYPASS);
      LibC.option(fd, LibC.SOL_SOCKET, SO_BINDTODEVICE, linuxName);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
    sockets.put(linuxName, fd);
    return fd;
  }

  /** The kernel fills in identification and the header's checksum. */
  static byte[] packet(Ipv4 source, int sourcePort, Ipv4 destination, int destinationPort, byte[] datagram) {
    int at = Ipv4View.HEADER_BYTES;
    byte[] p = new byte[at + UDP_HEADER + datagram.length];
    p[0] = 0x45;
    p[1] = (byte) TOS;
    NetworkOrder.u16(p, 2, p.length);
    p[Ipv4View.TTL] = (byte) TTL;
    System.arraycopy(source.bytes(), 0, p, Ipv4View.SOURCE, 4);
    System.arraycopy(destination.bytes(), 0, p, Ipv4View.DESTINATION, 4);
    NetworkOrder.u16(p, at, sourcePort);
    NetworkOrder.u16(p, at + 2, destinationPort);
    NetworkOrder.u16(p, at + 4, p.length - at);
    System.arraycopy(datagram, 0, p, at + UDP_HEADER, datagram.length);
    // The pseudo header: addresses, protocol and length stand where the checksum finds them, the rest is zero.
    byte[] sum = Arrays.copyOfRange(p, 8, p.length);
    sum[0] = 0;
    sum[1] = UDP;
    NetworkOrder.u16(sum, 2, p.length - at);
    int checksum = NetworkOrder.checksum(sum, 0, sum.length);
    NetworkOrder.u16(p, at + 6, checksum == 0 ? 0xffff : checksum);
    p[Ipv4View.PROTOCOL] = UDP;
    return p;
  }

  /** Datagrams that could not be sent. */
  public long sendFailures() {
    return sendFailures;
  }

  @Override
  public void close() {
    try {
      nft.run(rules(List.of()));
    } catch (OsError e) {
      // It goes with the process's namespace, or the next start takes it away.
      watches = List.of();
    }
    nft.close();
    log.close();
    sockets.values().forEach(LibC::close);
    sockets.clear();
  }
}
