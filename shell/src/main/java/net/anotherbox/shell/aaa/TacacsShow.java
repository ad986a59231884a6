package net.anotherbox.shell.aaa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;

/** {@code show tacacs}: the servers of the configuration, and what has happened on the way to each. */
final class TacacsShow implements Feature {
  private static final Screen SCREEN = Screen.load(TacacsShow.class, "show-tacacs.screen");

  private final Supplier<List<AaaServer>> servers;
  private final TacacsCounts counts;
  private final Personality personality;

  TacacsShow(Supplier<List<AaaServer>> servers, TacacsCounts counts, Personality personality) {
    this.servers = servers;
    this.counts = counts;
    this.personality = personality;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show tacacs", this::show, "Shows tacacs+ server statistics").privilege(15);
  }

  private void show(Execution x) {
    var rows = new ArrayList<Map<String, Object>>();
    for (AaaServer s : servers.get()) {
      TacacsCounts.Of c = counts.of(s);
      rows.add(Map.of("address", s.address(), "port", s.port(), "opens", c.opens.sum(), "closes", c.closes.sum(), "aborts",
          c.aborts.sum(), "errors", c.errors.sum(), "timeouts", c.timeouts.sum(), "unreached", c.unreached.sum(), "sent",
          c.sent.sum(), "received", c.received.sum()));
    }
    x.print(SCREEN.render(personality.release(), Map.of("servers", rows)));
  }
}
