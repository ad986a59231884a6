package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.anotherbox.crypto.isakmp.failure.Diagnosis;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.failure.Failures;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.runtime.value.Address;

/** What is not let in, or went wrong, and the memory of it. */
final class Refusals {
  private final Ground ground;
  private final CallAdmission admission;
  private final Failures failures = new Failures();
  private boolean aggressiveMode = true;

  Refusals(Ground ground) {
    this.ground = ground;
    this.admission = new CallAdmission(ground.table());
  }

  void configure(IsakmpConfig now) {
    aggressiveMode = now.aggressiveMode();
    admission.limit(now.admission());
  }

  CallAdmission admission() {
    return admission;
  }

  List<Failure> all() {
    return failures.all();
  }

  Diagnosis diagnosis() {
    return failures.diagnosis();
  }

  void record(IsakmpSa sa, Action.Refused r) {
    record(sa, null, r);
  }

  /** @param node null for phase 1 */
  void record(IsakmpSa sa, Node node, Action.Refused r) {
    if (node == null) sa.knowsWhy();
    boolean initiator = node == null ? sa.initiator() : node.quick().map(QuickMode::initiator).orElse(sa.initiator());
    failures.record(new Failure(sa.remote(), sa.local(), ground.loop().clock().millis(), node == null ? sa.phaseOne().mode()
        : "Quick", initiator, r.reason(), r.detail(), r.mismatches(), r.flows()));
  }

  private void record(IsakmpSa sa, Failure.Reason reason, String detail) {
    record(sa, new Action.Refused(reason, detail, List.of()));
  }

  /** Nothing has come of all retransmissions; unless something came before that says more about it. */
  void unanswered(IsakmpSa sa, String reason) {
    if (!sa.isWhyKnown()) record(sa, Failure.Reason.NO_ANSWER, reason);
  }

  /** A peer that was there has gone. */
  void dead(IsakmpSa sa, String reason) {
    record(sa, Failure.Reason.PEER_IS_DEAD, reason);
  }

  /** What a peer sent in place of its proof could not be read: its key is another. */
  void unreadable(IsakmpSa sa) {
    record(sa, Failure.Reason.WRONG_KEY, "");
  }

  /** The peer says, in clear, that it will not go on; nothing but this record comes of it. */
  void saidNo(IsakmpSa sa, String notification) {
    boolean offer = notification.equals(NotifyType.name(NotifyType.NO_PROPOSAL_CHOSEN)) && sa.initiator();
    record(sa, Failure.Reason.REFUSED_BY_PEER, offer ? notification + ": offered " + sa.phaseOne().offered().stream()
        .map(IsakmpPolicy::words).collect(Collectors.joining("; ")) : notification);
  }

  /** Whether there may be one more SA; if not, it is said and recorded. */
  boolean admits(Address local, Address remote, boolean initiator) {
    var refusal = admission.refusal(initiator);
    if (refusal.isEmpty()) return true;
    ground.tracer().limitedSyslog(4, "IKE_DENY_SA_REQ", remote, Map.of("direction", initiator ? "OUTGOING" : "INCOMING",
        "from", initiator ? local : remote, "to", initiator ? remote : local, "reason", refusal.get()));
    failures.record(new Failure(remote, local, ground.loop().clock().millis(), "", initiator, Failure.Reason.LIMIT_REACHED,
        refusal.get(), List.of()));
    return false;
  }

  /** Whether a peer may begin in aggressive mode; if not, it is said and recorded. */
  boolean admitsAggressive(Address local, Address remote) {
    if (aggressiveMode) return true;
    ground.tracer().limitedSyslog(5, "IKMP_AG_MODE_DISABLED", remote, Map.of("remote", remote));
    failures.record(new Failure(remote, local, ground.loop().clock().millis(), "Aggressive", false,
        Failure.Reason.AGGRESSIVE_MODE_DISABLED, "", List.of()));
    return false;
  }

  /** Whether we may begin in aggressive mode, where that is configured; if not, it is said and recorded. */
  boolean beginsAggressive(IsakmpSa sa) {
    if (aggressiveMode) return true;
    ground.tracer().limitedSyslog(5, "IKMP_AG_MODE_DISABLED", sa.remote(), sa.facts().with());
    record(sa, Failure.Reason.AGGRESSIVE_MODE_DISABLED, "");
    return false;
  }
}
