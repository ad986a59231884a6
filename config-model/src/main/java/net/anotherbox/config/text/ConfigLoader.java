package net.anotherbox.config.text;

import java.util.ArrayList;
import java.util.List;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Mode;

/**
 * Types a whole text in: startup-config, {@code copy … running-config}, recovery. It goes as it would for somebody who
 * pastes it: {@code end}, and {@code exit} where no section is open, leave configuration mode, {@code configure terminal}
 * comes back. Only that nobody sits there to see what commands print, so none is run, and each is named among what was
 * not taken.
 */
public final class ConfigLoader {
  /**
   * A line that was not taken. Lines indented below it were not even tried: the section they belong to is not there, and in
   * another they would mean something else. An {@code exit} behind them leaves that section, not configuration mode.
   *
   * @param number from 1
   */
  public record Rejected(int number, String line, Outcome why) {}

  private static final Outcome NOT_TRIED =
      new Outcome.Refused("% Not tried: it belongs to a line that was not taken\n");

  private static final Outcome NOT_RUN =
      new Outcome.Refused("% Not run: commands of the exec have nobody to answer to while a configuration is read\n");
  private static final Outcome OUTSIDE =
      new Outcome.Refused("% Not tried: configuration mode was left above, by \"end\" or by one \"exit\" too many\n");

  private ConfigLoader() {}

  /** Is told of each line that was typed, before the next one is. */
  public interface Watch {
    Watch NONE = (number, outcome) -> {};

    /**
     * A line was typed, with the text behind it if it has one.
     *
     * @param number from 1, of its first line
     */
    void typed(int number, Outcome outcome);
  }

  /** A whole configuration. @return the lines that were not taken; all others are in force, and stand in this order */
  public static List<Rejected> load(String text, ConfigEditor editor) {
    return load(text, editor, Watch.NONE);
  }

  /** The same, and somebody watches. */
  public static List<Rejected> load(String text, ConfigEditor editor, Watch watch) {
    editor.restores(true);
    try {
      return typed(text, editor, watch);
    } finally {
      editor.restores(false);
    }
  }

  /** Lines that come to those that stand there already. @return those that were not taken; all others are in force */
  public static List<Rejected> add(String text, ConfigEditor editor) {
    editor.readsBack(true);
    try {
      return typed(text, editor, Watch.NONE);
    } finally {
      editor.readsBack(false);
    }
  }

  private static List<Rejected> typed(String text, ConfigEditor editor, Watch watch) {
    var rejected = new ArrayList<Rejected>();
    String[] lines = text.lines().toArray(String[]::new);
    var indentation = new Indentation(lines, editor);
    Rejected above = null;
    boolean left = false;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (isHeader(line)) continue;
      int number = i + 1;
      if (above != null && (line.isBlank() || Indentation.of(line) > Indentation.of(above.line))) {
        if (!saysNothing(line)) rejected.add(new Rejected(number, line, NOT_TRIED));
        continue;
      }
      if (above != null && line.strip().equals("exit") && rejected.getLast().why == NOT_TRIED) continue;
      above = null;
      if (left) {
        left = !comesBack(line, editor);
        if (left && !saysNothing(line)) rejected.add(new Rejected(number, line, OUTSIDE));
        continue;
      }
      Outcome o = editor.commandBehindDo(line) ? NOT_RUN : editor.type(line, indentation::isMeant);
      if (o instanceof Outcome.NeedsBlock b) {
        var block = new ArrayList<String>();
        while (++i < lines.length && !lines[i].contains(b.delimiter())) block.add(lines[i]);
        if (i < lines.length) block.add(lines[i].substring(0, lines[i].indexOf(b.delimiter())));
        o = editor.block(b.line(), String.join("\n", block));
      }
      watch.typed(number, o);
      switch (o) {
        case Outcome.Refused r -> rejected.add(above = new Rejected(number, line, r));
        case Outcome.NotUnderstood n -> rejected.add(above = new Rejected(number, line, n));
        case Outcome.Left l -> left = true;
        case Outcome.Runs r -> rejected.add(new Rejected(number, line, NOT_RUN));
        case Outcome.Accepted a -> {}
        case Outcome.Nothing n -> {}
        case Outcome.NeedsBlock n -> throw new IllegalStateException("block within a block");
      }
    }
    return rejected;
  }

  /** A blank line or a comment. */
  private static boolean saysNothing(String line) {
    return line.isBlank() || line.strip().startsWith("!");
  }

  private static boolean comesBack(String line, ConfigEditor editor) {
    return editor.read(Mode.EXEC, line).filter(m -> m.words().equals(List.of("configure", "terminal"))).isPresent();
  }

  /** What a copied configuration has above its first line. */
  public static boolean isHeader(String line) {
    String l = line.strip();
    return l.startsWith("Building configuration") || l.startsWith("Current configuration") || l.startsWith("Using ")
        && (l.endsWith("bytes") || l.matches("Using \\d+ out of \\d+ bytes.*"));
  }

}
