package net.anotherbox.crypto.isakmp.sa;

import java.util.function.IntConsumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;

/** Says when to send again: five times, ten seconds apart, as IOS from 12.1 on does; then that it was in vain. */
final class Retransmission {
  static final int ATTEMPTS = 5;
  static final long INTERVAL_MILLIS = 10_000;

  private final Loop loop;
  private final IntConsumer again;
  private final Runnable inVain;
  private Timer timer;
  private byte[] datagram;
  private int attempts;

  /** @param again gets the number of the attempt, from 1 */
  Retransmission(Loop loop, IntConsumer again, Runnable inVain) {
    this.loop = loop;
    this.again = again;
    this.inVain = inVain;
  }

  /** This one has been sent and must be answered. */
  void start(byte[] sent) {
    stop();
    datagram = sent;
    attempts = 0;
    timer = loop.after(INTERVAL_MILLIS, this::fire);
  }

  private void fire() {
    if (attempts == ATTEMPTS) {
      timer = null;
      inVain.run();
      return;
    }
    attempts++;
    timer = loop.after(INTERVAL_MILLIS, this::fire);
    again.accept(attempts);
  }

  /** The datagram of the last {@link #start}. */
  byte[] datagram() {
    return datagram;
  }

  void stop() {
    if (timer != null) timer.cancel();
    timer = null;
  }
}
