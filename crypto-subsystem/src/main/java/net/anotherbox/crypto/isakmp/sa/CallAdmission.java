package net.anotherbox.crypto.isakmp.sa;

import java.util.Optional;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig.Admission;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/**
 * {@code crypto call admission}: how many ISAKMP SAs there may be, and a count of who asked. The limits are for new SAs;
 * those that are there stay. Belongs to the control thread.
 */
public final class CallAdmission {
  private static final Screen SCREEN = Screen.load(CallAdmission.class, "call-admission.screen");

  /** What is counted of requests in one direction. */
  private static final class Requests {
    private long all;
    private long rejected;
  }

  private final SaTable table;
  private final Requests incoming = new Requests();
  private final Requests outgoing = new Requests();
  private Admission limit = Admission.UNLIMITED;
  private long bySas;
  private long byNegotiating;

  CallAdmission(SaTable table) {
    this.table = table;
  }

  void limit(Admission now) {
    limit = now;
  }

  /** Counts the request. @return why there may be no new SA, in IOS's words, or empty if there may */
  Optional<String> refusal(boolean initiator) {
    var requests = initiator ? outgoing : incoming;
    requests.all++;
    String reason = null;
    if (limit.sas() > 0 && active() + negotiating() >= limit.sas()) {
      bySas++;
      reason = "SA LIMIT REACHED";
    } else if (limit.negotiating() > 0 && negotiating() >= limit.negotiating()) {
      byNegotiating++;
      reason = "IN-NEGOTIATION SA LIMIT REACHED";
    }
    if (reason != null) requests.rejected++;
    return Optional.ofNullable(reason);
  }

  /** {@code clear crypto call admission statistics}. */
  public void clear() {
    for (Requests r : new Requests[] {incoming, outgoing}) {
      r.all = 0;
      r.rejected = 0;
    }
    bySas = 0;
    byNegotiating = 0;
  }

  private long active() {
    return table.all().stream().filter(s -> !s.deleted() && s.authenticated()).count();
  }

  private long negotiating() {
    return table.all().stream().filter(s -> !s.deleted() && !s.authenticated()).count();
  }

  /** {@code show crypto call admission statistics}. @param dropped datagrams that were refused before any SA saw them */
  public String render(Release release, long dropped) {
    return SCREEN.render(release, Facts.of("sas", limit.sas(), "most-negotiating", limit.negotiating(),
        "total", active() + negotiating(), "active", active(), "negotiating", negotiating(),
        "in", incoming.all, "in-accepted", incoming.all - incoming.rejected, "in-rejected", incoming.rejected,
        "out", outgoing.all, "out-accepted", outgoing.all - outgoing.rejected, "out-rejected", outgoing.rejected,
        "rejected", incoming.rejected + outgoing.rejected, "by-sas", bySas, "by-negotiating", byNegotiating,
        "dropped", dropped, "zero", 0));
  }
}
