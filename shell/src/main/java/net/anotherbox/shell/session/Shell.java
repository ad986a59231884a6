package net.anotherbox.shell.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.anotherbox.config.commit.Outcome;
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
  /** A banner as it is shown at a line, its tokens ({@code $(hostname)}, …) replaced. On the control thread. */
  public Optional<String> banner(ShellConfig.Banner which, LineName line) {
    return config.banner(which).map(text -> text.replace("$(hostname)", config.hostname())
        .replace("$(domain)", config.domain())
        .replace("$(line)", Integer.toString(line.absolute(wording.personality().platform())))
        .replace("$(line-desc)", config.manners(line).location()));
  }

  /**
   * What the shell says about a configuration line that was not taken, newline-ended; "" for one that was.
   *
   * @param indent columns in front of the line, so that the marker stands under its word
   */
  public String complaint(Outcome o, int indent) {
    return switch (o) {
      case Outcome.Refused r -> r.text();
      case Outcome.NotUnderstood n -> new Complaints(this).about(n.why(), indent).stripTrailing() + "\n";
      default -> "";
    };
  }

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
