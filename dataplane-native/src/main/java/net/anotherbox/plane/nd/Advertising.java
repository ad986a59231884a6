package net.anotherbox.plane.nd;

import java.util.Optional;
import java.util.SplittableRandom;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.value.Ipv6;

/** When advertisements are due on one interface (RFC 4861 section 6.2). On the control loop. */
public final class Advertising {
  /** The first few come quickly, for hosts that have been waiting. */
  private static final int FIRST = 3;
  private static final int FIRST_MILLIS = 16_000;
  private static final int ANSWER_DELAY_MILLIS = 500;
  private static final int BETWEEN_MULTICASTS_MILLIS = 3_000;
  private static final Ipv6 ALL_NODES = Ipv6.of("FF02::1");

  /** How often. @param periodic false: only those that ask are answered. @param unicast they are answered by themselves */
  public record Pace(int leastMillis, int mostMillis, boolean periodic, boolean unicast) {}

  /** Sends the advertisement as it is now. */
  public interface Sender {
    void send(Ipv6 destination);
  }

  private final Loop loop;
  private final SplittableRandom spread;
  private final Sender sender;
  private Pace pace;
  private int quick;
  private long lastMulticast = Long.MIN_VALUE / 2;
  private Optional<Timer> next = Optional.empty();
  private Optional<Timer> answer = Optional.empty();

  /**
   * @param own the router's address on the link, which no other has: so routers that begin together do not go on together. It
   *     is no secret when they speak.
   */
  public Advertising(Loop loop, Ipv6 own, Pace pace, Sender sender) {
    this.loop = loop;
    this.spread = new SplittableRandom(own.high() ^ own.low());
    this.pace = pace;
    this.sender = sender;
  }

  /** What is to be said, or how often, is new: hosts hear it at once and twice again soon. */
  public void begin(Pace now) {
    pace = now;
    stop();
    quick = FIRST;
    if (pace.periodic) next = Optional.of(loop.after(untilAllowed(), this::periodic));
  }

  private void periodic() {
    multicast();
    quick = Math.max(0, quick - 1);
    long delay = between(pace.leastMillis, pace.mostMillis);
    next = Optional.of(loop.after(quick > 0 ? Math.min(delay, FIRST_MILLIS) : delay, this::periodic));
  }

  private void multicast() {
    lastMulticast = loop.clock().millis();
    sender.send(ALL_NODES);
  }

  private long untilAllowed() {
    return Math.max(0, lastMulticast + BETWEEN_MULTICASTS_MILLIS - loop.clock().millis());
  }

  private long between(int least, int most) {
    return spread.nextLong(least, Math.max(least, most) + 1L);
  }

  /** A host has asked. @param source its address, or {@link Ipv6#ANY} if it has none yet */
  public void solicited(Ipv6 source) {
    long delay = between(0, ANSWER_DELAY_MILLIS);
    if (pace.unicast && !source.equals(Ipv6.ANY)) {
      loop.after(delay, () -> sender.send(source));
      return;
    }
    // One answer is for all that have asked meanwhile.
    if (answer.isPresent()) return;
    answer = Optional.of(loop.after(Math.max(delay, untilAllowed()), () -> {
      answer = Optional.empty();
      multicast();
    }));
  }

  /** Nothing more is said. */
  public void stop() {
    next.ifPresent(Timer::cancel);
    answer.ifPresent(Timer::cancel);
    next = Optional.empty();
    answer = Optional.empty();
  }
}
