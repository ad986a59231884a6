package net.anotherbox.plane.config;

import java.util.function.IntPredicate;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.LineFiles;
import net.anotherbox.config.grammar.Grammar;

/**
 * What a router's configuration says about links and services that the box has none of: DHCP, dial, wireless and switch
 * ports, firewalls. The lines stand in files of their own, one for each family, and say what is missing.
 */
public final class OtherLines implements Feature {
  @Override
  public void declare(Grammar g) {
    g.type("/nn", token -> token.matches("/\\d{1,2}") && Integer.parseInt(token.substring(1)) <= 32);
    g.type("VLANS", token -> numbers(token, "[,-]", n -> n >= 1 && n <= 4094));
    g.type("PVCID", token -> token.matches("(\\d{1,3}/)?\\d{1,5}") && numbers(token, "/", n -> n <= 65535));
    LineFiles.of(OtherLines.class, "dhcp.lines", "nat.lines", "lists.lines", "firewall.lines", "dial.lines",
        "switching.lines", "interface-wan.lines", "interface-lan.lines", "further.lines").declare(g);
  }

  /** Whether the token is numbers with one of these characters between. */
  private static boolean numbers(String token, String between, IntPredicate fits) {
    for (String n : token.split(between, -1))
      if (!n.matches("\\d{1,5}") || !fits.test(Integer.parseInt(n))) return false;
    return true;
  }
}
