package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.profile.IpsecProfile;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.CryptoPlane.SaCounters;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch;

/** A pair of proxies on an interface, with its SAs and what they and their predecessors have counted. */
final class Ident {
  /**
   * What an ident is recognised by when the configuration changes.
   *
   * @param template sequence in the dynamic map that the entry stands for, or 0
   * @param selector equal to rule unless narrower
   * @param peer of a temporary entry, made out of a dynamic map's for this peer
   * @param head of a protected tunnel's: the ends that it is for
   */
  record Key(InterfaceName interfaceName, String map, int sequence, int template, FlowMatch rule, FlowMatch selector,
      Optional<Address> peer, Optional<Head> head) {
    /** That of an access-list entry. */
    Key(InterfaceName interfaceName, String map, int sequence, int template, FlowMatch rule, FlowMatch selector,
        Optional<Address> peer) {
      this(interfaceName, map, sequence, template, rule, selector, peer, Optional.empty());
    }

    /** Whether it is there for the sake of its SAs, and goes with them. */
    boolean narrower() {
      return !rule.equals(selector) || peer.isPresent();
    }

    /** That of the ident for the whole rule. */
    Key wide() {
      return new Key(interfaceName, map, sequence, template, rule, rule, Optional.empty());
    }
  }

  /** The ends of a protected tunnel, and what its SAs are about. */
  record Head(Address local, Address remote, Proxy localProxy, Proxy remoteProxy) {}

  private static final int IKE_PORT = 500;

  private final long id;
  private final Key key;
  private final Proxy localProxy;
  private final Proxy remoteProxy;
  private final List<SaPair> pairs = new ArrayList<>();
  private Binding binding;
  private CryptoMap.Entry entry;
  private Optional<CryptoMap.Dynamic> dynamic = Optional.empty();
  private List<ProtectedTunnel> tunnels = List.of();
  private Optional<InterfaceName> cloned = Optional.empty();
  private boolean opened;
  private long restsUntilMillis;
  private int number;
  private int peer;
  private int triedPeers;
  private SaCounters goneIn = SaCounters.ZERO;
  private SaCounters goneOut = SaCounters.ZERO;
  private long dropsCleared;
  private Timer requestTimer;
  private int requestCount;

  Ident(long id, Key key, Proxy localProxy, Proxy remoteProxy, Binding binding, CryptoMap.Entry entry) {
    this.id = id;
    this.key = key;
    this.localProxy = localProxy;
    this.remoteProxy = remoteProxy;
    this.binding = binding;
    this.entry = entry;
  }

  /** One for an access-list entry. */
  static Ident of(long id, Key key, Binding binding, CryptoMap.Entry entry) {
    return switch (key.selector) {
      case PacketMatch m -> new Ident(id, key, proxy(m.source(), m.sourceWildcard(), protocol(m.protocol()), m.sourcePorts()),
          proxy(m.destination(), m.destinationWildcard(), protocol(m.protocol()), m.destinationPorts()), binding, entry);
      case Ipv6Match m -> new Ident(id, key, proxy(m.source(), protocol(m.protocol()), m.sourcePorts()),
          proxy(m.destination(), protocol(m.protocol()), m.destinationPorts()), binding, entry);
    };
  }

  private static int protocol(int asked) {
    return asked == PacketMatch.ANY_PROTOCOL ? 0 : asked;
  }

  /** Ranges of ports and wildcards with gaps cannot be said to a peer: the next larger thing is. */
  private static Proxy proxy(Ipv4 address, Ipv4 wildcard, int protocol, PacketMatch.Ports ports) {
    var prefix = new Ipv4Prefix(address, Integer.numberOfLeadingZeros(wildcard.bits()));
    return new Proxy(prefix.address(), prefix.length(), protocol, port(ports));
  }

  private static Proxy proxy(Ipv6Prefix prefix, int protocol, PacketMatch.Ports ports) {
    return new Proxy(prefix.address(), prefix.length(), protocol, port(ports));
  }

  private static int port(PacketMatch.Ports ports) {
    return ports.low() == ports.high() && !ports.negated() ? ports.low() : 0;
  }

  long id() {
    return id;
  }

  Key key() {
    return key;
  }

  Proxy localProxy() {
    return localProxy;
  }

  Proxy remoteProxy() {
    return remoteProxy;
  }

  FlowTable.Ident flow() {
    return new FlowTable.Ident(id, key.selector);
  }

  /** Whether these proxies are these or a part of these. */
  boolean covers(Proxy local, Proxy remote) {
    return isPart(localProxy, local) && isPart(remoteProxy, remote);
  }

  private static boolean isPart(Proxy wide, Proxy narrow) {
    return wide.containsNetworkOf(narrow) && (wide.protocol() == 0 || wide.protocol() == narrow.protocol()) && (wide.port() == 0
        || wide.port() == narrow.port());
  }

  /** Whether these proxies are of the same version of IP as its own. */
  boolean isOfFamily(Proxy local, Proxy remote) {
    boolean v4 = localProxy.address() instanceof Ipv4;
    return local.address() instanceof Ipv4 == v4 && remote.address() instanceof Ipv4 == v4;
  }

  boolean isFor(Proxy local, Proxy remote) {
    return localProxy.equals(local) && remoteProxy.equals(remote);
  }

  // Configuration in force

  Binding binding() {
    return binding;
  }

  CryptoMap.Entry entry() {
    return entry;
  }

  /** The dynamic entry that it belongs to. */
  Optional<CryptoMap.Dynamic> dynamic() {
    return dynamic;
  }

  Ident of(Optional<CryptoMap.Dynamic> parent) {
    dynamic = parent;
    return this;
  }

  /** The tunnels that it protects: one, or several that share their SAs. */
  List<ProtectedTunnel> tunnels() {
    return tunnels;
  }

  Ident of(List<ProtectedTunnel> now) {
    tunnels = now;
    return this;
  }

  /** Where it is in force: on the interface with the map, or on each tunnel that shares it. */
  List<InterfaceName> interfaces() {
    return tunnels.isEmpty() ? List.of(binding.interfaceName()) : tunnels.stream().map(ProtectedTunnel::name).toList();
  }

  boolean isTunnel() {
    return key.head.isPresent() && cloned.isEmpty();
  }

  /** The template of which an interface is made for each peer that asks for this. */
  Optional<InterfaceName> cloned() {
    return cloned;
  }

  Ident cloning(InterfaceName template) {
    cloned = Optional.of(template);
    return this;
  }

  /** Whether it is there for one peer that has called. */
  boolean isAccess() {
    return isTunnel() && tunnels.stream().allMatch(t -> t.name().kind() == InterfaceName.Kind.Virtual_Access);
  }

  /** Whether it is for a virtual tunnel interface, which is nothing without SAs. */
  boolean isVirtual() {
    return isTunnel() && tunnels.getFirst().isVirtual();
  }

  /** Whether SAs are to be there without being asked for. */
  boolean isWanted() {
    return !isAccess() && tunnels.stream().anyMatch(t -> t.up() && t.profile().filter(p -> !p.responderOnly()).isPresent());
  }

  /** Whether it is left to the peer to begin, and to ask for new keys: {@code responder-only}. */
  boolean onlyResponds() {
    return !tunnels.isEmpty() && tunnels.stream().allMatch(t -> t.profile().filter(IpsecProfile::responderOnly).isPresent());
  }

  /** SAs are asked for. @return whether for the first time */
  boolean open() {
    boolean first = !opened;
    opened = true;
    return first;
  }

  /** A request has failed: until then, in the loop's time, none is made without a packet. */
  void restUntil(long millis) {
    restsUntilMillis = millis;
  }

  long restsUntilMillis() {
    return restsUntilMillis;
  }

  /** Whether it only stands for peers to come: it has no SAs, and packets that need one are lost. */
  boolean isTemplate() {
    return cloned.isPresent() || dynamic.isPresent() && key.peer.isEmpty();
  }

  boolean isTemporary() {
    return key.peer.isPresent();
  }

  /** The sequence that {@code show crypto map} gives it: its entry's, or a free one behind the dynamic entry's. */
  int number() {
    return number;
  }

  void number(int now) {
    number = now;
  }

  /** The same access-list entry under a configuration that has changed elsewhere. */
  void update(Binding newBinding, CryptoMap.Entry newEntry) {
    binding = newBinding;
    if (!newEntry.peers().equals(entry.peers())) peer = 0;
    entry = newEntry;
  }

  // Peers

  /** The peer in use: the entry's first one, until it does not answer. */
  Address peer() {
    return entry.peers().get(peer);
  }

  void beginWithPeers() {
    if (entry.terms().preferred()) peer = 0;
    triedPeers = 1;
  }

  /** From now on the default peer again, if the entry has one. */
  void beginWithDefault() {
    if (entry.terms().idleToDefault()) peer = 0;
  }

  /** Goes on to the next peer. @return false if all have been tried in vain */
  boolean nextPeer() {
    peer = (peer + 1) % entry.peers().size();
    return triedPeers++ < entry.peers().size();
  }

  // SAs

  List<SaPair> pairs() {
    return pairs;
  }

  /** The pair that outbound packets take. */
  Optional<SaPair> newest() {
    return pairs.reversed().stream().filter(SaPair::established).findFirst();
  }

  /** The port of the peer's IKE and, behind a NAT, of its ESP. */
  int peerPort() {
    return newest().flatMap(p -> p.sas().udp()).map(UdpEncapsulation::remotePort).orElse(IKE_PORT);
  }

  void remove(SaPair pair, SaCounters in, SaCounters out) {
    pairs.remove(pair);
    goneIn = sum(goneIn, in);
    goneOut = sum(goneOut, out);
  }

  SaCounters goneIn() {
    return goneIn;
  }

  SaCounters goneOut() {
    return goneOut;
  }

  /** {@code clear crypto sa counters}: what is there now is taken off from now on. */
  void clearCounters(CryptoPlane plane) {
    goneIn = SaCounters.ZERO;
    goneOut = SaCounters.ZERO;
    for (SaPair p : pairs) {
      goneIn = difference(goneIn, plane.counters(p.inHandle()));
      if (p.established()) goneOut = difference(goneOut, plane.counters(p.outHandle()));
    }
    dropsCleared = plane.counters(binding.interfaceName().toString(), id).noSaDrops();
  }

  /** Packets out lost for want of an SA since the counters were cleared. */
  long noSaDrops(CryptoPlane plane) {
    return plane.counters(binding.interfaceName().toString(), id).noSaDrops() - dropsCleared;
  }

  private static SaCounters difference(SaCounters a, SaCounters b) {
    return new SaCounters(a.packets() - b.packets(), a.bytes() - b.bytes(), a.macFailures() - b.macFailures(),
        a.replayFailures() - b.replayFailures(), a.malformed() - b.malformed(), a.identityFailures() - b.identityFailures(),
        a.sendErrors() - b.sendErrors());
  }

  static SaCounters sum(SaCounters a, SaCounters b) {
    return new SaCounters(a.packets() + b.packets(), a.bytes() + b.bytes(), a.macFailures() + b.macFailures(),
        a.replayFailures() + b.replayFailures(), a.malformed() + b.malformed(), a.identityFailures() + b.identityFailures(),
        a.sendErrors() + b.sendErrors());
  }

  // The request under way

  boolean requesting() {
    return requestTimer != null;
  }

  /** @return how often the timer has been set for this request, from 1 */
  int await(Timer timer) {
    requestTimer = timer;
    return ++requestCount;
  }

  int requestCount() {
    return requestCount;
  }

  void stopRequest() {
    if (requestTimer != null) requestTimer.cancel();
    requestTimer = null;
    requestCount = 0;
  }
}
