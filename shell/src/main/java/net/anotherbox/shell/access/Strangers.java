package net.anotherbox.shell.access;

import java.util.HashMap;
import java.util.Map;

/**
 * Connections on which nobody has logged in yet. There may be so many of them and no more, and a part of those from one
 * address: who opens a thousand neither takes the lines from others nor the memory from the box. From any thread.
 */
final class Strangers {
  /** One address may have this part of all. */
  private static final int SHARE = 4;

  private final Map<String, Integer> from = new HashMap<>();
  private int count;

  /** @return whether one more is let in; then {@link #left} must follow */
  synchronized boolean came(String address, int limit) {
    int own = from.getOrDefault(address, 0);
    if (count >= limit || own >= Math.max(1, limit / SHARE)) return false;
    from.put(address, own + 1);
    count++;
    return true;
  }

  synchronized void left(String address) {
    from.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    count--;
  }

  synchronized int count() {
    return count;
  }
}
