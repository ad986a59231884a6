package net.anotherbox.crypto;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.map.ShowCryptoMap;
import net.anotherbox.crypto.ipsec.profile.Protection;
import net.anotherbox.crypto.ipsec.profile.ShowIpsecProfile;
import net.anotherbox.crypto.ipsec.profile.ShowSockets;
import net.anotherbox.crypto.ipsec.sa.KeyEngine;
import net.anotherbox.crypto.ipsec.sa.ShowEngineConnections;
import net.anotherbox.crypto.ipsec.sa.ShowIpsecSa;
import net.anotherbox.crypto.ipsec.transform.ShowTransformSets;
import net.anotherbox.crypto.isakmp.failure.Diagnosis;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.key.ShowIsakmpKey;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.policy.ShowIsakmpPolicy;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.sa.IkeReceiver;
import net.anotherbox.crypto.isakmp.sa.IkeSockets;
import net.anotherbox.crypto.isakmp.sa.ShowIsakmpSa;
import net.anotherbox.crypto.isakmp.ted.TunnelDiscovery;
import net.anotherbox.crypto.session.SessionLog;
import net.anotherbox.crypto.session.ShowCryptoSession;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** IKE, the key engine and their screens, wired to the ports. All methods belong to the control thread. */
public final class CryptoSubsystem {
  private final Behaviour behaviour;
  private final Tracer tracer;
  private final Personality personality;
  private final Loop loop;
  private final Clock clock;
  private final IkeSockets sockets;
  private final IkeReceiver receiver;
  private final IkeEngine ike;
  private final KeyEngine keyEngine;
  private final TunnelDiscovery discovery;
  private final PlaneEvents events;
  private final SessionLog sessionLog;
  private final ShowIsakmpSa showIsakmpSa;
  private final ShowIpsecSa showIpsecSa;
  private final ShowCryptoSession showCryptoSession;
  private final ShowEngineConnections showEngineConnections;
  private CryptoConfig config = CryptoConfig.EMPTY;

  /** One that cannot discover peers, and makes no routes. */
  public CryptoSubsystem(Loop loop, Log log, Randomness randomness, UdpPorts ports, CryptoPlane plane,
      Personality personality) {
    this(loop, log, randomness, ports, plane, TransitPorts.NONE, RoutingTable.NONE, TunnelTable.NONE, personality);
  }

  public CryptoSubsystem(Loop loop, Log log, Randomness randomness, UdpPorts ports, CryptoPlane plane,
      TransitPorts transit, RoutingTable routes, TunnelTable tunnels, Personality personality) {
    this.personality = personality;
    this.loop = loop;
    clock = loop.clock();
    behaviour = new Behaviour(personality);
    tracer = new Tracer(log, loop.clock(), personality);
    sockets = new IkeSockets(ports, this::receive, this::socketUnavailable);
    keyEngine = new KeyEngine(loop, tracer, behaviour, randomness, plane, routes, tunnels,
        sockets::isOpen);
    ike = new IkeEngine(loop, tracer, behaviour, randomness, sockets, keyEngine);
    discovery = new TunnelDiscovery(loop, tracer, randomness, ike, transit, routes,
        keyEngine.protectedFlows());
    keyEngine.connect(ike, discovery);
    receiver = new IkeReceiver(ike, tracer);
    events = new PlaneEvents(keyEngine, ike.spiRecovery(), tracer);
    plane.events(events);
    sessionLog = new SessionLog(loop.clock(), tracer);
    keyEngine.watcher(sessionLog);
    showIsakmpSa = new ShowIsakmpSa(ike, discovery::rows);
    showIpsecSa = new ShowIpsecSa(keyEngine, plane, loop.clock());
    showCryptoSession = new ShowCryptoSession(ike, keyEngine, sessionLog);
    showEngineConnections = new ShowEngineConnections(ike, keyEngine, plane);
  }

  /** A datagram for IKE; sockets call it, and tests. */
  void receive(Address local, int localPort, Address remote, int remotePort, byte[] datagram) {
    // On the other port there is a marker before the header: what stands there is a cookie's.
    boolean answersProbe = localPort == IkeSockets.PORT && IsakmpHeader.exchangeOf(datagram) == ExchangeType.TED_ANSWER;
    if (answersProbe) discovery.answer(local, remote, datagram);
    else receiver.received(local, localPort, remote, remotePort, datagram);
  }

  private void socketUnavailable(Address local, int port, String reason) {
    tracer.syslog(3, "SOCKET_UNAVAILABLE", Map.of("local", local, "port", port, "reason", reason));
  }

  /** Takes over a configuration and does what IOS does about each change against the last one. */
  public void configure(CryptoConfig now) {
    boolean was = isOn(config);
    var old = config;
    config = now;
    sessionLog.logging(now.liveness().logSessions());
    if (!was && isOn(now)) tracer.syslog(6, "ISAKMP_ON_OFF", Map.of("state", "ON"));
    ike.configure(now.isakmp());
    ike.keepAlive(now.liveness());
    sessionLog.logging(now.liveness().logSessions());
    // Without ISAKMP the maps still stand: what they protect is lost, not sent in clear.
    keyEngine.configure(now);
    var kept = locals(now, false);
    for (Address local : locals(old, false)) if (!kept.contains(local)) ike.forget(local);
    sockets.want(locals(now, true), now.liveness().natTraversal() && !behaviour.words("nat-versions").isEmpty());
    if (isOn(now)) {
      ready(now);
      keyEngine.startTunnels();
    }
    if (was && !isOn(now)) tracer.syslog(6, "ISAKMP_ON_OFF", Map.of("state", "OFF"));
  }

  /** The first peer does not wait until what computing in its group needs is loaded. */
  private void ready(CryptoConfig c) {
    for (var policy : c.isakmp().policies())
      DhGroup.of(policy.group()).filter(g -> !g.isReady()).ifPresent(g -> loop.compute(() -> {
        g.ready();
        return g;
      }, done -> {}));
  }

  private static boolean isOn(CryptoConfig c) {
    return c.enabled() && (!c.bindings().isEmpty() || !c.protection().isEmpty());
  }

  private static Set<Address> locals(CryptoConfig c, boolean onlyUp) {
    var out = new HashSet<Address>();
    if (!c.enabled()) return out;
    for (var b : c.bindings()) if (b.local() != null && (b.up() || !onlyUp)) out.add(b.local());
    for (var t : c.protection().templates()) out.addAll(t.locals());
    for (var t : c.protection().tunnels()) if (t.up() || !onlyUp) t.local().ifPresent(out::add);
    return out;
  }

  /** The switches of {@code debug crypto …}. */
  public static List<DebugFlag> flags() {
    return Arrays.stream(Switch.values()).flatMap(s -> Stream.concat(Stream.of(s.flag()), s.errorFlag().stream())).toList();
  }

  /** What the packet plane is to call; it has been told so already. */
  public PlaneEvents planeEvents() {
    return events;
  }

  // Shows

  /** {@code show crypto isakmp sa}. */
  public String showIsakmpSa() {
    return showIsakmpSa.render(personality.release());
  }

  /** {@code show crypto ipsec sa [interface …|map …|address …|peer …]}: every restriction may be empty. */
  public String showIpsecSa(Optional<InterfaceName> interfaceName, Optional<String> map, Optional<Address> peer) {
    return showIpsecSa.render(personality.release(), new ShowIpsecSa.Which(interfaceName, map, peer));
  }

  /** {@code show crypto ipsec sa}. */
  public String showIpsecSa() {
    return showIpsecSa(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** {@code show crypto isakmp policy}. */
  public String showIsakmpPolicy() {
    return ShowIsakmpPolicy.render(personality.release(), config.isakmp().policies(),
        config.isakmp().defaultPolicies() && behaviour.is("default-policies"));
  }

  /** {@code show crypto isakmp key}: prints secrets, as IOS does to those who may. */
  public String showIsakmpKey() {
    return ShowIsakmpKey.render(personality.release(), config.isakmp().keyrings());
  }

  /** {@code show crypto map}. */
  public String showCryptoMap() {
    return ShowCryptoMap.render(personality.release(), config, keyEngine);
  }

  /** {@code show crypto map [tag …|interface …]}: the map of this name, or the one on this interface. */
  public String showCryptoMap(Optional<String> tag, Optional<InterfaceName> interfaceName) {
    var heads = config.protection().tunnels().stream().filter(t -> interfaceName.isPresent() ? t.name().equals(
        interfaceName.get()) : t.head().equals(tag.orElse(t.head()))).toList();
    var only = config.withMaps(maps(tag, interfaceName, false)).withIpv6Maps(maps(tag, interfaceName, true))
        .with(new Protection(config.protection().profiles(), heads,
        config.protection().templates().stream().filter(t -> interfaceName.isPresent() ? t.name().equals(interfaceName.get())
            : t.head().equals(tag.orElse(t.head()))).toList()));
    return ShowCryptoMap.render(personality.release(), only, keyEngine);
  }

  private Map<String, CryptoMap> maps(Optional<String> tag, Optional<InterfaceName> interfaceName, boolean ipv6) {
    var on = config.bindings().stream().filter(b -> b.ipv6() == ipv6
        && interfaceName.filter(b.interfaceName()::equals).isPresent()).map(CryptoConfig.Binding::mapName).findFirst();
    var maps = new TreeMap<>(config.maps(ipv6));
    maps.keySet().removeIf(name -> !name.equals(interfaceName.isPresent() ? on.orElse("") : tag.orElse(name)));
    return maps;
  }

  /** {@code show crypto ipsec profile [tag …]}. */
  public String showIpsecProfiles(Optional<String> tag) {
    return ShowIpsecProfile.render(personality.release(), config, tag);
  }

  /** {@code show crypto sockets}. */
  public String showSockets() {
    return ShowSockets.render(personality.release(), config.protection(), keyEngine.statuses());
  }

  /** {@code show crypto dynamic-map [tag …]}. */
  public String showDynamicMap(Optional<String> tag) {
    return ShowCryptoMap.dynamic(personality.release(), config, tag);
  }

  /** {@code show crypto ipsec transform-set}. */
  public String showTransformSets() {
    return showTransformSets(Optional.empty());
  }

  /** {@code show crypto ipsec transform-set [tag …]}. */
  public String showTransformSets(Optional<String> tag) {
    return ShowTransformSets.render(personality.release(), config.transformSets().values().stream().filter(t ->
        t.name().equals(tag.orElse(t.name()))).toList());
  }

  /** {@code show crypto engine connections active}. */
  public String showEngineConnectionsActive() {
    return showEngineConnections.render(personality.release());
  }

  /** {@code show crypto call admission statistics}. */
  public String showCallAdmission() {
    return ike.admission().render(personality.release(), receiver.refusals().values().stream().mapToLong(n -> n).sum());
  }

  /** Why negotiations with peers came to nothing, the last of each, oldest first. */
  public List<Failure> failures() {
    return ike.failures();
  }

  // What the commands need

  Release release() {
    return personality.release();
  }

  IkeEngine ike() {
    return ike;
  }

  Diagnosis diagnosis() {
    return ike.diagnosis();
  }

  long nowMillis() {
    return clock.millis();
  }

  KeyEngine keyEngine() {
    return keyEngine;
  }

  CryptoConfig config() {
    return config;
  }

  Tracer tracer() {
    return tracer;
  }

  SessionLog sessionLog() {
    return sessionLog;
  }

  ShowIsakmpSa isakmpSa() {
    return showIsakmpSa;
  }

  ShowIpsecSa ipsecSa() {
    return showIpsecSa;
  }

  ShowCryptoSession session() {
    return showCryptoSession;
  }

  // Clears

  /** {@code clear crypto sa}. */
  public void clearSa() {
    keyEngine.clear(Optional.empty());
  }

  /** {@code clear crypto sa peer}. */
  public void clearSa(Address peer) {
    keyEngine.clear(Optional.of(peer));
  }

  /** {@code clear crypto session}: all with these ends goes; an empty one takes any. @param port of the peer's IKE */
  public void clearSession(Optional<Address> local, Optional<Address> remote, Optional<Integer> port) {
    var sas = ike.statuses().stream().filter(s -> local.orElse(s.local()).equals(s.local()) && remote.orElse(s.remote())
        .equals(s.remote()) && port.orElse(s.remotePort()) == s.remotePort()).toList();
    if (port.isEmpty()) keyEngine.clearSession(local, remote);
    else for (var s : sas) keyEngine.clearSession(Optional.of(s.local()), Optional.of(s.remote()));
    for (var s : sas) ike.clear(Optional.of(s.conn()));
  }

  /** {@code clear crypto isakmp [conn-id]}; empty for all. */
  public void clearIsakmp(Optional<Integer> connId) {
    ike.clear(connId);
  }

  /** Says Delete for every SA, as far as a datagram sent now says anything, and lets go of all. */
  public void close() {
    keyEngine.close();
    discovery.close();
    ike.close();
    sockets.want(Set.of(), false);
  }

  // For leak tests and statistics

  /** ISAKMP SAs, lingering ones included. */
  public int isakmpSas() {
    return ike.size();
  }

  /** Pairs of IPsec SAs. */
  public int ipsecSaPairs() {
    return keyEngine.pairs();
  }

  /** Exchanges under ISAKMP SAs, lingering ones included. */
  public int nodes() {
    return ike.nodes();
  }

  /** SPIs and peers held for negotiations. */
  public int reservations() {
    return keyEngine.reservedSpis() + ike.peers();
  }

  public int openSockets() {
    return sockets.size();
  }

  /** Exchanges that look for a peer or have answered one that does. */
  public int discoveries() {
    return discovery.size();
  }

  /** How often datagrams were refused, by reason. */
  public Map<String, Long> refusals() {
    var all = new TreeMap<>(receiver.refusals());
    discovery.refusals().forEach((reason, n) -> all.merge("discovery: " + reason, n, Long::sum));
    return all;
  }
}
