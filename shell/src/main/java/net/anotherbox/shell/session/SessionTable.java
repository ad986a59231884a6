package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Who is at the box at this moment. Belongs to the control thread. */
public final class SessionTable {
  /**
   * A row of {@code show users}.
   *
   * @param idleMillis since the last key
   */
  public record Row(LineName line, String user, String from, long idleMillis) {}

  private final List<Seat> seats = new ArrayList<>();
  private final Map<LineName, Integer> uses = new HashMap<>();
  private long shown;
  private long droppedBefore;
  private Optional<ConfigurationLock> lock = Optional.empty();

  void add(Seat seat) {
    seats.add(seat);
    uses.merge(seat.name(), 1, Integer::sum);
  }

  void remove(Seat seat) {
    if (seats.remove(seat)) droppedBefore += seat.droppedMessages();
    if (lock.filter(l -> l.owner() == seat).isPresent()) lock = Optional.empty();
  }

  /** By line number. */
  public List<Row> rows() {
    return seats.stream().map(Seat::row).sorted(Comparator.comparing(Row::line, byPlace())).toList();
  }

  /** How long nobody has pressed a key at a line, by the name that the journal has for it ("console", "vty0"). */
  public OptionalLong idleMillis(String journalled) {
    return rows().stream().filter(r -> (r.line().equals(LineName.CONSOLE) ? "console" : r.line().joined()).equals(journalled))
        .mapToLong(Row::idleMillis).findFirst();
  }

  private static Comparator<LineName> byPlace() {
    return Comparator.comparing(LineName::kind).thenComparing(LineName::number);
  }

  /** Whoever sits at a line. */
  Optional<Seat> at(LineName line) {
    return seats.stream().filter(s -> s.name().equals(line)).findFirst();
  }

  /** Whoever types there. @throws IllegalStateException for what is no line (boot) */
  Seat of(String line) {
    return seats.stream().filter(s -> s.line().equals(line)).findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody sits at " + line));
  }

  /** How many sessions the line has had since the box started. */
  public int uses(LineName line) {
    return uses.getOrDefault(line, 0);
  }

  /** Shows a text in every session but the one at this line ("" for none), as something that bursts in. */
  public void broadcast(String text, String except) {
    for (Seat s : seats) if (!s.line().equals(except)) s.burst(text);
  }

  void showed() {
    shown++;
  }

  /** Log messages that terminals with {@code terminal monitor} were given. */
  public long shown() {
    return shown;
  }

  /** Log messages that terminals were too slow to take. */
  public long dropped() {
    return droppedBefore + seats.stream().mapToLong(Seat::droppedMessages).sum();
  }

  /** Ends the session at a line, if there is one. */
  public void hangUp(LineName line) {
    at(line).ifPresent(Seat::hangUp);
  }

  /** Ends every session ({@code reload}). */
  public void hangUpAll() {
    for (Seat s : List.copyOf(seats)) s.hangUp();
  }

  // ---- the lock of the configuration ----

  Optional<ConfigurationLock> lock() {
    return lock;
  }

  void lock(Optional<ConfigurationLock> now) {
    lock = now;
  }
}
