package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.plane.config.PingRequest.Out;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;

/**
 * {@code ping} and {@code traceroute} for IPv6. A link-local target is known on its link only, so the interface that
 * leads to it is asked for.
 */
final class Ipv6Ping {
  private static final String TARGET = "X:X:X:X::X:target";
  private static final String SOURCE = "source {IFNAME:source|X:X:X:X::X:source}";
  private static final int SMALLEST = 48;
  private static final int LARGEST = 18024;

  private final PingFeature feature;
  private final InterfaceTable interfaces;
  private final BiConsumer<Execution, PingRequest> run;

  Ipv6Ping(PingFeature feature, InterfaceTable interfaces, BiConsumer<Execution, PingRequest> run) {
    this.feature = feature;
    this.interfaces = interfaces;
    this.run = run;
  }

  void declare(Grammar g) {
    String options = " {" + SOURCE + "|repeat <1-2147483647>:repeat|size <48-18024>:size|timeout <0-3600>:timeout"
        + "|data WORD:data|verbose:verbose}*";
    String[] help = {"Ping destination address", "specify source address or name", "interface", "Source address",
        "specify repeat count", "Repeat count", "specify datagram size", "Datagram size", "specify timeout interval",
        "Timeout in seconds", "specify data pattern", "Data pattern, e.g. ABCD", "verbose output"};
    g.prefix(Mode.EXEC, "ping ipv6", "IPv6 echo");
    g.exec("ping " + TARGET + options, this::ping, help);
    g.exec("ping ipv6 " + TARGET + options, this::ping, help);
    g.exec("ping ipv6 WORD:host", x -> x.print(text("unknown-host", Map.of())), "Ping destination host name");
    g.exec("traceroute [ipv6] " + TARGET + " {" + SOURCE + "|timeout <0-3600>:timeout|probe <1-65535>:probes"
        + "|ttl <0-255>:first <0-255>:last|numeric}*", this::traceroute, "Trace route to destination", "IPv6 Trace",
        "Trace route to destination address", "specify source address or name", "interface", "Source address",
        "specify time out", "Timeout in seconds", "specify number of probes per hop", "Number of probes",
        "specify minimum and maximum ttl", "Minimum", "Maximum", "display numeric address");
  }

  private String text(String message, Map<String, ?> facts) {
    return feature.text(message, facts);
  }

  private void ping(Execution x) {
    Matched c = x.command();
    Optional<Integer> data = c.arg("data").flatMap(PingFeature::pattern);
    PingRequest usual = PingRequest.to(Ipv6.of(c.required("target")));
    var asked = new PingRequest(usual.target(), Optional.empty(), Optional.empty(), PingFeature.number(c.arg("repeat"),
        usual.count()), PingFeature.number(c.arg("size"), usual.size()), PingFeature.number(c.arg("timeout"),
        usual.timeoutSeconds()), 0, false, data.orElse(PingRequest.USUAL_PATTERN), data.isPresent(), c.has("verbose"),
        false, Optional.empty());
    start(x, asked, c.arg("source"));
  }

  /** Asks for the interface where the target does not say it, and begins. @param source as typed */
  private void start(Execution x, PingRequest asked, Optional<String> source) {
    leave(x, (Ipv6) asked.target(), out -> {
      Optional<Address> from = source.flatMap(s -> source(s, (Ipv6) asked.target()));
      if (source.isPresent() && from.isEmpty()) {
        fail(x, "bad-source", Map.of());
        return;
      }
      Optional<Address> chosen = from.or(() -> out.flatMap(o -> linkLocal(o.name())));
      run.accept(x, new PingRequest(asked.target(), chosen, out, asked.count(), asked.size(), asked.timeoutSeconds(),
          asked.tos(), false, asked.pattern(), asked.patternGiven(), asked.verbose(), false, Optional.empty()));
    });
  }

  private static boolean onLinkOnly(Ipv6 target) {
    return target.isLinkLocal() || target.isMulticast();
  }

  private void leave(Execution x, Ipv6 target, Consumer<Optional<Out>> then) {
    if (!onLinkOnly(target)) {
      then.accept(Optional.empty());
      return;
    }
    ask(x, "ask-output", typed -> {
      Optional<State> state = InterfaceName.parse(typed).flatMap(interfaces::state)
          .filter(s -> !interfaces.ipv6(s.name()).isEmpty());
      if (state.isEmpty()) fail(x, "bad-output", Map.of());
      else then.accept(Optional.of(new Out(state.get().name(), state.get().linuxName().orElse(state.get().name()
          .toString()))));
    });
  }

  private Optional<Address> linkLocal(InterfaceName name) {
    return interfaces.ipv6(name).stream().map(InterfaceTable.Ipv6On::address).filter(Ipv6::isLinkLocal).findFirst()
        .map(a -> a);
  }

  /** The address that an interface or address of this box stands for: on the way to a link-local target a link-local one. */
  private Optional<Address> source(String typed, Ipv6 target) {
    Optional<Ipv6> address = Ipv6.parse(typed);
    if (address.isPresent()) return address.filter(interfaces::owns).map(a -> a);
    Optional<InterfaceName> name = InterfaceName.parse(typed);
    if (name.isEmpty()) return Optional.empty();
    return interfaces.ipv6(name.get()).stream().map(InterfaceTable.Ipv6On::address)
        .filter(a -> a.isLinkLocal() == onLinkOnly(target)).findFirst().map(a -> a);
  }

  private void traceroute(Execution x) {
    Matched c = x.command();
    Ipv6 target = Ipv6.of(c.required("target"));
    leave(x, target, out -> {
      Optional<Address> source = c.arg("source").flatMap(s -> source(s, target));
      if (c.has("source") && source.isEmpty()) {
        fail(x, "bad-source", Map.of());
        return;
      }
      var usual = TracerouteRun.Request.usual(target);
      feature.trace(x, new TracerouteRun.Request(target, source.or(() -> out.flatMap(o -> linkLocal(o.name()))),
          out.map(Out::link).orElse(""), 1000L * PingFeature.number(c.arg("timeout"), (int) (usual.timeoutMillis() / 1000)),
          PingFeature.number(c.arg("probes"), usual.probes()), Math.max(1, PingFeature.number(c.arg("first"),
          usual.first())), PingFeature.number(c.arg("last"), usual.last())));
    });
  }

  // ---- by questions ----

  /** What has been answered so far. */
  private static final class Answers {
    Ipv6 target;
    Optional<String> source = Optional.empty();
    int count = 5;
    int size = 100;
    int timeout = 2;
    int tos;
    boolean verbose;

    PingRequest request() {
      return new PingRequest(target, Optional.empty(), Optional.empty(), count, size, timeout, tos, false,
          PingRequest.USUAL_PATTERN, false, verbose, false, Optional.empty());
    }
  }

  void dialogue(Execution x) {
    var a = new Answers();
    ask(x, "ask-target-ipv6", typed -> {
      a.target = Ipv6.parse(typed).orElse(null);
      if (a.target == null) fail(x, "bad-address-ipv6", Map.of());
      else ask(x, "ask-repeat", 1, Integer.MAX_VALUE, a.count, n -> {
        a.count = n;
        ask(x, "ask-size", SMALLEST, LARGEST, a.size, size -> {
          a.size = size;
          ask(x, "ask-timeout", 0, 3600, a.timeout, timeout -> {
            a.timeout = timeout;
            ask(x, "ask-extended-ipv6", yes -> {
              if (PingFeature.yes(yes)) extended(x, a);
              else start(x, a.request(), a.source);
            });
          });
        });
      });
    });
  }

  /** Precedence and DSCP are two names for bits of one field: the one answered last holds. */
  private void extended(Execution x, Answers a) {
    ask(x, "ask-source", typed -> {
      a.source = Optional.of(typed).filter(t -> !t.isEmpty());
      none(x, "ask-udp", () -> ask(x, "ask-verbose", verbose -> {
        a.verbose = PingFeature.yes(verbose);
        ask(x, "ask-precedence", 0, 7, 0, precedence -> ask(x, "ask-dscp", 0, 63, 0, dscp -> {
          a.tos = dscp != 0 ? dscp << 2 : precedence << 5;
          none(x, "ask-hop-by-hop", () -> none(x, "ask-destination-option", () -> none(x, "ask-sweep", () ->
              start(x, a.request(), a.source))));
        }));
      }));
    });
  }

  /** A question to which only "no" is an answer here, and says so. */
  private void none(Execution x, String question, Runnable then) {
    ask(x, question, typed -> {
      if (PingFeature.yes(typed)) fail(x, "not-here", Map.of());
      else then.run();
    });
  }

  private void ask(Execution x, String question, Consumer<String> answer) {
    feature.ask(x, question, answer);
  }

  private void ask(Execution x, String question, int low, int high, int usual, IntConsumer answer) {
    feature.ask(x, question, low, high, usual, answer);
  }

  private void fail(Execution x, String message, Map<String, ?> facts) {
    feature.fail(x, message, facts);
  }
}
