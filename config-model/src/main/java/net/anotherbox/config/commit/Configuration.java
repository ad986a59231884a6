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
  private final List<Participant> rewriting = new ArrayList<>();
  private final Deque<Runnable> followUps = new ArrayDeque<>();
  private Section current = Section.EMPTY;
  private long version;
  private boolean together;

  /** In the order in which effects must happen (interfaces before what runs on them). */
  public void add(Participant p) {
    participants.add(p);
    if (p.rewrites()) rewriting.add(p);
  }

  public Section current() {
    return current;
  }

  /** Counts commits; equal numbers mean an unchanged configuration. */
  public long version() {
    return version;
  }

  /**
   * For participants, from {@code apply}: does something that itself commits (the release's own lines after a {@code
   * version}, passwords after {@code service password-encryption}) as soon as all have applied.
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
    List<Participant> asked = together ? rewriting : participants;
    var refusal = refusal(current, candidate, asked);
    if (refusal.isPresent()) return refusal;
    durable.run();
    Section before = current;
    current = candidate;
    version++;
    for (Participant p : asked) p.apply(before, candidate);
    for (Runnable r; (r = followUps.poll()) != null; ) r.run();
    return Optional.empty();
  }

  private static Optional<String> refusal(Section before, Section candidate, List<Participant> asked) {
    for (Participant p : asked) {
      var refusal = p.prepare(before, candidate);
      if (refusal.isPresent()) return refusal;
    }
    return Optional.empty();
  }

  /**
   * Makes many changes that come into force at once. Meanwhile only those participants take part that {@link
   * Participant#rewrites rewrite}; the others see the first and the last state.
   *
   * @return the refusal, then nothing has changed; or empty
   */
  public Optional<String> together(Runnable commits) {
    Section before = current;
    together = true;
    try {
      commits.run();
    } finally {
      together = false;
    }
    var refusal = refusal(before, current, participants);
    if (refusal.isPresent()) {
      current = before;
      return refusal;
    }
    Section now = current;
    for (Participant p : participants) p.apply(before, now);
    for (Runnable r; (r = followUps.poll()) != null; ) r.run();
    return refusal;
  }
}
