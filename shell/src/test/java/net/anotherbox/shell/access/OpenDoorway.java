package net.anotherbox.shell.access;

import java.security.KeyPair;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import net.anotherbox.runtime.port.StrongRandomness;
import net.anotherbox.shell.session.Authenticator.Verdict;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;

/** A doorway that lets everybody knock, unless a test says otherwise. */
final class OpenDoorway implements Doorway {
  /** Made once: a key of 2048 bits takes its time. */
  static final KeyPair KEYS = made();

  final Map<String, Set<String>> keys = new HashMap<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  volatile Predicate<Caller> admits = c -> true;
  volatile Predicate<LineName> takes = l -> true;
  /** Ports that lead to the second line only. */
  volatile Set<Integer> second = Set.of();

  private static KeyPair made() {
    var store = new HostKeyStore() {
      @Override
      public Optional<byte[]> load() {
        return Optional.empty();
      }

      @Override
      public void save(byte[] keys) {}
    };
    return new RsaKeys(store, new StrongRandomness()).generate(2048);
  }

  @Override
  public boolean takes(LineName line, Caller.Transport by, int port) {
    return takes.test(line) && (!second.contains(port) || line.number() == 1);
  }

  @Override
  public boolean admits(Caller caller) {
    return admits.test(caller);
  }

  @Override
  public Set<String> keysOf(String user) {
    return keys.getOrDefault(user, new HashSet<>());
  }

  @Override
  public Verdict byKey(Caller caller, String user) {
    return new Verdict.In(new Identity(user, 15));
  }

  @Override
  public void happened(String event, Map<String, ?> facts) {
    events.add(event + (facts.containsKey("what") ? " " + facts.get("what") : "")
        + (facts.containsKey("user") ? " " + facts.get("user") : ""));
  }
}
