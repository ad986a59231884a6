package net.anotherbox.crypto;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import net.anotherbox.config.feature.ExecCommand;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.crypto.trace.Condition;
import net.anotherbox.crypto.trace.Condition.Kind;
import net.anotherbox.crypto.trace.ShowConditions;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** {@code debug crypto …}, the two ways to take it back, and {@code debug crypto condition …}. */
final class DebugCommands implements Feature {
  private static final int ENABLED = CryptoCommands.ENABLED;
  private static final String[] WAYS = {"debug", "undebug", "no debug"};
  private static final String SHOW = "show crypto debug-condition";

  private final CryptoSubsystem crypto;
  private final Log log;

  DebugCommands(CryptoSubsystem crypto, Log log) {
    this.crypto = crypto;
    this.log = log;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "debug", "Debugging functions (see also 'undebug')");
    g.prefix(Mode.EXEC, "undebug", "Disable debugging functions (see also 'debug')");
    g.prefix(Mode.EXEC, "no", "Disable debugging functions");
    g.prefix(Mode.EXEC, "no debug", "Debugging functions (see also 'undebug')");
    for (String way : WAYS) {
      g.prefix(Mode.EXEC, way + " crypto", "Cryptographic subsystem");
      for (Switch s : Switch.values()) {
        g.prefix(Mode.EXEC, way + " " + s.flag().command(), s.help());
        g.exec(way + " " + s.flag().command(), x -> set(x, s.flag(), way.equals("debug"))).privilege(ENABLED);
        s.errorFlag().ifPresent(f -> g.exec(way + " " + f.command(), x -> set(x, f, way.equals("debug")),
            "Only display error messages").privilege(ENABLED).since(Release.R12_4));
      }
      conditions(g, way);
    }
    shows(g);
  }

  private void set(Execution x, DebugFlag flag, boolean on) {
    log.set(flag, on);
    x.print(flag.item() + (on ? " is on" : " is off") + "\n");
  }

  // Conditions

  private void conditions(Grammar g, String way) {
    g.prefix(Mode.EXEC, way + " crypto condition", "Define debug condition filters");
    g.prefix(Mode.EXEC, way + " crypto condition peer", "IKE peer");
    condition(g, way, "peer ipv4 A.B.C.D:address", x -> new Condition.Peer(address(x), 32), "IKE peer IP address",
        "IKE peer IP address");
    condition(g, way, "peer ipv4 A.B.C.D:address A.B.C.D:mask", x -> new Condition.Peer(address(x), prefix(x)),
        "IKE peer IP address", "IKE peer IP address", "Subnet mask");
    condition(g, way, "peer ipv6 X:X:X:X::X:address", x -> new Condition.Peer(address(x), 128), "IKE peer IPv6 address",
        "IKE peer IPv6 address");
    named(g, way, "peer hostname", Kind.HOSTNAME, "IKE peer hostname", "Hostname of the peer");
    named(g, way, "peer username", Kind.USERNAME, "Xauth or PKI-aaa username", "Username");
    named(g, way, "peer group", Kind.GROUP, "Unity group name", "Name of the group");
    named(g, way, "fvrf", Kind.FVRF, "Front-door VRF", "VRF name");
    named(g, way, "ivrf", Kind.IVRF, "Inside VRF", "VRF name");
    g.prefix(Mode.EXEC, way + " crypto condition isakmp", "IKE profile");
    named(g, way, "isakmp profile", Kind.PROFILE, "ISAKMP profile", "Profile name");
    condition(g, way, "local ipv4 A.B.C.D:address", x -> new Condition.Local(address(x), 32), "IKE local address",
        "IKE local IP address", "IKE local IP address");
    condition(g, way, "connid <1-65535>:connid engine-id <1-65535>:engine",
        x -> new Condition.Connection(number(x, "connid"),
        number(x, "engine")), "Crypto Engine Connection Identifier", "Connection id", "Crypto Engine Identifier",
        "Engine id");
    condition(g, way, "spi <256-4294967295>:spi", x -> new Condition.Spi(number(x, "spi")), "Security Parameter Index",
        "SPI");
    g.prefix(Mode.EXEC, way + " crypto condition unmatched", "Output debugs even if no context is available");
    exec(g, way, "unmatched", x -> unmatched(way, Switch.values()));
    exec(g, way, "unmatched isakmp", x -> unmatched(way, Switch.ISAKMP), "ISAKMP debugs");
    exec(g, way, "unmatched ipsec", x -> unmatched(way, Switch.IPSEC), "IPSec debugs");
    exec(g, way, "unmatched engine", x -> unmatched(way, Switch.ENGINE), "Crypto Engine debugs");
    if (way.equals("debug")) exec(g, way, "reset", x -> crypto.tracer().conditions().reset(),
        "Delete all debug filters and turn off conditional debug");
  }

  private void named(Grammar g, String way, String words, Kind kind, String... help) {
    condition(g, way, words + " WORD:name", x -> new Condition.Named(kind, x.command().required("name")), help);
  }

  private void condition(Grammar g, String way, String words, Function<Execution, Condition> condition, String... help) {
    exec(g, way, words, x -> crypto.tracer().conditions().set(condition.apply(x), way.equals("debug")), help);
  }

  private static void exec(Grammar g, String way, String words, ExecCommand command, String... help) {
    g.exec(way + " crypto condition " + words, command, help).privilege(ENABLED).since(Release.R12_4);
  }

  private void unmatched(String way, Switch... of) {
    for (Switch s : of) crypto.tracer().conditions().unmatched(s, way.equals("debug"));
  }

  private static Address address(Execution x) {
    return IsakmpShows.address(x, "address").orElseThrow();
  }

  private static int prefix(Execution x) {
    return x.command().arg("mask").map(Ipv4::of).flatMap(Ipv4::prefixLength).orElse(32);
  }

  private static int number(Execution x, String name) {
    return Integer.parseUnsignedInt(x.command().required(name));
  }

  private void shows(Grammar g) {
    g.prefix(Mode.EXEC, SHOW, "Debug Condition filters");
    show(g, "", EnumSet.allOf(Kind.class), true);
    show(g, " all", EnumSet.allOf(Kind.class), true, "All debug conditions");
    show(g, " peer", EnumSet.of(Kind.PEER, Kind.PEER6, Kind.HOSTNAME, Kind.GROUP), false, "Conditions on IKE peers");
    show(g, " connid", EnumSet.of(Kind.CONNID), false, "Conditions on connection ids");
    show(g, " spi", EnumSet.of(Kind.SPI), false, "Conditions on SPIs");
    show(g, " fvrf", EnumSet.of(Kind.FVRF), false, "Conditions on front-door VRFs");
    show(g, " ivrf", EnumSet.of(Kind.IVRF), false, "Conditions on inside VRFs");
    show(g, " isakmp", EnumSet.of(Kind.PROFILE), false, "Conditions on ISAKMP profiles");
    show(g, " local", EnumSet.of(Kind.LOCAL), false, "Conditions on local addresses");
    show(g, " username", EnumSet.of(Kind.USERNAME), false, "Conditions on user names");
    show(g, " unmatched", EnumSet.noneOf(Kind.class), true, "Flags of messages without context");
  }

  private void show(Grammar g, String words, Set<Kind> kinds, boolean flags, String... help) {
    g.exec(SHOW + words, x -> x.print(ShowConditions.render(crypto.release(), crypto.tracer().conditions(), kinds, flags)),
        help).since(Release.R12_4);
  }
}
