package net.anotherbox.plane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.anotherbox.plane.linux.Ipv6Netlink.KernelAddress;
import net.anotherbox.plane.linux.Ipv6Netlink.KernelRoute;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.KernelPort.Link;
import net.anotherbox.runtime.port.RouterMessages;
import net.anotherbox.runtime.value.Ipv6;

/**
 * Linux's IPv6 by rtnetlink and the settings of each link. Linux gives every link an address of its own making and
 * listens to any router; here both end: a link has the addresses that it is given, or none and no IPv6. A link that
 * others have given an address keeps it, and its IPv6 with it. All is noted in the journal of {@link LinuxKernel} and
 * undone with it.
 */
final class LinuxIpv6 implements Ipv6Port {
  private static final Path STATISTICS = Path.of("/proc/net/snmp6");
  private static final String ALL_FORWARD = "ipv6/conf/all/forwarding";
  private static final int NO_SUCH_ADDRESS = 99;
  private static final String SETTING = "ipv6 setting ";
  private static final String ADDRESS = "ipv6 address ";
  private static final String FORWARDING = "ipv6 forwarding ";
  private static final String NEIGHBOUR = "ipv6 neighbour ";
  /** What the settings of how neighbours are asked for begin with. */
  private static final String NEIGHBOURS = "neigh/";

  private final Rtnetlink links;
  private final Journal journal;
  private final Ipv6Netlink kernel;
  private final NeighbourTable neighbours;
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private final List<String> lost;
  private final LinuxRouterMessages routerMessages;
  private List<Fixed> fixed = List.of();
  private boolean forwards;

  /** @param lost gets what cannot be put back, in words */
  LinuxIpv6(Loop loop, Rtnetlink links, Journal journal, List<String> lost) {
    this.links = links;
    this.journal = journal;
    this.lost = lost;
    this.kernel = new Ipv6Netlink(links);
    this.neighbours = new NeighbourTable(links, LibC.AF_INET6);
    this.routerMessages = new LinuxRouterMessages(loop, links);
  }

  // ---- links ----

  @Override
  public List<String> link(String link, Wish wish) {
    var reasons = new ArrayList<String>();
    try {
      int index = links.link(link).index();
      if (wish.running()) run(link, index, wish, reasons);
      else stop(link, index);
    } catch (OsError e) {
      reasons.add(link + ": " + e.getMessage());
    }
    return reasons;
  }

  private void run(String link, int index, Wish wish, List<String> reasons) throws OsError {
    if (Sysctl.read(path(link, "disable_ipv6")).isEmpty()) {
      reasons.add("this kernel has no IPv6");
      return;
    }
    boolean learns = wish.autoconfiguration() != Autoconfiguration.NONE;
    set(link, "addr_gen_mode", "1");
    set(link, "keep_addr_on_down", "1");
    set(link, "accept_ra", learns ? "2" : "0");
    set(link, "autoconf", learns ? "1" : "0");
    // A default route is routing's to make.
    set(link, "accept_ra_defrtr", "0");
    set(link, "use_tempaddr", "0");
    set(link, "dad_transmits", Integer.toString(wish.attempts()));
    set(link, "accept_redirects", forwards ? "0" : "1");
    set(link, "forwarding", forwards ? "1" : "0");
    set(link, "disable_ipv6", "0");
    set(link, "hop_limit", Integer.toString(wish.manners().hopLimit()));
    set(link, NEIGHBOURS + "base_reachable_time_ms", Integer.toString(wish.manners().reachableMillis()));
    set(link, NEIGHBOURS + "retrans_time_ms", Integer.toString(wish.manners().retransmitMillis()));
    if (wish.mtu().isPresent()) set(link, "mtu", Integer.toString(wish.mtu().getAsInt()));
    else putBack(link, "mtu");
    var present = kernel.addresses(index);
    for (KernelAddress a : present) {
      boolean wanted = wish.addresses().stream().anyMatch(w -> same(w, a.address()));
      boolean kernels = a.address().address().isLinkLocal() && !isOurs(link, a);
      boolean learned = a.address().learned() && !a.address().address().isLinkLocal();
      if (!wanted && (isOurs(link, a) || kernels || learned && !learns)) delete(link, index, a);
    }
    for (Assigned w : wish.addresses())
      if (present.stream().noneMatch(a -> same(w, a.address()))) add(link, index, w, reasons);
  }

  /** Where others have put an address, IPv6 is theirs: only what is ours goes. */
  private void stop(String link, int index) throws OsError {
    if (Sysctl.read(path(link, "disable_ipv6")).filter("0"::equals).isEmpty()) return;
    boolean others = false;
    for (KernelAddress a : kernel.addresses(index)) {
      if (isOurs(link, a)) delete(link, index, a);
      else others |= a.permanent() && !a.address().address().isLinkLocal();
    }
    if (others) for (String line : linesOf(link)) undo(line);
    else set(link, "disable_ipv6", "1");
  }

  private static boolean same(Assigned w, OnLink a) {
    return w.address().equals(a.address()) && w.prefixLength() == a.prefixLength();
  }

  private boolean isOurs(String link, KernelAddress a) {
    return a.ours() || journal.hasLineWith(line(link, a.address().address(), a.address().prefixLength()));
  }

  private static String line(String link, Ipv6 address, int prefixLength) {
    return ADDRESS + link + " " + address + " " + prefixLength;
  }

  private void add(String link, int index, Assigned a, List<String> reasons) {
    String line = line(link, a.address(), a.prefixLength());
    journal.add(line);
    try {
      kernel.addAddress(index, a.address(), a.prefixLength(), a.anycast());
    } catch (OsError e) {
      if (e.errno() == OsError.EEXIST) return;
      journal.remove(line);
      reasons.add(a.address() + "/" + a.prefixLength() + ": " + e.getMessage());
    }
  }

  private void delete(String link, int index, KernelAddress a) throws OsError {
    try {
      kernel.deleteAddress(index, a.address().address(), a.address().prefixLength());
    } catch (OsError e) {
      if (e.errno() != NO_SUCH_ADDRESS) throw e;
    }
    journal.remove(line(link, a.address().address(), a.address().prefixLength()));
  }

  private static String path(String link, String name) {
    return name.startsWith(NEIGHBOURS) ? "ipv6/neigh/" + link + "/" + name.substring(NEIGHBOURS.length())
        : "ipv6/conf/" + link + "/" + name;
  }

  /** Writes a setting of a link and notes what it was. Kernels differ in what they have. */
  private void set(String link, String name, String value) throws OsError {
    String found = Sysctl.read(path(link, name)).orElse(value);
    if (found.equals(value)) return;
    String line = SETTING + link + " " + name + " ";
    if (!journal.hasLineWith(line)) journal.add(line + found);
    Sysctl.write(path(link, name), value);
  }

  private void putBack(String link, String name) {
    for (String line : linesOf(link)) if (line.startsWith(SETTING + link + " " + name + " ")) undo(line);
  }

  @Override
  public List<OnLink> addresses(String link) {
    try {
      return kernel.addresses(links.link(link).index()).stream().map(KernelAddress::address).toList();
    } catch (OsError e) {
      // The link has gone: so have its addresses.
      return List.of();
    }
  }

  @Override
  public void onAddressChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** The kernel has told of an address of this link; 0 for perhaps any. */
  void changed(int index) {
    try {
      for (Link l : links.links()) if (index == 0 || l.index() == index) listeners.forEach(c -> c.accept(l.name()));
    } catch (OsError e) {
      throw new IllegalStateException("links: " + e.getMessage(), e);
    }
  }

  // ---- routes and neighbours ----

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    var refused = new ArrayList<Route>();
    try {
      var indexes = new HashMap<String, Integer>();
      for (Link l : links.links()) indexes.put(l.name(), l.index());
      var wish = new LinkedHashMap<KernelRoute, Route>();
      for (Route r : wanted) {
        if (!r.link().isEmpty() && !indexes.containsKey(r.link())) refused.add(r);
        else wish.put(new KernelRoute(r.prefix(), r.metric(), r.link().isEmpty() ? Ipv6.ANY : r.nextHop(),
            r.link().isEmpty() ? 0 : indexes.get(r.link())), r);
      }
      Set<KernelRoute> present = new HashSet<>(kernel.ourRoutes());
      // A route in the place of another can only come when that has gone.
      for (KernelRoute r : present) if (!wish.containsKey(r)) OsError.unlessGone(() -> kernel.deleteRoute(r));
      for (var e : wish.entrySet()) {
        if (present.contains(e.getKey())) continue;
        try {
          kernel.addRoute(e.getKey());
        } catch (OsError no) {
          refused.add(e.getValue());
        }
      }
    } catch (OsError e) {
      throw new IllegalStateException("routes: " + e.getMessage(), e);
    }
    return refused;
  }

  @Override
  public Collection<Neighbour> neighbours() {
    try {
      return neighbours.all().stream().map(n -> new Neighbour(n.link(), (Ipv6) n.address(), n.mac(), reachability(n.state()),
          (n.state() & NeighbourTable.FIXED) != 0, n.ageMillis())).toList();
    } catch (OsError e) {
      throw new IllegalStateException("neighbours: " + e.getMessage(), e);
    }
  }

  private static Reachability reachability(int state) {
    return switch (state & 0x1f) {
      case NeighbourTable.INCOMPLETE -> Reachability.INCOMPLETE;
      case NeighbourTable.STALE -> Reachability.STALE;
      case NeighbourTable.DELAY -> Reachability.DELAY;
      case NeighbourTable.PROBE -> Reachability.PROBE;
      default -> Reachability.REACHABLE;
    };
  }

  @Override
  public void forgetNeighbours(Collection<String> of) {
    try {
      neighbours.forget(of);
    } catch (OsError e) {
      throw new IllegalStateException("neighbours: " + e.getMessage(), e);
    }
  }

  @Override
  public List<String> fixed(Collection<Fixed> wanted) {
    var reasons = new ArrayList<String>();
    for (Fixed gone : fixed) if (!wanted.contains(gone)) undo(line(gone));
    for (Fixed f : wanted) {
      journal.remove(line(f));
      journal.add(line(f));
      try {
        neighbours.fix(f.link(), f.address(), f.mac());
      } catch (OsError e) {
        journal.remove(line(f));
        reasons.add(f.link() + " " + f.address() + ": " + e.getMessage());
      }
    }
    fixed = List.copyOf(wanted);
    return reasons;
  }

  private static String line(Fixed f) {
    return NEIGHBOUR + f.link() + " " + f.address();
  }

  @Override
  public RouterMessages routerMessages() {
    return routerMessages;
  }

  // ---- the whole host ----

  @Override
  public void forwarding(boolean on) {
    if (forwards == on && Sysctl.read(ALL_FORWARD).equals(java.util.Optional.of(on ? "1" : "0"))) return;
    forwards = on;
    try {
      String found = Sysctl.read(ALL_FORWARD).orElse(on ? "1" : "0");
      if (!journal.hasLineWith(FORWARDING)) journal.add(FORWARDING + found);
      forwardAll(on ? "1" : "0");
      for (String line : journal.lines()) {
        if (!line.startsWith(SETTING) || !line.contains(" disable_ipv6 ") && !line.contains(" addr_gen_mode ")) continue;
        String link = line.substring(SETTING.length()).split(" ")[0];
        if (Sysctl.read(path(link, "disable_ipv6")).filter("0"::equals).isEmpty()) continue;
        set(link, "forwarding", on ? "1" : "0");
        set(link, "accept_redirects", on ? "0" : "1");
      }
    } catch (OsError e) {
      throw new IllegalStateException("forwarding: " + e.getMessage(), e);
    }
  }

  /**
   * What counts for forwarding is the setting of the whole host; written, it is copied to every link, where it makes a
   * host a router that listens to no other. Links that are not ours stay what they were.
   */
  private static void forwardAll(String value) throws OsError {
    var others = new HashMap<String, String>();
    try (var conf = Files.list(Path.of("/proc/sys/net/ipv6/conf"))) {
      conf.map(p -> p.getFileName().toString()).filter(n -> !n.equals("all"))
          .forEach(n -> Sysctl.read(path(n, "forwarding")).ifPresent(v -> others.put(n, v)));
    } catch (IOException e) {
      // No IPv6 in this kernel, so nothing to forward.
      return;
    }
    Sysctl.write(ALL_FORWARD, value);
    for (var e : others.entrySet())
      if (!e.getValue().equals(value)) Sysctl.write(path(e.getKey(), "forwarding"), e.getValue());
  }

  @Override
  public Map<String, Long> statistics() {
    var found = new HashMap<String, Long>();
    try {
      for (String line : Files.readAllLines(STATISTICS)) {
        String[] w = line.trim().split("\\s+");
        if (w.length == 2) found.put(w[0], Long.parseLong(w[1]));
      }
    } catch (IOException e) {
      // No IPv6 in this kernel: it has counted nothing.
      return Map.of();
    }
    return found;
  }

  // ---- the way back ----

  private List<String> linesOf(String link) {
    return journal.lines().reversed().stream()
        .filter(l -> l.startsWith(SETTING + link + " ") || l.startsWith(ADDRESS + link + " ")).toList();
  }

  /** Gives a link back as it was found. */
  void release(String link) {
    linesOf(link).forEach(this::undo);
  }

  /** The link is gone with all that was set on it. */
  void forget(String link) {
    linesOf(link).forEach(journal::remove);
  }

  void withdrawRoutes() throws OsError {
    for (KernelRoute r : kernel.ourRoutes()) OsError.unlessGone(() -> kernel.deleteRoute(r));
  }

  /** Whether this line of the journal is about IPv6. */
  static boolean knows(String line) {
    return line.startsWith("ipv6 ");
  }

  /** Undoes what the line says and takes it away. What has vanished with its link needs nothing. */
  void undo(String line) {
    String[] w = line.split(" ");
    try {
      switch (w[1]) {
        case "address" -> kernel.deleteAddress(links.link(w[2]).index(), Ipv6.of(w[3]), Integer.parseInt(w[4]));
        case "setting" -> {
          if (Sysctl.read(path(w[2], w[3])).isPresent()) Sysctl.write(path(w[2], w[3]), w[4]);
        }
        case "neighbour" -> neighbours.remove(w[2], Ipv6.of(w[3]));
        case "forwarding" -> forwardAll(w[2]);
        default -> throw new IllegalStateException("journal: " + line);
      }
    } catch (OsError e) {
      if (e.errno() != OsError.ENODEV && e.errno() != NO_SUCH_ADDRESS && e.errno() != OsError.ENOENT)
        lost.add(line + ": " + e.getMessage());
    }
    journal.remove(line);
  }

  void close() {
    routerMessages.close();
  }
}
