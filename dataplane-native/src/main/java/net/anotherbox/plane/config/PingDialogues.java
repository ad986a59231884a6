package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.runtime.value.Address;

/** {@code ping} and {@code traceroute} without anything behind them: IOS asks for each thing in its turn. */
final class PingDialogues {
  private static final int SMALLEST = 36;
  private static final int LARGEST = 18_024;
  private static final int LONGEST_WAIT = 3600;
  private static final int USUAL_PORT = 33_434;
  private static final int MOST_HOPS = 255;

  private final PingFeature feature;
  private final Ipv6Ping ipv6;

  PingDialogues(PingFeature feature, Ipv6Ping ipv6) {
    this.feature = feature;
    this.ipv6 = ipv6;
  }

  /** What has been answered so far. */
  private static final class Answers {
    Address target;
    Optional<Address> source = Optional.empty();
    int count = 5;
    int size = 100;
    int timeout = 2;
    int tos;
    boolean df;
    boolean validate;
    boolean verbose;
    Optional<Integer> pattern = Optional.empty();
    Optional<PingRequest.Sweep> sweep = Optional.empty();

    PingRequest request() {
      return new PingRequest(target, source, Optional.empty(), count, size, timeout, tos, df,
          pattern.orElse(PingRequest.USUAL_PATTERN), pattern.isPresent(), verbose, validate, sweep);
    }
  }

  private void target(Execution x, Consumer<Address> then) {
    feature.ask(x, "ask-protocol", protocol -> {
      if (protocol.equals("ipv6")) ipv6.dialogue(x);
      else if (!protocol.isEmpty() && !"ip".startsWith(protocol)) feature.fail(x, "not-ip", Map.of());
      else feature.ask(x, "ask-target", typed -> feature.address(typed).ifPresentOrElse(then,
          () -> feature.fail(x, "bad-address", Map.of())));
    });
  }

  // ---- ping ----

  void ping(Execution x) {
    target(x, address -> {
      var a = new Answers();
      a.target = address;
      numbers(x, a);
    });
  }

  private void numbers(Execution x, Answers a) {
    feature.ask(x, "ask-repeat", 1, Integer.MAX_VALUE, a.count, n -> {
      a.count = n;
      feature.ask(x, "ask-size", SMALLEST, LARGEST, a.size, size -> {
        a.size = size;
        feature.ask(x, "ask-timeout", 0, LONGEST_WAIT, a.timeout, timeout -> {
          a.timeout = timeout;
          feature.ask(x, "ask-extended", yes -> {
            if (PingFeature.yes(yes)) extended(x, a);
            else sweep(x, a);
          });
        });
      });
    });
  }

  private void extended(Execution x, Answers a) {
    source(x, "ask-source", source -> {
      a.source = source;
      feature.ask(x, "ask-tos", 0, 255, 0, tos -> {
        a.tos = tos;
        feature.ask(x, "ask-df", df -> {
          a.df = PingFeature.yes(df);
          feature.ask(x, "ask-validate", validate -> {
            a.validate = PingFeature.yes(validate);
            feature.ask(x, "ask-pattern", p -> {
              a.pattern = PingFeature.pattern(p);
              options(x, "", (verbose, then) -> {
                a.verbose = verbose;
                sweep(x, a);
              });
            });
          });
        });
      });
    });
  }

  private void source(Execution x, String question, Consumer<Optional<Address>> then) {
    feature.ask(x, question, typed -> {
      Optional<Address> source = feature.source(typed).map(found -> found);
      if (!typed.isEmpty() && source.isEmpty()) feature.fail(x, "bad-source", Map.of());
      else then.accept(source);
    });
  }

  /**
   * Asked until nothing more is chosen. Options of IP are not sent.
   *
   * @param chosen what was chosen so far: "" or "V"
   */
  private void options(Execution x, String chosen, BiConsumer<Boolean, String> then) {
    String shown = chosen.isEmpty() ? feature.text("no-options", Map.of()) : chosen;
    x.ask(feature.text("ask-options", Map.of("chosen", shown)), true, typed -> {
      String letter = typed.strip().toUpperCase(java.util.Locale.ROOT);
      if (letter.isEmpty()) then.accept(!chosen.isEmpty(), chosen);
      else if (letter.startsWith("V")) options(x, chosen.isEmpty() ? "V" : "", then);
      else feature.fail(x, "no-such-option", Map.of());
    });
  }

  private void sweep(Execution x, Answers a) {
    feature.ask(x, "ask-sweep-ipv4", yes -> {
      if (!PingFeature.yes(yes)) {
        feature.run(x, a.request());
        return;
      }
      feature.ask(x, "ask-sweep-from", SMALLEST, LARGEST, SMALLEST, from -> feature.ask(x, "ask-sweep-to", from, LARGEST,
          LARGEST, to -> feature.ask(x, "ask-sweep-step", 1, LARGEST, 1, step -> {
            a.sweep = Optional.of(new PingRequest.Sweep(from, to, step));
            feature.run(x, a.request());
          })));
    });
  }

  // ---- traceroute ----

  void traceroute(Execution x) {
    target(x, address -> source(x, "ask-source-address", source -> feature.ask(x, "ask-numeric", numeric -> {
      var usual = TracerouteRun.Request.usual(address);
      int wait = (int) (usual.timeoutMillis() / 1000);
      feature.ask(x, "ask-trace-timeout", 0, LONGEST_WAIT, wait, timeout -> feature.ask(x, "ask-probes", 1, 65_535,
          usual.probes(), probes -> feature.ask(x, "ask-first", 0, MOST_HOPS, usual.first(), first -> feature.ask(x,
          "ask-last", 0, MOST_HOPS, usual.last(), last -> feature.ask(x, "ask-port", 0, 65_535, USUAL_PORT, port -> {
            if (port != USUAL_PORT) x.print(feature.text("no-port", Map.of()));
            options(x, "", (verbose, none) -> feature.trace(x, new TracerouteRun.Request(address, source, "",
                1000L * timeout, probes, Math.max(1, first), last)));
          })))));
    })));
  }
}
