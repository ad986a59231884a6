package net.anotherbox.plane.config;

import net.anotherbox.runtime.port.KernelPort.LinkCounters;

/**
 * What an interface has carried: counters since they were cleared, and rates as IOS averages them (exponentially over the
 * load interval). Fed with samples; times in milliseconds of the loop's clock, known to a sample's grain.
 */
final class Traffic {
  static final long NEVER = -1;
  private static final LinkCounters NOTHING = new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private LinkCounters last;
  private LinkCounters cleared = NOTHING;
  private long sampledAt;
  private long inputAt = NEVER;
  private long outputAt = NEVER;
  private long clearedAt = NEVER;
  private double bitsIn;
  private double bitsOut;
  private double packetsIn;
  private double packetsOut;

  /** @param loadInterval seconds */
  void sample(LinkCounters now, long millis, int loadInterval) {
    if (last == null || now.packetsIn() < last.packetsIn() || now.packetsOut() < last.packetsOut()) {
      begin(now, millis);
      return;
    }
    if (now.packetsIn() > last.packetsIn()) inputAt = millis;
    if (now.packetsOut() > last.packetsOut()) outputAt = millis;
    double seconds = (millis - sampledAt) / 1000.0;
    if (seconds > 0) {
      double weight = 1 - Math.exp(-seconds / loadInterval);
      bitsIn += weight * ((now.bytesIn() - last.bytesIn()) * 8 / seconds - bitsIn);
      bitsOut += weight * ((now.bytesOut() - last.bytesOut()) * 8 / seconds - bitsOut);
      packetsIn += weight * ((now.packetsIn() - last.packetsIn()) / seconds - packetsIn);
      packetsOut += weight * ((now.packetsOut() - last.packetsOut()) / seconds - packetsOut);
      sampledAt = millis;
      last = now;
    }
  }

  /** The first sample, or another link behind the interface: its counters so far are not ours. */
  private void begin(LinkCounters now, long millis) {
    last = now;
    cleared = now;
    sampledAt = millis;
  }

  void clear(long millis) {
    if (last != null) cleared = last;
    clearedAt = millis;
  }

  /** Counters since they were cleared. */
  LinkCounters counters() {
    if (last == null) return NOTHING;
    return new LinkCounters(last.packetsIn() - cleared.packetsIn(), last.bytesIn() - cleared.bytesIn(),
        last.errorsIn() - cleared.errorsIn(), last.dropsIn() - cleared.dropsIn(), last.multicastIn() - cleared.multicastIn(),
        last.packetsOut() - cleared.packetsOut(), last.bytesOut() - cleared.bytesOut(),
            last.errorsOut() - cleared.errorsOut(),
        last.dropsOut() - cleared.dropsOut(), last.collisions() - cleared.collisions());
  }

  long inputAt() {
    return inputAt;
  }

  long outputAt() {
    return outputAt;
  }

  long clearedAt() {
    return clearedAt;
  }

  /** Bits per second, in thousands as IOS shows them. */
  long bitsIn() {
    return Math.round(bitsIn / 1000) * 1000;
  }

  long bitsOut() {
    return Math.round(bitsOut / 1000) * 1000;
  }

  long packetsIn() {
    return Math.round(packetsIn);
  }

  long packetsOut() {
    return Math.round(packetsOut);
  }

  /** Share of the bandwidth in 255ths, at least one, as "txload" and "rxload" show it. */
  static long load(long bits, long kilobits) {
    return Math.clamp(bits * 255 / (kilobits * 1000), 1, 255);
  }
}
