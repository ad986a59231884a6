package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** {@code ping}, in one line or by questions, and {@code traceroute}; both for IPv6 by {@link Ipv6Ping}. */
public final class PingFeature implements Feature {
  private static final String TRACE_OPTIONS = " [source {IFNAME:source|A.B.C.D:source}|timeout <0-3600>:timeout|"
      + "probe <1-65535>:probes|ttl <0-255>:first <0-255>:last|numeric]*";

  private final Personality personality;
  private final Loop loop;
  private final InterfaceTable interfaces;
  private final EchoPort port;
  private final Catalogue messages = Catalogue.load(PingFeature.class, "ping.msg");
  private final Ipv6Ping ipv6;
  private final PingDialogues dialogues;
  private Function<String, Optional<Address>> names = n -> Optional.empty();
  private int identifier;

  public PingFeature(Personality personality, Loop loop, InterfaceTable interfaces, EchoPort port) {
    this.personality = personality;
    this.loop = loop;
    this.interfaces = interfaces;
    this.port = port;
    this.ipv6 = new Ipv6Ping(this, interfaces, this::run);
    this.dialogues = new PingDialogues(this, ipv6);
  }

  @Override
  public void declare(Grammar g) {
    String options = " {source {IFNAME:source|A.B.C.D:source}|repeat <1-2147483647>:repeat|size <36-18024>:size"
        + "|timeout <0-3600>:timeout|df-bit:df|data WORD:data|validate:validate}*";
    String[] help = {"Ping destination address", "specify source address or name", "interface", "Source address",
        "specify repeat count", "Repeat count", "specify datagram size", "Datagram size", "specify timeout interval",
        "Timeout in seconds", "enable do not fragment bit in IP header", "specify data pattern", "Data pattern, e.g. ABCD",
        "validate reply data"};
    g.prefix(Mode.EXEC, "ping", "Send echo messages");
    g.prefix(Mode.EXEC, "ping ip", "IP echo");
    g.exec("ping", dialogues::ping, "Send echo messages");
    g.exec("traceroute", dialogues::traceroute, "Trace route to destination");
    g.exec("ping A.B.C.D:target" + options, this::ping, help);
    g.exec("ping ip A.B.C.D:target" + options, this::ping, help);
    help[0] = "Ping destination host name";
    g.exec("ping [ip] WORD:host" + options, this::ping, withIp(help));
    g.exec("traceroute [ip] WORD:host" + TRACE_OPTIONS, this::traceroute, traceHelp("Trace route to destination host name"));
    g.exec("traceroute [ip] A.B.C.D:target" + TRACE_OPTIONS, this::traceroute,
        traceHelp("Trace route to destination address"));
    ipv6.declare(g);
  }

  private static String[] withIp(String[] help) {
    return Stream.concat(Stream.of("IP echo"), Stream.of(help)).toArray(String[]::new);
  }

  private static String[] traceHelp(String target) {
    return new String[] {"Trace route to destination", "IP Trace", target, "specify source address or name", "interface",
        "Source address", "specify time out", "Timeout in seconds", "specify number of probes per hop", "Number of probes",
        "specify minimum and maximum ttl", "Minimum", "Maximum", "display numeric address"};
  }

  /** @param known finds the addresses of host names ({@code ip host}), without waiting */
  public void names(Function<String, Optional<Address>> known) {
    names = known;
  }

  /** The address that was typed, or that of the host that was named; empty if nobody knows it. */
  Optional<Address> address(String typed) {
    return Ipv4.parse(typed).<Address>map(a -> a).or(() -> names.apply(typed));
  }

  /** The target of a command; says that it is not known. */
  private Optional<Address> target(Execution x) {
    var found = address(x.command().arg("target").orElseGet(() -> x.command().required("host")));
    if (found.isEmpty()) x.print(text("unknown-host", Map.of()));
    return found;
  }

  void trace(Execution x, TracerouteRun.Request asked) {
    new TracerouteRun(x, port, loop, asked, nextIdentifier(), this::text).start();
  }

  private void traceroute(Execution x) {
    Matched c = x.command();
    Optional<Address> target = target(x);
    if (target.isEmpty()) return;
    Optional<Address> source = c.arg("source").flatMap(this::source).map(a -> a);
    if (c.has("source") && source.isEmpty()) {
      x.print(text("bad-source", Map.of()));
      return;
    }
    var usual = TracerouteRun.Request.usual(target.get());
    trace(x, new TracerouteRun.Request(usual.target(), source, "", 1000L * number(c.arg("timeout"),
        (int) (usual.timeoutMillis() / 1000)), number(c.arg("probes"), usual.probes()), Math.max(1, number(c.arg("first"),
        usual.first())), number(c.arg("last"), usual.last())));
  }

  private int nextIdentifier() {
    identifier = identifier + 1 & 0xFFFF;
    return identifier;
  }

  String text(String message, Map<String, ?> facts) {
    return messages.render(personality.release(), message, facts).orElse("");
  }

  void run(Execution x, PingRequest r) {
    new PingRun(x, port, loop, r, nextIdentifier(), this::text).start();
  }

  private void ping(Execution x) {
    var c = x.command();
    Optional<Address> source = c.arg("source").flatMap(this::source).map(a -> a);
    Optional<Integer> data = c.arg("data").flatMap(PingFeature::pattern);
    Optional<Address> target = target(x);
    if (target.isEmpty()) return;
    if (c.has("source") && source.isEmpty()) {
      x.print(text("bad-source", Map.of()));
      return;
    }
    PingRequest usual = PingRequest.to(target.get());
    run(x, new PingRequest(usual.target(), source, Optional.empty(), number(c.arg("repeat"), usual.count()), number(c.arg("size"),
        usual.size()),
        number(c.arg("timeout"), usual.timeoutSeconds()), 0, c.has("df"), data.orElse(PingRequest.USUAL_PATTERN),
            data.isPresent(), false, c.has("validate"), Optional.empty()));
  }

  static int number(Optional<String> typed, int usual) {
    return typed.map(Integer::parseInt).orElse(usual);
  }

  /** Up to four hexadecimal digits, with or without 0x. */
  static Optional<Integer> pattern(String typed) {
    String digits = typed.toLowerCase(java.util.Locale.ROOT).startsWith("0x") ? typed.substring(2) : typed;
    return digits.matches("[0-9A-Fa-f]{1,4}") ? Optional.of(Integer.parseInt(digits, 16)) : Optional.empty();
  }

  /** The address that an interface or address of this box stands for. */
  Optional<Ipv4> source(String typed) {
    Optional<Ipv4> address = Ipv4.parse(typed);
    if (address.isEmpty()) return InterfaceName.parse(typed).flatMap(interfaces::state).flatMap(State::address);
    return interfaces.all().stream().anyMatch(s -> s.address().equals(address)) ? address : Optional.empty();
  }

  // ---- questions ----

  void ask(Execution x, String question, Consumer<String> answer) {
    x.ask(text(question, Map.of()), true, typed -> answer.accept(typed.strip()));
  }

  void ask(Execution x, String question, int low, int high, int usual, IntConsumer answer) {
    ask(x, question, typed -> {
      if (typed.isEmpty()) answer.accept(usual);
      else if (typed.matches("\\d{1,10}") && Long.parseLong(typed) >= low
          && Long.parseLong(typed) <= high) answer.accept(Integer.parseInt(typed));
      else fail(x, "bad-number", Map.of("low", low, "high", high));
    });
  }

  static boolean yes(String typed) {
    return !typed.isEmpty() && "yes".startsWith(typed.toLowerCase(java.util.Locale.ROOT));
  }

  void fail(Execution x, String message, Map<String, ?> facts) {
    x.print(text(message, facts));
    x.done();
  }
}
