package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.EchoPort.Request;
import net.anotherbox.runtime.port.EchoPort.Result;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Ipv6;

/** Echo requests over a raw ICMPv6 socket (RFC 4443), whose checksums the kernel makes. As {@link LinuxEcho} otherwise. */
final class Ipv6Echo implements AutoCloseable {
  private static final int ECHO_REQUEST = 128;
  private static final int ECHO_REPLY = 129;
  /** Types from here on tell of no error. */
  private static final int INFORMATION = 128;
  private static final int IPV6_HEADER = 40;
  private static final int ICMP_HEADER = 8;
  private static final int NEXT_HEADER = 6;
  private static final int SOURCE = 8;
  private static final int LARGEST = 18_024;
  private static final int PMTU_NEVER = 0;
  private static final int PMTU_PROBE = 3;
  private static final int SOCKADDR = 28;
  private static final int PKTINFO = 36;
  private static final int CONTROL = 40;
  private static final int MESSAGE_AT = 0;
  private static final int NAME_AT = 56;
  private static final int IOVEC_AT = 88;
  private static final int CONTROL_AT = 104;
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

  Ipv6Echo(Loop loop, Randomness random) throws OsError {
    this.loop = loop;
    this.identifier = random.nextInt() & 0xffff;
    fd = LibC.socket(LibC.AF_INET6, LibC.SOCK_RAW, LibC.IPPROTO_ICMPV6);
    waker = new Waker();
    thread = Thread.ofPlatform().name("echo6").daemon().start(this::listen);
  }

  void send(Request r, Consumer<Result> listener) throws OsError {
    int number = sent++ & 0xffff;
    byte[] icmp = new byte[Math.clamp(r.size() - IPV6_HEADER, ICMP_HEADER, LARGEST - IPV6_HEADER)];
    icmp[0] = (byte) ECHO_REQUEST;
    NetworkOrder.u16(icmp, 4, identifier);
    NetworkOrder.u16(icmp, 6, number);
    for (int i = ICMP_HEADER; i < icmp.length; i++) icmp[i] = (byte) (i % 2 == 0 ? r.pattern() >> 8 : r.pattern());
    int index = r.link().isEmpty() ? 0 : index(r.link());
    LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_UNICAST_HOPS, r.ttl());
    LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_MULTICAST_HOPS, r.ttl());
    LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_TCLASS, r.tos());
    LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_MTU_DISCOVER, r.dontFragment() ? PMTU_PROBE : PMTU_NEVER);
    long now = System.nanoTime();
    if (transmit(r, index, icmp) < 0) {
      int errno = LibC.lastErrno();
      throw new OsError("send", errno, LibC.reason(errno));
    }
    Timer timer = loop.after(r.timeoutMillis(), () -> end(number, new Result.Timeout()));
    Pending replaced = pending.put(number, new Pending(now, listener, timer));
    if (replaced != null) replaced.timer().cancel();
  }

  private static int index(String link) throws OsError {
    try (var links = new Rtnetlink()) {
      return links.link(link).index();
    }
  }

  /** A struct msghdr with the destination and, if asked for, source and link as a control message. */
  private int transmit(Request r, int index, byte[] icmp) {
    var name = ByteBuffer.allocate(SOCKADDR).order(ByteOrder.nativeOrder()).putShort((short) LibC.AF_INET6)
        .putShort((short) 0).putInt(0).put(r.destination().bytes()).putInt(index).array();
    memory.copyFrom(NAME_AT, name, 0, SOCKADDR);
    memory.copyFrom(BYTES_AT, icmp, 0, icmp.length);
    memory.putLong(IOVEC_AT, memory.address(BYTES_AT));
    memory.putLong(IOVEC_AT + 8, icmp.length);
    memory.putLong(MESSAGE_AT, memory.address(NAME_AT));
    memory.putInt(MESSAGE_AT + 8, SOCKADDR);
    memory.putLong(MESSAGE_AT + 16, memory.address(IOVEC_AT));
    memory.putLong(MESSAGE_AT + 24, 1);
    boolean told = r.source() != null || index != 0;
    memory.putLong(MESSAGE_AT + 32, told ? memory.address(CONTROL_AT) : 0);
    memory.putLong(MESSAGE_AT + 40, told ? CONTROL : 0);
    if (told) {
      memory.putLong(CONTROL_AT, PKTINFO);
      memory.putInt(CONTROL_AT + 8, LibC.IPPROTO_IPV6);
      memory.putInt(CONTROL_AT + 12, LibC.IPV6_PKTINFO);
      memory.copyFrom(CONTROL_AT + 16, r.source() == null ? Ipv6.ANY.bytes() : r.source().bytes(), 0, 16);
      memory.putInt(CONTROL_AT + 32, index);
    }
    return LibC.sendmsg(fd, memory, MESSAGE_AT);
  }

  private void end(int number, Result outcome) {
    Pending p = pending.remove(number);
    if (p == null) return;
    p.timer().cancel();
    p.listener().accept(outcome);
  }

  private void end(int number, long nanos, LongFunction<Result> result) {
    Pending p = pending.get(number);
    if (p != null) end(number, result.apply((nanos - p.sentNanos()) / 1000));
  }

  private void listen() {
    var poll = new PollSet(2);
    int socketPlace = poll.add(fd);
    poll.add(waker.fd());
    byte[] buffer = new byte[1 << 16];
    byte[] from = new byte[SOCKADDR];
    while (!closing) {
      poll.await(-1);
      if (closing || !poll.readable(socketPlace)) continue;
      for (int length; (length = LibC.recvfrom(fd, buffer, from)) > 0; )
        hear(buffer, length, Ipv6.of(Arrays.copyOfRange(from, 8, 24), 0), System.nanoTime());
    }
  }

  /** Such a socket gets messages without the header in front. */
  private void hear(byte[] b, int length, Ipv6 sender, long nanos) {
    if (length < ICMP_HEADER) return;
    int type = b[0] & 255;
    int code = b[1] & 255;
    if (type == ECHO_REPLY) {
      int number = NetworkOrder.u16(b, 6);
      if (NetworkOrder.u16(b, 4) == identifier) loop.post(() -> end(number, nanos, us -> new Result.Reply(sender, us, 0)));
    } else if (type < INFORMATION) {
      int echo = ICMP_HEADER + IPV6_HEADER;
      if (length < echo + ICMP_HEADER || b[ICMP_HEADER + NEXT_HEADER] != LibC.IPPROTO_ICMPV6
          || (b[echo] & 255) != ECHO_REQUEST || NetworkOrder.u16(b, echo + 4) != identifier) return;
      // What our own kernel says of a neighbour that does not answer is no answer either.
      if (sender.equals(Ipv6.of(b, ICMP_HEADER + SOURCE))) return;
      int number = NetworkOrder.u16(b, echo + 6);
      loop.post(() -> end(number, nanos, us -> new Result.Error(sender, type, code, us)));
    }
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
  }
}
