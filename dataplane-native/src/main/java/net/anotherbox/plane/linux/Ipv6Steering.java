package net.anotherbox.plane.linux;

import java.util.Set;
import java.util.stream.Collectors;
import net.anotherbox.plane.PlaneControl;
import net.anotherbox.plane.linux.Ipv6Netlink.TableRoute;
import net.anotherbox.plane.linux.Rtnetlink.MarkRule;
import net.anotherbox.runtime.port.FlowTable;

/**
 * How IPv6 packets that a crypto map wants come into its TUN device: rules of the kernel's filter that mark them, and a
 * table of routes for each mark, as {@link LinuxDataplane} has them for IPv4. A kernel without IPv6 needs none of it.
 */
final class Ipv6Steering {
  private final Rtnetlink links;
  private final Ipv6Netlink netlink;
  private final Nftables nft;
  private final PlaneControl control;
  private final int firstTable;
  /** Null before the first time. */
  private Nft6Rules rules;

  /** @param firstTable the number of a map's table is this one and the map's */
  Ipv6Steering(Rtnetlink links, Nftables nft, PlaneControl control, int firstTable) {
    this.links = links;
    this.nft = nft;
    this.control = control;
    this.firstTable = firstTable;
    netlink = new Ipv6Netlink(links);
  }

  /** Whether this kernel has IPv6; without it no packet needs a map. */
  static boolean isPossible() {
    return Sysctl.read("ipv6/conf/all/disable_ipv6").isPresent();
  }

  /** Readies a device for IPv6 packets: no addresses of the kernel's making, and nobody on the other side is believed. */
  static void settings(String device) throws OsError {
    for (String setting : new String[] {"accept_ra=0", "addr_gen_mode=1", "disable_ipv6=0"}) {
      int equals = setting.indexOf('=');
      Sysctl.write("ipv6/conf/" + device + "/" + setting.substring(0, equals), setting.substring(equals + 1));
    }
  }

  /** The way of what is marked for a map: into the device, and nowhere once that has gone. */
  void place(int number, int index, int metric, int blackholeMetric, MarkRule rule) throws OsError {
    add(new TableRoute(firstTable + number, blackholeMetric, 0));
    add(new TableRoute(firstTable + number, metric, index));
    if (!links.ourRules(LibC.AF_INET6).contains(rule)) links.addRule(rule, LibC.AF_INET6);
  }

  private void add(TableRoute route) throws OsError {
    try {
      netlink.add(route);
    } catch (OsError e) {
      if (e.errno() != OsError.EEXIST) throw e;
    }
  }

  /** Brings the kernel's filter up to date in one transaction. */
  void steer(FlowTable table) throws OsError {
    var next = Nft6Rules.of(table, control::number);
    if (next.equals(rules) || !isPossible()) return;
    if (rules != null) {
      try {
        nft.run(next.change(rules));
        rules = next;
        return;
      } catch (OsError e) {
        // Somebody else has taken our chains away or added to them; what follows does not build on them.
        rules = null;
      }
    }
    nft.run(next.replacement());
    rules = next;
  }

  /** Takes away rules and tables that none of these maps needs. */
  void sweep(Set<MarkRule> needed) throws OsError {
    if (!isPossible()) return;
    for (MarkRule r : links.ourRules(LibC.AF_INET6)) if (!needed.contains(r)) links.deleteRule(r, LibC.AF_INET6);
    var tables = needed.stream().map(MarkRule::table).collect(Collectors.toSet());
    for (TableRoute r : netlink.tableRoutes()) {
      boolean ours = r.table() > firstTable && r.table() <= firstTable + PlaneControl.MOST_MAPS;
      if (ours && !tables.contains(r.table())) netlink.delete(r);
    }
  }

  /** What the kernel has counted, as nft lists it; empty while there is no map. */
  String counters() throws OsError {
    return rules == null || rules.equals(Nft6Rules.NONE) ? "" : nft.run("list counters table " + Nft6Rules.TABLE);
  }

  void close() throws OsError {
    if (isPossible()) nft.run(Nft6Rules.NONE.replacement());
  }
}
