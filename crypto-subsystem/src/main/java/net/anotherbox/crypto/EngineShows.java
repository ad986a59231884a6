package net.anotherbox.crypto;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.crypto.ipsec.sa.ShowEngine;
import net.anotherbox.runtime.release.Release;

/** {@code show crypto engine …} and {@code show crypto eli}: the only engine is this software. */
final class EngineShows implements Feature {
  private static final String ENGINE = "show crypto engine";

  private final CryptoSubsystem crypto;

  EngineShows(CryptoSubsystem crypto) {
    this.crypto = crypto;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, ENGINE, "Show crypto engine info");
    g.prefix(Mode.EXEC, ENGINE + " connections", "Show crypto engine connection information");
    g.prefix(Mode.EXEC, ENGINE + " accelerator", "Show crypto accelerator info");
    var show = new ShowEngine(crypto.ike(), crypto.keyEngine());
    g.exec(ENGINE + " connections active", x -> x.print(crypto.showEngineConnectionsActive()),
        "Show all active crypto engine connections");
    g.exec(ENGINE + " connections dh", x -> x.print(show.dh(crypto.release())), "Show Diffie-Hellman exponents");
    g.exec(ENGINE + " connections dropped-packet", x -> x.print(show.dropped(crypto.release())),
        "Show crypto engine dropped packets");
    g.exec(ENGINE + " connections flow", x -> x.print(show.flow(crypto.release())), "Show crypto engine flows");
    g.exec(ENGINE + " brief", x -> x.print(ShowEngine.configuration(crypto.release())),
        "Show all crypto engines in the system");
    g.exec(ENGINE + " configuration", x -> x.print(ShowEngine.configuration(crypto.release())), "Show crypto engine config");
    g.exec(ENGINE + " accelerator statistic", x -> x.print(ShowEngine.accelerator(crypto.release())),
        "Show accelerator statistics");
    g.exec("show crypto eli", x -> x.print(show.eli(crypto.release())), "Encryption Layer Interface").since(Release.R12_4);
  }
}
