package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.KernelPort.Link;
import net.anotherbox.runtime.port.KernelPort.LinkCounters;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/** Links, addresses, routes and rules in the messages of rtnetlink(7). Knows the kernel's formats, decides nothing. */
final class Rtnetlink implements AutoCloseable {
  /** Marks as ours what carries a protocol number; free in iproute2's rt_protos and in FRR, where 189 is RIP. */
  static final int PROTOCOL = 143;

  static final int NEW_LINK = 16;
  static final int DELETE_LINK = 17;
  private static final int GET_LINK = 18;
  static final int NEW_ADDRESS = 20;
  static final int DELETE_ADDRESS = 21;
  static final int GET_ADDRESS = 22;
  static final int NEW_ROUTE = 24;
  static final int DELETE_ROUTE = 25;
  static final int GET_ROUTE = 26;
  private static final int NEW_RULE = 32;
  private static final int DELETE_RULE = 33;
  private static final int GET_RULE = 34;

  static final int GROUP_LINK = 1;
  static final int MAIN_TABLE = 254;
  private static final int UP = 1;
  private static final int LOWER_UP = 0x10000;
  static final int UNICAST = 1;
  static final int BLACKHOLE = 6;
  private static final int SCOPE_LINK = 253;
  private static final int SCOPE_HOST = 254;
  private static final int TO_TABLE = 1;

  /** An address in the kernel. @param secondary the kernel's own flag */
  record KernelAddress(int index, Ipv4 address, int prefixLength, boolean secondary) {}

  /** One way of a route. @param gateway null if none. @param index of the link, 0 to let the kernel find it */
  record Hop(Ipv4 gateway, int index) {}

  /** A route in the kernel. @param hops empty for a blackhole */
  record KernelRoute(int table, Ipv4Prefix prefix, int metric, int protocol, List<Hop> hops) {}

  /** A rule by firewall mark. */
  record MarkRule(int priority, int mark, int mask, int table) {}

  private final Netlink netlink;

  Rtnetlink() throws OsError {
    netlink = new Netlink(Netlink.ROUTE, 0);
  }

  @Override
  public void close() {
    netlink.close();
  }

  /** For the messages of others in this package, of the same thread. */
  List<NetlinkReply> query(NetlinkMessage m) throws OsError {
    return netlink.query(m);
  }

  void request(NetlinkMessage m) throws OsError {
    netlink.request(m);
  }

  List<Link> links() throws OsError {
    var found = new ArrayList<Link>();
    for (var r : netlink.query(linkMessage(GET_LINK, NetlinkMessage.DUMP, 0, 0, 0))) link(r).ifPresent(found::add);
    return found;
  }

  private static NetlinkMessage linkMessage(int type, int flags, int index, int linkFlags, int change) {
    return new NetlinkMessage(type, flags).u8(0, 0).u16(0).u32(index).u32(linkFlags).u32(change);
  }

  /** The link that a message tells of. */
  static Optional<Link> link(NetlinkReply r) {
    if (r.type() != NEW_LINK && r.type() != DELETE_LINK) return Optional.empty();
    var a = r.attributes(16);
    int flags = r.i32(8);
    int index = r.type() == DELETE_LINK ? 0 : r.i32(4);
    byte[] mac = a.getOrDefault(1, new byte[0]);
    return Optional.of(new Link(NetlinkReply.text(a.get(3)), index, (flags & UP) != 0, (flags & LOWER_UP) != 0,
        NetlinkReply.i32(a.get(4)), mac.length == 6 ? mac : new byte[0]));
  }

  private NetlinkReply linkNamed(String name) throws OsError {
    return netlink.query(linkMessage(GET_LINK, NetlinkMessage.ACK, 0, 0, 0).attribute(3, name)).get(0);
  }

  /** @throws OsError if there is no such link */
  Link link(String name) throws OsError {
    return link(linkNamed(name)).orElseThrow();
  }

  /** The kind of a virtual link ("dummy", "tun"), or "". */
  String kind(String name) throws OsError {
    byte[] info = linkNamed(name).attributes(16).get(18);
    return info == null ? "" : NetlinkReply.text(NetlinkReply.attributes(info, 0).get(1));
  }

  /** Out of struct rtnl_link_stats64. */
  LinkCounters counters(String name) throws OsError {
    byte[] s = linkNamed(name).attributes(16).get(23);
    return new LinkCounters(cell(s, 0), cell(s, 2), cell(s, 4), cell(s, 6), cell(s, 8), cell(s, 1), cell(s, 3), cell(s, 5),
        cell(s, 7), cell(s, 9));
  }

  private static long cell(byte[] statistics, int i) {
    return NetlinkReply.i64(statistics, i * 8);
  }

  void up(int index, boolean up) throws OsError {
    netlink.request(linkMessage(NEW_LINK, NetlinkMessage.ACK, index, up ? UP : 0, UP));
  }

  void mtu(int index, int mtu) throws OsError {
    netlink.request(linkMessage(NEW_LINK, NetlinkMessage.ACK, index, 0, 0).attribute(4, mtu));
  }

  void queueLength(int index, int packets) throws OsError {
    netlink.request(linkMessage(NEW_LINK, NetlinkMessage.ACK, index, 0, 0).attribute(13, packets));
  }

  void addDummy(String name) throws OsError {
    var m = linkMessage(NEW_LINK, NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.EXCL, 0, 0, 0)
        .attribute(3, name);
    int info = m.begin(18);
    m.attribute(1, "dummy");
    m.end(info);
    netlink.request(m);
  }

  /** Puts a link into a group, for {@link #deleteGroup}. */
  void group(int index, int group) throws OsError {
    netlink.request(linkMessage(NEW_LINK, NetlinkMessage.ACK, index, 0, 0).attribute(27, group));
  }

  /** Deletes all links of a group at once: one by one each has the kernel wait for its processors. */
  void deleteGroup(int group) throws OsError {
    netlink.request(linkMessage(DELETE_LINK, NetlinkMessage.ACK, 0, 0, 0).attribute(27, group));
  }

  void deleteLink(int index) throws OsError {
    netlink.request(linkMessage(DELETE_LINK, NetlinkMessage.ACK, index, 0, 0));
  }

  /** The IPv4 addresses of a link. */
  List<KernelAddress> addresses(int index) throws OsError {
    var found = new ArrayList<KernelAddress>();
    for (var r : netlink.query(new NetlinkMessage(GET_ADDRESS, NetlinkMessage.DUMP).u8(LibC.AF_INET, 0, 0, 0).u32(index))) {
      byte[] local = r.attributes(8).get(2);
      if (r.type() != NEW_ADDRESS || local == null) continue;
      found.add(new KernelAddress(r.i32(4), Ipv4.of(local, 0), r.u8(1), (r.u8(2) & 1) != 0));
    }
    return found;
  }

  private static NetlinkMessage addressMessage(int type, int flags, int index, Ipv4 address, int prefixLength) {
    return new NetlinkMessage(type, NetlinkMessage.ACK | flags).u8(LibC.AF_INET, prefixLength, 0, 0).u32(index)
        .attribute(2, address.bytes()).attribute(1, address.bytes());
  }

  void addAddress(int index, Ipv4 address, int prefixLength) throws OsError {
    var m = addressMessage(NEW_ADDRESS, NetlinkMessage.CREATE | NetlinkMessage.EXCL, index, address, prefixLength);
    if (prefixLength < 31) m.attribute(4, new Ipv4(address.bits() | ~Ipv4.mask(prefixLength).bits()).bytes());
    netlink.request(m.attribute(11, new byte[] {(byte) PROTOCOL}));
  }

  /** An address that this host alone knows and that is never chosen as a source. */
  void addHostAddress(int index, Ipv4 address) throws OsError {
    netlink.request(new NetlinkMessage(NEW_ADDRESS, NetlinkMessage.ACK | NetlinkMessage.CREATE)
        .u8(LibC.AF_INET, 32, 0, SCOPE_HOST).u32(index).attribute(2, address.bytes()).attribute(1, address.bytes()));
  }

  void deleteAddress(int index, Ipv4 address, int prefixLength) throws OsError {
    netlink.request(addressMessage(DELETE_ADDRESS, 0, index, address, prefixLength));
  }

  /** The IPv4 routes of ours, in all tables. */
  List<KernelRoute> ourRoutes() throws OsError {
    var found = new ArrayList<KernelRoute>();
    var m = new NetlinkMessage(GET_ROUTE, NetlinkMessage.DUMP).u8(LibC.AF_INET, 0, 0, 0, 0, PROTOCOL, 0, 0).u32(0);
    for (var r : netlink.query(m)) {
      if (r.type() == NEW_ROUTE && r.u8(5) == PROTOCOL) found.add(route(r));
    }
    return found;
  }

  private static KernelRoute route(NetlinkReply r) {
    Map<Integer, byte[]> a = r.attributes(12);
    byte[] destination = a.getOrDefault(1, new byte[4]);
    int table = a.containsKey(15) ? NetlinkReply.i32(a.get(15)) : r.u8(4);
    var hops = new ArrayList<Hop>();
    if (a.containsKey(9)) {
      byte[] multipath = a.get(9);
      for (int at = 0; at + 8 <= multipath.length; ) {
        var hop = new NetlinkReply(0, java.util.Arrays.copyOfRange(multipath, at, multipath.length));
        int length = Math.max(8, hop.u16(0));
        byte[] one = java.util.Arrays.copyOf(hop.body(), Math.min(length, hop.body().length));
        byte[] gateway = NetlinkReply.attributes(one, 8).get(5);
        hops.add(new Hop(gateway == null ? null : Ipv4.of(gateway, 0), hop.i32(4)));
        at += length + 3 & ~3;
      }
    } else if (r.u8(7) == UNICAST) {
      hops.add(new Hop(a.containsKey(5) ? Ipv4.of(a.get(5), 0) : null, NetlinkReply.i32(a.get(4))));
    }
    return new KernelRoute(table, new Ipv4Prefix(Ipv4.of(destination, 0), r.u8(1)), NetlinkReply.i32(a.get(6)), r.u8(5),
        hops);
  }

  private static NetlinkMessage routeMessage(int type, int flags, KernelRoute route) {
    boolean direct = !route.hops().isEmpty() && route.hops().stream().allMatch(h -> h.gateway() == null);
    var m = new NetlinkMessage(type, NetlinkMessage.ACK | flags)
        .u8(LibC.AF_INET, route.prefix().length(), 0, 0, route.table() < 256 ? route.table() : 0, PROTOCOL,
            direct ? SCOPE_LINK : 0, route.hops().isEmpty() ? BLACKHOLE : UNICAST)
        .u32(0).attribute(15, route.table());
    if (route.prefix().length() > 0) m.attribute(1, route.prefix().address().bytes());
    if (route.metric() != 0) m.attribute(6, route.metric());
    if (route.hops().size() == 1) {
      hop(m, route.hops().get(0), true);
    } else if (!route.hops().isEmpty()) {
      int multipath = m.begin(9);
      for (Hop h : route.hops()) {
        int at = m.begin(0);
        m.u32(h.index());
        hop(m, h, false);
        m.end(at);
      }
      m.end(multipath);
    }
    return m;
  }

  private static void hop(NetlinkMessage m, Hop h, boolean withLink) {
    if (h.gateway() != null) m.attribute(5, h.gateway().bytes());
    if (withLink && h.index() != 0) m.attribute(4, h.index());
  }

  /** Adds a route behind others of the same prefix and metric, so that none of those is touched. */
  void addRoute(KernelRoute route) throws OsError {
    netlink.request(routeMessage(NEW_ROUTE, NetlinkMessage.CREATE | NetlinkMessage.APPEND, route));
  }

  void deleteRoute(KernelRoute route) throws OsError {
    netlink.request(routeMessage(DELETE_ROUTE, 0, route));
  }

  /** Our rules. @param family AF_INET or AF_INET6 */
  List<MarkRule> ourRules(int family) throws OsError {
    var found = new ArrayList<MarkRule>();
    var m = new NetlinkMessage(GET_RULE, NetlinkMessage.DUMP).u8(family, 0, 0, 0, 0, 0, 0, 0).u32(0);
    for (var r : netlink.query(m)) {
      var a = r.attributes(12);
      byte[] protocol = a.get(21);
      if (r.type() != NEW_RULE || protocol == null || (protocol[0] & 255) != PROTOCOL) continue;
      found.add(new MarkRule(NetlinkReply.i32(a.get(6)), NetlinkReply.i32(a.get(10)), NetlinkReply.i32(a.get(16)),
          NetlinkReply.i32(a.get(15))));
    }
    return found;
  }

  private static NetlinkMessage ruleMessage(int type, int flags, MarkRule rule, int family) {
    return new NetlinkMessage(type, NetlinkMessage.ACK | flags).u8(family, 0, 0, 0, 0, 0, 0, TO_TABLE).u32(0)
        .attribute(15, rule.table()).attribute(6, rule.priority()).attribute(10, rule.mark()).attribute(16, rule.mask())
        .attribute(21, new byte[] {(byte) PROTOCOL});
  }

  void addRule(MarkRule rule, int family) throws OsError {
    netlink.request(ruleMessage(NEW_RULE, NetlinkMessage.CREATE | NetlinkMessage.EXCL, rule, family));
  }

  void deleteRule(MarkRule rule, int family) throws OsError {
    netlink.request(ruleMessage(DELETE_RULE, 0, rule, family));
  }
}
