package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * Echo requests over a raw ICMP socket; answers and errors are read on a thread of their own and posted to the loop. Those of
 * IPv6 go by {@link Ipv6Echo}, from the first on.
 */
public final class LinuxEcho implements EchoPort, AutoCloseable {
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST = 8;
  private static final int ICMP_HEADER = 8;
  private static final int LARGEST = 18_024;
  private static final int PMTU_NEVER = 0;
  private static final int PMTU_PROBE = 3;
  private static final int CONTROL = 32;
  private static final int MESSAGE_AT = 0;
  private static final int NAME_AT = 56;
  private static final int IOVEC_AT = 72;
  private static final int CONTROL_AT = 88;
  private static final int BYTES_AT = CONTROL_AT + CONTROL;

  private record Pending(long sentNanos, Consumer<Result> listener, Timer timer) {}

  private final Loop loop;
  private final int fd;
  private final Waker waker;
  private final Thread thread;
  private final NativeBytes memory = new NativeBytes(BYTES_AT + LARGEST);
  private final Map<Integer, Pending> pending = new HashMap<>();
  private final int identifier;
  private int sent;
  private volatile boolean closing;
  private final Randomness random;
  private Ipv6Echo ipv6;

  /** @throws PortUnavailable without the privilege */
  public LinuxEcho(Loop loop, Randomness random) throws PortUnavailable {
    this.loop = loop;
    this.random = random;
    this.identifier = random.nextInt() & 0xffff;
    try {
      fd = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW, LibC.IPPROTO_ICMP);
      waker = new Waker();
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
    thread = Thread.ofPlatform().name("echo").daemon().start(this::listen);
  }

  @Override
  public void send(Request r, Consumer<Result> listener) {
    if (r.destination() instanceof Ipv6) {
      sendIpv6(r, listener);
      return;
    }
    int number = sent++ & 0xffff;
    byte[] icmp = new byte[Math.clamp(r.size() - Ipv4View.HEADER_BYTES, ICMP_HEADER, LARGEST - Ipv4View.HEADER_BYTES)];
    icmp[0] = ECHO_REQUEST;
    NetworkOrder.u16(icmp, 4, identifier);
    NetworkOrder.u16(icmp, 6, number);
    for (int i = ICMP_HEADER; i < icmp.length; i++) icmp[i] = (byte) (i % 2 == 0 ? r.pattern() >> 8 : r.pattern());
    NetworkOrder.u16(icmp, 2, NetworkOrder.checksum(icmp, 0, icmp.length));
    int errno = 0;
    long now = System.nanoTime();
    try {
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_TTL, r.ttl());
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_TOS, r.tos());
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_MTU_DISCOVER, r.dontFragment() ? PMTU_PROBE : PMTU_NEVER);
      now = System.nanoTime();
      if (transmit(r, icmp) < 0) errno = LibC.lastErrno();
    } catch (OsError e) {
      errno = e.errno();
    }
    if (errno != 0) {
      var outcome = new Result.NotSent(LibC.reason(errno));
      loop.post(() -> listener.accept(outcome));
      return;
    }
    Timer timer = loop.after(r.timeoutMillis(), () -> end(number, new Result.Timeout()));
    Pending replaced = pending.put(number, new Pending(now, listener, timer));
    if (replaced != null) replaced.timer().cancel();
  }

  private void sendIpv6(Request r, Consumer<Result> listener) {
    try {
      if (ipv6 == null) ipv6 = new Ipv6Echo(loop, random);
      ipv6.send(r, listener);
    } catch (OsError e) {
      var outcome = new Result.NotSent(e.getMessage());
      loop.post(() -> listener.accept(outcome));
    }
  }

  /** A struct msghdr with the destination and, if asked for, the source as a control message. */
  private int transmit(Request r, byte[] icmp) {
    memory.copyFrom(NAME_AT, sockaddr(r.destination()), 0, 16);
    memory.copyFrom(BYTES_AT, icmp, 0, icmp.length);
    memory.putLong(IOVEC_AT, memory.address(BYTES_AT));
    memory.putLong(IOVEC_AT + 8, icmp.length);
    memory.putLong(MESSAGE_AT, memory.address(NAME_AT));
    memory.putInt(MESSAGE_AT + 8, 16);
    memory.putLong(MESSAGE_AT + 16, memory.address(IOVEC_AT));
    memory.putLong(MESSAGE_AT + 24, 1);
    boolean withSource = r.source() != null;
    memory.putLong(MESSAGE_AT + 32, withSource ? memory.address(CONTROL_AT) : 0);
    memory.putLong(MESSAGE_AT + 40, withSource ? CONTROL : 0);
    if (withSource) {
      memory.putLong(CONTROL_AT, 28);
      memory.putInt(CONTROL_AT + 8, LibC.IPPROTO_IP);
      memory.putInt(CONTROL_AT + 12, LibC.IP_PKTINFO);
      memory.putInt(CONTROL_AT + 16, 0);
      memory.copyFrom(CONTROL_AT + 20, r.source().bytes(), 0, 4);
      memory.putInt(CONTROL_AT + 24, 0);
    }
    return LibC.sendmsg(fd, memory, MESSAGE_AT);
  }

  private static byte[] sockaddr(Address address) {
    return ByteBuffer.allocate(16).order(java.nio.ByteOrder.nativeOrder()).putShort((short) LibC.AF_INET)
        .putShort((short) 0).put(address.bytes()).array();
  }

  private void end(int number, Result outcome) {
    Pending p = pending.remove(number);
    if (p == null) return;
    p.timer().cancel();
    p.listener().accept(outcome);
  }

  private void listen() {
    var poll = new PollSet(2);
    int socketPlace = poll.add(fd);
    poll.add(waker.fd());
    byte[] buffer = new byte[1 << 16];
    byte[] from = new byte[16];
    while (!closing) {
      poll.await(-1);
      if (closing || !poll.readable(socketPlace)) continue;
      for (int length; (length = LibC.recvfrom(fd, buffer, from)) > 0; ) hear(buffer, length, System.nanoTime());
    }
  }

  private void hear(byte[] b, int length, long nanos) {
    var outer = new Ipv4View().wrap(b, 0, length);
    if (!outer.wellFormed() || length < outer.headerLength() + ICMP_HEADER) return;
    int icmp = outer.headerLength();
    int type = b[icmp] & 255;
    Ipv4 sender = new Ipv4(outer.source());
    if (type == ECHO_REPLY) {
      if (NetworkOrder.u16(b, icmp + 4) != identifier) return;
      int number = NetworkOrder.u16(b, icmp + 6);
      int ttl = b[Ipv4View.TTL] & 255;
      loop.post(() -> end(number, nanos, micros -> new Result.Reply(sender, micros, ttl)));
    } else if (type == 3 || type == 4 || type == 11 || type == 12) {
      var inner = new Ipv4View().wrap(b, icmp + ICMP_HEADER, length - icmp - ICMP_HEADER);
      int innerAt = icmp + ICMP_HEADER;
      if (length < innerAt + Ipv4View.HEADER_BYTES || inner.protocol() != LibC.IPPROTO_ICMP) return;
      int echo = innerAt + inner.headerLength();
      if (length < echo + ICMP_HEADER || b[echo] != ECHO_REQUEST || NetworkOrder.u16(b, echo + 4) != identifier) return;
      int number = NetworkOrder.u16(b, echo + 6);
      int code = b[icmp + 1] & 255;
      loop.post(() -> end(number, nanos, micros -> new Result.Error(sender, type, code, micros)));
    }
  }

  private void end(int number, long nanos, java.util.function.LongFunction<Result> result) {
    Pending p = pending.get(number);
    if (p != null) end(number, result.apply((nanos - p.sentNanos()) / 1000));
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
    LibC.close(fd);
    if (ipv6 != null) ipv6.close();
  }
}
