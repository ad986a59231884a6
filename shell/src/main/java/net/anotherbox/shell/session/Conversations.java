package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.value.Ipv4;

/** The sessions that somebody has opened to elsewhere, in the order of their numbers. Belongs to the control thread. */
final class Conversations {
  private final Clock clock;
  private final List<Conversation> open = new ArrayList<>();
  private Conversation joined;
  private Conversation last;

  Conversations(Clock clock) {
    this.clock = clock;
  }

  /** A fresh one, which has the first number that is free. */
  Conversation open(String host, Ipv4 address, FarEnd far) {
    int number = 1;
    while (numbered(number).isPresent()) number++;
    var c = new Conversation(number, host, address, far, clock);
    open.add(c);
    open.sort(java.util.Comparator.comparingInt(Conversation::number));
    c.begin();
    return c;
  }

  List<Conversation> all() {
    return List.copyOf(open);
  }

  /** The one that the terminal was joined to last. */
  Optional<Conversation> current() {
    return Optional.ofNullable(last).filter(open::contains).or(() -> open.stream().findFirst());
  }

  /** By number or by the name that it was opened with. */
  Optional<Conversation> named(String word) {
    if (word.matches("\\d{1,4}")) return numbered(Integer.parseInt(word));
    return open.stream().filter(c -> c.host().equalsIgnoreCase(word)).findFirst();
  }

  private Optional<Conversation> numbered(int number) {
    return open.stream().filter(c -> c.number() == number).findFirst();
  }

  void joined(Conversation c) {
    joined = c;
    last = c;
  }

  /** The terminal is back. */
  void left(Conversation c, Conversation.End end) {
    joined = null;
    if (end != Conversation.End.ESCAPED) open.remove(c);
  }

  /** Ends it from here. */
  void drop(Conversation c) {
    open.remove(c);
    c.drop();
  }

  void dropAll() {
    for (Conversation c : all()) drop(c);
  }

  /** Ends the one at which nothing has gone either way for so long. @param seconds 0: never */
  void dropIdle(int seconds) {
    if (seconds > 0 && joined != null && joined.idleMillis() >= seconds * 1000L) joined.drop();
  }

  /** The machine that the terminal is joined to, as {@code show users} has it. */
  Optional<String> host() {
    return Optional.ofNullable(joined).map(Conversation::host);
  }
}
