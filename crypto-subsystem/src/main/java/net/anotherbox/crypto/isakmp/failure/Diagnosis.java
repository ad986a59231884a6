package net.anotherbox.crypto.isakmp.failure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code crypto isakmp diagnose error}: keeps the last failures, whoever the peers were. Belongs to the control thread. */
public final class Diagnosis {
  private final Deque<Failure> entries = new ArrayDeque<>();
  private final Map<Failure.Reason, Long> counts = new EnumMap<>(Failure.Reason.class);
  private int most;
  private long deleted;

  /** @param entriesKept 0 switches it off and forgets all */
  public void configure(int entriesKept) {
    most = entriesKept;
    if (most == 0) {
      deleted = 0;
      counts.clear();
      entries.clear();
    }
    trim();
  }

  void record(Failure f) {
    if (most == 0) return;
    entries.add(f);
    counts.merge(f.reason(), 1L, Long::sum);
    trim();
  }

  private void trim() {
    while (entries.size() > most) {
      entries.remove();
      deleted++;
    }
  }

  boolean enabled() {
    return most > 0;
  }

  int most() {
    return most;
  }

  long deleted() {
    return deleted;
  }

  /** Oldest first. */
  List<Failure> entries() {
    return List.copyOf(entries);
  }

  Map<Failure.Reason, Long> counts() {
    return counts;
  }
}
