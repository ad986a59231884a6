package net.anotherbox.crypto;

import java.util.List;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;

/** {@code show crypto}, {@code clear crypto} and {@code debug crypto}. */
public final class CryptoCommands implements Feature {
  static final int ENABLED = 15;

  private final List<Feature> families;

  public CryptoCommands(CryptoSubsystem crypto, Log log) {
    families = List.of(new IsakmpShows(crypto), new IpsecShows(crypto), new SessionCommands(crypto), new EngineShows(crypto),
        new ClearCommands(crypto), new DebugCommands(crypto, log));
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show crypto", "Encryption module");
    for (Feature f : families) f.declare(g);
  }
}
