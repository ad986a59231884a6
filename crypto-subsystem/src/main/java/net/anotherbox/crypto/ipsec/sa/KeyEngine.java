package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.isakmp.machine.NegotiatedSas;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.failure.FlowMismatch;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.sa.IpsecSas;
import net.anotherbox.crypto.isakmp.ted.ProtectedFlows;
import net.anotherbox.crypto.isakmp.ted.TunnelDiscovery;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** The key engine: idents, their SAs, and what must be done about both. Belongs to the control thread. */
public final class KeyEngine implements IpsecSas {
  private static final int IKE_PORT = 500;

  private final Loop loop;
  private final SaWords words;
  private final Behaviour behaviour;
  private final Randomness randomness;
  private final CryptoPlane plane;
  private final IdentTable idents;
  private final EntryTerms terms;
  private final Requests requests;
  private final SaDatabase database;
  private final Lifetimes lifetimes;
  private CryptoConfig config = CryptoConfig.EMPTY;
  private final ReverseRoutes reverseRoutes;
  private final IdleTimers idleTimers;
  private final HandOver handOver;
  private final TunnelHeads heads;
  private IkeEngine ike;
  private TunnelDiscovery discovery;
  private SaWatcher watcher = SaWatcher.NOBODY;

  /** @param canSend whether IKE has a socket on a local address */
  public KeyEngine(Loop loop, Tracer tracer, Behaviour behaviour, Randomness randomness, CryptoPlane plane,
      RoutingTable routes, TunnelTable tunnels, Predicate<Address> canSend) {
    this.loop = loop;
    this.words = new SaWords(tracer, behaviour, loop.clock());
    this.behaviour = behaviour;
    this.idents = new IdentTable(behaviour);
    this.randomness = randomness;
    this.plane = plane;
    this.database = new SaDatabase(behaviour, randomness);
    this.terms = new EntryTerms(idents);
    this.requests = new Requests(this, loop, words, idents, terms, canSend);
    this.handOver = new HandOver(loop, plane, this::inForce);
    this.lifetimes = new Lifetimes(loop, words, requests, handOver, this::packets, (p, tell) -> removeAll(List.of(p), tell));
    this.reverseRoutes = new ReverseRoutes(routes, behaviour);
    this.idleTimers = new IdleTimers(loop, terms::idleSeconds, i -> i.pairs().stream().mapToLong(this::packets).sum(),
        this::idle);
    this.heads = new TunnelHeads(loop, words, behaviour, idents, requests, tunnels);
  }

  /** Those who know each other. */
  public void connect(IkeEngine engine, TunnelDiscovery finder) {
    ike = engine;
    discovery = finder;
    requests.connect(engine, finder);
  }

  /** Tells this one from now on. */
  public void watcher(SaWatcher now) {
    watcher = now;
  }

  /** Takes over a configuration: SAs that it no longer allows go, then the flows are published. */
  public void configure(CryptoConfig now) {
    config = now;
    var agreedOn = tunnelTerms();
    terms.configure(now);
    var gone = idents.configure(now);
    for (Ident i : gone) {
      i.stopRequest();
      removeAll(i.pairs(), true);
    }
    for (Ident i : List.copyOf(idents.all())) {
      var stale = pairs(p -> p.ident() == i
          && (!p.sas().local().equals(i.binding().local()) || !i.entry().peers().contains(p.sas().remote())));
      removeAll(stale, true);
      if (i.isTunnel() && !offer(i).equals(agreedOn.getOrDefault(i.id(), offer(i)))) removeAll(i.pairs(), true);
      idleTimers.watch(i);
    }
    publish();
    heads.changed();
    discovery.watch(now.enabled() ? idents.watches() : List.of());
  }

  /** What would be agreed on for a tunnel. */
  private record Offered(List<SaRequest.Offer> offers, int pfsGroup, Optional<String> isakmpProfile) {}

  private Offered offer(Ident i) {
    return new Offered(terms.offers(i, i.peer()), i.entry().pfsGroup(), i.entry().terms().isakmpProfile());
  }

  /** By ident: a tunnel whose profile has changed is negotiated anew. */
  private Map<Long, Offered> tunnelTerms() {
    var out = new HashMap<Long, Offered>();
    for (Ident i : idents.all()) if (i.isTunnel()) out.put(i.id(), offer(i));
    return out;
  }

  /** Asks for the SAs of tunnels that could be up, now that the sockets are open. */
  public void startTunnels() {
    heads.start();
  }

  private void publish() {
    plane.flows(idents.flows());
    reverseRoutes.update(idents);
  }

  /** The ident for these proxies and this peer under that of an access-list entry, made if need be. */
  Ident exactly(Ident wide, Proxy local, Proxy remote, Address peer) {
    boolean known = idents.hasExactly(wide, local, remote, peer);
    var ident = idents.exactly(wide, local, remote, peer);
    if (!known) publish();
    return ident;
  }

  /** An ident that is there for its SAs' sake goes when it has none and none are to come. */
  void dropEmpty(Ident i) {
    if (!i.key().narrower() || !i.pairs().isEmpty() || i.requesting()) return;
    idents.remove(i);
    publish();
  }

  // Requests

  /** A packet waits for an SA. */
  public void acquire(long ident, Address source, Address destination) {
    requests.acquire(ident, source, destination);
  }

  /** What discovery asks and finds. */
  public ProtectedFlows protectedFlows() {
    return requests;
  }

  @Override
  public void failed(SaRequest r, boolean unreachable) {
    requests.failed(r, unreachable);
    idents.find(r.ident()).ifPresent(this::gaveUp);
  }

  /** A request has come to nothing. */
  void gaveUp(Ident i) {
    heads.failed(i);
  }

  /** The SPI of a request that has come to its end may be given out again. */
  void release(int spi) {
    database.release(spi);
  }

  // What quick mode asks

  @Override
  public Verdict validate(Asked a) {
    return terms.verdict(a, profile -> ike.isKnownBy(a.local(), a.remote(), profile));
  }

  @Override
  public List<FlowMismatch> differences(Asked a) {
    var found = idents.candidates(a.local(), a.remote(), a.localProxy(), a.remoteProxy());
    return found.isEmpty() ? Differences.proxies(idents, a) : Differences.transforms(found, config.transformSets(), a);
  }

  @Override
  public boolean wants(SaRequest r) {
    return requests.wants(r);
  }

  @Override
  public Optional<String> isakmpProfile(long ident) {
    return idents.find(ident).flatMap(i -> i.entry().terms().isakmpProfile());
  }

  @Override
  public int allocateSpi() {
    return database.allocateSpi();
  }

  @Override
  public NegotiatedSas.SaNumbers allocateNumbers() {
    return database.allocateNumbers();
  }

  @Override
  public int pairsWith(Address remote) {
    return (int) database.all().stream().filter(p -> p.sas().remote().equals(remote)).count();
  }

  // SAs come

  @Override
  public void prepare(NegotiatedSas n) {
    database.byInSpi(n.inSpi()).ifPresent(pair -> {
      if (pair.ident().open()) words.socket("passive-open", pair.ident());
      words.socket("bound", pair.ident());
      if (behaviour.is("creates-at-qm2")) words.created(pair);
      heads.changed();
    });
  }

  @Override
  public void establish(NegotiatedSas n) {
    var pair = database.byInSpi(n.inSpi());
    if (pair.isEmpty()) n.wipe();
    else if (n.initiator()) handOver.begin(pair.get());
    else inForce(pair.get());
  }

  private void inForce(SaPair p) {
    var n = p.sas();
    plane.install(p.spec(false));
    lifetimes.begin(p);
    p.ident().stopRequest();
    for (Ident rival : idents.rivals(p.ident())) removeAll(rival.pairs(), true);
    idleTimers.watch(p.ident());
    reverseRoutes.update(idents);
    watcher.up(n.local(), n.remote(), IKE_PORT);
    lifetimes.replaceFull(p);
    if (n.initiator() || !behaviour.is("creates-at-qm2")) words.created(p);
    else words.enabled(p);
    words.say("current-outbound", words.facts(p, false));
    words.say("current-outbound-updated", words.facts(p, false));
    n.wipe();
    heads.changed();
  }

  /** The ident may have gone while the peers talked: then there is nothing to begin. */
  @Override
  public void receive(NegotiatedSas n) {
    database.release(n.inSpi());
    var wide = idents.find(n.ident());
    if (wide.isEmpty() || !Objects.equals(wide.get().binding().local(), n.local())) return;
    var found = wide.get().cloned().isPresent() ? heads.access(wide.get(), n.remote(), n.localProxy(), n.remoteProxy())
        : Optional.of(exactly(wide.get(), n.localProxy(), n.remoteProxy(), n.remote()));
    if (found.isEmpty()) return;
    var ident = found.get();
    var pair = database.add(ident, n, Lifetimes.jittered(n.kilobytes(), randomness),
        terms.replayWindow(ident, n.suite()));
    ident.pairs().add(pair);
    plane.install(pair.spec(true));
  }

  /** The plane says so: the pair has carried nearly all that it may. */
  public void softExpired(long handle) {
    database.byHandle(handle).ifPresent(lifetimes::nearlyFull);
  }

  /** The plane says so: the pair carries no more. */
  public void hardExpired(long handle) {
    database.byHandle(handle).ifPresent(lifetimes::full);
  }

  // SAs go

  @Override
  public void abandon(NegotiatedSas n) {
    database.byInSpi(n.inSpi()).filter(p -> !p.established()).ifPresent(p -> removeAll(List.of(p), false));
    n.wipe();
  }

  @Override
  public void peerDeleted(Address local, Address remote, List<Integer> spis) {
    words.say("delete-sas", Map.of("local", local, "remote", remote));
    for (int spi : spis) {
      var hit = pairs(p -> p.sas().remote().equals(remote) && p.sas().local().equals(local)
          && (p.sas().outSpi() == spi || spi != 0 && p.sas().outAhSpi() == spi));
      if (!hit.isEmpty()) words.say("delete-sas-spi", Map.of("spi", spi, "local", local, "remote", remote));
      var replaced = hit.stream().filter(this::isReplaced).toList();
      removeAll(hit.stream().filter(p -> !replaced.contains(p)).toList(), false);
      replaced.forEach(lifetimes::linger);
    }
  }

  /** What the peer sent by a replaced pair before it deleted that may not have been read yet. */
  private boolean isReplaced(SaPair p) {
    return p.established() && handOver.replaces(p);
  }

  @Override
  public void peerReset(Address local, Address remote, int natPort) {
    var old = pairs(p -> isWith(p, local, remote, natPort));
    if (old.isEmpty()) return;
    for (String w : List.of("delete-sas", "delete-sas-all")) words.say(w, Map.of("local", local, "remote", remote));
    removeAll(old, false);
  }

  @Override
  public void peerIsDead(Address local, Address remote, int natPort) {
    peerReset(local, remote, natPort);
    idents.all().stream().filter(i -> i.entry().peers().size() > 1 && i.peer().equals(remote)
        && local.equals(i.binding().local())).forEach(Ident::nextPeer);
  }

  private static boolean isWith(SaPair p, Address local, Address remote, int natPort) {
    return p.sas().remote().equals(remote) && p.sas().local().equals(local) && p.sas().natPort() == natPort;
  }

  @Override
  public Optional<UdpEncapsulation> encapsulation(Address local, Address remote) {
    return database.newest(local, remote).flatMap(p -> p.sas().udp());
  }

  @Override
  public void moved(Address local, Address remote, int natPort, Address nowRemote, int nowPort) {
    for (SaPair p : pairs(x -> isWith(x, local, remote, natPort) && natPort != 0)) {
      p.moveTo(nowRemote, nowPort);
      plane.move(p.inHandle(), nowRemote, nowPort);
      if (p.established()) plane.move(p.outHandle(), nowRemote, nowPort);
    }
  }

  /** The plane says so: an authentic packet of this SA came from elsewhere. A NAT has forgotten its peer and met it anew. */
  public void moved(long handle, Address nowRemote, int nowPort) {
    var p = database.byHandle(handle);
    if (p.isEmpty() || p.get().sas().natPort() == 0 || nowPort == 0) return;
    var n = p.get().sas();
    ike.moved(n.local(), n.remote(), n.natPort(), nowRemote, nowPort);
    moved(n.local(), n.remote(), n.natPort(), nowRemote, nowPort);
  }

  @Override
  public boolean isPeer(Address local, Address remote) {
    return idents.all().stream().anyMatch(i -> local.equals(i.binding().local()) && (i.entry().peers().contains(remote)
        || i.pairs().stream().anyMatch(p -> p.sas().remote().equals(remote))));
  }

  @Override
  public Traffic traffic(Address local, Address remote, int natPort) {
    long out = 0;
    long in = 0;
    for (SaPair p : database.all()) {
      if (!isWith(p, local, remote, natPort)) continue;
      in += plane.counters(p.inHandle()).packets();
      if (p.established()) out += plane.counters(p.outHandle()).packets();
    }
    return new Traffic(out, in);
  }

  /** {@code clear crypto sa}, of one peer or of all; the peers are told. */
  public void clear(Optional<Address> peer) {
    removeAll(pairs(p -> peer.isEmpty() || p.sas().remote().equals(peer.get())), true);
  }

  /** {@code clear crypto sa map}. */
  public void clearMap(String name) {
    removeAll(pairs(p -> p.ident().binding().mapName().equals(name)), true);
  }

  /** {@code clear crypto sa entry}: the pair one of whose SAs carries packets to this address with this SPI. */
  public void clearEntry(Address destination, int spi) {
    removeAll(pairs(p -> p.sas().inSpi() == spi && p.sas().local().equals(destination)
        || p.sas().outSpi() == spi && p.sas().remote().equals(destination)), true);
  }

  /** {@code clear crypto session}: the pairs with these ends; an empty one takes any. */
  public void clearSession(Optional<Address> local, Optional<Address> remote) {
    removeAll(pairs(p -> local.orElse(p.sas().local()).equals(p.sas().local())
        && remote.orElse(p.sas().remote()).equals(p.sas().remote())), true);
  }

  /** {@code clear crypto sa counters}: the shows count from here on. */
  public void clearCounters() {
    for (Ident i : idents.all()) i.clearCounters(plane);
  }

  @Override
  public boolean inUse(Address local, Address remote) {
    return !pairs(p -> p.established() && p.sas().remote().equals(remote) && p.sas().local().equals(local) && packets(p) > 0)
        .isEmpty();
  }

  private long packets(SaPair p) {
    return plane.counters(p.inHandle()).packets() + (p.established() ? plane.counters(p.outHandle()).packets() : 0);
  }

  private void idle(Ident i) {
    removeAll(i.pairs(), true);
    i.beginWithDefault();
  }

  private List<SaPair> pairs(Predicate<SaPair> which) {
    return idents.all().stream().flatMap(i -> i.pairs().stream()).filter(which).toList();
  }

  private record Ends(Address local, Address remote, int natPort) {}

  private record Told(Ends ends, int protocol) {}

  /** Removes them from the plane and tells the peers, one message for all of a peer's. */
  private void removeAll(List<SaPair> some, boolean tell) {
    var told = new HashMap<Told, List<Integer>>();
    boolean flowsChange = false;
    for (SaPair p : List.copyOf(some)) {
      p.stopTimers();
      words.deleted(p);
      database.remove(p);
      var in = plane.remove(p.inHandle());
      var out = p.established() ? plane.remove(p.outHandle()) : CryptoPlane.SaCounters.ZERO;
      p.sas().wipe();
      var ident = p.ident();
      ident.remove(p, in, out);
      if (p.awaiting()) ident.stopRequest(); // what was asked for has come, and gone before it was in force
      if (ident.pairs().isEmpty()) idleTimers.forget(ident);
      if (ident.key().narrower() && ident.pairs().isEmpty()) {
        ident.stopRequest();
        idents.remove(ident);
        flowsChange = true;
      }
      var ends = new Ends(p.sas().local(), p.sas().remote(), p.sas().natPort());
      for (var part : p.sas().suite().parts())
        told.computeIfAbsent(new Told(ends, part.protocol()), e -> new ArrayList<>()).add(p.sas().inSpi());
    }
    for (SaPair p : some) handOver.orphaned(p.ident());
    if (tell) told.forEach((t, spis) -> ike.sendDelete(t.ends.local, t.ends.remote, t.ends.natPort, t.protocol, spis));
    for (Ends e : told.keySet().stream().map(Told::ends).distinct().toList())
      if (database.all().stream().noneMatch(p -> p.established() && p.sas().remote().equals(e.remote)
          && p.sas().local().equals(e.local))) watcher.down(e.local, e.remote, IKE_PORT);
    if (flowsChange) plane.flows(idents.flows());
    reverseRoutes.update(idents);
    if (!some.isEmpty()) heads.gone();
  }

  /** Lets go of all; the peers are told. */
  public void close() {
    heads.close();
    clear(Optional.empty());
    for (Ident i : idents.all()) i.stopRequest();
    database.releaseAll();
  }

  // For shows and leak tests

  IdentTable idents() {
    return idents;
  }

  /** All idents as they are now, in the order of the maps. */
  public List<IdentStatus> statuses() {
    return idents.all().stream().filter(i -> !i.isTemplate()).map(i -> IdentStatus.of(i, plane, loop.clock())).toList();
  }

  /** The interface whose crypto map is known by this address. */
  public Optional<InterfaceName> interfaceOf(Address local) {
    return config.bindings().stream().filter(b -> local.equals(b.local())).map(CryptoConfig.Binding::interfaceName)
        .findFirst().or(() -> config.protection().from(local).map(ProtectedTunnel::name));
  }

  /** Facts about the inbound SA with this handle, for what is said of refused packets. */
  public Optional<Map<String, Object>> inbound(long handle) {
    return database.byHandle(handle).map(p -> words.facts(p, true));
  }

  /** The peer in use under an entry that is in force. */
  public Optional<Address> currentPeer(String map, int sequence, boolean ipv6) {
    return idents.currentPeer(map, sequence, ipv6);
  }

  /** Entries that dynamic ones have made, in the order of the map. */
  public List<Temporary> temporaries(String map) {
    return idents.all().stream().filter(i -> i.isTemporary() && i.key().map().equals(map))
        .map(i -> new Temporary(i.number(), i.dynamic().orElseThrow(), i.entry(), Proxy.rule(i.localProxy(),
            i.remoteProxy())))
        .sorted(Comparator.comparingInt(Temporary::sequence)).toList();
  }

  /** Pairs of SAs, those included whose outbound SA is not yet in force. */
  public int pairs() {
    return database.all().size();
  }

  /** SPIs given out to negotiations that go on. */
  public int reservedSpis() {
    return database.reserved();
  }
}
