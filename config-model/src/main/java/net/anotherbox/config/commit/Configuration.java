package net.anotherbox.config.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.anotherbox.config.tree.Section;

/** The configuration in force and the only way to change it. Belongs to the control thread. */
public final class Configuration {
  private final List<Participant> participants = new ArrayList<>();
  private final Deque<Runnable> followUps = new ArrayDeque<>();
  private Section current = Section.EMPTY;
  private long version;

  /** In the order in which effects must happen (interfaces before what runs on them). */
  public void add(Participant p) {
    participants.add(p);
  }

  public Section current() {
    return current;
  }

  /** Counts commits; equal numbers mean an unchanged configuration. */
  public long version() {
    return version;
  }

  /**
   * For participants, from {@code apply}: does something that itself commits (the release's own lines after a {@code version},
   * passwords after {@code service password-encryption}) as soon as all have applied.
   */
  public void then(Runnable followUp) {
    followUps.add(followUp);
  }

  /**
   * Makes a change if nobody refuses it.
   *
   * @param durable run after nobody has refused and before anything takes effect (the journal); may throw, then nothing
   *     has changed
   * @return the refusal, or empty
   */
  public Optional<String> commit(UnaryOperator<Section> change, Runnable durable) {
    Section candidate = change.apply(current);
    if (candidate == current) return Optional.empty();
    for (Participant p : participants) {
      var refusal = p.prepare(current, candidate);
      if (refusal.isPresent()) return refusal;
    }
    durable.run();
    Section before = current;
    current = candidate;
    version++;
    for (Participant p : participants) p.apply(before, candidate);
    for (Runnable r; (r = followUps.poll()) != null; ) r.run();
    return Optional.empty();
  }
}
