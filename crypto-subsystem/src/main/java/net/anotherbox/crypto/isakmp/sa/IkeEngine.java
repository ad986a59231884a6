package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.isakmp.failure.Diagnosis;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.crypto.isakmp.machine.SaFacts;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Address;

/** The ISAKMP SAs of the box, as the key engine and the commands see them. */
public final class IkeEngine {
  /** Of an SA with a peer that it has discovered, IOS does not say how it begins. */
  private static final Set<String> UNSAID_OF_DISCOVERED = Set.of("key-found", "beginning-main-mode");

  private final Tracer tracer;
  private final SaTable table = new SaTable();
  private final Ground ground;
  private final SaMaker maker;
  private final Performer performer;
  private final Endings endings;
  private final Repeater repeater;
  private final Informational informational;
  private final SpiRecovery spiRecovery;
  private final Refusals refusals;
  private final NatKeepalives natKeepalives;
  private Liveness liveness = Liveness.DEFAULT;

  public IkeEngine(Loop loop, Tracer tracer, Behaviour behaviour, Randomness randomness, IkeSockets sockets,
      IpsecSas ipsec) {
    this.tracer = tracer;
    this.ground = new Ground(loop, tracer, behaviour, randomness, sockets, ipsec, table);
    this.informational = new Informational(ground, this);
    this.maker = new SaMaker(ground, this);
    this.performer = new Performer(ground, this);
    this.endings = new Endings(ground, this);
    this.repeater = new Repeater(ground);
    this.refusals = new Refusals(ground);
    this.natKeepalives = new NatKeepalives(ground, this);
    this.spiRecovery = new SpiRecovery(ground, this);
  }

  /** What the next negotiations go by; those under way keep what they have begun with. */
  public void configure(IsakmpConfig now) {
    maker.configure(now);
    refusals.configure(now);
  }

  /** How the next SAs are kept alive. */
  public void keepAlive(Liveness by) {
    liveness = by;
  }

  Liveness liveness() {
    return liveness;
  }

  /** Who deals with packets of SAs that are not there. */
  public SpiRecovery spiRecovery() {
    return spiRecovery;
  }

  // Requests of the key engine

  /** Negotiates, under an SA that is there or a new one. The key engine hears how it ends. */
  public void request(SaRequest r) {
    tracer.debug(Switch.ISAKMP, "received-ke-request", Map.of());
    var sas = table.with(r.local(), r.remote());
    if (sas.stream().anyMatch(s -> !s.deleted() && s.negotiates(r.ident()))) return;
    var wanted = ground.ipsec().isakmpProfile(r.ident());
    var usable = usable(r.local(), r.remote(), wanted);
    if (usable.isPresent()) {
      startQuick(usable.get(), r);
      return;
    }
    for (IsakmpSa s : sas) {
      if (!s.initiator() || s.deleted() || s.usable() || !isOf(s, wanted)) continue;
      ground.trace(s, "budding");
      s.waiting().add(r);
      return;
    }
    if (!refusals.admits(r.local(), r.remote(), true)) {
      ground.ipsec().failed(r, false);
      return;
    }
    var profile = wanted.flatMap(maker::profile);
    if (wanted.isPresent() && profile.isEmpty()) {
      ground.ipsec().failed(r, false);
      return;
    }
    tracer.debug(Switch.ISAKMP, wanted.isEmpty() ? "profile-null" : "profile-named", Map.of("profile", wanted.orElse("")));
    var sa = maker.initiator(r.local(), r.remote(), profile);
    sa.waiting().add(r);
    begin(sa);
  }

  /** The newest SA with this peer, of this profile if one is asked for, that exchanges may run under. */
  private Optional<IsakmpSa> usable(Address local, Address remote, Optional<String> profile) {
    return table.with(local, remote).reversed().stream().filter(s -> s.usable() && isOf(s, profile)).findFirst();
  }

  private static boolean isOf(IsakmpSa sa, Optional<String> profile) {
    return profile.isEmpty() || sa.phaseOne().profile().map(IsakmpProfile::name).equals(profile);
  }

  /** Whether the peer is known by this profile. */
  public boolean isKnownBy(Address local, Address remote, String profile) {
    return usable(local, remote, Optional.of(profile)).isPresent();
  }

  void begin(IsakmpSa sa) {
    begin(sa, Set.of());
  }

  private void begin(IsakmpSa sa, Set<String> unsaid) {
    ground.trace(sa, "set-node-0");
    ground.trace(sa, "sa-inserted");
    if (sa.phaseOne().exchange() == ExchangeType.MAIN) ground.trace(sa, "no-aggressive");
    else if (!refusals.beginsAggressive(sa)) {
      endings.delete(sa, Ending.AGGRESSIVE_DISABLED, false);
      return;
    }
    var first = sa.phaseOne().start();
    performer.perform(sa, null, first.stream().filter(a -> !(a instanceof Action.Trace t && unsaid.contains(t.message())))
        .toList());
  }

  // Discovery of peers

  /** The facts of an exchange that finds a peer: it has a number of its own among the ISAKMP SAs. */
  public SaFacts discovery(Address local, Address remote, boolean initiator) {
    return maker.discovery(local, remote, initiator);
  }

  /** A fresh cookie. */
  public long cookie() {
    return maker.cookie();
  }

  /** Sends a message in clear that belongs to no SA. */
  public void transmit(Address local, Address remote, byte[] datagram) {
    ground.sockets().send(local, IkeSockets.PORT, remote, IkeSockets.PORT, datagram);
  }

  /** Negotiates with a peer that has just been discovered. @param created called when an ISAKMP SA has been made for it */
  public void discovered(SaRequest r, Runnable created) {
    var wanted = ground.ipsec().isakmpProfile(r.ident());
    var usable = usable(r.local(), r.remote(), wanted);
    if (usable.isPresent()) {
      startQuick(usable.get(), r);
      return;
    }
    if (!refusals.admits(r.local(), r.remote(), true)) {
      ground.ipsec().failed(r, false);
      return;
    }
    var sa = maker.initiator(r.local(), r.remote());
    sa.waiting().add(r);
    created.run();
    begin(sa, UNSAID_OF_DISCOVERED);
  }

  void startQuick(IsakmpSa sa, SaRequest r) {
    var node = maker.initiator(sa, r);
    sa.add(node);
    performer.perform(sa, node, node.quick().map(QuickMode::start).orElseThrow());
  }

  // Who does what

  Ground ground() {
    return ground;
  }

  SaMaker maker() {
    return maker;
  }

  Performer performer() {
    return performer;
  }

  Endings endings() {
    return endings;
  }

  Repeater repeater() {
    return repeater;
  }

  Informational informational() {
    return informational;
  }

  NatKeepalives natKeepalives() {
    return natKeepalives;
  }

  Refusals refusals() {
    return refusals;
  }

  SaTable table() {
    return table;
  }

  // What others ask for

  /**
   * Tells the peer that these inbound SAs of ours are no more, if there is an SA to say so under.
   *
   * @param natPort the peer's port behind a NAT, 0 without one
   */
  public void sendDelete(Address local, Address remote, int natPort, int protocol, List<Integer> spis) {
    var sa = table.usable(local, remote, natPort).or(() -> table.usable(local, remote));
    if (sa.isPresent()) informational.deleteIpsec(sa.get(), protocol, spis);
    else for (int spi : spis)
      tracer.debug(Switch.ISAKMP, "delete-ignored", Map.of("local", local, "remote", remote, "spi", spi));
  }

  /** A peer behind a NAT speaks from elsewhere now: an authentic packet has come from there. */
  public void moved(Address local, Address remote, int port, Address nowRemote, int nowPort) {
    for (IsakmpSa sa : table.with(local, remote, port)) {
      if (!sa.facts().peerBehindNat()) continue;
      sa.facts().moveTo(sa.facts().localPort(), nowRemote, nowPort);
      ground.trace(sa, "nat-port-floating");
    }
  }

  /** {@code clear crypto isakmp}: one SA by its number, or all. */
  public void clear(Optional<Integer> conn) {
    for (IsakmpSa sa : table.copy())
      if (conn.isEmpty() || conn.get() == sa.facts().conn()) endings.delete(sa, Ending.CLEARED, true);
  }

  /** Nothing more will go by this address: who is there is told, as long as something does. */
  public void forget(Address local) {
    for (IsakmpSa sa : table.copy()) if (sa.local().equals(local)) endings.delete(sa, Ending.LOCAL_ADDRESS_GONE, true);
  }

  /** Lets go of everything at once; Deletes have been sent where that was possible. */
  public void close() {
    for (IsakmpSa sa : table.copy()) {
      if (sa.usable()) informational.deleteSa(sa);
      sa.waiting().clear();
      sa.close();
      table.remove(sa);
    }
    maker.forgetPeers();
    natKeepalives.close();
  }

  /** An ISAKMP SA that has keys. */
  public record Connection(int conn, Address local, Address remote, IsakmpPolicy policy) {}

  public List<Connection> connections() {
    return table.all().stream().filter(s -> !s.deleted() && s.phaseOne().keys().isPresent())
        .map(s -> new Connection(s.facts().conn(), s.local(), s.remote(), s.phaseOne().policy().orElseThrow())).toList();
  }

  public CallAdmission admission() {
    return refusals.admission();
  }

  /** The last failures of all, if they are kept. */
  public Diagnosis diagnosis() {
    return refusals.diagnosis();
  }

  /** The last failure with each peer. */
  public List<Failure> failures() {
    return refusals.all();
  }

  /** All of them as they are now, oldest first. */
  public List<IsakmpSaStatus> statuses() {
    return table.copy().stream().map(s -> IsakmpSaStatus.of(s, ground.loop().clock().millis())).toList();
  }

  /** ISAKMP SAs, the deleted ones that linger included. */
  public int size() {
    return table.size();
  }

  public int nodes() {
    return table.all().stream().mapToInt(s -> s.nodes().size()).sum();
  }

  public int peers() {
    return maker.peers();
  }
}
