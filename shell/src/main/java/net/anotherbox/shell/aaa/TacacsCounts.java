package net.anotherbox.shell.aaa;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has happened on the way to each TACACS+ server since the box began. Counted by whoever asks, on any thread. */
final class TacacsCounts {
  /** One server's. */
  static final class Of {
    final LongAdder opens = new LongAdder();
    final LongAdder closes = new LongAdder();
    final LongAdder aborts = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder unreached = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
  }

  /** By address and port: another key or time-out does not make another server of it. */
  private final Map<String, Of> servers = new ConcurrentHashMap<>();

  Of of(AaaServer s) {
    return servers.computeIfAbsent(s.address() + "/" + s.port(), k -> new Of());
  }
}
