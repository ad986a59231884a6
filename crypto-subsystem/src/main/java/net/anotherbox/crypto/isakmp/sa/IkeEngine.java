package net.anotherbox.crypto.isakmp.sa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.key.Keyring;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.machine.MainMode;
import net.anotherbox.crypto.isakmp.machine.PhaseOne;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.crypto.isakmp.machine.SaFacts;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Address;

/** The ISAKMP SAs of the box: makes them, lets their machines run, performs what these want, deletes them. */
public final class IkeEngine {
  private static final int MOST_HALF_OPEN = 256;
  private static final int MOST_LINGERING = 256;
  private static final int MOST_NODES = 500;
  private static final long PURGE_SA_MILLIS = 60_000;
  private static final long PURGE_NODE_MILLIS = 50_000;
  private static final long RENEW_MILLIS = 30_000;
  private static final long PEER_RENEWS_FIRST_MILLIS = 10_000;
  /** More than three messages and all their retransmissions take. */
  private static final long SETUP_MILLIS = 200_000;

  private final Loop loop;
  private final Tracer tracer;
  private final Behaviour behaviour;
  private final Randomness randomness;
  private final IkeSockets sockets;
  private final IpsecSas ipsec;
  private final SaTable table = new SaTable();
  private final Map<Address, PeerStruct> peers = new HashMap<>();
  private final Informational informational;
  private final byte[] cookiePrefix;
  private List<IsakmpPolicy> policies = List.of();
  private Keyring keyring = new Keyring(List.of());
  private int lastConn;
  private long lastPointer = 0x64000000L;
  private int lastHandle = 0x80000000;

  public IkeEngine(Loop loop, Tracer tracer, Behaviour behaviour, Randomness randomness, IkeSockets sockets,
      IpsecSas ipsec) {
    this.loop = loop;
    this.tracer = tracer;
    this.behaviour = behaviour;
    this.randomness = randomness;
    this.sockets = sockets;
    this.ipsec = ipsec;
    this.informational = new Informational(this, tracer, ipsec, loop.clock());
    this.cookiePrefix = randomness.bytes(4);
  }

  /** What the next negotiations go by; those under way keep what they have begun with. */
  public void configure(List<IsakmpPolicy> newPolicies, Keyring newKeyring) {
    policies = newPolicies;
    keyring = newKeyring;
  }

  // Requests of the key engine

  /** Negotiates, under an SA that is there or a new one. The key engine hears how it ends. */
  public void request(SaRequest r) {
    tracer.debug(Switch.ISAKMP, "received-ke-request", Map.of());
    var sas = table.with(r.local(), r.remote());
    if (sas.stream().anyMatch(s -> !s.deleted() && s.negotiates(r.ident()))) return;
    var usable = table.usable(r.local(), r.remote());
    if (usable.isPresent()) {
      startQuick(usable.get(), r);
      return;
    }
    for (IsakmpSa s : sas) {
      if (!s.initiator() || s.deleted()) continue;
      trace(s, "budding");
      s.waiting().add(r);
      return;
    }
    initiate(r);
  }

  private void initiate(SaRequest r) {
    tracer.debug(Switch.ISAKMP, "profile-null", Map.of());
    var sa = create(r.local(), IkeSockets.PORT, r.remote(), IkeSockets.PORT, true, cookie(), 0, "isakmp_initiator");
    sa.waiting().add(r);
    begin(sa);
  }

  private void begin(IsakmpSa sa) {
    trace(sa, "set-node-0");
    trace(sa, "sa-inserted");
    trace(sa, "no-aggressive");
    perform(sa, null, sa.phaseOne().start());
  }

  private long cookie() {
    byte[] b = Arrays.copyOf(cookiePrefix, 8);
    long c;
    do {
      System.arraycopy(randomness.bytes(4), 0, b, 4, 4);
      c = ByteBuffer.wrap(b).getLong();
    } while (c == 0);
    return c;
  }

  private IsakmpSa create(Address local, int localPort, Address remote, int remotePort, boolean initiator, long cookieI,
      long cookieR, String by) {
    var facts = new SaFacts(nextConn(), lastPointer += 0x1E4, local, localPort, remote, remotePort, initiator);
    boolean fresh = !peers.containsKey(remote);
    var peer = peers.computeIfAbsent(remote, a -> new PeerStruct(lastPointer += 0x94, ++lastHandle));
    facts.peer(peer.pointer());
    var terms = new PhaseOne.Terms(policies, keyring.find(remote), behaviour, randomness, () -> isFirstContact(facts));
    PhaseOne phaseOne = new MainMode(facts, cookieI, cookieR, terms);
    var holder = new IsakmpSa[1];
    var retransmission = new Retransmission(loop, n -> retransmit(holder[0], n), () -> delete(holder[0],
        "Death by retransmission P1", false));
    var sa = new IsakmpSa(facts, peer, cookieI, phaseOne, retransmission);
    holder[0] = sa;
    sa.mustHurry(loop.after(SETUP_MILLIS, () -> delete(sa, "SA setup took too long", false)));
    table.add(sa);
    if (fresh) {
      trace(sa, "peer-created");
      trace(sa, "peer-new", "handle", peer.handle());
    } else trace(sa, "peer-found");
    trace(sa, "peer-locked", "refcount", peer.lock(), "by", by);
    trace(sa, "local-port");
    return sa;
  }

  private int nextConn() {
    int first = behaviour.number("first-isakmp-conn");
    int last = behaviour.number("last-isakmp-conn");
    for (int i = first; i <= last; i++) {
      lastConn = lastConn < first || lastConn >= last ? first : lastConn + 1;
      if (table.all().stream().noneMatch(s -> s.facts().conn() == lastConn)) break;
    }
    return lastConn;
  }

  private boolean isFirstContact(SaFacts facts) {
    return table.with(facts.local(), facts.remote()).stream().noneMatch(s -> s.facts() != facts && s.usable());
  }

  private void startQuick(IsakmpSa sa, SaRequest r) {
    int mid = freshMessageId(sa);
    var quick = QuickMode.initiator(sa.facts(), mid, r, terms(sa));
    var node = node(sa, quick);
    sa.add(node);
    perform(sa, node, quick.start());
  }

  /** Random, not zero, not used under this SA. */
  int freshMessageId(IsakmpSa sa) {
    int mid;
    do {
      mid = randomness.nextInt();
    } while (mid == 0 || sa.used(mid));
    return mid;
  }

  private QuickMode.Terms terms(IsakmpSa sa) {
    return new QuickMode.Terms(sa.initiatorCookie(), sa.phaseOne().responderCookie(), sa.keys(), ipsec, behaviour, randomness);
  }

  private Node node(IsakmpSa sa, QuickMode quick) {
    var holder = new Node[1];
    holder[0] = new Node(quick.messageId(), quick,
        new Retransmission(loop, n -> retransmit(sa, holder[0], n), () -> nodeDies(sa, holder[0])));
    return holder[0];
  }

  // What machines want done

  /** @param node null for phase 1 */
  private void perform(IsakmpSa sa, Node node, List<Action> actions) {
    for (Action a : actions) {
      if (sa.deleted() && !(a instanceof Action.Trace)) continue;
      switch (a) {
        case Action.Trace t -> tracer.debug(t.on(), t.message(), t.facts());
        case Action.Syslog s -> tracer.limitedSyslog(s.severity(), s.mnemonic(), sa.remote(), s.facts());
        case Action.Send s -> send(sa, node, s);
        case Action.Compute c -> compute(sa, node, c);
        case Action.Notify n -> informational.notify(sa, n);
        case Action.Authenticated x -> authenticated(sa, x.lifetimeSeconds());
        case Action.InitialContact x -> initialContact(sa);
        case Action.PhaseOneComplete x -> phaseOneComplete(sa);
        case Action.Failed f -> failed(sa, node, f.reason());
        case Action.Prepare p -> ipsec.prepare(p.sas());
        case Action.Establish e -> ipsec.establish(e.sas());
        case Action.Done d -> finish(sa, node);
      }
    }
  }

  private void send(IsakmpSa sa, Node node, Action.Send s) {
    trace(sa, s.announcement(), "state", s.state(), "role", role(sa, node));
    transmit(sa, s.datagram());
    if (node == null) sa.sent(s.datagram(), s.awaitsAnswer());
    else node.sent(s.datagram(), s.awaitsAnswer());
  }

  private static String role(IsakmpSa sa, Node node) {
    boolean initiator = node == null || node.quick().isEmpty() ? sa.initiator() : node.quick().get().initiator();
    return initiator ? "I" : "R";
  }

  void transmit(IsakmpSa sa, byte[] datagram) {
    sockets.send(sa.local(), sa.remote(), sa.facts().remotePort(), datagram);
    trace(sa, "sent");
  }

  /** An Informational in clear, for those with whom there are no keys. */
  void transmit(Address local, Address remote, int port, byte[] datagram) {
    sockets.send(local, remote, port, datagram);
  }

  private void compute(IsakmpSa sa, Node node, Action.Compute c) {
    loop.compute(c.work(), result -> {
      if (sa.deleted() || !table.all().contains(sa)) return;
      if (node == null) {
        perform(sa, null, sa.phaseOne().computed(result));
        table.index(sa);
      } else if (node.live()) perform(sa, node, node.quick().orElseThrow().computed(result));
    });
  }

  private void authenticated(IsakmpSa sa, int seconds) {
    long life = seconds * 1000L;
    long ahead = sa.initiator() ? RENEW_MILLIS : RENEW_MILLIS - PEER_RENEWS_FIRST_MILLIS;
    sa.authenticate(loop.clock().millis() + life, loop.after(Math.max(life - ahead, life / 2), () -> renew(sa)),
        loop.after(life, () -> delete(sa, "IKE SA Lifetime Exceeded", true)));
  }

  /**
   * Makes the next SA before this one ends if IPsec SAs live under it: there are peers (strongSwan) that let those go with the
   * last ISAKMP SA, and would not know the packets that we go on sending.
   */
  private void renew(IsakmpSa sa) {
    boolean last = table.with(sa.local(), sa.remote()).stream().allMatch(s -> s == sa || s.deleted());
    if (!last || !ipsec.inUse(sa.local(), sa.remote())) return;
    begin(create(sa.local(), IkeSockets.PORT, sa.remote(), IkeSockets.PORT, true, cookie(), 0, "isakmp_initiator"));
  }

  /** The peer lets the SA live only so long: it goes when it does. */
  void shorten(IsakmpSa sa, int seconds) {
    if (sa.expiresAtMillis() > loop.clock().millis() + seconds * 1000L) authenticated(sa, seconds);
  }

  /** The peer has begun anew: its older SAs are void. */
  void initialContact(IsakmpSa sa) {
    for (IsakmpSa old : table.with(sa.local(), sa.remote())) {
      if (old == sa || old.deleted() || !old.authenticated()) continue;
      trace(old, "received-initial-contact");
      delete(old, "Receive initial contact", true);
    }
    ipsec.peerReset(sa.local(), sa.remote());
  }

  private void phaseOneComplete(IsakmpSa sa) {
    sa.retransmission().stop();
    table.index(sa);
    for (SaRequest r; (r = sa.waiting().poll()) != null; ) startQuick(sa, r);
    perform(sa, null, sa.phaseOne().phaseOneComplete());
  }

  private void failed(IsakmpSa sa, Node node, String reason) {
    if (node == null) {
      delete(sa, reason, false);
      return;
    }
    trace(sa, "deleting-node", "m", node.messageId(), "error", "TRUE", "reason", reason);
    finish(sa, node);
    node.quick().flatMap(QuickMode::request).ifPresent(r -> ipsec.failed(r, reason, false));
  }

  /** The peer refuses a quick mode of ours, known by the SPI we offered; 0 if it does not say which. */
  void peerRefused(IsakmpSa sa, int spi, String reason) {
    for (Node n : List.copyOf(sa.nodes())) {
      if (!n.live()) continue;
      var request = n.quick().flatMap(QuickMode::request).filter(r -> r.spi() == spi || spi == 0);
      if (request.isEmpty()) continue;
      trace(sa, "deleting-node", "m", n.messageId(), "error", "TRUE", "reason", "Peer refused: " + reason);
      finish(sa, n);
      ipsec.failed(request.get(), reason, false);
    }
  }

  /** The node has done its work. It lingers, to answer duplicates. */
  void finish(IsakmpSa sa, Node node) {
    node.finish(loop.after(PURGE_NODE_MILLIS, () -> {
      trace(sa, "purging-node", "m", node.messageId());
      sa.remove(node);
    }));
  }

  // Retransmission

  private void retransmit(IsakmpSa sa, int attempt) {
    trace(sa, "retransmitting-1", "state", sa.phaseOne().word());
    trace(sa, "error-counter-1", "attempt", attempt);
    trace(sa, "retransmitting-1-now", "state", sa.phaseOne().word());
    again(sa, null, sa.retransmission().datagram());
  }

  private void retransmit(IsakmpSa sa, Node node, int attempt) {
    trace(sa, "retransmitting-2", "m", node.messageId());
    trace(sa, "error-counter-2", "attempt", attempt);
    trace(sa, "retransmitting-2-now", "m", node.messageId());
    again(sa, node, node.retransmitted());
  }

  private void again(IsakmpSa sa, Node node, byte[] datagram) {
    trace(sa, "sending", "state", sa.phaseOne().word(), "role", role(sa, node));
    transmit(sa, datagram);
  }

  /** A duplicate: what it was answered with is sent once more. */
  void duplicate(IsakmpSa sa, Node node) {
    String phase = node == null ? "1" : "2";
    trace(sa, "duplicate-" + phase);
    var reply = node == null ? sa.lastSent() : node.lastSent();
    if (reply.isEmpty()) return;
    trace(sa, "retransmitting-due-" + phase);
    again(sa, node, reply.get());
  }

  private void nodeDies(IsakmpSa sa, Node node) {
    var quick = node.quick().orElseThrow();
    trace(sa, "deleting-node", "m", node.messageId(), "error", "TRUE", "reason", "Phase 2 err count exceeded");
    quick.prepared().ifPresent(ipsec::abandon);
    finish(sa, node);
    if (!quick.initiator()) return;
    delete(sa, "Death by retransmission P2", true);
    ipsec.failed(quick.request().orElseThrow(), "Death by retransmission P2", true);
  }

  // Messages that have passed the doorman

  Optional<IsakmpSa> answer(Address local, int localPort, Address remote, int remotePort, long cookieI) {
    if (!room()) {
      tracer.debug(Switch.ISAKMP, "too-many", Map.of("remote", remote));
      return Optional.empty();
    }
    var sa = create(local, localPort, remote, remotePort, false, cookieI, cookie(), "crypto_isakmp_process_block");
    trace(sa, "sa-inserted");
    return Optional.of(sa);
  }

  /** Makes room for one more negotiation, if need be at the cost of one whose initiator never came back. */
  private boolean room() {
    var halfOpen = table.all().stream().filter(s -> !s.initiator() && !s.authenticated() && !s.deleted()).toList();
    if (halfOpen.size() < MOST_HALF_OPEN) return true;
    var oldest = halfOpen.stream().filter(s -> s.phaseOne().onlyAnswered()).findFirst();
    oldest.ifPresent(this::purge);
    return oldest.isPresent();
  }

  void phaseOneMessage(IsakmpSa sa, IsakmpMessage m, byte[] digest) {
    var before = sa.phaseOne().state();
    var actions = sa.phaseOne().received(m);
    if (sa.phaseOne().state() != before) {
      sa.received(digest);
      sa.retransmission().stop();
    }
    perform(sa, null, actions);
    if (table.all().contains(sa)) table.index(sa);
  }

  /** The first message of a quick mode of the peer's. */
  Node responder(IsakmpSa sa, int messageId) {
    return node(sa, QuickMode.responder(sa.facts(), messageId, terms(sa)));
  }

  void quickMessage(IsakmpSa sa, Node node, IsakmpMessage m, byte[] last, byte[] digest) {
    var quick = node.quick().orElseThrow();
    var before = quick.state();
    boolean known = sa.node(node.messageId()).isPresent();
    var actions = quick.received(m, last);
    boolean refused = quick.state() == before && actions.stream()
        .noneMatch(a -> a instanceof Action.Compute || a instanceof Action.Failed);
    if (!refused) {
      if (!known) sa.add(node);
      node.received(digest);
    }
    perform(sa, node, actions);
  }

  boolean roomForNode(IsakmpSa sa) {
    return sa.nodes().size() < MOST_NODES;
  }

  Informational informational() {
    return informational;
  }

  SaTable table() {
    return table;
  }

  void trace(IsakmpSa sa, String message, Object... facts) {
    if (tracer.isOn(Switch.ISAKMP)) tracer.debug(Switch.ISAKMP, message, sa.facts().with(facts));
  }

  // The end of SAs

  /** Deletes it; it lingers a minute. @param tell whether the peer is to be told, if there are keys to tell it under */
  void delete(IsakmpSa sa, String reason, boolean tell) {
    if (sa.deleted()) return;
    if (tell && sa.usable()) informational.deleteSa(sa);
    trace(sa, "no-keepalives");
    trace(sa, "deleting-sa", "reason", reason, "state", sa.phaseOne().word());
    var orphans = new ArrayList<SaRequest>(sa.waiting());
    sa.waiting().clear();
    for (Node n : sa.nodes()) {
      if (!n.live()) continue;
      trace(sa, "deleting-node", "m", n.messageId(), "error", "FALSE", "reason", "IKE deleted");
      n.quick().flatMap(QuickMode::prepared).ifPresent(ipsec::abandon);
      n.quick().flatMap(QuickMode::request).ifPresent(orphans::add);
    }
    sa.delete(loop.after(PURGE_SA_MILLIS, () -> purge(sa)));
    int left = sa.peer().unlock();
    trace(sa, "peer-unlocked", "refcount", left);
    if (left == 0) {
      peers.remove(sa.remote(), sa.peer());
      trace(sa, "peer-reaped");
    }
    var lingering = table.all().stream().filter(IsakmpSa::deleted).toList();
    if (lingering.size() > MOST_LINGERING) purge(lingering.get(0));
    for (SaRequest r : orphans) ipsec.failed(r, reason, !sa.authenticated());
  }

  private void purge(IsakmpSa sa) {
    if (!sa.deleted()) {
      if (sa.peer().unlock() == 0) peers.remove(sa.remote(), sa.peer());
    }
    trace(sa, "purging-sa");
    if (tracer.isOn(Switch.ENGINE)) tracer.debug(Switch.ENGINE, "delete-connection", sa.facts().with());
    sa.close();
    table.remove(sa);
  }

  /** Tells the peer that these inbound SAs of ours are no more, if there is an SA to say so under. */
  public void sendDelete(Address local, Address remote, List<Integer> spis) {
    var sa = table.usable(local, remote);
    if (sa.isPresent()) informational.deleteIpsec(sa.get(), spis);
    else for (int spi : spis)
      tracer.debug(Switch.ISAKMP, "delete-ignored", Map.of("local", local, "remote", remote, "spi", spi));
  }

  /** {@code clear crypto isakmp}: one SA by its number, or all. */
  public void clear(Optional<Integer> conn) {
    for (IsakmpSa sa : table.copy())
      if (conn.isEmpty() || conn.get() == sa.facts().conn()) delete(sa, "Clear crypto isakmp", true);
  }

  /** Nothing more goes by this address. */
  public void forget(Address local) {
    for (IsakmpSa sa : table.copy()) if (sa.local().equals(local)) delete(sa, "local address is gone", false);
  }

  /** Lets go of everything at once; Deletes have been sent where that was possible. */
  public void close() {
    for (IsakmpSa sa : table.copy()) {
      if (sa.usable()) informational.deleteSa(sa);
      sa.waiting().clear();
      sa.close();
      table.remove(sa);
    }
    peers.clear();
  }

  /** An ISAKMP SA that has keys. */
  public record Connection(int conn, Address local, Address remote, IsakmpPolicy policy) {}

  public List<Connection> connections() {
    return table.all().stream().filter(s -> !s.deleted() && s.phaseOne().keys().isPresent())
        .map(s -> new Connection(s.facts().conn(), s.local(), s.remote(), s.phaseOne().policy().orElseThrow())).toList();
  }

  /** ISAKMP SAs, the deleted ones that linger included. */
  public int size() {
    return table.size();
  }

  public int nodes() {
    return table.all().stream().mapToInt(s -> s.nodes().size()).sum();
  }

  public int peers() {
    return peers.size();
  }
}
