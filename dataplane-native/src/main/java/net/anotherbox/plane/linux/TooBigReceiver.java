package net.anotherbox.plane.linux;

import java.util.function.Consumer;
import net.anotherbox.plane.PathMtu;

/**
 * What routers say of our packets that were too long for them, by raw sockets of ICMP and ICMPv6 which take nothing else,
 * read on a thread of its own.
 */
final class TooBigReceiver implements AutoCloseable {
  private static final int MOST_A_TURN = 64;

  private final int v4;
  private final int v6;
  private final Waker waker;
  private final Thread thread;
  private volatile boolean closing;

  /** @param listener told on this receiver's thread */
  TooBigReceiver(Consumer<PathMtu> listener) throws OsError {
    v4 = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW, LibC.IPPROTO_ICMP);
    v6 = ipv6();
    try {
      LibC.filter(v4, SocketFilter.fragmentationNeeded());
      if (v6 >= 0) LibC.filter(v6, SocketFilter.packetTooBig());
      waker = new Waker();
    } catch (OsError e) {
      LibC.close(v4);
      LibC.close(v6);
      throw e;
    }
    var poll = new PollSet(3);
    int place4 = poll.add(v4);
    int place6 = v6 < 0 ? -1 : poll.add(v6);
    poll.add(waker.fd());
    thread = Thread.ofPlatform().name("path-mtu").daemon().start(() -> {
      while (!closing) {
        poll.await(-1);
        if (!closing && poll.readable(place4)) read(v4, listener);
        if (!closing && place6 >= 0 && poll.readable(place6)) read(v6, listener);
      }
    });
  }

  /** A kernel without IPv6 has no such messages either. */
  private static int ipv6() {
    try {
      return LibC.socket(LibC.AF_INET6, LibC.SOCK_RAW, LibC.IPPROTO_ICMPV6);
    } catch (OsError e) {
      return -1;
    }
  }

  private void read(int fd, Consumer<PathMtu> listener) {
    byte[] packet = new byte[PathMtu.BYTES];
    for (int i = 0; i < MOST_A_TURN; i++) {
      int length = Math.min(LibC.recv(fd, packet, LibC.MSG_DONTWAIT), packet.length);
      if (length <= 0) return;
      (fd == v4 ? PathMtu.of(packet, length) : PathMtu.ofIpv6(packet, length)).ifPresent(listener);
    }
  }

  @Override
  public void close() {
    closing = true;
    waker.wake();
    Threads.join(thread);
    waker.close();
    LibC.close(v4);
    LibC.close(v6);
  }
}
