package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.failure.Failures;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.runtime.value.Address;

/** Turns away what may not be, and remembers why negotiations came to nothing. */
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

  /** Whether there may be one more SA; if not, it is said and recorded. */
  boolean admits(Address local, Address remote, boolean initiator) {
    var refusal = admission.refusal(initiator);
    if (refusal.isEmpty()) return true;
    ground.tracer().limitedSyslog(4, "IKE_DENY_SA_REQ", remote, Map.of("direction", initiator ? "OUTGOING" : "INCOMING",
        "from", initiator ? local : remote, "to", initiator ? remote : local, "reason", refusal.get()));
    record(local, remote, "", initiator, new Action.Refused(Failure.Reason.LIMIT_REACHED, refusal.get(), List.of()));
    return false;
  }

  /** Whether there may be aggressive mode; if not, it is said and recorded. */
  boolean admitsAggressive(Address local, Address remote, boolean initiator) {
    if (aggressiveMode) return true;
    ground.tracer().limitedSyslog(5, "IKMP_AG_MODE_DISABLED", remote, Map.of("remote", remote));
    record(local, remote, "Aggressive", initiator,
        new Action.Refused(Failure.Reason.AGGRESSIVE_MODE_DISABLED, "", List.of()));
    return false;
  }

  void record(IsakmpSa sa, Action.Refused r) {
    record(sa.local(), sa.remote(), sa.phaseOne().mode(), sa.initiator(), r);
  }

  private void record(Address local, Address remote, String mode, boolean initiator, Action.Refused r) {
    failures.record(new Failure(remote, local, ground.loop().clock().millis(), mode, initiator, r.reason(), r.detail(),
        r.mismatches()));
  }

  /** All retransmissions went unanswered; why, may be known already from what the peer sent. */
  void unanswered(IsakmpSa sa) {
    record(sa, new Action.Refused(Failure.Reason.NO_ANSWER, "Death by retransmission P1", List.of()));
  }

  /** What a peer sent in place of its proof could not be read: its key is another. */
  void unreadable(IsakmpSa sa, String field) {
    record(sa, new Action.Refused(Failure.Reason.WRONG_KEY, field, List.of()));
  }

  /** The peer says, in clear, that it will not go on; nothing but this record comes of it. */
  void saidNo(IsakmpSa sa, String notification) {
    record(sa, new Action.Refused(Failure.Reason.REFUSED_BY_PEER, notification, List.of()));
  }

  List<Failure> failures() {
    return failures.all();
  }
}
