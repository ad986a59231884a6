package net.anotherbox.shell.box;

import java.util.function.Function;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/**
 * What a router serves to the network and this box does not: HTTP, SNMP, NTP. Files are served over SSH.
 */
final class ServersFeature implements Feature {
  private Line scpServer;

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    http(g);
    scp(g);
    others(g);
  }

  /** "no …" is true here; the line itself is not. */
  private static Function<Entry, Support> onlyOff(String reason) {
    return e -> e.negated() ? Support.ACTIVE : new Support.Partial(reason);
  }

  private static void http(Grammar g) {
    g.prefix(Mode.CONFIG, "ip http", "HTTP server configuration");
    String nothing = "no web server runs here: nothing listens";
    g.line(Mode.CONFIG, "ip http server", "Enable http server").negatable().security().support(onlyOff(nothing));
    g.line(Mode.CONFIG, "ip http secure-server", "Enable HTTP secure server").negatable().security()
        .support(onlyOff(nothing));
  }

  private void scp(Grammar g) {
    scpServer = g.line(Mode.CONFIG, "ip scp server enable", "Scp commands", "SCP server", "Enable the SCP server")
        .security().active();
  }

  /** Whether files are copied over SSH. */
  boolean servesCopies(Section root) {
    return root.has(scpServer);
  }

  private static void others(Grammar g) {
    g.prefix(Mode.CONFIG, "ntp", "Configure NTP");
    g.prefix(Mode.CONFIG, "sntp", "Configure SNTP");
    g.prefix(Mode.CONFIG, "snmp-server", "Modify SNMP engine parameters");
    g.line(Mode.CONFIG, "cdp run", "Global CDP configuration subcommands", "Enable CDP").onByDefault()
        .support(onlyOff("no CDP is spoken"));
  }
}
