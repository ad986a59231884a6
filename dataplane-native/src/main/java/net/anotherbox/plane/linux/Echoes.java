package net.anotherbox.plane.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.plane.linux.IcmpFamily.Heard;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.EchoPort.Request;
import net.anotherbox.runtime.port.EchoPort.Result;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Address;

/** Echo requests of one family; answers and errors are read on a thread of their own and posted to the loop. */
final class Echoes implements AutoCloseable {
  private static final int LARGEST = 18_024;
  private static final int SOCKADDR = 28;

  private record Pending(long sentNanos, byte[] message, Consumer<Result> listener, Timer timer) {}

  private final Loop loop;
  private final IcmpFamily family;
  private final IcmpSocket socket;
  private final Waker waker;
  private final Thread thread;
  private final Map<Integer, Pending> pending = new HashMap<>();
  private final int identifier;
  private int sent;
  private volatile boolean closing;

  Echoes(Loop loop, Randomness random, IcmpFamily family) throws OsError {
    this.loop = loop;
    this.family = family;
    identifier = random.nextInt() & 0xffff;
    socket = new IcmpSocket(family == IcmpFamily.ICMP, LARGEST);
    waker = new Waker();
    thread = Thread.ofPlatform().name(family == IcmpFamily.ICMP ? "echo" : "echo6").daemon().start(this::listen);
  }

  void send(Request r, Consumer<Result> listener) throws OsError {
    int number = sent++ & 0xffff;
    byte[] icmp = family.message(r, LARGEST, identifier, number);
    int index = r.link().isEmpty() ? 0 : index(r.link());
    family.settings(socket.fd(), r);
    long now = System.nanoTime();
    socket.send(r.destination(), Optional.<Address>ofNullable(r.source()), index, icmp);
    Timer timer = loop.after(r.timeoutMillis(), () -> end(number, new Result.Timeout()));
    Pending replaced = pending.put(number, new Pending(now, icmp, listener, timer));
    if (replaced != null) replaced.timer().cancel();
  }

  private static int index(String link) throws OsError {
    try (var links = new Rtnetlink()) {
      return links.link(link).index();
    }
  }

  private void end(int number, Result outcome) {
    Pending p = pending.remove(number);
    if (p == null) return;
    p.timer().cancel();
    p.listener().accept(outcome);
  }

  private void listen() {
    var poll = new PollSet(2);
    int place = poll.add(socket.fd());
    poll.add(waker.fd());
    byte[] buffer = new byte[1 << 16];
    byte[] from = new byte[SOCKADDR];
    while (!closing) {
      poll.await(-1);
      if (closing || !poll.readable(place)) continue;
      for (int length; (length = LibC.recvfrom(socket.fd(), buffer, from)) > 0; ) {
        long nanos = System.nanoTime();
        family.heard(buffer, length, from).filter(h -> h.identifier() == identifier)
            .ifPresent(h -> told(h, nanos));
      }
    }
  }

  private void told(Heard h, long nanos) {
    loop.post(() -> {
      Pending p = pending.get(h.number());
      if (p != null) end(h.number(), h.result().of((nanos - p.sentNanos()) / 1000, p.message()));
    });
  }

  /** Outcomes that are still open are never told. */
  @Override
  public void close() {
    closing = true;
    waker.wake();
    Threads.join(thread);
    pending.values().forEach(p -> p.timer().cancel());
    pending.clear();
    waker.close();
    socket.close();
  }
}
