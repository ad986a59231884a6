package net.anotherbox.crypto;

import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;

/** {@code debug crypto …}, and the two ways to take it back. */
final class DebugCommands implements Feature {
  private static final int ENABLED = CryptoCommands.ENABLED;

  private final CryptoSubsystem crypto;
  private final Log log;

  DebugCommands(CryptoSubsystem crypto, Log log) {
    this.crypto = crypto;
    this.log = log;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "debug", "Debugging functions (see also 'undebug')");
    g.prefix(Mode.EXEC, "debug crypto", "Cryptographic subsystem");
    g.prefix(Mode.EXEC, "undebug", "Disable debugging functions (see also 'debug')");
    g.prefix(Mode.EXEC, "undebug crypto", "Cryptographic subsystem");
    g.prefix(Mode.EXEC, "no", "Disable debugging functions");
    g.prefix(Mode.EXEC, "no debug", "Debugging functions (see also 'undebug')");
    g.prefix(Mode.EXEC, "no debug crypto", "Cryptographic subsystem");
    for (DebugFlag f : CryptoSubsystem.flags()) {
      g.exec("debug " + f.command(), x -> set(x, f, true), f.item()).privilege(ENABLED);
      g.exec("undebug " + f.command(), x -> set(x, f, false), f.item()).privilege(ENABLED);
      g.exec("no debug " + f.command(), x -> set(x, f, false), f.item()).privilege(ENABLED);
    }
  }

  private void set(Execution x, DebugFlag flag, boolean on) {
    log.set(flag, on);
    x.print(flag.item() + (on ? " is on" : " is off") + "\n");
  }
}
