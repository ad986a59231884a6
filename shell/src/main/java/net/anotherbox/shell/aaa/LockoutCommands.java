package net.anotherbox.shell.aaa;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.output.Wording;

/** {@code show aaa local user lockout} and the commands that let the locked ones in again. */
final class LockoutCommands implements Feature {
  private final Lockouts lockouts;
  private final Log log;
  private final Wording words;
  private final Screen screen = Screen.load(LockoutCommands.class, "lockout.screen");

  LockoutCommands(Lockouts lockouts, Log log, Wording words) {
    this.lockouts = lockouts;
    this.log = log;
    this.words = words;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show aaa", "Show AAA values");
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "clear aaa", "Clear AAA values");
    g.exec("show aaa local user lockout", this::show, "Show AAA local method options", "AAA Local user",
        "AAA Local locked-out user").privilege(15);
    g.exec("clear aaa local user lockout {username WORD:name|all}", this::unlock, "Clear AAA local method options",
        "AAA Local user", "Clear AAA Local user lock-out", "Clear lock-out of user", "User name", "All locked-out users")
        .privilege(15);
    g.exec("clear aaa local user fail-attempts {username WORD:name|all}", this::forget, "Clear AAA local method options",
        "AAA Local user", "Clear AAA Local user fail-attempts", "Clear fail-attempts of user", "User name", "All users")
        .privilege(15);
  }

  private void show(Execution x) {
    var rows = lockouts.locked().entrySet().stream()
        .map(e -> Map.of("user", e.getKey(), "time", Stamp.of(log, e.getValue()))).toList();
    x.print(screen.render(words.personality().release(), Map.of("users", rows)));
  }

  private void unlock(Execution x) {
    Optional<String> one = x.command().arg("name");
    if (one.isPresent()) unlock(x, one.get());
    else for (String name : lockouts.locked().keySet()) unlock(x, name);
  }

  private void unlock(Execution x, String name) {
    if (!lockouts.unlock(name)) {
      x.print(words.say("no-such-user", Map.of("user", name)) + "\n");
      return;
    }
    String who = x.session().user().isEmpty() ? "console" : x.session().user();
    String by = x.session().from().isEmpty() ? who
        : who + " on " + x.session().line().replace(" ", "") + " (" + x.session().from() + ")";
    log.syslog("AAA", 5, "USER_UNLOCKED", words.say("user-unlocked", Map.of("user", name, "by", by)));
  }

  private void forget(Execution x) {
    Optional<String> one = x.command().arg("name");
    if (one.isPresent()) lockouts.forget(one.get());
    else lockouts.failures().keySet().forEach(lockouts::forget);
  }
}
