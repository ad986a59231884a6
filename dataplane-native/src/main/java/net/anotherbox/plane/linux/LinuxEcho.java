package net.anotherbox.plane.linux;

import java.util.function.Consumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Ipv6;

/** Echo requests over raw sockets: of ICMP, and of ICMPv6 from the first one on that needs it. On the control thread. */
public final class LinuxEcho implements EchoPort, AutoCloseable {
  private final Loop loop;
  private final Randomness random;
  private final Echoes ipv4;
  private Echoes ipv6;

  /** @throws PortUnavailable without the privilege */
  public LinuxEcho(Loop loop, Randomness random) throws PortUnavailable {
    this.loop = loop;
    this.random = random;
    try {
      ipv4 = new Echoes(loop, random, IcmpFamily.ICMP);
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
  }

  @Override
  public void send(Request r, Consumer<Result> listener) {
    try {
      if (r.destination() instanceof Ipv6 && ipv6 == null) ipv6 = new Echoes(loop, random, IcmpFamily.ICMPV6);
      (r.destination() instanceof Ipv6 ? ipv6 : ipv4).send(r, listener);
    } catch (OsError e) {
      var outcome = new Result.NotSent(LibC.reason(e.errno()));
      loop.post(() -> listener.accept(outcome));
    }
  }

  /** Outcomes that are still open are never told. */
  @Override
  public void close() {
    ipv4.close();
    if (ipv6 != null) ipv6.close();
  }
}
