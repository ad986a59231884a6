package net.anotherbox.lab.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How many handshakes (main mode and quick mode) a responder makes in a second of one core's time: the box, and
 * strongSwan, whom the same strongSwan calls from as many addresses, one after the other; then two boxes in this process,
 * on wires of memory. CPU time is what the kernel counts for the responder's process, all threads: that of the compiler,
 * too, which a box that has just started spends most on. To be run as root in a network and a mount namespace of its own
 * with an empty /run, as {@code ./bench} does.
 */
public final class HandshakeBench {
  private static final int CALLERS = 140;
  /** Each caller calls so often, one round of all after another: the first shows a box that has just started. */
  private static final int ROUNDS = 6;
  private static final int IN_MEMORY = 400;
  private static final List<Integer> GROUPS = List.of(2, 14);
  private static final List<String> PROPOSALS = List.of("aes128-sha1-modp1024", "aes128-sha1-modp2048");
  private static final String ROUTER = """
      version 15.1
      hostname Bench
      username bench privilege 15 secret bench
      crypto isakmp policy 1
       encr aes
       authentication pre-share
       group 2
      crypto isakmp policy 2
       encr aes
       authentication pre-share
       group 14
      crypto isakmp key bench address 0.0.0.0 0.0.0.0
      crypto ipsec transform-set T esp-aes esp-sha-hmac
      crypto dynamic-map D 10
       set transform-set T
      crypto map M 10 ipsec-isakmp dynamic D
      interface FastEthernet0/0
       ip address 10.77.0.1 255.255.0.0
       no shutdown
       crypto map M
      end
      """;

  private final Path scratch;

  private HandshakeBench(Path scratch) {
    this.scratch = scratch;
  }

  public static void main(String[] args) throws Exception {
    var bench = new HandshakeBench(Files.createTempDirectory("anotherbox-handshakes"));
    System.out.println("\nhandshakes, aes sha            per second of CPU   ms of CPU each");
    bench.onLinks();
    inMemory();
    new ProcessBuilder("rm", "-rf", bench.scratch.toString()).start().waitFor();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var p = new ProcessBuilder(command).redirectErrorStream(true).start();
    p.getOutputStream().close();
    String out = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (p.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + out);
    return out;
  }

  /** A strongSwan with ESP of its own, since this kernel may have none. It makes routes, from inner addresses of its own. */
  private Process charon(String name, String connections) throws IOException, InterruptedException {
    Path home = Files.createDirectories(scratch.resolve(name));
    Path conf = Files.writeString(home.resolve("strongswan.conf"), """
        charon {
          load_modular = no
          load = random nonce openssl aes sha1 sha2 hmac kdf pem kernel-libipsec kernel-netlink socket-default vici
          plugins { vici { socket = unix://%s/vici } }
          filelog { log { path = %s/log
            default = 1 } }
        }
        """.formatted(home, home));
    Files.writeString(home.resolve("swanctl.conf"), connections);
    var builder = new ProcessBuilder("ip", "netns", "exec", name, "sh", "-c",
        "mount -t tmpfs tmpfs /run && exec /usr/lib/ipsec/charon").redirectErrorStream(true).redirectOutput(home.resolve(
        "out").toFile());
    builder.environment().put("STRONGSWAN_CONF", conf.toString());
    Process p = builder.start();
    for (int i = 0; !Files.exists(home.resolve("vici")); i++) {
      if (i > 200 || !p.isAlive()) throw new IOException("charon: " + Files.readString(home.resolve("out")));
      p.waitFor(50, TimeUnit.MILLISECONDS);
    }
    swanctl(name, "--load-all", "--file", home.resolve("swanctl.conf").toString());
    return p;
  }

  private String swanctl(String name, String verb, String... more) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("ip", "netns", "exec", name, "swanctl", verb, "--uri",
        "unix://" + scratch.resolve(name) + "/vici"));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private static String connection(String name, String local, String remote, String proposals, String localTs,
      String remoteTs) {
    return "connections { " + name + " { version = 1\n local_addrs = " + local + "\n remote_addrs = " + remote
        + "\n proposals = " + proposals + "\n unique = never\n mobike = no\n keyingtries = 1\n local { auth = psk\n"
        + (local.startsWith("%") ? "" : " id = " + local + "\n") + " }\n remote { auth = psk\n }\n children { " + name
        + " { local_ts = " + localTs + "\n remote_ts = " + remoteTs + "\n esp_proposals = aes128-sha1\n } } } }\n";
  }

  /** @param responder 0 for the box, 1 for strongSwan */
  private static String caller(int responder, int group, int i) {
    return "c" + responder + "g" + group + "n" + i;
  }

  private static String inner(int network, int responder, int group, int i) {
    return "10." + (network + responder * 2 + group) + ".0." + i + "/32";
  }

  private static String callers() {
    var out = new StringBuilder();
    for (int r = 0; r < 2; r++) {
      for (int g = 0; g < GROUPS.size(); g++) {
        for (int i = 1; i <= CALLERS; i++) {
          out.append(connection(caller(r, g, i), "10." + (77 + r) + "." + (g + 1) + "." + i, "10." + (77 + r) + ".0.1",
              PROPOSALS.get(g), inner(110, r, g, i), inner(100, r, g, i)));
        }
      }
    }
    return out + "secrets { ike-any { secret = bench } }\n";
  }

  private void links() throws IOException, InterruptedException {
    var caller = new StringBuilder("route add default via 10.77.0.1\n");
    var swan = new StringBuilder("route add default via 10.78.1.1\n");
    for (int r = 0; r < 2; r++) {
      for (int g = 0; g < GROUPS.size(); g++) {
        for (int i = 1; i <= CALLERS; i++) {
          caller.insert(0, "addr add 10." + (77 + r) + "." + (g + 1) + "." + i + "/16 dev c" + r + "\naddr add "
              + inner(110, r, g, i) + " dev lo\n");
          if (r == 1) swan.insert(0, "addr add " + inner(100, r, g, i) + " dev lo\n");
        }
      }
    }
    for (String c : List.of("ip link set lo up", "ip netns add caller", "ip netns add swan",
        "ip link add box0 type veth peer name c0 netns caller",
        "ip link add s0 netns swan type veth peer name c1 netns caller", "ip -n caller link set lo up",
        "ip -n caller link set c0 up", "ip -n caller link set c1 up", "ip -n swan link set lo up",
        "ip -n swan addr add 10.78.0.1/16 dev s0", "ip -n swan link set s0 up", "ip link set box0 up"))
      run(c.split(" "));
    run("ip", "-n", "caller", "-batch", Files.writeString(scratch.resolve("caller.ip"), caller).toString());
    run("ip", "-n", "swan", "-batch", Files.writeString(scratch.resolve("swan.ip"), swan).toString());
  }

  private void onLinks() throws IOException, InterruptedException {
    links();
    Path startup = Files.writeString(scratch.resolve("startup"), ROUTER);
    Process caller = null;
    Process swan = null;
    try (var box = new Product(scratch.resolve("state"), List.of("--startup-config", startup.toString(), "--port",
        "FastEthernet0/0=box0"), System::nanoTime)) {
      caller = charon("caller", callers());
      swan = charon("swan", connection("all", "10.78.0.1", "%any", String.join(",", PROPOSALS), "10.96.0.0/12",
          "10.96.0.0/11") + "secrets { ike-any { secret = bench } }\n");
      long other = swan.pid();
      for (int g = 0; g < GROUPS.size(); g++) {
        for (int round = 1; round <= ROUNDS; round++) {
          boolean shown = round == 1 || round == ROUNDS;
          double before = box.cpuSeconds();
          calls(0, g);
          String which = round == 1 ? ", first calls" : "";
          if (shown) row("box, group " + GROUPS.get(g) + which, CALLERS, box.cpuSeconds() - before);
          terminate(0, g);
          before = Product.cpuSeconds(other);
          if (shown) {
            calls(1, g);
            row("strongSwan, group " + GROUPS.get(g), CALLERS, Product.cpuSeconds(other) - before);
            terminate(1, g);
          }
        }
      }
    } finally {
      if (caller != null) caller.destroyForcibly().waitFor();
      if (swan != null) swan.destroyForcibly().waitFor();
    }
  }

  private void calls(int responder, int group) throws IOException, InterruptedException {
    for (int i = 1; i <= CALLERS; i++)
      swanctl("caller", "--initiate", "--child", caller(responder, group, i), "--timeout", "20");
  }

  private void terminate(int responder, int group) throws IOException, InterruptedException {
    for (int i = 1; i <= CALLERS; i++)
      swanctl("caller", "--terminate", "--ike", caller(responder, group, i), "--timeout", "20");
  }

  private static void row(String what, int handshakes, double seconds) {
    System.out.printf(Locale.ROOT, "%-30s %17.0f %16.2f%n", what, handshakes / seconds, seconds * 1000 / handshakes);
  }

  /** Each handshake is made twice, once at either end, so half of the time is one's. */
  private static void inMemory() {
    var boxes = new TwoBoxes();
    for (int i = 0; i < IN_MEMORY; i++) boxes.tunnel();
    var threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < IN_MEMORY; i++) boxes.tunnel();
    row("two boxes in memory", 2 * IN_MEMORY, (threads.getCurrentThreadCpuTime() - begun) / 1e9);
  }
}
