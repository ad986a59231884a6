package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.session.OtherMachines.Glass;
import net.anotherbox.shell.session.OtherMachines.NotConnected;

/** Sessions from here to elsewhere: {@code telnet}, {@code ssh}, and what one does with those that are open. */
final class OutgoingFeature {
  private static final int TELNET = 23;
  private static final int SSH = 22;
  private static final int TRIES = 3;
  private static final Map<String, Integer> SERVICES = Map.ofEntries(
      Map.entry("bgp", 179), Map.entry("chargen", 19), Map.entry("cmd", 514), Map.entry("daytime", 13), Map.entry("discard", 9),
      Map.entry("domain", 53), Map.entry("echo", 7), Map.entry("exec", 512), Map.entry("finger", 79), Map.entry("ftp", 21),
      Map.entry("gopher", 70), Map.entry("ident", 113), Map.entry("irc", 194), Map.entry("login", 513), Map.entry("lpd", 515),
      Map.entry("nntp", 119), Map.entry("pop2", 109), Map.entry("pop3", 110), Map.entry("smtp", 25), Map.entry("sunrpc", 111),
      Map.entry("tacacs", 49), Map.entry("talk", 517), Map.entry("telnet", 23), Map.entry("time", 37), Map.entry("uucp", 540),
      Map.entry("whois", 43), Map.entry("www", 80));

  private final Shell shell;
  private final OtherMachines machines;
  private final Function<String, Optional<Ipv4>> addressOf;
  private final Complaints complaints;
  private final Screen showSessions = Screen.load(OutgoingFeature.class, "show-sessions.screen");

  OutgoingFeature(Shell shell, OtherMachines machines, Function<String, Optional<Ipv4>> addressOf) {
    this.shell = shell;
    this.machines = machines;
    this.addressOf = addressOf;
    this.complaints = new Complaints(shell);
  }

  void declare(Grammar g) {
    callers(g);
    g.exec("show sessions", this::show, "Information about Telnet connections");
    g.exec("where", this::show, "List active connections").privilege(0);
    g.exec("resume [WORD:name]", this::resume, "Resume an active network connection",
        "The name or number of an active network connection");
    g.exec("disconnect [WORD:name]", this::disconnect, "Disconnect an existing network connection",
        "The name or number of an active network connection");
    for (String other : List.of("pad", "tunnel", "x28", "x3", "lat", "mop", "ppp", "slip", "xremote")) g.exec(other
        + " [LINE]", x -> refuse(x, other), help(other), "Parameters").hidden();
    g.exec("rlogin LINE:host", x -> refuse(x, "rlogin"), "Open an rlogin connection",
        "IP address or hostname of a remote system");
  }

  private void callers(Grammar g) {
    var names = SERVICES.keySet().stream().sorted().toList();
    String options = " [<0-65535>:port|{" + String.join("|", names) + "}:service] [/source-interface IFNAME:source]";
    var help = new ArrayList<>(List.of("IP address or hostname of a remote system", "Port number"));
    names.forEach(n -> help.add("Service " + n + " (" + SERVICES.get(n) + ")"));
    help.addAll(List.of("Specify source interface", "Interface"));
    for (String command : List.of("telnet", "connect")) {
      var all = new ArrayList<>(help);
      all.addFirst("Open a " + (command.equals("telnet") ? "telnet" : "terminal") + " connection");
      g.exec(command + " WORD:host" + options, this::telnet, all.toArray(String[]::new));
      g.exec(command, this::askHost, all.getFirst());
    }
    g.exec("ssh [-l WORD:user|-p <1-65535>:port|-v {1|2}:version]* WORD:host", this::ssh,
        "Open a secure shell client connection", "Log in using this user name", "Login name", "Connect to this port",
        "Port number", "Specify SSH Protocol Version", "Protocol Version 1", "Protocol Version 2",
        "IP address or hostname of a remote system");
  }

  private static String help(String command) {
    return "Open a " + command + " connection";
  }

  private String say(String name, Map<String, ?> facts) {
    return shell.wording().say(name, facts) + "\n";
  }

  private void refuse(Execution x, String protocol) {
    x.print(say("outgoing-refused", Map.of("protocol", protocol)));
  }

  private static Seat seat(Execution x) {
    if (x.session() instanceof Seat s) return s;
    throw new IllegalStateException("nobody sits there");
  }

  private static Glass glass(Seat s) {
    return new Glass(s.terminalType(), s.terminal("width"), s.terminal("length"));
  }

  // ---- calls ----

  /** A call under way, which its user may break off. */
  private final class Call {
    private final Execution x;
    private final String host;
    private final String protocol;
    private boolean broken;

    Call(Execution x, String host, String protocol) {
      this.x = x;
      this.host = host;
      this.protocol = protocol;
    }

    /** The addresses to try, or none if the line or the name forbids it: then the command has ended. */
    List<Ipv4> addresses() {
      LineName line = seat(x).name();
      List<Ipv4> all = shell.config().addresses(host);
      if (!shell.config().mayCall(line, protocol)) refuse(x, protocol);
      else if (all.isEmpty()) x.print(complaints.unknownHost(host));
      else if (!all.stream().allMatch(a -> shell.config().mayReach(line, a))) x.print(
          say("outgoing-host-refused", Map.of()));
      else return all;
      x.done();
      return List.of();
    }

    void begins() {
      x.later();
      x.onBreak(() -> {
        broken = true;
        x.print("\n");
        x.done();
      });
    }

    /** Does something that waits, and then, if nobody has broken it off meanwhile, the rest on the control thread. */
    <T extends AutoCloseable> void connect(Attempt<T> attempt, java.util.function.Consumer<T> then,
        java.util.function.Consumer<NotConnected.Reason> otherwise) {
      Thread.ofVirtual().name("call").start(() -> {
        try {
          T made = attempt.make();
          shell.loop().post(() -> {
            if (broken) close(made);
            else then.accept(made);
          });
        } catch (NotConnected e) {
          shell.loop().post(() -> {
            if (!broken) otherwise.accept(e.reason());
          });
        }
      });
    }

    private void close(AutoCloseable made) {
      Thread.ofVirtual().start(() -> {
        try {
          made.close();
        } catch (Exception gone) {
          // nobody waits for it any more
        }
      });
    }

    void failed(NotConnected.Reason why) {
      x.print(say(switch (why) {
        case REFUSED -> "call-refused";
        case TIMED_OUT -> "call-timed-out";
        case UNREACHABLE -> "call-unreachable";
        case OTHER_HOST_KEY -> "call-other-key";
        case PASSWORD -> "call-authentication";
      }, Map.of("host", host)));
      x.done();
    }

    void join(Ipv4 address, FarEnd far) {
      OutgoingFeature.this.join(x, seat(x).conversations().open(host, address, far));
    }
  }

  private interface Attempt<T> {
    T make() throws NotConnected;
  }

  private void join(Execution x, Conversation c) {
    if (!(x instanceof Running r)) throw new IllegalStateException("nobody types");
    r.join(c, end -> {
      x.print(switch (end) {
        case ESCAPED -> "\n";
        case CLOSED -> "\n" + say("call-closed", Map.of("host", c.host()));
        case DISCONNECTED -> "\n" + say("call-idle", Map.of("host", c.host()));
      });
      x.done();
    });
  }

  private void askHost(Execution x) {
    x.ask(shell.wording().say("call-host"), true, typed -> {
      if (typed.isBlank()) x.done();
      else telnet(x, typed.strip(), TELNET, Optional.empty());
    });
  }

  private void telnet(Execution x) {
    var m = x.command();
    int port = m.arg("port").map(Integer::parseInt).or(() -> m.arg("service").map(SERVICES::get)).orElse(TELNET);
    telnet(x, m.required("host"), port, m.arg("source").flatMap(addressOf));
  }

  private void telnet(Execution x, String host, int port, Optional<Ipv4> source) {
    var call = new Call(x, host, "telnet");
    List<Ipv4> addresses = call.addresses();
    if (addresses.isEmpty()) return;
    call.begins();
    tryOne(call, addresses, 0, port, source);
  }

  private void tryOne(Call call, List<Ipv4> addresses, int index, int port, Optional<Ipv4> source) {
    Ipv4 address = addresses.get(index);
    boolean numeric = call.host.equals(address.toString());
    String where = port == TELNET ? "" : ", " + port;
    call.x.print(shell.wording().say(numeric ? "call-trying" : "call-trying-name",
        Map.of("host", call.host, "address", address, "port", where)));
    Glass glass = glass(seat(call.x));
    call.<FarEnd>connect(() -> machines.telnet(address, port, source, glass), far -> {
      call.x.print(say("call-open", Map.of()));
      call.join(address, far);
    }, why -> {
      call.x.print("\n");
      if (index + 1 < addresses.size()) tryOne(call, addresses, index + 1, port, source);
      else call.failed(why);
    });
  }

  private void ssh(Execution x) {
    String user = x.command().arg("user").orElse(x.session().user());
    if (x.command().arg("version").filter("1"::equals).isPresent()) {
      x.print(say("call-version", Map.of()));
      return;
    }
    if (user.isEmpty()) {
      x.print(say("call-no-user", Map.of()));
      return;
    }
    var call = new Call(x, x.command().required("host"), "ssh");
    List<Ipv4> addresses = call.addresses();
    if (addresses.isEmpty()) return;
    call.begins();
    greet(call, addresses.getFirst(), user, 1);
  }

  private void greet(Call call, Ipv4 address, String user, int time) {
    int port = call.x.command().arg("port").map(Integer::parseInt).orElse(SSH);
    call.<OtherMachines.Greeted>connect(() -> machines.ssh(address, port, user), greeted -> {
      if (time == 1) call.x.print("\n");
      call.x.ask(shell.wording().say("password-prompt"), false,
          password -> login(call, address, user, time, greeted, password));
      call.x.onBreak(() -> {
        call.broken = true;
        call.close(greeted);
        call.x.done();
      });
    }, call::failed);
  }

  /** A machine that has said no is asked again by a call of its own, as it may have hung up. */
  private void login(Call call, Ipv4 address, String user, int time, OtherMachines.Greeted greeted, String password) {
    Glass glass = glass(seat(call.x));
    call.<FarEnd>connect(() -> greeted.login(password, glass), far -> call.join(address, far), why -> {
      if (why == NotConnected.Reason.PASSWORD && time < TRIES) greet(call, address, user, time + 1);
      else if (why == NotConnected.Reason.PASSWORD) {
        call.x.print("\n" + say("call-closed", Map.of("host", call.host)));
        call.x.done();
      } else {
        call.failed(why);
      }
    });
  }

  // ---- those that are open ----

  private void show(Execution x) {
    Conversations all = seat(x).conversations();
    if (all.all().isEmpty()) {
      x.print(say("no-connections", Map.of()));
      return;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Conversation c : all.all()) {
      var row = new HashMap<String, Object>(Map.of("number", c.number(), "host", c.host(), "address", c.address(), "idle",
          c.idleMillis() / 60_000, "waiting", c.waitingBytes()));
      row.put("current", all.current().filter(o -> o == c).isPresent() ? "*" : " ");
      rows.add(row);
    }
    x.print(showSessions.render(shell.wording().personality().release(), Map.of("sessions", rows)));
  }

  /** The one that is named, or the current one; says so if there is none. */
  private Optional<Conversation> chosen(Execution x) {
    Conversations all = seat(x).conversations();
    Optional<String> name = x.command().arg("name");
    Optional<Conversation> found = name.isPresent() ? all.named(name.get()) : all.current();
    if (found.isEmpty()) {
      x.print(say(all.all().isEmpty() ? "no-connections" : "connection-unknown", Map.of("name", name.orElse(""))));
    }
    return found;
  }

  private void resume(Execution x) {
    Optional<Conversation> c = chosen(x);
    if (c.isEmpty()) return;
    x.print(say("call-resuming", Map.of("number", c.get().number(), "host", c.get().host())));
    join(x, c.get());
  }

  private void disconnect(Execution x) {
    Optional<Conversation> c = chosen(x);
    if (c.isEmpty()) return;
    x.confirm(shell.wording().say("call-closing", Map.of("host", c.get().host())), yes -> {
      if (yes) seat(x).conversations().drop(c.get());
      x.done();
    });
  }

  /** {@code exit}: who still has sessions elsewhere is asked whether he means it. */
  void leave(Execution x) {
    if (!(x.session() instanceof Seat s) || s.conversations().all().isEmpty()) {
      x.session().leave();
      return;
    }
    x.confirm(shell.wording().say("call-open-ones"), yes -> {
      if (yes) {
        for (Conversation c : s.conversations().all()) x.print(say("call-closing-one", Map.of("host", c.host())));
        s.leave();
      }
      x.done();
    });
  }
}
