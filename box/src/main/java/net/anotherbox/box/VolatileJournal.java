package net.anotherbox.box;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;

/** A journal that lasts as long as the process and keeps the newest rows. Belongs to the control thread. */
final class VolatileJournal implements CommitLog {
  private static final int MOST = 10_000;

  private final Deque<Row> rows = new ArrayDeque<>();

  @Override
  public void append(Row row) {
    rows.add(row);
    if (rows.size() > MOST) rows.removeFirst();
  }

  @Override
  public List<Row> last(int count) {
    return rows.stream().skip(Math.max(0, rows.size() - count)).toList();
  }

  @Override
  public void clear() {
    rows.clear();
  }
}
