package net.anotherbox.lab;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.value.Ipv4;

/** Pings from a {@link VirtualHost}. */
public final class VirtualEcho implements EchoPort {
  private record Waiting(long sentMillis, Timer timer, Consumer<Result> result) {}

  private final VirtualHost host;
  private final Loop loop;
  private final Map<Integer, Waiting> waiting = new HashMap<>();

  public VirtualEcho(VirtualHost host, Loop loop) {
    this.host = host;
    this.loop = loop;
    host.onIcmp(this::arrived);
  }

  @Override
  public void send(Request r, Consumer<Result> result) {
    Ipv4 source = !(r.destination() instanceof Ipv4 to) ? null : r.source() instanceof Ipv4 s ? s : host.sourceFor(to);
    if (source == null) {
      loop.post(() -> result.accept(new Result.NotSent("Network is unreachable")));
      return;
    }
    int key = r.identifier() << 16 | r.sequence() & 0xffff;
    Timer timer = loop.after(r.timeoutMillis(), () -> finish(key, new Result.Timeout()));
    waiting.put(key, new Waiting(loop.clock().millis(), timer, result));
    byte[] data = new byte[Math.max(0, r.size() - 28)];
    for (int i = 0; i < data.length; i++) data[i] = (byte) (i % 2 == 0 ? r.pattern() >> 8 : r.pattern());
    host.send(Packets.ip(Packets.ICMP, r.tos(), r.ttl(), r.dontFragment(), host.nextId(), source, (Ipv4) r.destination(),
        Packets.icmp(8, 0, key, data)));
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
    if (w == null) return;
    long rtt = (loop.clock().millis() - w.sentMillis) * 1000;
    finish(key, reply ? new Result.Reply(Packets.source(p), rtt, p[8] & 255)
        : new Result.Error(Packets.source(p), type, p[at + 1] & 255, rtt));
  }
}
