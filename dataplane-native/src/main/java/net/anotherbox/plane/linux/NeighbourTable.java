package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.KernelPort.Link;
import net.anotherbox.runtime.value.Address;

/**
 * The neighbours of one family in the kernel, whom ARP or neighbour discovery has found, in the messages of rtnetlink(7).
 */
final class NeighbourTable {
  /** States of the kernel (NUD_…). */
  static final int INCOMPLETE = 1;
  static final int STALE = 4;
  static final int DELAY = 8;
  static final int PROBE = 0x10;
  private static final int FAILED = 0x20;
  private static final int NOT_ASKED_FOR = 0x40;
  static final int FIXED = 0x80;

  private static final int NEW = 28;
  private static final int DELETE = 29;
  private static final int GET = 30;
  /** Ages are told in ticks of USER_HZ, which is 100 everywhere. */
  private static final long MILLIS_OF_TICK = 10;

  /** One of them. @param mac six bytes, or empty while it is asked for. @param ageMillis since it was last heard */
  record Known(String link, Address address, byte[] mac, int state, long ageMillis) {}

  private final Rtnetlink links;
  private final int family;

  NeighbourTable(Rtnetlink links, int family) {
    this.links = links;
    this.family = family;
  }

  List<Known> all() throws OsError {
    var names = new HashMap<Integer, String>();
    for (Link l : links.links()) names.put(l.index(), l.name());
    var found = new ArrayList<Known>();
    var m = new NetlinkMessage(GET, NetlinkMessage.DUMP).u8(family, 0).u16(0).u32(0).u16(0).u8(0, 0);
    for (var r : links.query(m)) {
      int state = r.u16(8);
      Map<Integer, byte[]> a = r.attributes(12);
      byte[] address = a.get(1);
      if (r.type() != NEW || !names.containsKey(r.i32(4)) || address == null || state == 0
          || (state & (FAILED | NOT_ASKED_FOR)) != 0) continue;
      byte[] mac = (state & INCOMPLETE) != 0 ? new byte[0] : a.getOrDefault(2, new byte[0]);
      // Confirmed, used, updated: a new one counts as confirmed before it came, one that stays is not updated.
      var ages = new NetlinkReply(0, a.getOrDefault(3, new byte[12]));
      long ticks = Math.min(ages.i32(0), ages.i32(8));
      found.add(new Known(names.get(r.i32(4)), Address.of(address), mac, state, ticks * MILLIS_OF_TICK));
    }
    return found;
  }

  /** Those on these links that were found by asking. */
  void forget(Collection<String> of) throws OsError {
    for (Known n : all()) {
      if (!of.contains(n.link) || (n.state & FIXED) != 0) continue;
      try {
        remove(n.link, n.address);
      } catch (OsError e) {
        // It has gone by itself meanwhile, or the link has.
        continue;
      }
    }
  }

  /** One that is never asked for. */
  void fix(String link, Address address, byte[] mac) throws OsError {
    links.request(message(NEW, NetlinkMessage.CREATE | NetlinkMessage.REPLACE, link, FIXED).attribute(1, address.bytes())
        .attribute(2, mac));
  }

  void remove(String link, Address address) throws OsError {
    links.request(message(DELETE, 0, link, 0).attribute(1, address.bytes()));
  }

  private NetlinkMessage message(int type, int flags, String link, int state) throws OsError {
    return new NetlinkMessage(type, NetlinkMessage.ACK | flags).u8(family, 0).u16(0).u32(links.link(link).index()).u16(state)
        .u8(0, 0);
  }
}
