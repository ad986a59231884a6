package net.anotherbox.nvram;

import java.util.ArrayList;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigLoader.Rejected;

/**
 * The running configuration of a boot that had no clean end.
 *
 * @param base the configuration at some moment of that boot
 * @param since the lines typed after it, oldest first
 */
public record Recovery(String base, List<CommitLog.Row> since) {
  /**
   * Types all of it again. The editor must have a journal that keeps nothing: these lines are in the journal already.
   *
   * @return what was not taken: none, unless the program's grammar changed in between
   */
  public List<Rejected> replay(ConfigEditor editor) {
    var rejected = new ArrayList<Rejected>(ConfigLoader.load(base, editor));
    editor.ofAnyRelease();
    for (int i = 0; i < since.size(); i++) {
      CommitLog.Row row = since.get(i);
      editor.type("end");
      for (String opening : row.context()) editor.type(opening);
      Outcome o = type(row.line(), editor);
      if (o instanceof Outcome.Refused || o instanceof Outcome.NotUnderstood) rejected.add(new Rejected(i + 1,
          first(row.line()), o));
    }
    editor.type("end");
    return rejected;
  }

  /** A line that goes on over several lines has been journalled with all of them. */
  private static Outcome type(String line, ConfigEditor editor) {
    Outcome o = editor.type(first(line));
    if (!(o instanceof Outcome.NeedsBlock b)) return o;
    int end = line.indexOf('\n');
    return editor.block(b.line(), end < 0 ? "" : line.substring(end + 1));
  }

  private static String first(String line) {
    int end = line.indexOf('\n');
    return end < 0 ? line : line.substring(0, end);
  }

  /** Says how much, not what: configurations hold secrets. */
  @Override
  public String toString() {
    return "Recovery[" + base.length() + " characters and " + since.size() + " lines]";
  }
}
