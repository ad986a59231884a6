package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who is at the box at this moment. Belongs to the control thread. */
public final class SessionTable {
  /**
   * A row of {@code show users}.
   *
   * @param idleMillis since the last key
   */
  public record Row(LineName line, String user, String from, long idleMillis) {}

  private final List<Seat> seats = new ArrayList<>();

  void add(Seat seat) {
    seats.add(seat);
  }

  void remove(Seat seat) {
    seats.remove(seat);
  }

  /** By line number. */
  public List<Row> rows() {
    return seats.stream().map(Seat::row).sorted(Comparator.comparingInt(r -> r.line().absolute())).toList();
  }

  /** Ends every session ({@code reload}). */
  public void hangUpAll() {
    for (Seat s : List.copyOf(seats)) s.hangUp();
  }
}
