package net.anotherbox.lab.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many protected tunnels on one box, to as many addresses of another: how long until all are up, what they cost in
 * threads and memory, and how long the shows take. To be run as root in a network namespace of its own, as {@code
 * ./bench} does; the other box gets one too. Status 1 if not all come up, or if a show does not have them all.
 */
public final class TunnelBench {
  private static final int USUAL = 100;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String PROMPT = "\r\nHub#";
  private static final String USER = "bench";
  private static final String LINK = "tunnels0";
  private static final String FAR_LINK = "tunnels1";

  private final int count;
  private final Path scratch;
  private boolean right = true;

  private TunnelBench(int count, Path scratch) {
    this.count = count;
    this.scratch = scratch;
  }

  /** @param args how many; without, a hundred */
  public static void main(String[] args) throws IOException {
    Path scratch = Files.createTempDirectory("anotherbox-tunnels");
    boolean right;
    try {
      right = new TunnelBench(args.length == 0 ? USUAL : Integer.parseInt(args[0]), scratch).run();
    } finally {
      run("rm", "-rf", scratch.toString());
    }
    if (!right) throw new IllegalStateException("not all is as it should be");
  }

  private boolean run() throws IOException {
    run("ip", "link", "set", "lo", "up");
    run("ip", "link", "add", LINK, "type", "veth", "peer", "name", FAR_LINK);
    run("ip", "link", "set", LINK, "up");
    System.out.printf("%n%d protected tunnels, each a VTI to an address of its own, AES and SHA-1, group 2%n", count);
    int threads;
    long memory;
    try (var none = box("none", List.of(), hub(0)); var user = new Station(none.port, USER, USER)) {
      user.type("", PROMPT);
      threads = none.threads();
      memory = none.megabytes("VmRSS");
      row("without tunnels", none.bootMillis, threads + " threads, " + memory + " MB");
    }
    try (var far = box("far", List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "-"), far())) {
      run("ip", "link", "set", FAR_LINK, "netns", "" + far.pid());
      try (var box = box("hub", List.of(), hub(count)); var user = new Station(box.port, USER, USER)) {
        row("boot", box.bootMillis, String.format(Locale.ROOT, "%.1f s of CPU", box.bootCpu));
        user.type("", PROMPT);
        user.type("terminal length 0\r", PROMPT);
        double before = box.cpuSeconds();
        double farBefore = far.cpuSeconds();
        user.type("configure terminal\rinterface FastEthernet0/0\rno shutdown\rend\r", PROMPT);
        comeUp(user);
        System.out.printf(Locale.ROOT, "%-28s %7.2f s, the other box %.2f s%n", "CPU for that", box.cpuSeconds() - before,
            far.cpuSeconds() - farBefore);
        System.out.printf("%-28s %7d (%+d), %d MB (%+d)%n", "threads, memory", box.threads(), box.threads() - threads, box
            .megabytes("VmRSS"), box.megabytes("VmRSS") - memory);
        shows(user);
      }
    }
    return right;
  }

  private Product box(String name, List<String> before, List<String> lines) throws IOException {
    Path startup = Files.write(scratch.resolve(name + ".cfg"), lines, StandardCharsets.US_ASCII);
    return new Product(before, scratch.resolve(name), List.of("--port", "FastEthernet0/0=" + (name.equals("far") ? FAR_LINK
        : LINK), "--startup-config", startup.toString()), System::nanoTime);
  }

  /** From the first that is up until the last. */
  private void comeUp(Station user) throws IOException {
    long begun = System.nanoTime();
    long first = 0;
    for (int up = 0; up < count; ) {
      up = up(user);
      if (first == 0 && up > 0) first = System.nanoTime();
      if (System.nanoTime() - begun > MOST_NANOS) {
        System.out.printf("%d of %d tunnels are up after a minute%n", up, count);
        right = false;
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    row("all up", (System.nanoTime() - begun) / 1_000_000, String.format(Locale.ROOT, "%.2f s after the first",
        (System.nanoTime() - first) / 1e9));
  }

  private static int up(Station user) throws IOException {
    return lines(user, "show ip interface brief | include Tunnel", "^Tunnel.* up +up *$");
  }

  private static int lines(Station user, String command, String pattern) throws IOException {
    return (int) Station.lines(user.type(command + "\r", PROMPT)).stream().filter(l -> l.strip().matches(pattern)).count();
  }

  private void shows(Station user) throws IOException {
    show(user, "show ip interface brief", "^Tunnel.* up +up *$");
    show(user, "show interfaces", "^Tunnel\\d+ is up, line protocol is up *$");
    show(user, "show crypto session", "^Session status: UP-ACTIVE *$");
    show(user, "show crypto session brief", "^10\\.1\\..* UA *$");
    show(user, "show crypto isakmp sa", "^10\\.1\\..*QM_IDLE .*$");
    show(user, "show crypto ipsec sa", "^current_peer 10\\.1\\..*$");
    String answer = user.type("ping " + inner(count, 2) + " repeat 3\r", PROMPT);
    check(answer.contains("Success rate is ") && !answer.contains("Success rate is 0 "), answer);
  }

  private void show(Station user, String command, String pattern) throws IOException {
    long begun = System.nanoTime();
    int found = lines(user, command, pattern);
    row(command, (System.nanoTime() - begun) / 1_000_000, found + " of " + count);
    check(found == count, command + ": " + found);
  }

  private void check(boolean so, String otherwise) {
    if (so) return;
    System.out.println("wrong: " + otherwise);
    right = false;
  }

  private static void row(String what, long millis, String more) {
    System.out.printf(Locale.ROOT, "%-28s %7.2f s   %s%n", what, millis / 1000.0, more);
  }

  private static String outer(int n) {
    return "10.1." + n / 250 + "." + (n % 250 + 1);
  }

  private static String inner(int n, int end) {
    return "10.2." + n / 64 + "." + (n % 64 * 4 + end);
  }

  private static List<String> common(String name) {
    return new ArrayList<>(List.of("version 15.2", "hostname " + name, "username " + USER + " privilege 15 password 0 "
        + USER, "crypto isakmp policy 1", " encr aes", " authentication pre-share", " group 2",
        "crypto isakmp key cisco address 10.0.0.0 255.0.0.0", "crypto ipsec transform-set T esp-aes esp-sha-hmac",
        "crypto ipsec profile P", " set transform-set T"));
  }

  private static List<String> hub(int tunnels) {
    var text = common("Hub");
    // It is not to begin before somebody looks.
    text.addAll(List.of("interface FastEthernet0/0", " ip address 10.0.0.1 255.255.255.0", " shutdown"));
    for (int n = 1; n <= tunnels; n++) text.addAll(tunnel(n, inner(n, 1), "FastEthernet0/0", outer(n)));
    text.addAll(List.of("ip route 10.1.0.0 255.255.0.0 10.0.0.2", "line vty 0 4", " login local"));
    return text;
  }

  private List<String> far() {
    var text = common("Far");
    text.add(" responder-only");
    text.addAll(List.of("interface FastEthernet0/0", " ip address 10.0.0.2 255.255.255.0"));
    for (int n = 1; n <= count; n++) {
      text.addAll(List.of("interface Loopback" + n, " ip address " + outer(n) + " 255.255.255.255"));
      text.addAll(tunnel(n, inner(n, 2), "Loopback" + n, "10.0.0.1"));
    }
    return text;
  }

  private static List<String> tunnel(int n, String address, String source, String destination) {
    return List.of("interface Tunnel" + n, " ip address " + address + " 255.255.255.252", " tunnel source " + source,
        " tunnel destination " + destination, " tunnel mode ipsec ipv4", " tunnel protection ipsec profile P");
  }

  private static void run(String... command) throws IOException {
    var p = new ProcessBuilder(command).inheritIO().start();
    try {
      if (p.waitFor() != 0) throw new IOException(String.join(" ", command) + ": status " + p.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
