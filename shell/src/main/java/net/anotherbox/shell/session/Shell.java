package net.anotherbox.shell.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.shell.output.Wording;

/**
 * What all sessions of a box share.
 *
 * @param authenticator asked by the console where it is to; SSH asks for itself
 */
public record Shell(Loop loop, Grammar grammar, ShellConfig config, Authenticator authenticator, Log log,
    SessionTable sessions, Wording wording) {
  /** Asks something on the control thread, from any other. */
  public <T> T ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    loop.post(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
        throw e;
      }
    });
    return answer.join();
  }
}
