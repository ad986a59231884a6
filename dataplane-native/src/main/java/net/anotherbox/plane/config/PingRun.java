package net.anotherbox.plane.config;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.EchoPort;

/** One ping under way: an echo after the other, a character for each. */
final class PingRun {
  private static final int CHARACTERS_PER_LINE = 70;

  private final Execution x;
  private final EchoPort port;
  private final Loop loop;
  private final PingRequest request;
  private final int identifier;
  private final BiFunction<String, Map<String, ?>, String> texts;
  private int sent;
  private int received;
  private int shown;
  private long least = Long.MAX_VALUE;
  private long most;
  private long total;
  private boolean ended;

  PingRun(Execution x, EchoPort port, Loop loop, PingRequest request, int identifier, BiFunction<String, Map<String, ?>,
      String> texts) {
    this.x = x;
    this.port = port;
    this.loop = loop;
    this.request = request;
    this.identifier = identifier;
    this.texts = texts;
  }

  void start() {
    x.later();
    x.onBreak(this::end);
    x.print(texts.apply("head", Map.of("count", request.echoes(), "size", request.sizes(), "target", request.target(),
        "seconds", request.timeoutSeconds())));
    request.source().ifPresent(s -> x.print(texts.apply(request.ipv4() ? "source" : "source-ipv6", Map.of("source", s,
        "zone", request.out().map(o -> "%" + o.name()).orElse("")))));
    if (request.dontFragment()) x.print(texts.apply("df", Map.of()));
    if (request.validate()) x.print(texts.apply("validated", Map.of()));
    if (request.patternGiven()) x.print(texts.apply("pattern", Map.of("pattern", request.pattern())));
    next();
  }

  private void next() {
    if (ended) return;
    if (sent == request.echoes()) {
      end();
      return;
    }
    port.send(new EchoPort.Request(request.source().orElse(null), request.target(),
        request.out().map(PingRequest.Out::link).orElse(""), request.sizeOf(sent), 255, request.tos(),
        request.dontFragment(), request.pattern(), identifier, sent++ & 0xFFFF, request.timeoutSeconds() * 1000L),
            this::result);
  }

  private void result(EchoPort.Result r) {
    if (ended) return;
    switch (r) {
      case EchoPort.Result.Reply reply when request.validate() && !reply.intact() -> {
        told('?', "verbose-corrupted", 0);
        next();
      }
      case EchoPort.Result.Reply reply -> {
        long ms = Math.max(1, reply.rttMicros() / 1000);
        received++;
        total += ms;
        least = Math.min(least, ms);
        most = Math.max(most, ms);
        told('!', "verbose-reply", ms);
        next();
      }
      case EchoPort.Result.Error e -> {
        told(request.ipv4() ? character(e) : ipv6Character(e), "verbose-error", 0);
        next();
      }
      case EchoPort.Result.Timeout t -> {
        told('.', "verbose-timeout", 0);
        next();
      }
      case EchoPort.Result.NotSent n when !request.ipv4() -> {
        x.print(texts.apply("no-route-ipv6", Map.of()));
        shown = 1;
        end();
      }
      // Nothing went out, so nothing will come back: the time passes as it does on a router without a route.
      case EchoPort.Result.NotSent n -> loop.after(request.timeoutSeconds() * 1000L, () -> {
        if (ended) return;
        show('.');
        next();
      });
    }
  }

  private static char character(EchoPort.Result.Error e) {
    return switch (e.type()) {
      case 3 -> e.code() == 4 ? 'M' : 'U';
      case 4 -> 'Q';
      case 11 -> '&';
      default -> '?';
    };
  }

  private static char ipv6Character(EchoPort.Result.Error e) {
    return switch (e.type()) {
      case 1 -> switch (e.code()) {
        case 0 -> 'U';
        case 1 -> 'A';
        case 2 -> 'N';
        case 3 -> 'H';
        case 4 -> 'P';
        default -> '@';
      };
      case 2 -> 'B';
      case 3 -> 'T';
      case 4 -> 'R';
      default -> '?';
    };
  }

  /** By a character, or by a line if so asked. */
  private void told(char c, String line, long millis) {
    if (!request.verbose()) {
      show(c);
      return;
    }
    x.print(texts.apply(line, Map.of("number", shown, "mark", String.valueOf(c), "millis", millis)));
    shown++;
  }

  private void show(char c) {
    x.print(shown > 0 && shown % CHARACTERS_PER_LINE == 0 ? "\n" + c : String.valueOf(c));
    shown++;
  }

  /** By itself or broken off: an echo that was not answered yet counts as sent only if it was shown. */
  private void end() {
    if (ended) return;
    ended = true;
    var facts = new HashMap<String, Object>();
    facts.put("sent", shown);
    if (received == 0) {
      x.print(texts.apply("rate-none", facts));
    } else {
      facts.put("received", received);
      facts.put("percent", received * 100L / shown);
      facts.put("min", least);
      facts.put("avg", total / received);
      facts.put("max", most);
      x.print(texts.apply("rate", facts));
    }
    x.done();
  }
}
