package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.liveness.Liveness.Keepalive;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.machine.AggressiveMode;
import net.anotherbox.crypto.isakmp.machine.PhaseOne;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.trace.Ending;

/** Hands messages to machines and performs, in order, what these want done. */
final class Performer {
  private static final long PURGE_NODE_MILLIS = 50_000;
  private static final long RENEW_MILLIS = 30_000;
  private static final long PEER_RENEWS_FIRST_MILLIS = 10_000;

  /**
   * Behind a last message of phase 1 that is ours. A peer that works with several threads (strongSwan) may see quick mode
   * before it, and ignores it then; the repetition would come ten seconds later.
   */
  private static final long QUICK_MODE_FOLLOWS_MILLIS = 20;

  private final Ground ground;
  private final IkeEngine engine;

  Performer(Ground ground, IkeEngine engine) {
    this.ground = ground;
    this.engine = engine;
  }

  /** @param node null for phase 1 */
  void perform(IsakmpSa sa, Node node, List<Action> actions) {
    for (Action a : actions) {
      if (sa.deleted() && !(a instanceof Action.Trace)) continue;
      switch (a) {
        case Action.Trace t -> ground.tracer().debug(t.on(), t.message(), t.facts());
        case Action.Syslog s -> ground.tracer().limitedSyslog(s.severity(), s.mnemonic(), sa.remote(), s.facts());
        case Action.Send s -> send(sa, node, s);
        case Action.Compute c -> compute(sa, node, c);
        case Action.Notify n -> engine.informational().notify(sa, n);
        case Action.Authenticated x -> authenticated(sa, x.lifetimeSeconds());
        case Action.InitialContact x -> initialContact(sa);
        case Action.PhaseOneComplete x -> phaseOneComplete(sa);
        case Action.Refused r -> engine.refusals().record(sa, node, r);
        case Action.Failed f -> failed(sa, node, f.reason());
        case Action.Receive r -> ground.ipsec().receive(r.sas());
        case Action.Prepare p -> ground.ipsec().prepare(p.sas());
        case Action.Establish e -> ground.ipsec().establish(e.sas());
        case Action.Done d -> finish(sa, node);
      }
    }
  }

  private void send(IsakmpSa sa, Node node, Action.Send s) {
    ground.trace(sa, s.announcement(), "state", s.state(), "role", role(sa, node));
    ground.transmit(sa, s.datagram());
    if (node == null) sa.sent(s.datagram(), s.awaitsAnswer());
    else node.sent(s.datagram(), s.awaitsAnswer());
  }

  static String role(IsakmpSa sa, Node node) {
    boolean initiator = node == null || node.quick().isEmpty() ? sa.initiator() : node.quick().get().initiator();
    return initiator ? "I" : "R";
  }

  private void compute(IsakmpSa sa, Node node, Action.Compute c) {
    ground.loop().compute(c.work(), result -> {
      if (sa.deleted() || !ground.table().all().contains(sa)) return;
      if (node == null) phaseOneComputed(sa, result);
      else if (node.live()) perform(sa, node, node.quick().orElseThrow().computed(result));
    });
  }

  private void authenticated(IsakmpSa sa, int seconds) {
    sa.facts().peerIs(sa.phaseOne().peerIdentity(), sa.phaseOne().profile().map(IsakmpProfile::name));
    long life = seconds * 1000L;
    long ahead = sa.initiator() ? RENEW_MILLIS : RENEW_MILLIS - PEER_RENEWS_FIRST_MILLIS;
    sa.authenticate(ground.loop().clock().millis() + life,
        ground.loop().after(Math.max(life - ahead, life / 2), () -> renew(sa)),
        ground.loop().after(life, () -> engine.endings().delete(sa, Ending.LIFETIME, true)));
  }

  /**
   * Makes the next SA before this one ends if IPsec SAs live under it: there are peers (strongSwan) that let those go with
   * the last ISAKMP SA, and would not know the packets that we go on sending.
   */
  private void renew(IsakmpSa sa) {
    boolean last = ground.table().with(sa.local(), sa.remote(), sa.facts().natPort()).stream().allMatch(s -> s == sa
        || s.deleted());
    if (!last || !ground.ipsec().inUse(sa.local(), sa.remote())) return;
    engine.begin(engine.maker().successor(sa));
  }

  /** The peer lets the SA live only so long: it goes when it does. */
  void shorten(IsakmpSa sa, int seconds) {
    if (sa.expiresAtMillis() > ground.loop().clock().millis() + seconds * 1000L) authenticated(sa, seconds);
  }

  /** The peer has begun anew: its older SAs are void. */
  void initialContact(IsakmpSa sa) {
    for (IsakmpSa old : ground.table().with(sa.local(), sa.remote(), sa.facts().natPort())) {
      if (old == sa || old.deleted() || !old.authenticated()) continue;
      ground.trace(old, "received-initial-contact");
      engine.endings().delete(old, Ending.INITIAL_CONTACT, true);
    }
    ground.ipsec().peerReset(sa.local(), sa.remote(), sa.facts().natPort());
  }

  private void phaseOneComplete(IsakmpSa sa) {
    sa.retransmission().stop();
    ground.table().index(sa);
    engine.natKeepalives().begin(sa);
    if (sa.facts().peerDetects()) keepalive(sa).ifPresent(k -> {
      ground.trace(sa, "dpd-enabled");
      sa.watch(new DeadPeerDetection(ground, engine, sa, k));
    });
    for (Integer spi; (spi = sa.unknownSpis().poll()) != null; ) engine.informational().unknownSpi(sa, spi);
    boolean peerHasYetToFinish = sa.initiator() == sa.phaseOne() instanceof AggressiveMode;
    if (peerHasYetToFinish) ground.loop().after(QUICK_MODE_FOLLOWS_MILLIS, () -> startWaiting(sa));
    else startWaiting(sa);
    perform(sa, null, sa.phaseOne().phaseOneComplete());
  }

  private void startWaiting(IsakmpSa sa) {
    if (sa.deleted()) return;
    for (SaRequest r; (r = sa.waiting().poll()) != null; )
      if (ground.ipsec().wants(r)) engine.startQuick(sa, r);
  }

  /** The profile's, on demand; else the global one. */
  private Optional<Keepalive> keepalive(IsakmpSa sa) {
    return sa.phaseOne().profile().flatMap(IsakmpProfile::keepalive)
        .map(k -> new Keepalive(k.seconds(), k.retrySeconds(), false)).or(engine.liveness()::keepalive);
  }

  private void failed(IsakmpSa sa, Node node, Ending reason) {
    if (node == null) {
      engine.endings().delete(sa, reason, false);
      return;
    }
    ground.trace(sa, "deleting-node", "m", node.messageId(), "error", "TRUE", "reason", ground.tracer().words(reason));
    finish(sa, node);
    node.quick().flatMap(QuickMode::request).ifPresent(r -> ground.ipsec().failed(r, false));
  }

  /** The peer refuses a quick mode of ours, known by the SPI we offered; 0 if it does not say which. */
  void peerRefused(IsakmpSa sa, int spi, String reason) {
    for (Node n : List.copyOf(sa.nodes())) {
      if (!n.live()) continue;
      var request = n.quick().flatMap(QuickMode::request).filter(r -> r.spi() == spi || spi == 0);
      if (request.isEmpty()) continue;
      ground.trace(sa, "deleting-spi", "spi", request.get().spi(), "m", n.messageId());
      ground.trace(sa, "deleting-node", "m", n.messageId(), "error", "TRUE", "reason", ground.tracer().words(Ending.LARVAL));
      engine.refusals().record(sa, n, new Action.Refused(Failure.Reason.REFUSED_BY_PEER, reason + ": asked for "
          + request.get().words(), List.of()));
      finish(sa, n);
      ground.ipsec().failed(request.get(), false);
    }
  }

  /** The node has done its work. It lingers, to answer duplicates. */
  void finish(IsakmpSa sa, Node node) {
    node.finish(ground.loop().after(PURGE_NODE_MILLIS, () -> {
      ground.trace(sa, "purging-node", "m", node.messageId());
      sa.remove(node);
    }));
  }

  /** The peer has said something that only it can say: a peer behind a NAT is where that came from. */
  void heard(IsakmpSa sa) {
    sa.heard();
    var f = sa.facts();
    if (!f.peerBehindNat() || !f.hasMoved()) return;
    var remote = sa.remote();
    int port = f.remotePort();
    f.follow();
    ground.trace(sa, "nat-port-floating");
    ground.ipsec().moved(sa.local(), remote, port, sa.remote(), f.remotePort());
  }

  void phaseOneMessage(IsakmpSa sa, IsakmpMessage m, byte[] digest) {
    sa.looksAt(digest);
    var before = sa.phaseOne().state();
    settle(sa, before, sa.phaseOne().received(m));
  }

  private void phaseOneComputed(IsakmpSa sa, Object result) {
    var before = sa.phaseOne().state();
    settle(sa, before, sa.phaseOne().computed(result));
  }

  /** A message has gone through if the state moved, at once or after a computation. */
  private void settle(IsakmpSa sa, PhaseOne.State before, List<Action> actions) {
    if (sa.phaseOne().state() != before) sa.looked();
    perform(sa, null, actions);
    if (ground.table().all().contains(sa)) ground.table().index(sa);
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
      heard(sa);
    }
    perform(sa, node, actions);
  }
}
