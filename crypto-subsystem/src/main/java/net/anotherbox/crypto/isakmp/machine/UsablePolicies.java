package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.List;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.policy.DefaultPolicies;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.trace.Behaviour;

/** The configured policies, or those of the release that stand in for them; of groups that are there. */
record UsablePolicies(IsakmpConfig config, Behaviour behaviour) {
  private List<IsakmpPolicy> inForce() {
    boolean none = config.policies().isEmpty() && config.defaultPolicies();
    var all = none && behaviour.is("default-policies") ? DefaultPolicies.ALL : config.policies();
    return all.stream().filter(p -> DhGroup.of(p.group()).isPresent()).toList();
  }

  /** The policies that can be offered. */
  List<IsakmpPolicy> offerable() {
    return inForce().stream().filter(p -> p.authentication() == IsakmpPolicy.Authentication.PRE_SHARE).toList();
  }

  /** The policies that an offer is held against. */
  List<IsakmpPolicy> acceptable() {
    var all = new ArrayList<>(inForce());
    if (behaviour.is("default-policy")) all.add(DefaultPolicies.SUITE);
    return all;
  }
}
