package net.anotherbox.plane.linux;

import java.util.function.Consumer;
import net.anotherbox.plane.PathMtu;

/**
 * What routers say of our packets that were too long for them, by a raw ICMP socket which takes nothing else, read on a thread
 * of its own.
 */
final class TooBigReceiver implements AutoCloseable {
  private static final int SOL_RAW = 255;
  private static final int ICMP_FILTER = 1;
  private static final int ALL_BUT_UNREACHABLE = ~(1 << 3);
  private static final int MOST_A_TURN = 64;

  private final int fd;
  private final Waker waker;
  private final Thread thread;
  private volatile boolean closing;

  /** @param listener told on this receiver's thread */
  TooBigReceiver(Consumer<PathMtu> listener) throws OsError {
    fd = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW, LibC.IPPROTO_ICMP);
    try {
      LibC.option(fd, SOL_RAW, ICMP_FILTER, ALL_BUT_UNREACHABLE);
      waker = new Waker();
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
    var poll = new PollSet(2);
    int place = poll.add(fd);
    poll.add(waker.fd());
    thread = Thread.ofPlatform().name("path-mtu").daemon().start(() -> {
      while (!closing) {
        poll.await(-1);
        if (!closing && poll.readable(place)) read(listener);
      }
    });
  }

  private void read(Consumer<PathMtu> listener) {
    byte[] packet = new byte[PathMtu.BYTES];
    for (int i = 0; i < MOST_A_TURN; i++) {
      int length = LibC.recv(fd, packet, LibC.MSG_DONTWAIT);
      if (length <= 0) return;
      PathMtu.of(packet, Math.min(length, packet.length)).ifPresent(listener);
    }
  }

  @Override
  public void close() {
    closing = true;
    waker.wake();
    Threads.join(thread);
    waker.close();
    LibC.close(fd);
  }
}
