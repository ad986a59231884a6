package net.anotherbox.crypto;

import java.util.List;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;

/** {@code show crypto}, {@code clear crypto} and {@code debug crypto}, and what is to be remembered for them. */
public final class CryptoCommands implements Feature, Participant {
  static final int ENABLED = 15;

  private static final int DIAGNOSED = 50;

  private final CryptoSubsystem crypto;
  private final List<Feature> families;
  private Line diagnose;

  public CryptoCommands(CryptoSubsystem crypto, Log log) {
    this.crypto = crypto;
    families = List.of(new IsakmpShows(crypto), new IpsecShows(crypto), new SessionCommands(crypto), new EngineShows(crypto),
        new ClearCommands(crypto), new DebugCommands(crypto, log));
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show crypto", "Encryption module");
    for (Feature f : families) f.declare(g);
    g.prefix(Mode.CONFIG, "crypto", "Encryption module");
    g.prefix(Mode.CONFIG, "crypto isakmp", "Configure ISAKMP policy");
    diagnose = g.line(Mode.CONFIG, "crypto isakmp diagnose error [<1-256>:count]", "Enable ISAKMP diagnostics",
        "Error diagnostics", "Number of entries").slot("crypto isakmp diagnose error").active();
  }

  @Override
  public void apply(Section before, Section now) {
    crypto.diagnosis().configure(now.one(diagnose).filter(e -> !e.negated()).map(e -> e.arg("count").map(Integer::parseInt)
        .orElse(DIAGNOSED)).orElse(0));
  }
}
