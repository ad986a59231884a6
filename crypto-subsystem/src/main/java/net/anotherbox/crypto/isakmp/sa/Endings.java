package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.ArrayList;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.crypto.trace.Switch;

/** How SAs and their nodes end. */
final class Endings {
  private static final int MOST_LINGERING = 256;
  private static final long PURGE_SA_MILLIS = 60_000;

  private final Ground ground;
  private final IkeEngine engine;

  Endings(Ground ground, IkeEngine engine) {
    this.ground = ground;
    this.engine = engine;
  }

  /** Deletes it; it lingers a minute. @param tell whether the peer is to be told, if there are keys to tell it under */
  void delete(IsakmpSa sa, Ending reason, boolean tell) {
    if (sa.deleted()) return;
    if (tell && sa.usable()) engine.informational().deleteSa(sa);
    ground.trace(sa, "no-keepalives");
    ground.trace(sa, "deleting-sa", "reason", ground.tracer().words(reason), "state", sa.phaseOne().word());
    var orphans = new ArrayList<SaRequest>(sa.waiting());
    sa.waiting().clear();
    for (Node n : sa.nodes()) {
      if (!n.live()) continue;
      ground.trace(sa, "deleting-node", "m", n.messageId(), "error", "FALSE", "reason",
          ground.tracer().words(Ending.IKE_DELETED));
      n.quick().flatMap(QuickMode::prepared).ifPresent(ground.ipsec()::abandon);
      n.quick().flatMap(QuickMode::request).ifPresent(orphans::add);
    }
    sa.delete(ground.loop().after(PURGE_SA_MILLIS, () -> purge(sa)));
    int left = engine.maker().unlock(sa);
    ground.trace(sa, "peer-unlocked", "refcount", left);
    if (left == 0) ground.trace(sa, "peer-reaped");
    var lingering = ground.table().all().stream().filter(IsakmpSa::deleted).toList();
    if (lingering.size() > MOST_LINGERING) purge(lingering.get(0));
    for (SaRequest r : orphans) ground.ipsec().failed(r, !sa.authenticated());
  }

  /** Phase 1 has been repeated often enough. */
  void unanswered(IsakmpSa sa) {
    engine.refusals().unanswered(sa, ground.tracer().words(Ending.DEATH_P1));
    delete(sa, Ending.DEATH_P1, false);
  }

  /** It has not answered: nothing that we have with it is good for anything. */
  void peerIsDead(IsakmpSa sa) {
    ground.trace(sa, "dpd-dead");
    engine.refusals().dead(sa, ground.tracer().words(Ending.PEER_IS_DEAD));
    for (IsakmpSa s : ground.table().with(sa.local(), sa.remote(), sa.facts().natPort()))
      if (s.usable()) delete(s, Ending.PEER_IS_DEAD, false);
    ground.ipsec().peerIsDead(sa.local(), sa.remote(), sa.facts().natPort());
  }

  void purge(IsakmpSa sa) {
    if (!sa.deleted()) engine.maker().unlock(sa);
    ground.trace(sa, "purging-sa");
    if (ground.tracer().isOn(Switch.ENGINE)) ground.tracer().debug(Switch.ENGINE, "delete-connection", sa.facts().with());
    sa.close();
    ground.table().remove(sa);
  }

  void nodeDies(IsakmpSa sa, Node node) {
    var quick = node.quick().orElseThrow();
    ground.trace(sa, "deleting-node", "m", node.messageId(), "error", "TRUE", "reason",
        ground.tracer().words(Ending.PHASE_2_ERRORS));
    quick.prepared().ifPresent(ground.ipsec()::abandon);
    engine.performer().finish(sa, node);
    if (!quick.initiator()) return;
    engine.refusals().record(sa, node, new Action.Refused(Failure.Reason.NO_ANSWER,
        ground.tracer().words(Ending.DEATH_P2), List.of()));
    delete(sa, Ending.DEATH_P2, true);
    ground.ipsec().failed(quick.request().orElseThrow(), true);
  }
}
