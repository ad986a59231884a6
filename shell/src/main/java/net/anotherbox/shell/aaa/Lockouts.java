package net.anotherbox.shell.aaa;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Users of the configuration who have given too many wrong passwords ({@code aaa local authentication attempts max-fail}).
 * Belongs to the control thread. Only names that are configured get here, so that it does not grow with what callers invent.
 */
final class Lockouts {
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Instant> locked = new TreeMap<>();

  boolean isLocked(String user) {
    return locked.containsKey(user);
  }

  /** @return whether that locks him */
  boolean failed(String user, int limit, Instant now) {
    int n = failures.merge(user, 1, Integer::sum);
    return limit > 0 && n >= limit && locked.putIfAbsent(user, now) == null;
  }

  void succeeded(String user) {
    failures.remove(user);
  }

  /** @return whether he was locked */
  boolean unlock(String user) {
    failures.remove(user);
    return locked.remove(user) != null;
  }

  void forget(String user) {
    failures.remove(user);
  }

  /** By name. */
  Map<String, Instant> locked() {
    return new TreeMap<>(locked);
  }

  Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }
}
