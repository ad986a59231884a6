package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.Ipv6Port.OnLink;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** IPv6 addresses and routes in the messages of rtnetlink(7). Knows the kernel's formats, decides nothing. */
final class Ipv6Netlink {
  /** The multicast group that tells of addresses. */
  static final int GROUP_ADDRESS = 0x100;
  private static final int GATEWAY_IS_ON_THE_LINK = 4;
  private static final int FOR_EVER = -1;
  private static final int NO_DETECTION = 2;
  private static final int DETECTION_FAILED = 8;
  private static final int TENTATIVE = 0x40;
  private static final int PERMANENT = 0x80;

  /** A route in the main table. @param gateway {@link Ipv6#ANY} if none. @param index of the link, 0 for a blackhole */
  record KernelRoute(Ipv6Prefix prefix, int metric, Ipv6 gateway, int index) {}

  /** An address with who made it. @param ours whether it carries our protocol number (Linux 5.18 and later) */
  record KernelAddress(OnLink address, boolean permanent, boolean ours) {}

  /** A default route in another table than the main one. @param index of the link, 0 for a blackhole */
  record TableRoute(int table, int metric, int index) {}

  private final Rtnetlink netlink;

  Ipv6Netlink(Rtnetlink netlink) {
    this.netlink = netlink;
  }

  // ---- addresses ----

  List<KernelAddress> addresses(int index) throws OsError {
    var found = new ArrayList<KernelAddress>();
    for (var r : netlink.query(new NetlinkMessage(Rtnetlink.GET_ADDRESS, NetlinkMessage.DUMP).u8(LibC.AF_INET6, 0, 0, 0).u32(index)))
      address(r).ifPresent(found::add);
    return found;
  }

  private static Optional<KernelAddress> address(NetlinkReply r) {
    Map<Integer, byte[]> a = r.attributes(8);
    byte[] address = a.getOrDefault(2, a.get(1));
    if (r.type() != Rtnetlink.NEW_ADDRESS || address == null || address.length != 16) return Optional.empty();
    int flags = a.containsKey(8) ? NetlinkReply.i32(a.get(8)) : r.u8(2);
    boolean failed = (flags & DETECTION_FAILED) != 0;
    byte[] times = a.getOrDefault(6, new byte[16]);
    byte[] protocol = a.getOrDefault(11, new byte[1]);
    boolean permanent = (flags & PERMANENT) != 0;
    var on = new OnLink(Ipv6.of(address, 0), r.u8(1), (flags & TENTATIVE) != 0 && !failed, failed, !permanent,
        seconds(times, 4), seconds(times, 0));
    return Optional.of(new KernelAddress(on, permanent, (protocol[0] & 255) == Rtnetlink.PROTOCOL));
  }

  private static long seconds(byte[] times, int at) {
    int s = new NetlinkReply(0, times).i32(at);
    return s == FOR_EVER ? Long.MAX_VALUE : Integer.toUnsignedLong(s);
  }

  private static NetlinkMessage addressMessage(int type, int flags, int index, Ipv6 address, int prefixLength) {
    return new NetlinkMessage(type, NetlinkMessage.ACK | flags).u8(LibC.AF_INET6, prefixLength, 0, 0).u32(index)
        .attribute(2, address.bytes()).attribute(1, address.bytes());
  }

  /** @param anycast taken without asking whether it is free, and deprecated at once, so that it is never a source */
  void addAddress(int index, Ipv6 address, int prefixLength, boolean anycast) throws OsError {
    var m = addressMessage(Rtnetlink.NEW_ADDRESS, NetlinkMessage.CREATE | NetlinkMessage.EXCL, index, address, prefixLength);
    if (anycast) {
      m.attribute(8, NO_DETECTION);
      m.attribute(6, java.nio.ByteBuffer.allocate(16).putInt(0).putInt(FOR_EVER).array());
    }
    netlink.request(m.attribute(11, new byte[] {(byte) Rtnetlink.PROTOCOL}));
  }

  void deleteAddress(int index, Ipv6 address, int prefixLength) throws OsError {
    netlink.request(addressMessage(Rtnetlink.DELETE_ADDRESS, 0, index, address, prefixLength));
  }

  // ---- routes ----

  /** The routes of ours in the main table. */
  List<KernelRoute> ourRoutes() throws OsError {
    var found = new ArrayList<KernelRoute>();
    var m = new NetlinkMessage(Rtnetlink.GET_ROUTE, NetlinkMessage.DUMP)
        .u8(LibC.AF_INET6, 0, 0, 0, 0, Rtnetlink.PROTOCOL, 0, 0).u32(0);
    for (var r : netlink.query(m)) {
      Map<Integer, byte[]> a = r.attributes(12);
      int table = a.containsKey(15) ? NetlinkReply.i32(a.get(15)) : r.u8(4);
      if (r.type() != Rtnetlink.NEW_ROUTE || r.u8(5) != Rtnetlink.PROTOCOL || table != Rtnetlink.MAIN_TABLE) continue;
      var prefix = new Ipv6Prefix(Ipv6.of(a.getOrDefault(1, new byte[16]), 0), r.u8(1));
      boolean unicast = r.u8(7) == Rtnetlink.UNICAST;
      found.add(new KernelRoute(prefix, NetlinkReply.i32(a.get(6)), unicast && a.containsKey(5) ? Ipv6.of(a.get(5), 0)
          : Ipv6.ANY, unicast ? NetlinkReply.i32(a.get(4)) : 0));
    }
    return found;
  }

  /** The default routes of ours in other tables. */
  List<TableRoute> tableRoutes() throws OsError {
    var found = new ArrayList<TableRoute>();
    var m = new NetlinkMessage(Rtnetlink.GET_ROUTE, NetlinkMessage.DUMP)
        .u8(LibC.AF_INET6, 0, 0, 0, 0, Rtnetlink.PROTOCOL, 0, 0).u32(0);
    for (var r : netlink.query(m)) {
      Map<Integer, byte[]> a = r.attributes(12);
      int table = a.containsKey(15) ? NetlinkReply.i32(a.get(15)) : r.u8(4);
      if (r.type() != Rtnetlink.NEW_ROUTE || r.u8(5) != Rtnetlink.PROTOCOL || table == Rtnetlink.MAIN_TABLE) continue;
      found.add(new TableRoute(table, NetlinkReply.i32(a.get(6)), r.u8(7) == Rtnetlink.UNICAST ? NetlinkReply.i32(a.get(4)) : 0));
    }
    return found;
  }

  private static NetlinkMessage tableMessage(int type, int flags, TableRoute route) {
    var m = new NetlinkMessage(type, NetlinkMessage.ACK | flags).u8(LibC.AF_INET6, 0, 0, 0, 0, Rtnetlink.PROTOCOL, 0,
        route.index() == 0 ? Rtnetlink.BLACKHOLE : Rtnetlink.UNICAST).u32(0).attribute(15, route.table())
        .attribute(6, route.metric());
    return route.index() == 0 ? m : m.attribute(4, route.index());
  }

  void add(TableRoute route) throws OsError {
    netlink.request(tableMessage(Rtnetlink.NEW_ROUTE, NetlinkMessage.CREATE | NetlinkMessage.EXCL, route));
  }

  void delete(TableRoute route) throws OsError {
    netlink.request(tableMessage(Rtnetlink.DELETE_ROUTE, 0, route));
  }

  private static NetlinkMessage routeMessage(int type, int flags, KernelRoute route) {
    boolean discard = route.index() == 0;
    boolean direct = route.gateway().equals(Ipv6.ANY);
    var m = new NetlinkMessage(type, NetlinkMessage.ACK | flags)
        .u8(LibC.AF_INET6, route.prefix().length(), 0, 0, 0, Rtnetlink.PROTOCOL, 0, discard ? Rtnetlink.BLACKHOLE : Rtnetlink.UNICAST)
        .u32(discard || direct ? 0 : GATEWAY_IS_ON_THE_LINK).attribute(15, Rtnetlink.MAIN_TABLE)
        .attribute(6, route.metric());
    if (route.prefix().length() > 0) m.attribute(1, route.prefix().address().bytes());
    if (!discard && !direct) m.attribute(5, route.gateway().bytes());
    return discard ? m : m.attribute(4, route.index());
  }

  void addRoute(KernelRoute route) throws OsError {
    netlink.request(routeMessage(Rtnetlink.NEW_ROUTE, NetlinkMessage.CREATE | NetlinkMessage.EXCL, route));
  }

  void deleteRoute(KernelRoute route) throws OsError {
    netlink.request(routeMessage(Rtnetlink.DELETE_ROUTE, 0, route));
  }
}
