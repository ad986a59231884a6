package net.anotherbox.plane.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.anotherbox.plane.linux.Rtnetlink.Hop;
import net.anotherbox.plane.linux.Rtnetlink.KernelAddress;
import net.anotherbox.plane.linux.Rtnetlink.KernelRoute;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * Linux's links, addresses and routes, by rtnetlink. Routes of ours carry protocol 143 and so do addresses where the kernel
 * keeps that (5.18 and later); everything else that we set, and what we found before setting it, stands in a journal file.
 * A process that dies leaves that file behind; the next one undoes what it says before it begins. On the control thread.
 */
public final class LinuxKernel implements KernelPort {
  private static final String FORWARDING = "ipv4/ip_forward";
  private static final int CAPACITY_OF_NOBODY = 64;
  /** The links that we made, and no other box. */
  private static final int OUR_LINKS = Rtnetlink.PROTOCOL << 22 | (int) (ProcessHandle.current().pid() & 0x3fffff);

  private record OurAddress(Ipv4 address, int prefixLength) {}

  private final Loop loop;
  private final Rtnetlink kernel;
  private final Journal journal;
  private final Map<String, List<OurAddress>> addresses = new HashMap<>();
  private final Map<String, Tun> loopbacks = new HashMap<>();
  /** Why this kernel makes no dummy devices: asked once, since it looks for a module each time. Null while it makes them. */
  private OsError noDummies;
  private final List<Consumer<Link>> listeners = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final LinkWatch watch;
  private final LinuxIpv6 ipv6;
  private final NeighbourTable neighbours;

  /**
   * Takes over: undoes what a process that died has left.
   *
   * @param journal where to note what must be undone; its folder is made
   * @throws PortUnavailable without the privilege, or if another process works with this journal
   */
  public LinuxKernel(Loop loop, Path journal) throws PortUnavailable {
    this.loop = loop;
    try {
      this.journal = new Journal(journal);
    } catch (IOException e) {
      throw new PortUnavailable(e.getMessage());
    }
    try {
      kernel = new Rtnetlink();
      neighbours = new NeighbourTable(kernel, LibC.AF_INET);
      ipv6 = new LinuxIpv6(loop, kernel, this.journal, lost);
      withdraw();
      watch = new LinkWatch(loop, link -> listeners.forEach(l -> l.accept(link)), ipv6::changed);
    } catch (OsError e) {
      this.journal.close();
      throw new PortUnavailable(e.getMessage());
    }
  }

  /** Rules and routes, for the rest of this package. */
  Rtnetlink rtnetlink() {
    return kernel;
  }

  @Override
  public Ipv6Port ipv6() {
    return ipv6;
  }

  private static IllegalStateException refused(String what, OsError e) {
    return new IllegalStateException(what + ": " + e.getMessage(), e);
  }

  @Override
  public Map<String, Long> statistics() {
    return Counters.read();
  }

  @Override
  public List<Link> links() {
    try {
      return kernel.links();
    } catch (OsError e) {
      throw refused("links", e);
    }
  }

  @Override
  public Optional<Link> link(String name) {
    try {
      return Optional.of(kernel.link(name));
    } catch (OsError e) {
      return Optional.empty();
    }
  }

  /** The MTU of a link, or Ethernet's if there is no such link. */
  int mtu(String link) {
    try {
      return kernel.link(link).mtu();
    } catch (OsError e) {
      return 1500;
    }
  }

  @Override
  public void onLinkChange(Consumer<Link> listener) {
    listeners.add(listener);
  }

  @Override
  public void admin(String link, boolean up) {
    try {
      Link found = kernel.link(link);
      if (!journal.hasLineWith("link " + link + " ") && !loopbacks.containsKey(link)) {
        journal.add("link " + link + " " + (found.up() ? "up" : "down"));
      }
      if (found.up() != up) kernel.up(found.index(), up);
    } catch (OsError e) {
      throw refused(link, e);
    }
  }

  @Override
  public void mtu(String link, int mtu) {
    try {
      Link found = kernel.link(link);
      if (found.mtu() == mtu) return;
      if (!journal.hasLineWith("mtu " + link + " ")) journal.add("mtu " + link + " " + found.mtu());
      kernel.mtu(found.index(), mtu);
    } catch (OsError e) {
      throw refused(link, e);
    }
  }

  @Override
  public List<String> addresses(String link, List<LinkAddress> wanted) {
    var reasons = new ArrayList<String>();
    try {
      int index = kernel.link(link).index();
      var wish = new LinkedHashSet<OurAddress>();
      wanted.stream().filter(LinkAddress::primary).forEach(a -> wish.add(new OurAddress(a.address(), a.prefixLength())));
      wanted.forEach(a -> wish.add(new OurAddress(a.address(), a.prefixLength())));
      var ours = addresses.computeIfAbsent(link, l -> new ArrayList<>());
      // A link that went and came back under its name has none of them any more.
      for (OurAddress a : List.copyOf(ours)) if (!present(index, a)) ours.remove(a);
      boolean samePrimary = !ours.isEmpty() && !wish.isEmpty() && ours.get(0).equals(wish.iterator().next());
      for (OurAddress a : List.copyOf(ours)) {
        if (!samePrimary || !wish.contains(a)) delete(link, index, a);
      }
      for (OurAddress a : wish) {
        if (!ours.contains(a)) add(link, index, a, reasons);
      }
    } catch (OsError e) {
      reasons.add(link + ": " + e.getMessage());
    }
    return reasons;
  }

  private static String line(String link, OurAddress a) {
    return "address " + link + " " + a.address() + " " + a.prefixLength();
  }

  private void add(String link, int index, OurAddress a, List<String> reasons) throws OsError {
    if (present(index, a)) return;
    journal.add(line(link, a));
    try {
      kernel.addAddress(index, a.address(), a.prefixLength());
      addresses.get(link).add(a);
    } catch (OsError e) {
      journal.remove(line(link, a));
      reasons.add(a.address() + "/" + a.prefixLength() + ": " + e.getMessage());
    }
  }

  private boolean present(int index, OurAddress a) throws OsError {
    for (KernelAddress k : kernel.addresses(index)) {
      if (k.address().equals(a.address()) && k.prefixLength() == a.prefixLength()) return true;
    }
    return false;
  }

  private void delete(String link, int index, OurAddress a) throws OsError {
    deleteAlone(link, index, a);
    addresses.get(link).remove(a);
    journal.remove(line(link, a));
  }

  /** Takes an address away without the kernel taking the secondary ones of its network along: those may be others'. */
  private void deleteAlone(String link, int index, OurAddress a) throws OsError {
    String promote = "ipv4/conf/" + link + "/promote_secondaries";
    String before = Sysctl.read(promote).orElse("1");
    if (before.equals("0")) Sysctl.write(promote, "1");
    try {
      if (present(index, a)) kernel.deleteAddress(index, a.address(), a.prefixLength());
    } finally {
      if (before.equals("0")) Sysctl.write(promote, "0");
    }
  }

  @Override
  public void release(String link) {
    addresses(link, List.of());
    ipv6.release(link);
    for (String line : journal.lines()) {
      if (line.startsWith("link " + link + " ") || line.startsWith("mtu " + link + " ")) undo(line);
    }
  }

  @Override
  public void addLoopback(String link) throws PortUnavailable {
    if (noDummies != null) {
      addSilentTun(link, noDummies);
      return;
    }
    try {
      journal.add("dummy " + link);
      kernel.addDummy(link);
      raise(link);
    } catch (OsError e) {
      journal.remove("dummy " + link);
      if (e.errno() == OsError.EOPNOTSUPP) noDummies = e;
      addSilentTun(link, e);
    }
  }

  private void raise(String link) throws OsError {
    int index = kernel.link(link).index();
    kernel.group(index, OUR_LINKS);
    kernel.up(index, true);
  }

  /** For kernels without dummy devices: a TUN device that nobody reads, which loses what is sent into it. */
  private void addSilentTun(String link, OsError noDummy) throws PortUnavailable {
    if (noDummy.errno() == OsError.EEXIST) throw new PortUnavailable(link + ": " + noDummy.getMessage());
    try {
      var tun = new Tun(link, CAPACITY_OF_NOBODY);
      loopbacks.put(link, tun);
      String noIpv6 = "ipv6/conf/" + link + "/disable_ipv6";
      if (Sysctl.read(noIpv6).isPresent()) Sysctl.write(noIpv6, "1");
      raise(link);
    } catch (OsError e) {
      Tun made = loopbacks.remove(link);
      if (made != null) made.close();
      throw new PortUnavailable(link + ": no dummy device (" + noDummy.getMessage() + "), no TUN device: " + e.getMessage());
    }
  }

  @Override
  public void dropLoopback(String link) {
    forgetAddresses(link);
    Tun tun = loopbacks.remove(link);
    if (tun != null) tun.close();
    if (tun == null && journal.lines().contains("dummy " + link)) undo("dummy " + link);
    for (String line : journal.lines()) if (line.startsWith("mtu " + link + " ")) journal.remove(line);
    ipv6.forget(link);
  }

  private void forgetAddresses(String link) {
    for (OurAddress a : addresses.getOrDefault(link, List.of())) journal.remove(line(link, a));
    addresses.remove(link);
  }

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    var refused = new ArrayList<Route>();
    try {
      var wish = wish(wanted, refused);
      Set<KernelRoute> present = new LinkedHashSet<>();
      for (KernelRoute r : kernel.ourRoutes()) if (r.table() == Rtnetlink.MAIN_TABLE) present.add(r);
      var presentAt = at(present);
      var wishedAt = at(wish.keySet());
      for (var entry : wish.entrySet()) {
        if (presentAt.getOrDefault(Place.of(entry.getKey()), List.of()).stream()
            .anyMatch(p -> same(p, entry.getKey()))) continue;
        try {
          kernel.addRoute(entry.getKey());
        } catch (OsError e) {
          if (e.errno() != OsError.EEXIST) refused.addAll(entry.getValue());
        }
      }
      for (KernelRoute r : present) {
        if (wishedAt.getOrDefault(Place.of(r), List.of()).stream().noneMatch(w -> same(r, w)))
          OsError.unlessGone(() -> kernel.deleteRoute(r));
      }
    } catch (OsError e) {
      throw refused("routes", e);
    }
    return refused;
  }

  /** Where a route stands in the table; a few routes at most differ in their hops alone. */
  private record Place(Ipv4Prefix prefix, int metric) {
    static Place of(KernelRoute r) {
      return new Place(r.prefix(), r.metric());
    }
  }

  private static Map<Place, List<KernelRoute>> at(Collection<KernelRoute> routes) {
    var found = new HashMap<Place, List<KernelRoute>>();
    for (KernelRoute r : routes) found.computeIfAbsent(Place.of(r), p -> new ArrayList<>()).add(r);
    return found;
  }

  /** Routes of one prefix and metric are one route of several hops to the kernel. */
  private Map<KernelRoute, List<Route>> wish(Collection<Route> wanted, List<Route> refused) throws OsError {
    record Key(Ipv4Prefix prefix, int metric, boolean discard) {}
    var indexes = new HashMap<String, Integer>();
    for (Link l : kernel.links()) indexes.put(l.name(), l.index());
    var groups = new LinkedHashMap<Key, List<Route>>();
    for (Route r : wanted) {
      if (r.link() != null && !r.link().isEmpty() && !indexes.containsKey(r.link())) {
        refused.add(r);
        continue;
      }
      boolean discard = "".equals(r.link());
      groups.computeIfAbsent(new Key(r.prefix(), r.metric(), discard), k -> new ArrayList<>()).add(r);
    }
    var wish = new LinkedHashMap<KernelRoute, List<Route>>();
    groups.forEach((key, routes) -> {
      var hops = key.discard() ? List.<Hop>of() : routes.stream()
          .map(r -> new Hop(r.nextHop(), r.link() == null ? 0 : indexes.get(r.link()))).distinct().toList();
      wish.put(new KernelRoute(Rtnetlink.MAIN_TABLE, key.prefix(), key.metric(), Rtnetlink.PROTOCOL, hops), routes);
    });
    return wish;
  }

  /** Whether the kernel's route is the one wished for; it names the link where we may have left that to it. */
  private static boolean same(KernelRoute present, KernelRoute wished) {
    if (!present.prefix().equals(wished.prefix()) || present.metric() != wished.metric()
        || present.hops().size() != wished.hops().size()) {
      return false;
    }
    for (int i = 0; i < present.hops().size(); i++) {
      Hop p = present.hops().get(i);
      Hop w = wished.hops().get(i);
      if (!Objects.equals(p.gateway(), w.gateway()) || w.index() != 0 && w.index() != p.index()) return false;
    }
    return true;
  }

  @Override
  public Collection<Neighbour> neighbours() {
    try {
      return neighbours.all().stream().map(n -> new Neighbour(n.link(), (Ipv4) n.address(), n.mac(), n.ageMillis())).toList();
    } catch (OsError e) {
      throw refused("neighbours", e);
    }
  }

  @Override
  public void forgetNeighbours(Collection<String> links) {
    try {
      neighbours.forget(links);
    } catch (OsError e) {
      throw refused("neighbours", e);
    }
  }

  @Override
  public LinkCounters counters(String link) {
    try {
      return kernel.counters(link);
    } catch (OsError e) {
      return new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  @Override
  public void forwarding(boolean on) {
    try {
      setting(FORWARDING, on ? "1" : "0");
    } catch (OsError e) {
      throw refused("forwarding", e);
    }
  }

  /** Writes a kernel setting and notes what it was. */
  void setting(String name, String value) throws OsError {
    String found = Sysctl.read(name).orElse("");
    if (found.equals(value)) return;
    if (!journal.hasLineWith("sysctl " + name + " ")) journal.add("sysctl " + name + " " + found);
    Sysctl.write(name, value);
  }

  /** Undoes everything in the journal, last thing first, and takes away our routes from the main table. */
  private void withdraw() throws OsError {
    for (KernelRoute r : kernel.ourRoutes()) if (r.table() == Rtnetlink.MAIN_TABLE) OsError.unlessGone(() -> kernel.deleteRoute(r));
    ipv6.withdrawRoutes();
    for (String line : journal.lines().reversed()) undo(line);
  }

  private void undo(String line) {
    if (LinuxIpv6.knows(line)) {
      ipv6.undo(line);
      return;
    }
    String[] w = line.split(" ");
    try {
      switch (w[0]) {
        case "address" -> deleteAlone(w[1], kernel.link(w[1]).index(),
            new OurAddress(Ipv4.of(w[2]), Integer.parseInt(w[3])));
        case "link" -> kernel.up(kernel.link(w[1]).index(), w[2].equals("up"));
        case "mtu" -> kernel.mtu(kernel.link(w[1]).index(), Integer.parseInt(w[2]));
        case "dummy" -> {
          if (kernel.kind(w[1]).equals("dummy")) kernel.deleteLink(kernel.link(w[1]).index());
        }
        case "sysctl" -> Sysctl.write(w[1], line.substring(line.indexOf(w[1]) + w[1].length() + 1));
        default -> throw new IllegalStateException("journal: " + line);
      }
    } catch (OsError e) {
      if (e.errno() != OsError.ENODEV) lost.add(line + ": " + e.getMessage());
    }
    journal.remove(line);
  }

  /** What could not be put back, in words; empty when all was. */
  public List<String> lost() {
    return List.copyOf(lost);
  }

  /**
   * Undoes all that was set, ahead of {@link #close}: to be called while the rules of the plane and of the packet filter
   * still stand, so that nothing passes by after they are gone.
   */
  public void retreat() {
    try {
      withdraw();
    } catch (OsError e) {
      lost.add("routes: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    watch.close();
    loopbacks.keySet().forEach(this::forgetAddresses);
    try {
      kernel.deleteGroup(OUR_LINKS);
    } catch (OsError e) {
      if (e.errno() != OsError.ENODEV) lost.add("loopbacks: " + e.getMessage());
    }
    loopbacks.values().forEach(Tun::close);
    loopbacks.clear();
    retreat();
    addresses.clear();
    ipv6.close();
    kernel.close();
    journal.close();
  }
}
