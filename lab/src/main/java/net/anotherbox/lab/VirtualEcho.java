package net.anotherbox.lab;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** Pings from a {@link VirtualHost}, over IPv4 and IPv6. */
public final class VirtualEcho implements EchoPort {
  private static final int IPV4_HEADER = 20;
  private static final int ICMP_HEADER = 8;

  private record Waiting(Address destination, long sentMillis, Timer timer, Consumer<Result> result) {}

  private final VirtualHost host;
  private final Loop loop;
  private final Map<Integer, Waiting> waiting = new HashMap<>();

  public VirtualEcho(VirtualHost host, Loop loop) {
    this.host = host;
    this.loop = loop;
    host.onIcmp(this::arrived);
    host.ipv6().onReply(this::replied);
  }

  @Override
  public void send(Request r, Consumer<Result> result) {
    int key = r.identifier() << 16 | r.sequence() & 0xffff;
    Optional<Runnable> request = r.destination() instanceof Ipv6 to ? ipv6(r, to, key)
        : ipv4(r, (Ipv4) r.destination(), key);
    if (request.isEmpty()) {
      loop.post(() -> result.accept(new Result.NotSent("Network is unreachable")));
      return;
    }
    Timer timer = loop.after(r.timeoutMillis(), () -> finish(key, new Result.Timeout()));
    waiting.put(key, new Waiting(r.destination(), loop.clock().millis(), timer, result));
    request.get().run();
  }

  /** What sends it; empty if there is no way. */
  private Optional<Runnable> ipv4(Request r, Ipv4 to, int key) {
    Ipv4 source = r.source() instanceof Ipv4 s ? s : host.sourceFor(to);
    return Optional.ofNullable(source).map(from -> () -> host.send(Packets.ip(Packets.ICMP, r.tos(), r.ttl(),
        r.dontFragment(), host.nextId(), from, to, Packets.icmp(8, 0, key, data(r, IPV4_HEADER)))));
  }

  private Optional<Runnable> ipv6(Request r, Ipv6 to, int key) {
    return host.ipv6().sourceFor(to, r.link()).map(s -> r.source() instanceof Ipv6 asked ? asked : s).map(from -> () ->
        host.ipv6().send(VirtualIpv6.echo(from, to, r.tos(), r.ttl(), key, data(r, VirtualIpv6.HEADER)), r.link()));
  }

  private static byte[] data(Request r, int header) {
    byte[] data = new byte[Math.max(0, r.size() - header - ICMP_HEADER)];
    for (int i = 0; i < data.length; i++) data[i] = (byte) (i % 2 == 0 ? r.pattern() >> 8 : r.pattern());
    return data;
  }

  private void finish(int key, Result result) {
    Waiting w = waiting.remove(key);
    if (w == null) return;
    w.timer.cancel();
    w.result.accept(result);
  }

  private void arrived(byte[] p) {
    int at = Packets.headerLength(p);
    int type = p[at] & 255;
    boolean reply = type == 0;
    int quoted = at + 8;
    int inner = reply ? at : quoted + (p.length > quoted ? (p[quoted] & 15) * 4 : 0);
    if (p.length < inner + 8) return;
    int key = Packets.u16(p, inner + 4) << 16 | Packets.u16(p, inner + 6);
    Waiting w = waiting.get(key);
    if (w == null || !(w.destination instanceof Ipv4)) return;
    long rtt = micros(w);
    finish(key, reply ? new Result.Reply(Packets.source(p), rtt, p[8] & 255)
        : new Result.Error(Packets.source(p), type, p[at + 1] & 255, rtt));
  }

  private long micros(Waiting w) {
    return (loop.clock().millis() - w.sentMillis) * 1000;
  }

  private void replied(byte[] p) {
    int key = Packets.u16(p, VirtualIpv6.HEADER + 4) << 16 | Packets.u16(p, VirtualIpv6.HEADER + 6);
    Waiting w = waiting.get(key);
    if (w == null || !(w.destination instanceof Ipv6)) return;
    finish(key, new Result.Reply(VirtualIpv6.source(p), micros(w), p[7] & 255));
  }
}
