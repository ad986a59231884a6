package net.anotherbox.shell.box;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.SocketTable;
import net.anotherbox.runtime.port.SocketTable.Socket;
import net.anotherbox.runtime.port.SocketTable.State;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.Caller.Transport;

/**
 * What the box has open on the network: {@code show tcp}, {@code show tcp brief}, {@code show ip sockets} or {@code show
 * udp}, open ports.
 */
final class SocketsFeature implements Feature {
  private static final int STATE_WIDTH = 8;
  private static final List<Integer> ISAKMP = List.of(500, 4500);

  private final Personality personality;
  private final Loop loop;
  private final RotaryFeature doors;
  private final Wording wording;
  private final Screen tcp = Screen.load(SocketsFeature.class, "show-tcp-brief.screen");
  private final Screen connections = Screen.load(SocketsFeature.class, "show-tcp.screen");
  private final Screen udp = Screen.load(SocketsFeature.class, "show-udp.screen");
  private final Screen ports = Screen.load(SocketsFeature.class, "show-open-ports.screen");
  private SocketTable table = SocketTable.NONE;

  SocketsFeature(Personality personality, Loop loop, RotaryFeature doors, Wording wording) {
    this.personality = personality;
    this.loop = loop;
    this.doors = doors;
    this.wording = wording;
  }

  void table(SocketTable of) {
    table = of;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show tcp", "Status of TCP connections");
    g.exec("show tcp brief [all:all] [numeric]", x -> show(x, tcp, s -> s.tcp() && (x.command().has("all")
        || s.state() != State.LISTEN)), "Brief display", "Display all TCP endpoints",
        "Display TCP endpoints with no DNS resolution");
    g.exec("show tcp", this::connections);
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.exec("show ip sockets", x -> show(x, udp, s -> !s.tcp() && !six(s)), "Open IP sockets").until(Release.R15_1);
    g.exec("show udp", x -> show(x, udp, s -> !s.tcp()), "UDP statistics").since(Release.R15_1);
    g.prefix(Mode.EXEC, "show control-plane", "Control Plane information");
    g.prefix(Mode.EXEC, "show control-plane host", "Control plane host information");
    g.exec("show control-plane host open-ports", x -> show(x, ports, s -> true), "Open TCP/UDP ports and connections")
        .since(Release.R12_4).privilege(15);
  }

  private void show(Execution x, Screen screen, Predicate<Socket> which) {
    x.later();
    loop.background(table::sockets, found -> {
      x.print(screen.render(personality.release(), Map.of("sockets",
          found.stream().filter(which).map(this::facts).toList())));
      x.done();
    });
  }

  /** Those that came in are at a port where somebody listens. */
  private void connections(Execution x) {
    x.later();
    loop.background(table::sockets, found -> {
      var rows = found.stream().filter(s -> s.tcp() && s.state() != State.LISTEN).map(s -> {
        boolean in = found.stream().anyMatch(l -> l.tcp() && l.state() == State.LISTEN && l.localPort() == s.localPort());
        return Map.of("way", in ? "from" : "to", "state", s.state(), "local", s.local(), "localPort", s.localPort(),
            "remote", s.remote(), "remotePort", s.remotePort(), "in", s.in(), "out", s.out());
      }).toList();
      x.print(connections.render(personality.release(), Map.of("sockets", rows)));
      x.done();
    });
  }

  private Map<String, Object> facts(Socket s) {
    boolean listens = s.remotePort() == 0;
    String state = s.state().name();
    String full = s.state() == State.ESTAB ? wording.say("state-established") : state;
    return Map.ofEntries(Map.entry("id", String.format("%08X", s.id() & 0xffffffffL)),
        Map.entry("tcp-local", (any(s.local()) ? "*" : s.local()) + "." + s.localPort()),
        Map.entry("tcp-remote", listens ? "*.*" : s.remote() + "." + s.remotePort()), Map.entry("state", state),
        Map.entry("protocol", six(s) ? "17(v6)" : "17"), Map.entry("local", any(s.local()) ? "--any--" : s.local()),
        Map.entry("localPort", s.localPort()), Map.entry("remote", listens ? "  --listen--" : s.remote()),
        Map.entry("remotePort", listens ? "" : s.remotePort()), Map.entry("in", s.in()), Map.entry("out", s.out()),
        Map.entry("kind", s.tcp() ? "tcp" : "udp"), Map.entry("here", "*:" + s.localPort()),
        Map.entry("there", listens ? "*:0" : s.remote() + ":" + s.remotePort()), Map.entry("service", service(s)),
        Map.entry("cut", full.substring(0, Math.min(STATE_WIDTH, full.length()))),
        Map.entry("flags", listens ? 1 : 0));
  }

  private static boolean six(Socket s) {
    return s.local() instanceof Ipv6;
  }

  private static boolean any(Address a) {
    for (byte b : a.bytes()) if (b != 0) return false;
    return true;
  }

  private String service(Socket s) {
    if (!s.tcp()) return wording.say(ISAKMP.contains(s.localPort()) ? "service-isakmp" : "service-other");
    if (doors.isAt(Transport.SSH, s.localPort())) return wording.say("service-ssh");
    return wording.say(doors.isAt(Transport.TELNET, s.localPort()) ? "service-telnet" : "service-other");
  }
}
