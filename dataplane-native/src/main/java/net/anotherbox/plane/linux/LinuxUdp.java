package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;

/**
 * UDP sockets for IKE: TOS 0xC0, TTL 255, DF clear, marked so that no crypto map touches them. One on port 4500 gets only
 * what begins with the non-ESP marker; the rest is the packet thread's. One thread receives for all of them and posts to
 * the loop.
 */
public final class LinuxUdp implements UdpPorts, AutoCloseable {
  private static final int TOS = 0xc0;
  private static final int TTL = 255;
  private static final int MAY_BE_FRAGMENTED = 0;
  private static final int SOCKADDR_IN6 = 28;
  private static final int LARGEST = 65_535;
  private static final int MOST_SOCKETS = 256;
  private static final int CLOSE_SECONDS = 2;

  private final class Open implements Socket {
    private final int fd;
    private final Address local;
    private final int localPort;
    private final Receiver receiver;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean closed;

    Open(int fd, Address local, int localPort, Receiver receiver) {
      this.fd = fd;
      this.local = local;
      this.localPort = localPort;
      this.receiver = receiver;
    }

    @Override
    public void send(Address remote, int remotePort, byte[] datagram) {
      if (closed || LibC.sendto(fd, datagram, sockaddr(remote, remotePort)) < 0) failures.incrementAndGet();
    }

    @Override
    public void close() {
      if (closed) return;
      closed = true;
      sockets.remove(this);
      waker.wake();
      try {
        released.await(CLOSE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final Loop loop;
  private final Waker waker;
  private final Thread thread;
  private final List<Open> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean closing;

  /** @throws PortUnavailable if the system has no file descriptors left */
  public LinuxUdp(Loop loop) throws PortUnavailable {
    this.loop = loop;
    try {
      waker = new Waker();
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
    thread = Thread.ofPlatform().name("udp").daemon().start(this::listen);
  }

  /** Datagrams that could not be sent. */
  public long sendFailures() {
    return failures.get();
  }

  @Override
  public Socket open(Address local, int localPort, Receiver receiver) throws PortUnavailable {
    if (sockets.size() == MOST_SOCKETS) throw new PortUnavailable(MOST_SOCKETS + " sockets are open");
    boolean v4 = local.bytes().length == 4;
    try {
      int fd = LibC.socket(v4 ? LibC.AF_INET : LibC.AF_INET6, LibC.SOCK_DGRAM | LibC.SOCK_NONBLOCK, 0);
      try {
        LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_REUSEADDR, 1);
        LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_MARK, NftRules.BYPASS);
        if (v4) {
          LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_TOS, TOS);
          LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_TTL, TTL);
          LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_MTU_DISCOVER, MAY_BE_FRAGMENTED);
        } else {
          LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_V6ONLY, 1);
          LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_TCLASS, TOS);
          LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_UNICAST_HOPS, TTL);
        }
        if (localPort == SocketFilter.NAT_PORT) LibC.filter(fd, SocketFilter.ikeBehindMarker());
        LibC.bind(fd, sockaddr(local, localPort));
      } catch (OsError e) {
        LibC.close(fd);
        throw e;
      }
      var socket = new Open(fd, local, localPort, receiver);
      sockets.add(socket);
      waker.wake();
      return socket;
    } catch (OsError e) {
      throw new PortUnavailable(local + " port " + localPort + ": " + e.getMessage());
    }
  }

  /** struct sockaddr_in or sockaddr_in6. */
  private static byte[] sockaddr(Address address, int port) {
    byte[] bytes = address.bytes();
    boolean v4 = bytes.length == 4;
    var b = ByteBuffer.allocate(v4 ? 16 : SOCKADDR_IN6).order(ByteOrder.nativeOrder());
    b.putShort((short) (v4 ? LibC.AF_INET : LibC.AF_INET6)).order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    if (!v4) b.putInt(0);
    return b.put(bytes).array();
  }

  private void listen() {
    var poll = new PollSet(MOST_SOCKETS + 1);
    byte[] buffer = new byte[LARGEST];
    byte[] from = new byte[SOCKADDR_IN6];
    List<Open> waiting = List.of();
    while (!closing) {
      List<Open> now = List.copyOf(sockets);
      if (!now.equals(waiting)) {
        for (Open gone : waiting) if (!now.contains(gone)) release(gone);
        waiting = now;
      }
      poll.clear();
      int wakerPlace = poll.add(waker.fd());
      int first = wakerPlace + 1;
      for (Open s : waiting) poll.add(s.fd);
      poll.await(-1);
      if (poll.readable(wakerPlace)) waker.rest();
      for (int i = 0; i < waiting.size(); i++) {
        if (!poll.readable(first + i)) continue;
        for (int length; (length = LibC.recvfrom(waiting.get(i).fd, buffer, from)) >= 0; ) {
          deliver(waiting.get(i), Arrays.copyOf(buffer, length), from);
        }
      }
    }
    waiting.forEach(LinuxUdp::release);
  }

  private static void release(Open socket) {
    LibC.close(socket.fd);
    socket.released.countDown();
  }

  private void deliver(Open s, byte[] datagram, byte[] from) {
    int port = (from[2] & 255) << 8 | from[3] & 255;
    boolean v4 = s.local.bytes().length == 4;
    Address remote = Address.of(Arrays.copyOfRange(from, v4 ? 4 : 8, v4 ? 8 : 24));
    loop.post(() -> {
      if (!s.closed) s.receiver.received(s.local, s.localPort, remote, port, datagram);
    });
  }

  /** Closes all sockets. */
  @Override
  public void close() {
    closing = true;
    waker.wake();
    Threads.join(thread);
    for (Open s : sockets) {
      s.closed = true;
      if (s.released.getCount() > 0) release(s);
    }
    sockets.clear();
    waker.close();
  }
}
