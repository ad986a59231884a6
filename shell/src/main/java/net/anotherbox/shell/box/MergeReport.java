package net.anotherbox.shell.box;

import java.util.List;
import java.util.Map;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.shell.output.Wording;

/** What IOS says about lines of a file that it does not take: the line, and what it would have said to whoever typed it. */
final class MergeReport {
  private MergeReport() {}

  static String of(List<Rejected> lines, Wording shell) {
    var out = new StringBuilder();
    for (Rejected r : lines) {
      out.append(SecretMask.of(r.line())).append('\n');
      switch (r.why()) {
        case Outcome.Refused refused -> out.append(refused.text());
        case Outcome.NotUnderstood n -> out.append(about(n.why(), r.line(), shell));
        default -> throw new IllegalStateException("rejected without a reason");
      }
    }
    return out.toString();
  }

  private static String about(Parsed why, String line, Wording shell) {
    return switch (why) {
      case Parsed.Invalid i -> " ".repeat(i.column()) + "^\n" + shell.say("invalid") + "\n\n";
      case Parsed.Ambiguous a -> shell.say("ambiguous", Map.of("typed", SecretMask.of(line))) + "\n\n";
      default -> shell.say("incomplete") + "\n\n";
    };
  }
}
