package net.anotherbox.config.commit;

import java.time.Instant;
import java.util.List;

/** The journal: who changed what when. Written before a line is acknowledged. */
public interface CommitLog {
  /** One accepted line. @param context the lines that open its mode, outermost first; @param line as typed */
  record Row(Instant time, String user, List<String> context, String line) {}

  void append(Row row);

  /**
   * The whole configuration becomes another at once.
   *
   * @param rows what that means line by line, for who reads the journal: they are not typed again after a crash
   * @param text the new configuration, from which a crash is recovered
   */
  default void replaced(List<Row> rows, String text) {
    for (Row r : rows) append(r);
  }

  /** The newest rows, oldest first. */
  List<Row> last(int count);

  /** The rows so far are shown no more by {@link #last}; that survives the process. What a crash is recovered from stays. */
  void clear();

  /** A journal that keeps nothing: labs, {@code check}. */
  CommitLog NONE = new CommitLog() {
    @Override
    public void append(Row row) {}

    @Override
    public List<Row> last(int count) {
      return List.of();
    }

    @Override
    public void clear() {}
  };
}
