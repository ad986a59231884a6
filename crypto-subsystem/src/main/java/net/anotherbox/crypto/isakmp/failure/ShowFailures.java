package net.anotherbox.crypto.isakmp.failure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;

/** {@code show crypto isakmp failures} and {@code show crypto isakmp diagnose error}. */
public final class ShowFailures {
  private static final Screen SCREEN = Screen.load(ShowFailures.class, "failures.screen");
  private static final Screen DIAGNOSIS = Screen.load(ShowFailures.class, "diagnose.screen");
  private static final Screen COUNTS = Screen.load(ShowFailures.class, "diagnose-count.screen");
  private static final Catalogue WORDS = Catalogue.load(ShowFailures.class, "failure.msg");

  private ShowFailures() {}

  /** Newest first: what was refused, what differed, what to do. @param peer empty for all */
  public static String render(Release release, List<Failure> failures, Optional<Address> peer, long nowMillis) {
    var shown = failures.reversed().stream().filter(f -> peer.isEmpty() || peer.get().equals(f.peer()))
        .map(f -> facts(release, f, nowMillis)).toList();
    return SCREEN.render(release, shown.isEmpty() ? Facts.of("none", "") : Facts.of("failures", shown));
  }

  private static Map<String, Object> facts(Release release, Failure f, long nowMillis) {
    long ago = (nowMillis - f.atMillis()) / 1000;
    var facts = Facts.of("peer", f.peer(), "local", f.local(), "ago", String.format("%02d:%02d:%02d", ago / 3600,
        ago / 60 % 60, ago % 60), "role", f.initiator() ? "we began" : "the peer began", "exchange", f.exchange(), "reason",
        text(release, f.reason().name(), f), "detail", f.detail(), "to-do", text(release, f.reason() + "-to-do", f),
        "mismatches", f.mismatches().stream().sorted(Comparator.comparingInt(Mismatch::priority)
            .thenComparingInt(Mismatch::transform)).map(m -> mismatch(release, m)).toList());
    facts.put("flows", f.flows().stream().map(m -> Facts.of("where", m.where(), "what", WORDS.render(release,
        m.attribute().name(), Map.of()).orElse(""), "flow-offered", m.offered(), "flow-configured",
        m.configured())).toList());
    if (!f.exchange().isEmpty()) facts.put("in-exchange", "");
    if (!f.detail().isEmpty()) facts.put("has-detail", "");
    nearest(f).ifPresent(m -> {
      facts.put("nearest", "");
      facts.putAll(mismatch(release, m));
    });
    return facts;
  }

  /** The pair that agreed in most: attributes are compared in one order, so the one that got farthest. */
  private static Optional<Mismatch> nearest(Failure f) {
    return f.mismatches().stream().max(Comparator.<Mismatch>comparingInt(m -> m.attribute().ordinal())
        .thenComparing(Comparator.comparingInt(Mismatch::priority).reversed()));
  }

  private static Map<String, Object> mismatch(Release release, Mismatch m) {
    return Facts.of("priority", m.priority(), "transform", m.transform(), "offered", m.offered(), "configured",
        m.configured(), "attribute", WORDS.render(release, m.attribute().name(), Map.of()).orElse(""));
  }

  private static String text(Release release, String name, Failure f) {
    return WORDS.render(release, name, Facts.of("peer", f.peer(), "local", f.local())).orElse("");
  }

  /** {@code show crypto isakmp diagnose error}: the last of all failures, as many as are to be kept. */
  public static String diagnosis(Release release, Diagnosis d) {
    int[] number = {0};
    return DIAGNOSIS.render(release, Facts.of("status", d.enabled() ? "enable" : "disable", "entries", d.entries().size(),
        "deleted", d.deleted(), "most", d.most(), "errors", d.entries().stream().map(f -> Facts.of("number", ++number[0],
            "text", text(release, f.reason().name(), f), "peer", f.peer())).toList()));
  }

  /** {@code show crypto isakmp diagnose error count}. */
  public static String counts(Release release, Diagnosis d) {
    return COUNTS.render(release, Facts.of("counts", d.counts().entrySet().stream().map(e -> Facts.of("count", e.getValue(),
        "text", WORDS.render(release, e.getKey() + "-in-general", Map.of()).orElse(""))).toList()));
  }
}
