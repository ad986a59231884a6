package net.anotherbox.routing.family;

import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.FamilyFile;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.LineFile;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.release.Personality;

/** Declares the families of routing and traffic that are kept and shown. */
public final class RoutingFamilies implements Feature {
  private final ListShows shows;

  /** @param configuration what is shown of them */
  public RoutingFamilies(Configuration configuration, Personality personality) {
    shows = new ListShows(configuration, personality);
  }

  @Override
  public void declare(Grammar g) {
    WordTypes.declare(g);
    for (String name : new String[] {"isis", "nhrp", "lisp", "multicast", "mpls", "fhrp", "flow", "sla", "pfr", "vrf"})
      file(g, name);
    WideBlanks.of(file(g, "qos"));
    Networks.ospf(file(g, "ospf"));
    Networks.eigrp(file(g, "eigrp"));
    Networks.rip(file(g, "rip"));
    FamilyFile bgp = file(g, "bgp");
    Networks.bgp(bgp);
    Networks.neighbors(bgp);
    Numbering.of(file(g, "route-map"));
    shows.declare(g);
    LineFile.declare(g, RoutingFamilies.class, "more.lines");
  }

  private static FamilyFile file(Grammar g, String name) {
    return FamilyFile.declare(g, RoutingFamilies.class, name + ".family");
  }
}
