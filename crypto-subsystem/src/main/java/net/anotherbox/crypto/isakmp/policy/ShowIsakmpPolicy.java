package net.anotherbox.crypto.isakmp.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto isakmp policy}: the configured ones by priority, then the default suite where the release has one. */
public final class ShowIsakmpPolicy {
  private static final Screen SCREEN = Screen.load(ShowIsakmpPolicy.class, "isakmp-policy.screen");

  private ShowIsakmpPolicy() {}

  /** @param inForce whether the release's default policies stand in where none is configured */
  public static String render(Release release, List<IsakmpPolicy> policies, boolean inForce) {
    return policies.isEmpty() && inForce ? defaults(release) : render(release, policies, "own");
  }

  /** {@code show crypto isakmp default policy}. */
  public static String defaults(Release release) {
    return render(release, DefaultPolicies.ALL, "standard");
  }

  private static String render(Release release, List<IsakmpPolicy> policies, String whose) {
    var suites = new ArrayList<Map<String, Object>>();
    for (IsakmpPolicy p : policies) suites.add(Facts.with(facts(p), "priority", p.priority()));
    return SCREEN.render(release, Facts.of("suites", suites, whose, ""));
  }

  private static Map<String, Object> facts(IsakmpPolicy p) {
    var facts = Facts.of(p.encryption().name(), "", p.hash().name(), "", p.authentication().name(), "", "bits", p.keyBits(),
        "group",
        p.group(), "groupbits", DhGroup.of(p.group()).map(DhGroup::bits).orElse(0), "seconds", p.lifetimeSeconds());
    DhGroup.of(p.group()).map(DhGroup::subgroupBits).filter(b -> b > 0).ifPresentOrElse(b -> facts.put("subgroup", b),
        () -> facts.put("whole", ""));
    return facts;
  }
}
