package net.anotherbox.shell.aaa;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.ToIntFunction;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.shell.aaa.AaaServer.Protocol;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineName;

/** What of AAA happens at servers: questions in the words of either protocol, and records. */
final class ServerSide {
  private static final int START = 2;
  private static final int STOP = 4;
  /** Records under way at once; more are dropped, so that a server which is down does not gather them without end. */
  private static final int RECORDS = 64;

  private final Loop loop;
  private final RadiusClient radius;
  private final TacacsClient tacacs;
  private final TacacsCounts counts = new TacacsCounts();
  private final ServerGroups groups;
  private final Semaphore records = new Semaphore(RECORDS);
  /** Sessions of which a server has been told, by line. Belongs to the control thread. */
  private final Map<Caller, Told> told = new HashMap<>();
  private int sessions;

  /** @param id of the session in all its records; @param since the clock's milliseconds */
  private record Told(String id, long since, List<Method> methods) {}

  ServerSide(Loop loop, Log log, Wording words, Surroundings around, Randomness randomness) {
    this.loop = loop;
    ServerPort servers = around.servers();
    ToIntFunction<LineName> tty = line -> line.absolute(words.personality().platform());
    radius = new RadiusClient(servers, randomness, tty);
    tacacs = new TacacsClient(servers, randomness, tty, counts);
    groups = new ServerGroups(loop, log, words, name -> address(around, name));
  }

  /** What has happened on the way to each TACACS+ server. */
  TacacsCounts tacacsCounts() {
    return counts;
  }

  private Optional<Address> address(Surroundings around, String name) {
    var answer = new CompletableFuture<Optional<Address>>();
    loop.post(() -> answer.complete(around.addressOf().apply(name)));
    return answer.join();
  }

  private static List<AaaServer> members(AaaPolicy p, String group) {
    return p.groups().getOrDefault(group, List.of());
  }

  /** @param enableLevel the level that {@code enable} wants, or empty for a login */
  ServerAnswer login(AaaPolicy p, String group, Asking asking, char[] password, OptionalInt enableLevel) {
    byte[] bytes = StandardCharsets.ISO_8859_1.encode(CharBuffer.wrap(password)).array();
    byte[] exact = Arrays.copyOf(bytes, password.length);
    Arrays.fill(bytes, (byte) 0);
    try {
      return groups.ask(members(p, group), p.deadSeconds(), (server, source) -> server.protocol() == Protocol.RADIUS
          ? radius.login(server, source, enableLevel.isPresent() ? enabling(asking, enableLevel.getAsInt()) : asking, exact,
              enableLevel.isPresent())
          : tacacs.login(server, source, asking, exact, enableLevel));
    } finally {
      Arrays.fill(exact, (byte) 0);
    }
  }

  /** The name under which RADIUS servers keep the password of a level. */
  private static Asking enabling(Asking asking, int level) {
    return new Asking(asking.caller(), "$enab" + level + "$");
  }

  /**
   * RADIUS says with its yes to a login what the user may do; it cannot be asked again, and says nothing about others.
   *
   * @param granted what a server said when it let him in, if one did
   */
  ServerAnswer exec(AaaPolicy p, String group, Asking asking, Optional<ServerAnswer.Yes> granted) {
    return groups.ask(members(p, group), p.deadSeconds(), (server, source) -> server.protocol() == Protocol.RADIUS
        ? granted.<ServerAnswer>map(y -> y).orElseGet(ServerAnswer.Silence::new)
        : tacacs.authorize(server, source, asking, 1, List.of("service=shell", "cmd=")));
  }

  ServerAnswer command(AaaPolicy p, String group, Asking asking, int level, List<String> command) {
    var arguments = new ArrayList<>(List.of("service=shell", "cmd=" + command.getFirst()));
    for (String w : command.subList(1, command.size())) arguments.add("cmd-arg=" + w);
    arguments.add("cmd-arg=<cr>");
    return groups.ask(members(p, group), p.deadSeconds(), (server, source) -> server.protocol() == Protocol.RADIUS
        ? new ServerAnswer.Silence() : tacacs.authorize(server, source, asking, level, arguments));
  }

  // ---- records; on the control thread ----

  void began(AaaPolicy p, String list, Asking asking) {
    Optional<AaaPolicy.Accounted> how = p.newModel() ? p.accounting("exec", list) : Optional.empty();
    if (how.isEmpty()) return;
    var t = new Told(String.format("%08X", ++sessions), loop.clock().millis(), how.get().methods());
    told.put(asking.caller(), t);
    if (how.get().start()) {
      send(p, t.methods, asking, 1, START, List.of("task_id=" + t.id, "timezone=UTC", "service=shell"), t.id, 0);
    }
  }

  void ended(AaaPolicy p, Asking asking) {
    Told t = told.remove(asking.caller());
    if (t == null) return;
    long seconds = (loop.clock().millis() - t.since) / 1000;
    send(p, t.methods, asking, 1, STOP,
        List.of("task_id=" + t.id, "timezone=UTC", "service=shell", "elapsed_time=" + seconds), t.id, seconds);
  }

  void ran(AaaPolicy p, String list, Asking asking, int level, String command) {
    Optional<AaaPolicy.Accounted> how = p.newModel() ? p.accounting("commands " + level, list) : Optional.empty();
    if (how.isEmpty()) return;
    String id = String.format("%08X", ++sessions);
    send(p, how.get().methods(), asking, level, STOP,
        List.of("task_id=" + id, "timezone=UTC", "service=shell", "priv-lvl=" + level, "cmd=" + command + " <cr>"), id, 0);
  }

  /** RADIUS knows sessions and no commands. */
  private void send(AaaPolicy p, List<Method> methods, Asking asking, int level, int flags, List<String> arguments,
      String id,
      long seconds) {
    boolean command = arguments.getLast().startsWith("cmd=");
    if (!records.tryAcquire()) return;
    Thread.ofVirtual().name("accounting").start(() -> {
      try {
        for (Method m : methods) {
          ServerAnswer a = groups.ask(members(p, m.group()), p.deadSeconds(), (server, source) -> {
            boolean taken = server.protocol() == Protocol.TACACS
                ? tacacs.account(server, source, asking, level, flags, arguments)
                : command || radius.account(server, source, asking, flags == START ? 1 : 2, id, seconds);
            return taken ? ServerAnswer.Yes.plain() : new ServerAnswer.Silence();
          });
          if (a instanceof ServerAnswer.Yes) return;
        }
      } finally {
        records.release();
      }
    });
  }
}
