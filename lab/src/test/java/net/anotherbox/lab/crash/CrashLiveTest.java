package net.anotherbox.lab.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole product, killed with SIGKILL at moments nobody chose: while it boots, between lines, in the middle of a line or
 * of {@code write memory}. When it is back its configurations are what the acknowledged lines make, and of the lines that
 * were still on their way it has taken the first few, or none: nothing is half.
 *
 * <p>As root the boxes run in a network namespace of the test's own and drive its kernel; otherwise they run without
 * packets.
 */
class CrashLiveTest {
  /** Lines typed ahead of their acknowledgements. */
  private static final int AHEAD = 4;

  @TempDir Path dir;
  private final List<String> into = new ArrayList<>();
  private String namespace = "";

  @BeforeEach
  void enter() throws Exception {
    if (!"root".equals(System.getProperty("user.name"))) return;
    namespace = "abcrash" + ProcessHandle.current().pid();
    run("ip", "netns", "add", namespace);
    into.addAll(List.of("ip", "netns", "exec", namespace));
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0-peer");
  }

  @AfterEach
  void leave() throws Exception {
    if (!namespace.isEmpty()) run("ip", "netns", "del", namespace);
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), () -> String.join(" ", command));
  }

  @Test
  void aKilledBoxComesBackWhole() throws Exception {
    rounds(Integer.getInteger("crash.rounds", 8), Long.getLong("crash.seed", 1));
  }

  /** By hand: {@code ./test -Dtest.excluded=none -Dtest=CrashLiveTest -Dsurefire.failIfNoSpecifiedTests=false}. */
  @Test
  @Tag("long")
  void aBoxKilledTwoHundredTimesComesBackWhole() throws Exception {
    rounds(Integer.getInteger("crash.rounds", 200), Long.getLong("crash.seed", System.nanoTime()));
  }

  private SplittableRandom random;
  private RandomLines lines;
  private ReferenceBox reference;
  /** What the box may be when it is back: after what was acknowledged, and after each line since. */
  private final List<ReferenceBox.State> possible = new ArrayList<>();
  private final List<String> typed = new ArrayList<>();
  private long taken;
  private long inFlight;

  private void rounds(int count, long seed) throws Exception {
    System.out.println("crash.seed=" + seed + " rounds=" + count);
    random = new SplittableRandom(seed);
    lines = new RandomLines(random.split());
    reference = new ReferenceBox("");
    long began = System.nanoTime();
    possible.add(reference.state());
    for (int i = 0; i < count; i++) {
      String where = "round " + i + " of crash.seed=" + seed;
      if (random.nextInt(5) == 0) dieEarly();
      try (var box = start()) {
        check(box, where);
        typeAndDie(box, where);
      } catch (AssertionError e) {
        throw new AssertionError(where + ", after\n" + String.join("\n", typed), e);
      }
    }
    try (var box = start()) {
      check(box, "the end of crash.seed=" + seed);
    }
    System.out.println(count + " kills, " + taken + " lines taken, " + inFlight + " taken of those not acknowledged, "
        + (System.nanoTime() - began) / 1_000_000_000 + " s");
    assertTrue(taken > 5L * count, "too few lines were acknowledged: " + taken);
  }

  private ChildBox start() throws Exception {
    return new ChildBox(into, dir.resolve("state"), "--port", "FastEthernet0/0=eth0");
  }

  private void dieEarly() throws Exception {
    try (var box = start()) {
      box.kill(1 + random.nextLong(2_500_000_000L));
    }
  }

  /** Logs in and compares. The reference goes to where the box is. */
  private void check(ChildBox box, String where) throws Exception {
    box.type("enable\n");
    int at = box.await("[>#]enable\n(Password: |\\S+#$)", 0);
    assertTrue(at >= 0, () -> where + ": it does not come up\n" + box.said());
    box.type("alpha\n! ready\n");
    assertTrue(box.await("#! ready\n", 0) >= 0, () -> where + ": no way in\n" + box.said());
    String running = show(box, "show running-config");
    String startup = show(box, "show startup-config");
    if (startup.startsWith("startup-config is not present")) startup = "";
    int found = -1;
    for (int i = possible.size() - 1; i >= 0; i--) if (possible.get(i).shows(running, startup)) found = i;
    if (found < 0) unlike(where, running, startup, box.said());
    taken += found;
    inFlight += found;
    reference.restore(possible.get(found));
    possible.subList(found + 1, possible.size()).clear();
    possible.subList(0, found).clear();
  }

  private void unlike(String where, String running, String startup, String said) {
    var differences = new StringBuilder();
    for (ReferenceBox.State s : possible) {
      differences.append("running-config: ").append(difference(s.canonicalRunning(), ReferenceBox.canonical(running)))
          .append("\nstartup-config: ").append(difference(s.canonicalStartup(), ReferenceBox.canonical(startup)))
              .append('\n');
    }
    throw new AssertionError(where + ": nothing possible\n" + differences + said);
  }

  private static String difference(String expected, String found) {
    var missing = new ArrayList<>(expected.lines().toList());
    found.lines().forEach(missing::remove);
    var extra = new ArrayList<>(found.lines().toList());
    expected.lines().forEach(extra::remove);
    boolean moved = missing.isEmpty() && extra.isEmpty() && !expected.equals(found);
    return "missing " + missing + ", too much " + extra + (moved ? ", in another order; expected\n" + expected : "");
  }

  private static String show(ChildBox box, String command) throws Exception {
    int from = box.said().length();
    box.type(command + "\n! shown\n");
    int end = box.await("#! shown\n", from);
    assertTrue(end >= 0, () -> "it has died\n" + box.said());
    String all = box.said().substring(from, end);
    int begin = all.indexOf(command + "\n") + command.length() + 1;
    return all.substring(begin, all.lastIndexOf('\n', all.length() - 2) + 1);
  }

  /** Types, and kills in the middle of it; then sees what had been acknowledged. */
  private void typeAndDie(ChildBox box, String where) throws Exception {
    int from = box.said().length();
    typed.clear();
    lines.restart();
    var saves = new ArrayList<Integer>();
    box.type("configure terminal\n");
    int count = 3 + random.nextInt(60);
    int ahead = 1 + random.nextInt(AHEAD);
    boolean inWrite = random.nextInt(3) == 0;
    for (int i = 1; i <= count; i++) {
      boolean write = i > 2 && (i == count && inWrite || random.nextInt(12) == 0);
      if (write) saves.add(i);
      step(box, i, write);
      if (i > ahead && box.await("#! ack " + (i - ahead) + "\n", from) < 0) throw new AssertionError("it has died\n"
          + box.said());
    }
    String said = box.kill(random.nextInt(4) == 0 ? random.nextLong(60_000_000)
        : random.nextLong(inWrite ? 15_000_000 : 3_000_000)).substring(from);
    int acknowledged = 0;
    for (Matcher m = Pattern.compile("#! ack (\\d+)\n").matcher(said); m.find();
        ) acknowledged = Integer.parseInt(m.group(1));
    int done = acknowledged;
    long saved = Pattern.compile("(?m)^\\[OK\\]$").matcher(said).results().count();
    assertTrue(saved >= saves.stream().filter(n -> n <= done).count(), () -> where + ": write memory says no [OK]\n" + said);
    possible.subList(0, acknowledged).clear();
    taken += acknowledged;
  }

  private void step(ChildBox box, int number, boolean write) {
    // Messages of the box between our lines would be harmless, but hard to tell from answers.
    String line = number == 1 ? "no logging console" : taken == 0 && number == 2 ? lines.version() : write
        ? "end\nwrite memory" : lines.next(reference.isInSubmode());
    typed.add(line);
    box.type(line + "\n! ack " + number + "\n" + (write ? "configure terminal\n" : ""));
    if (write) {
      reference.leave();
      lines.restart();
      reference.writeMemory();
    } else {
      reference.type(line);
    }
    possible.add(reference.state());
  }
}
