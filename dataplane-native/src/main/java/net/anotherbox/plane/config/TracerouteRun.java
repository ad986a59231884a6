package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** One traceroute under way: some probes for each number of hops. The probes are echoes, where IOS sends UDP. */
final class TracerouteRun {
  /**
   * What is asked for.
   *
   * @param link by which it must leave, or "" to let routing choose
   * @param first number of hops to begin with
   * @param last greatest number of hops
   */
  record Request(Address target, Optional<Address> source, String link, long timeoutMillis, int probes, int first, int last) {
    static Request usual(Address target) {
      return new Request(target, Optional.empty(), "", 3_000, 3, 1, 30);
    }
  }

  private static final int SIZE = 60;

  private final Execution x;
  private final EchoPort port;
  private final Loop loop;
  private final Request asked;
  private final int identifier;
  private final BiFunction<String, Map<String, ?>, String> texts;
  private int hops;
  private int probe;
  private Address last;
  private boolean arrived;
  private boolean ended;

  TracerouteRun(Execution x, EchoPort port, Loop loop, Request asked, int identifier, BiFunction<String, Map<String, ?>,
      String> texts) {
    this.x = x;
    this.port = port;
    this.loop = loop;
    this.asked = asked;
    this.hops = asked.first();
    this.identifier = identifier;
    this.texts = texts;
  }

  void start() {
    x.later();
    x.onBreak(this::end);
    x.print(texts.apply(asked.target() instanceof Ipv4 ? "trace-head" : "trace-head-ipv6", Map.of("target", asked.target())));
    next();
  }

  private void next() {
    if (ended) return;
    if (probe == 0) x.print(String.format("%3d ", hops));
    int sequence = (hops - 1) * asked.probes() + probe & 0xFFFF;
    port.send(new EchoPort.Request(asked.source().orElse(null), asked.target(), asked.link(), SIZE, hops, 0, false,
        PingRequest.USUAL_PATTERN, identifier, sequence, asked.timeoutMillis()), this::result);
  }

  private void result(EchoPort.Result r) {
    if (ended) return;
    switch (r) {
      case EchoPort.Result.Reply p -> answered(p.from(), p.rttMicros() / 1000 + " msec ", true);
      case EchoPort.Result.Error e when e.type() == (ipv4() ? 11 : 3) -> answered(e.from(), e.rttMicros() / 1000 + " msec ", false);
      case EchoPort.Result.Error e -> answered(e.from(), ipv4() ? mark(e) : ipv6Mark(e), true);
      case EchoPort.Result.Timeout t -> silent();
      case EchoPort.Result.NotSent n -> loop.after(asked.timeoutMillis(), this::silent);
    }
  }

  private boolean ipv4() {
    return asked.target() instanceof Ipv4;
  }

  private static String ipv6Mark(EchoPort.Result.Error e) {
    if (e.type() != 1) return "!?  ";
    return switch (e.code()) {
      case 0 -> "!U  ";
      case 1 -> "!A  ";
      case 2 -> "!N  ";
      case 3 -> "!H  ";
      case 4 -> "!P  ";
      default -> "!@  ";
    };
  }

  private static String mark(EchoPort.Result.Error e) {
    if (e.type() == 4) return "Q  ";
    return switch (e.code()) {
      case 0 -> "!N  ";
      case 1 -> "!H  ";
      case 2 -> "!P  ";
      case 9, 10, 13 -> "!A  ";
      default -> "!U  ";
    };
  }

  private void answered(Address from, String what, boolean end) {
    boolean other = last != null && !last.equals(from);
    x.print((last == null ? from + " " : other ? "\n    " + from + " " : "") + what);
    last = from;
    arrived |= end;
    advance();
  }

  private void silent() {
    if (ended) return;
    x.print(" * ");
    advance();
  }

  private void advance() {
    if (++probe < asked.probes()) {
      next();
      return;
    }
    x.print("\n");
    probe = 0;
    last = null;
    if (arrived || ++hops > asked.last()) end();
    else next();
  }

  private void end() {
    if (ended) return;
    ended = true;
    if (probe > 0) x.print("\n");
    x.done();
  }
}
