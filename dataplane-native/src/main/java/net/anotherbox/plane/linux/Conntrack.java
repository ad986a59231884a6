package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.AddressTranslation.Active;
import net.anotherbox.runtime.value.Ipv4;

/** The kernel's table of connections (ctnetlink), as far as their source address is translated. One thread at a time. */
final class Conntrack implements AutoCloseable {
  private static final int SUBSYSTEM = 1 << 8;
  private static final int NEW = SUBSYSTEM;
  private static final int GET = SUBSYSTEM | 1;
  private static final int DELETE = SUBSYSTEM | 2;
  private static final int FIXED = 4;
  private static final int NESTED = 0x8000;
  private static final int ORIGINAL = 1;
  private static final int REPLY = 2;
  private static final int STATUS = 3;
  private static final int SOURCE_TRANSLATED = 1 << 4;
  private static final int ADDRESSES = 1;
  private static final int PROTOCOL = 2;
  private static final int ICMP = 1;
  private static final int NO_SUCH = 2;

  /** One direction of a connection. Ports of ICMP are its identifier. */
  private record Tuple(Ipv4 source, Ipv4 destination, int protocol, int sourcePort, int destinationPort) {}

  private record Connection(Active active, byte[] original) {}

  private final Netlink netlink;

  Conntrack() throws OsError {
    netlink = new Netlink(Netlink.NETFILTER, 0);
  }

  List<Active> translated() throws OsError {
    return connections().stream().map(Connection::active).toList();
  }

  private List<Connection> connections() throws OsError {
    var found = new ArrayList<Connection>();
    for (var r : netlink.query(message(GET, NetlinkMessage.DUMP))) {
      Map<Integer, byte[]> a = r.attributes(FIXED);
      if (r.type() != NEW || (number(a.get(STATUS)) & SOURCE_TRANSLATED) == 0) continue;
      var out = tuple(a.get(ORIGINAL));
      var back = tuple(a.get(REPLY));
      if (out.isEmpty() || back.isEmpty()) continue;
      Tuple o = out.get();
      found.add(new Connection(new Active(o.protocol, o.source, o.sourcePort, back.get().destination,
          back.get().destinationPort, o.destination, o.destinationPort), a.get(ORIGINAL)));
    }
    return found;
  }

  private static NetlinkMessage message(int type, int flags) {
    return new NetlinkMessage(type, flags).u8(LibC.AF_INET, 0).u16(0);
  }

  private static Optional<Tuple> tuple(byte[] bytes) {
    if (bytes == null) return Optional.empty();
    Map<Integer, byte[]> parts = NetlinkReply.attributes(bytes, 0);
    Map<Integer, byte[]> addresses = NetlinkReply.attributes(parts.getOrDefault(ADDRESSES, new byte[0]), 0);
    Map<Integer, byte[]> protocol = NetlinkReply.attributes(parts.getOrDefault(PROTOCOL, new byte[0]), 0);
    if (!addresses.containsKey(1) || !addresses.containsKey(2) || !protocol.containsKey(1)) return Optional.empty();
    int kind = protocol.get(1)[0] & 255;
    int identifier = port(protocol.get(4));
    return Optional.of(new Tuple(Ipv4.of(addresses.get(1), 0), Ipv4.of(addresses.get(2), 0), kind,
        kind == ICMP ? identifier : port(protocol.get(2)), kind == ICMP ? identifier : port(protocol.get(3))));
  }

  /** Numbers inside ctnetlink's attributes are in network order. */
  private static int number(byte[] value) {
    return value == null || value.length < 4 ? 0 : Integer.reverseBytes(NetlinkReply.i32(value));
  }

  private static int port(byte[] value) {
    return value == null || value.length < 2 ? 0 : (value[0] & 255) << 8 | value[1] & 255;
  }

  /** Ends those of these that are still there. */
  void end(List<Active> wanted) throws OsError {
    for (Connection c : connections()) {
      if (!wanted.contains(c.active)) continue;
      try {
        netlink.request(message(DELETE, NetlinkMessage.ACK).attribute(ORIGINAL | NESTED, c.original));
      } catch (OsError e) {
        if (e.errno() != NO_SUCH) throw e;
      }
    }
  }

  @Override
  public void close() {
    netlink.close();
  }
}
