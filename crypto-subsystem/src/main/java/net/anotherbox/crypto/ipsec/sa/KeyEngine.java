package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.ipsec.transform.TransformSet;
import net.anotherbox.crypto.isakmp.machine.NegotiatedSas;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.sa.IpsecSas;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** The key engine: idents, their SAs, and what must be done about both. Belongs to the control thread. */
public final class KeyEngine implements IpsecSas {
  private static final long REQUEST_MILLIS = 30_000;
  private static final int REQUESTS = 2;
  private static final int REKEY_SECONDS = 30;
  private static final int PEER_REKEYS_FIRST_SECONDS = 10;
  private static final long REKEY_KILOBYTES = 256;
  private static final int ISAKMP_PORT = 500;
  private static final int REPLAY_WINDOW = 64;
  private static final int LAST_CONN = 65_000;

  private final Loop loop;
  private final Tracer tracer;
  private final Behaviour behaviour;
  private final Randomness randomness;
  private final CryptoPlane plane;
  private final Predicate<Address> canSend;
  private final IdentTable idents = new IdentTable();
  private final Map<Integer, SaPair> byInSpi = new HashMap<>();
  private final Map<Long, SaPair> byHandle = new HashMap<>();
  private final Set<Integer> reservedSpis = new HashSet<>();
  private CryptoConfig config = CryptoConfig.EMPTY;
  private IkeEngine ike;
  private SaWatcher watcher = (local, remote, port, sas) -> { };
  private long lastHandle;
  private int lastConn;
  private int lastFlow;

  /** @param canSend whether IKE has a socket on a local address */
  public KeyEngine(Loop loop, Tracer tracer, Behaviour behaviour, Randomness randomness, CryptoPlane plane,
      Predicate<Address> canSend) {
    this.loop = loop;
    this.tracer = tracer;
    this.behaviour = behaviour;
    this.randomness = randomness;
    this.plane = plane;
    this.canSend = canSend;
  }

  /** The two engines know each other. */
  public void connect(IkeEngine engine) {
    ike = engine;
  }

  /** Tells this one from now on. */
  public void watcher(SaWatcher now) {
    watcher = now;
  }

  /** Takes over a configuration: SAs that it no longer allows go, then the flows are published. */
  public void configure(CryptoConfig now) {
    config = now;
    var gone = idents.configure(now);
    for (Ident i : gone) {
      i.stopRequest();
      removeAll(i.pairs(), true);
    }
    for (Ident i : idents.all()) {
      var stale = pairs(p -> p.ident() == i
          && (!p.sas().local().equals(i.binding().local()) || !i.entry().peers().contains(p.sas().remote())));
      removeAll(stale, true);
    }
    plane.flows(idents.flows());
  }

  // Requests

  /** A packet waits for an SA. */
  public void acquire(long ident) {
    idents.find(ident).filter(i -> !i.requesting()).ifPresent(i -> {
      i.beginWithPeers();
      request(i);
    });
  }

  private void request(Ident i) {
    Address local = i.binding().local();
    if (local == null || !canSend.test(local)) return;
    var offers = offers(i, i.peer());
    if (offers.isEmpty()) return;
    var r = new SaRequest(i.id(), local, i.peer(), i.localProxy(), i.remoteProxy(), offers, i.entry().pfsGroup(), seconds(i),
        kilobytes(i), allocateSpi());
    ask(i, r);
  }

  private void ask(Ident i, SaRequest r) {
    i.await(loop.after(REQUEST_MILLIS, () -> requestTimer(i, r)));
    var first = r.offers().get(0);
    trace("sa-request", facts(r.local(), r.remote(), r.localProxy(), r.remoteProxy(), first.suite(), first.tunnel(), "pfs",
        r.pfsGroup() == 0 ? "0" : "" + r.pfsGroup(), "seconds", r.seconds(), "kilobytes", r.kilobytes(), "spi", r.spi()));
    ike.request(r);
  }

  /** IOS asks twice and then lets the packets be lost. */
  private void requestTimer(Ident i, SaRequest r) {
    int count = i.requestCount();
    trace("timer-fired", facts(r.local(), r.remote(), r.localProxy(), r.remoteProxy(), r.offers().get(0).suite(), true,
        "count", count));
    if (count < REQUESTS) {
      ask(i, r);
      return;
    }
    i.stopRequest();
    reservedSpis.remove(r.spi());
  }

  private List<SaRequest.Offer> offers(Ident i, Address peer) {
    boolean ends = i.localProxy().isHost(i.binding().local()) && i.remoteProxy().isHost(peer);
    return i.entry().transformSets().stream().map(n -> config.transformSets().get(n))
        .filter(t -> t != null && t.suite().isPresent())
        .map(t -> new SaRequest.Offer(t.suite().orElseThrow(), t.tunnel() || !ends)).toList();
  }

  private int seconds(Ident i) {
    return i.entry().lifetimeSeconds() > 0 ? i.entry().lifetimeSeconds() : config.lifetimeSeconds();
  }

  private long kilobytes(Ident i) {
    return i.entry().lifetimeKilobytes() > 0 ? i.entry().lifetimeKilobytes() : config.lifetimeKilobytes();
  }

  @Override
  public void failed(SaRequest r, String reason, boolean unreachable) {
    reservedSpis.remove(r.spi());
    var i = idents.find(r.ident());
    if (i.isEmpty()) return;
    boolean more = unreachable && i.get().entry().peers().size() > 1 && i.get().nextPeer();
    i.get().stopRequest();
    if (more) request(i.get());
  }

  // What quick mode asks

  @Override
  public Verdict validate(Asked a) {
    var found = idents.candidates(a.local(), a.remote(), a.localProxy(), a.remoteProxy());
    if (found.isEmpty()) return new Verdict.NoProxies();
    boolean ends = a.localProxy().isHost(a.local()) && a.remoteProxy().isHost(a.remote());
    for (Ident i : found) {
      if (i.entry().pfsGroup() != 0 && i.entry().pfsGroup() != a.pfsGroup()) continue;
      for (String name : i.entry().transformSets()) {
        TransformSet t = config.transformSets().get(name);
        if (t == null || !t.suite().equals(Optional.of(a.suite()))) continue;
        if ((t.tunnel() || !ends) == a.tunnel()) return new Verdict.Accepted(i.id(), seconds(i), kilobytes(i));
      }
    }
    return new Verdict.NoTransform();
  }

  @Override
  public int allocateSpi() {
    int spi;
    do {
      spi = randomness.nextInt();
    } while (spi >= 0 && spi < 256 || byInSpi.containsKey(spi) || !reservedSpis.add(spi));
    return spi;
  }

  @Override
  public NegotiatedSas.SaNumbers allocateNumbers() {
    int first = behaviour.number("first-ipsec-conn");
    int in = lastConn < first || lastConn + 2 > LAST_CONN ? first : lastConn + 1;
    lastConn = in + 1;
    lastFlow += 2;
    return new NegotiatedSas.SaNumbers(in, in + 1, lastFlow - 1, lastFlow);
  }

  @Override
  public int pairsWith(Address remote) {
    return (int) byInSpi.values().stream().filter(p -> p.sas().remote().equals(remote)).count();
  }

  // SAs come

  @Override
  public void prepare(NegotiatedSas n) {
    var pair = begin(n);
    if (pair.isPresent() && behaviour.is("creates-at-qm2")) traceCreated(pair.get());
  }

  @Override
  public void establish(NegotiatedSas n) {
    var pair = n.initiator() ? begin(n) : Optional.ofNullable(byInSpi.get(n.inSpi()));
    if (pair.isPresent()) {
      var p = pair.get();
      plane.install(spec(p, false));
      startTimers(p);
      sessionChanged(n.local(), n.remote());
      p.ident().stopRequest();
      p.ident().pairs().stream().filter(old -> old != p && old.nearTrafficLimit()).forEach(this::ageOut);
      if (n.initiator() || !behaviour.is("creates-at-qm2")) traceCreated(p);
      else traceEnabled(p);
      trace("current-outbound", facts(p, false));
      trace("current-outbound-updated", facts(p, false));
    }
    n.wipe();
  }

  /** The ident may have gone while the peers talked: then there is nothing to begin. */
  private Optional<SaPair> begin(NegotiatedSas n) {
    reservedSpis.remove(n.inSpi());
    var wide = idents.find(n.ident());
    if (wide.isEmpty() || !Objects.equals(wide.get().binding().local(), n.local())) return Optional.empty();
    boolean known = idents.hasExactly(wide.get(), n.localProxy(), n.remoteProxy());
    var ident = idents.exactly(wide.get(), n.localProxy(), n.remoteProxy());
    if (!known) plane.flows(idents.flows());
    var pair = new SaPair(ident, n, ++lastHandle, ++lastHandle, jittered(n.kilobytes()));
    ident.pairs().add(pair);
    byInSpi.put(n.inSpi(), pair);
    byHandle.put(pair.inHandle(), pair);
    byHandle.put(pair.outHandle(), pair);
    plane.install(spec(pair, true));
    return Optional.of(pair);
  }

  /** IOS takes up to a tenth off the traffic limit, so that peers do not rekey at the same moment. */
  private long jittered(long kilobytes) {
    return kilobytes - kilobytes * Integer.remainderUnsigned(randomness.nextInt(), 1000) / 10_000;
  }

  private SaSpec spec(SaPair p, boolean inbound) {
    var n = p.sas();
    long hard = p.kilobytes();
    long soft = hard > 2 * REKEY_KILOBYTES ? hard - REKEY_KILOBYTES : hard / 2;
    return new SaSpec(inbound ? p.inHandle() : p.outHandle(), p.ident().id(), inbound, n.local(), n.remote(), n.tunnel(),
        n.esp(inbound), n.ah(inbound), n.udp(), true, soft, hard, n.suite().authenticated() ? REPLAY_WINDOW : 0,
        p.ident().binding().mtu());
  }

  private void startTimers(SaPair p) {
    long life = p.sas().seconds() * 1000L;
    long ahead = (p.sas().initiator() ? REKEY_SECONDS : REKEY_SECONDS - PEER_REKEYS_FIRST_SECONDS) * 1000L;
    var soft = loop.after(Math.max(life - ahead, life / 2), () -> nearExpiry(p));
    var hard = loop.after(life, () -> removeAll(List.of(p), true));
    p.establish(loop.clock().millis() + life, soft, hard);
  }

  /** A pair replaced because it was full takes what is still under way; without traffic it would never reach its limit. */
  private void ageOut(SaPair old) {
    long end = loop.clock().millis() + REKEY_SECONDS * 1000L;
    if (old.expiresAtMillis() <= end) return;
    old.stopTimers();
    old.establish(end, null, loop.after(REKEY_SECONDS * 1000L, () -> removeAll(List.of(old), true)));
  }

  private void nearExpiry(SaPair p) {
    trace("lifetime-seconds", Map.of("left", (p.expiresAtMillis() - loop.clock().millis()) / 1000));
    if (used(p)) rekey(p);
  }

  private void rekey(SaPair p) {
    var i = p.ident();
    if (i.requesting() || i.pairs().getLast() != p) return;
    i.beginWithPeers();
    request(i);
  }

  /** The plane says so: the pair has carried nearly all that it may. */
  public void softExpired(long handle) {
    var p = byHandle.get(handle);
    if (p == null || !p.established()) return;
    trace("lifetime-traffic", Map.of("kilobytes", p.kilobytes()));
    p.reachTrafficLimit();
    rekey(p);
  }

  /** The plane says so: the pair carries no more. */
  public void hardExpired(long handle) {
    var p = byHandle.get(handle);
    if (p != null) removeAll(List.of(p), true);
  }

  // SAs go

  @Override
  public void abandon(NegotiatedSas n) {
    var p = byInSpi.get(n.inSpi());
    if (p != null && !p.established()) removeAll(List.of(p), false);
    n.wipe();
  }

  @Override
  public void peerDeleted(Address local, Address remote, List<Integer> spis) {
    trace("delete-sas", Map.of());
    for (int spi : spis) {
      var hit = pairs(p -> p.sas().remote().equals(remote) && p.sas().local().equals(local) && p.sas().outSpi() == spi);
      if (!hit.isEmpty()) trace("delete-sas-spi", Map.of("spi", spi, "remote", remote));
      removeAll(hit, false);
    }
  }

  @Override
  public void peerReset(Address local, Address remote) {
    var old = pairs(p -> p.sas().remote().equals(remote) && p.sas().local().equals(local));
    if (old.isEmpty()) return;
    trace("delete-sas", Map.of());
    trace("delete-sas-all", Map.of("remote", remote));
    removeAll(old, false);
  }

  @Override
  public void peerIsDead(Address local, Address remote) {
    peerReset(local, remote);
    for (Ident i : idents.all())
      if (i.entry().peers().size() > 1 && i.peer().equals(remote) && local.equals(i.binding().local())) i.nextPeer();
  }

  @Override
  public boolean isPeer(Address local, Address remote) {
    return idents.all().stream().anyMatch(i -> local.equals(i.binding().local()) && (i.entry().peers().contains(remote)
        || i.pairs().stream().anyMatch(p -> p.sas().remote().equals(remote))));
  }

  private void sessionChanged(Address local, Address remote) {
    watcher.changed(local, remote, ISAKMP_PORT, byInSpi.values().stream().filter(p -> p.established()
        && p.sas().remote().equals(remote) && p.sas().local().equals(local)).count());
  }

  @Override
  public Traffic traffic(Address local, Address remote) {
    long out = 0;
    long in = 0;
    for (SaPair p : byInSpi.values()) {
      if (!p.sas().remote().equals(remote) || !p.sas().local().equals(local)) continue;
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
    return !pairs(p -> p.established() && p.sas().remote().equals(remote) && p.sas().local().equals(local) && used(p))
        .isEmpty();
  }

  private boolean used(SaPair p) {
    return plane.counters(p.inHandle()).packets() + plane.counters(p.outHandle()).packets() > 0;
  }

  private List<SaPair> pairs(Predicate<SaPair> which) {
    return idents.all().stream().flatMap(i -> i.pairs().stream()).filter(which).toList();
  }

  private record Ends(Address local, Address remote) {}

  /** Removes them from the plane and tells the peers, one message for all of a peer's. */
  private void removeAll(List<SaPair> some, boolean tell) {
    var told = new HashMap<Ends, List<Integer>>();
    boolean flowsChange = false;
    for (SaPair p : List.copyOf(some)) {
      p.stopTimers();
      traceDeleted(p);
      byInSpi.remove(p.sas().inSpi());
      byHandle.remove(p.inHandle());
      byHandle.remove(p.outHandle());
      var in = plane.remove(p.inHandle());
      var out = p.established() ? plane.remove(p.outHandle()) : CryptoPlane.SaCounters.ZERO;
      p.sas().wipe();
      var ident = p.ident();
      ident.remove(p, in, out);
      if (ident.key().narrower() && ident.pairs().isEmpty()) {
        ident.stopRequest();
        idents.remove(ident);
        flowsChange = true;
      }
      told.computeIfAbsent(new Ends(p.sas().local(), p.sas().remote()), e -> new ArrayList<>()).add(p.sas().inSpi());
    }
    told.keySet().forEach(e -> sessionChanged(e.local, e.remote));
    if (tell) told.forEach((e, spis) -> ike.sendDelete(e.local, e.remote, spis));
    if (flowsChange) plane.flows(idents.flows());
  }

  /** Lets go of all; the peers are told. */
  public void close() {
    clear(Optional.empty());
    for (Ident i : idents.all()) i.stopRequest();
    reservedSpis.clear();
  }

  // What is said

  private void trace(String message, Map<String, Object> facts) {
    tracer.debug(Switch.IPSEC, message, facts);
  }

  private static Map<String, Object> facts(Address local, Address remote, Proxy localProxy, Proxy remoteProxy, Suite suite,
      boolean tunnel, Object... more) {
    return Facts.with(Facts.of("local", local, "remote", remote, "local-proxy", localProxy.text(), "remote-proxy",
        remoteProxy.text(),
        "ipsec-protocol", suite.protocolName(), "ip-protocol", suite.ipProtocol(), "suite", suite.words(), "mode", tunnel ? "Tunnel" : "Transport", "keysize", suite.keySize(), "source",
        localProxy.address(), "destination", remoteProxy.address(), "protocol", localProxy.protocol(), "source-port",
        localProxy.port(), "destination-port", remoteProxy.port()), more);
  }

  private Map<String, Object> facts(SaPair p, boolean inbound) {
    var n = p.sas();
    long left = p.established() ? Math.max(0, (p.expiresAtMillis() - loop.clock().millis()) / 1000) : n.seconds();
    return facts(n.local(), n.remote(), n.localProxy(), n.remoteProxy(), n.suite(), n.tunnel(), "pfs",
        n.pfsGroup() == 0 ? "" : "" + n.pfsGroup(), "seconds", n.offeredSeconds(), "kilobytes", n.offeredKilobytes(), "spi",
        inbound ? n.inSpi() : n.outSpi(), "conn", inbound ? n.numbers().inConn() : n.numbers().outConn(), "sa-dest",
        inbound ? n.local() : n.remote(), "own-seconds", left, "own-kilobytes", p.kilobytes(), "map", p.ident().key().map(),
        "sibling", 0x80000000 | n.numbers().inFlow());
  }

  private void traceCreated(SaPair p) {
    if (!tracer.isOn(Switch.IPSEC)) return;
    var in = facts(p, true);
    var out = facts(p, false);
    trace("queue", Facts.with(in, "count", behaviour.number("install-messages")));
    trace("initialize-in", in);
    trace("initialize-out", out);
    trace("install-proxy-match", in);
    trace("map-found", in);
    trace("reconnecting", in);
    trace("flow-allocated", in);
    trace("add-ident", in);
    trace("create-sa", in);
    trace("create-sa", out);
  }

  private void traceEnabled(SaPair p) {
    trace("queue", Map.of("count", 1));
    trace("enable-notify", Map.of());
    trace("enable-outbound", facts(p, false));
  }

  private void traceDeleted(SaPair p) {
    if (!tracer.isOn(Switch.IPSEC)) return;
    trace("delete-sa", facts(p, true));
    trace("delete-sa", facts(p, false));
  }

  // For shows and leak tests

  IdentTable idents() {
    return idents;
  }

  /** All idents as they are now, in the order of the maps. */
  public List<IdentStatus> statuses() {
    return idents.all().stream().map(i -> IdentStatus.of(i, plane, loop.clock())).toList();
  }

  /** The interface whose crypto map is known by this address. */
  public Optional<InterfaceName> interfaceOf(Address local) {
    return config.bindings().stream().filter(b -> local.equals(b.local())).map(CryptoConfig.Binding::interfaceName).findFirst();
  }

  /** Facts about the inbound SA with this handle, for what is said of refused packets. */
  public Optional<Map<String, Object>> inbound(long handle) {
    return Optional.ofNullable(byHandle.get(handle)).map(p -> facts(p, true));
  }

  /** The peer in use under an entry that is in force. */
  public Optional<Address> currentPeer(String map, int sequence) {
    return idents.all().stream().filter(i -> i.key().map().equals(map) && i.key().sequence() == sequence)
        .map(i -> i.newest().map(p -> p.sas().remote()).orElseGet(i::peer)).findFirst();
  }

  /** Pairs of SAs, those included whose outbound SA is not yet in force. */
  public int pairs() {
    return byInSpi.size();
  }

  /** SPIs given out to negotiations that go on. */
  public int reservedSpis() {
    return reservedSpis.size();
  }
}
