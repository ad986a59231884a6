package net.anotherbox.shell.aaa;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says about AAA at one moment.
 *
 * @param newModel {@code aaa new-model}
 * @param login method lists of {@code aaa authentication login}
 * @param enable {@code aaa authentication enable default}
 * @param authorization lists by what they are about ("exec", "commands 15") and name
 * @param accounting likewise; only those with {@code start-stop} or {@code stop-only}
 * @param console {@code aaa authorization console}
 * @param configCommands whether commands of configuration modes are asked for, too
 * @param attempts wrong answers before a line is hung up
 * @param maxFail wrong passwords after which a user is locked, 0 for never
 * @param groups servers by group; "radius" and "tacacs+" are all of their kind
 * @param deadSeconds how long a server that does not answer is passed over
 * @param words what the dialogue says where the configuration has words of its own
 */
record AaaPolicy(boolean newModel, Map<String, List<Method>> login, Optional<List<Method>> enable,
    Map<String, Map<String, List<Method>>> authorization, Map<String, Map<String, Accounted>> accounting, boolean console,
    boolean configCommands, int attempts, int maxFail, Map<String, List<AaaServer>> groups, int deadSeconds, Words words) {
  /** @param start whether a record is sent at the beginning, too */
  record Accounted(boolean start, List<Method> methods) {}

  record Words(Optional<String> banner, Optional<String> failure, Optional<String> namePrompt,
      Optional<String> passwordPrompt) {}

  static final AaaPolicy OFF = new AaaPolicy(false, Map.of(), Optional.empty(), Map.of(), Map.of(), false, false, 3, 0,
      Map.of(),
      0, new Words(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  static final String DEFAULT = "default";

  Optional<List<Method>> authorization(String about, String list) {
    return Optional.ofNullable(authorization.getOrDefault(about, Map.of()).get(list));
  }

  Optional<Accounted> accounting(String about, String list) {
    return Optional.ofNullable(accounting.getOrDefault(about, Map.of()).get(list));
  }
}
