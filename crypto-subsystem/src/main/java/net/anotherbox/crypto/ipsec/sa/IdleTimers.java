package net.anotherbox.crypto.ipsec.sa;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;

/**
 * {@code security-association idle-time}: looks every ten seconds at what the SAs of an ident have carried, and says when it
 * has been the same for the whole idle time. Nothing is done for each packet.
 */
final class IdleTimers {
  private static final long LOOK_MILLIS = 10_000;

  private record Seen(long packets, long since, Timer next) {}

  private final Loop loop;
  private final ToIntFunction<Ident> idleSeconds;
  private final ToLongFunction<Ident> packets;
  private final Consumer<Ident> expired;
  private final Map<Ident, Seen> watched = new HashMap<>();

  /** @param idleSeconds 0 for none @param expired is to remove the SAs */
  IdleTimers(Loop loop, ToIntFunction<Ident> idleSeconds, ToLongFunction<Ident> packets, Consumer<Ident> expired) {
    this.loop = loop;
    this.idleSeconds = idleSeconds;
    this.packets = packets;
    this.expired = expired;
  }

  /** The ident has SAs, or its configuration has changed. */
  void watch(Ident i) {
    if (idleSeconds.applyAsInt(i) > 0 && !i.pairs().isEmpty() && !watched.containsKey(i))
      look(i, packets.applyAsLong(i), loop.clock().millis());
  }

  private void look(Ident i, long seen, long since) {
    long idle = idleSeconds.applyAsInt(i) * 1000L;
    if (idle == 0 || i.pairs().isEmpty()) {
      watched.remove(i);
      return;
    }
    long now = loop.clock().millis();
    if (now - since >= idle) {
      watched.remove(i);
      expired.accept(i);
      return;
    }
    long next = Math.min(LOOK_MILLIS, since + idle - now);
    watched.put(i, new Seen(seen, since, loop.after(next, () -> again(i))));
  }

  private void again(Ident i) {
    var before = watched.get(i);
    if (before == null) return;
    long carried = packets.applyAsLong(i);
    boolean used = carried != before.packets;
    look(i, carried, used ? loop.clock().millis() : before.since);
  }

  /** Its last SA has gone. */
  void forget(Ident i) {
    var seen = watched.remove(i);
    if (seen != null) seen.next.cancel();
  }
}
