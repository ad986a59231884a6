package net.anotherbox.crypto.isakmp.machine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.failure.FlowMismatch;
import net.anotherbox.runtime.value.Address;

/** The key engine, and what it said last: why nothing was agreed on. */
final class LastVerdict implements KeyEnginePort {
  private static final int MOST_DIFFERENCES = 20;

  private final KeyEnginePort engine;
  private Asked asked;
  private Verdict verdict;
  private final Set<FlowMismatch> differences = new LinkedHashSet<>();

  LastVerdict(KeyEnginePort engine) {
    this.engine = engine;
  }

  @Override
  public Verdict validate(Asked a) {
    asked = a;
    verdict = engine.validate(a);
    if (!(verdict instanceof Verdict.Accepted)) differences.addAll(engine.differences(a));
    return verdict;
  }

  /** The failure that the last refusal is; empty if nothing was refused. */
  Optional<Action.Refused> refusal() {
    if (verdict == null) return Optional.of(refused(Failure.Reason.NO_TRANSFORM, "no transform is known"));
    String proxies = asked.localProxy().brief() + " and " + asked.remoteProxy().brief();
    return switch (verdict) {
      case Verdict.Accepted x -> Optional.empty();
      case Verdict.NoMap x -> Optional.of(refused(Failure.Reason.NO_MAP, "no crypto map at " + asked.local()));
      case Verdict.NoPeer x -> Optional.of(refused(Failure.Reason.NO_PEER, "no entry names " + asked.remote()));
      case Verdict.NoProxies x -> Optional.of(refused(Failure.Reason.NO_PROXIES, "asked for: " + proxies));
      case Verdict.NoGroup x -> Optional.of(refused(Failure.Reason.NO_GROUP, "configured: group " + x.wanted()
          + ", offered: " + (asked.pfsGroup() == 0 ? "none" : "group " + asked.pfsGroup())));
      case Verdict.NoTransform x -> Optional.of(refused(Failure.Reason.NO_TRANSFORM, "offered: "
          + asked.suite().words().strip() + (asked.tunnel() ? " (tunnel)" : " (transport)")));
    };
  }

  private Action.Refused refused(Failure.Reason reason, String detail) {
    return new Action.Refused(reason, detail, List.of(), differences.stream().limit(MOST_DIFFERENCES).toList());
  }

  @Override
  public int allocateSpi() {
    return engine.allocateSpi();
  }

  @Override
  public NegotiatedSas.SaNumbers allocateNumbers() {
    return engine.allocateNumbers();
  }

  @Override
  public int pairsWith(Address remote) {
    return engine.pairsWith(remote);
  }
}
