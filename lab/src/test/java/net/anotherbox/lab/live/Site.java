package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Host a - our router - the internet - strongSwan - host b, each in a network namespace of its own: 192.168.100.10 behind
 * the router's 200.56.4.1, 172.18.30.10 behind the peer's 200.100.1.1. All that crosses the internet is captured.
 */
final class Site implements AutoCloseable {
  private static final String USER =
      "hostname Router\nusername admin privilege 15 secret lab-only\nline vty 0 4\n login local\nend\n";

  static final String HOST_B = "172.18.30.10";

  /** The router's interfaces and its crypto map to the peer, with transform set T: all but phase 1 and that set. */
  static final String MAP = """
      crypto map IPSEC 60 ipsec-isakmp
       set peer 200.100.1.1
       set transform-set T
       match address VPN
      ip access-list extended VPN
       permit ip 192.168.100.0 0.0.0.255 172.18.30.0 0.0.0.255
      interface FastEthernet1/0
       ip address 192.168.100.1 255.255.255.0
       no shutdown
      interface FastEthernet0/1
       ip address 200.56.4.1 255.255.255.252
       crypto map IPSEC
       no shutdown
      ip route 0.0.0.0 0.0.0.0 200.56.4.2
      logging buffered 100000 debugging
      no logging console
      """;

  final Namespaces net = new Namespaces();
  private final Path capture = net.scratch().resolve("wire.pcap");
  private Process router;
  private final List<String> routerOptions;
  private int starts;
  private long seen;

  /** @param peer further options of the peer's script, proposals and lifetimes */
  Site(String... peer) throws Exception {
    this(List.of(), peer);
  }

  /** @param further options of the router; SCRATCH in them stands for a folder of the test */
  Site(List<String> further, String... peer) throws Exception {
    routerOptions = further.stream().map(o -> o.replace("SCRATCH", net.scratch().toString())).toList();
    try {
      wire();
      net.together(() -> guest(peer), () -> {
        startRouter();
        net.start("listening on", net.scratch().resolve("tcpdump.log").toFile(), net.inside("i", "tcpdump",
            "--immediate-mode", "-i", "any", "-U", "-w", capture.toString()));
      });
    } catch (Exception | Error e) {
      net.close();
      throw e;
    }
  }

  private void wire() throws Exception {
    net.make("a", "r", "i", "p", "b");
    net.join("a", "a0", "192.168.100.10/24", "r", "eth1", "");
    net.join("r", "eth0", "", "i", "i0", "200.56.4.2/30");
    net.join("i", "i1", "200.100.1.2/24", "p", "p0", "");
    net.join("p", "p1", "", "b", "b0", "172.18.30.10/24");
    net.in("a", "ip", "route", "add", "default", "via", "192.168.100.1");
    net.in("b", "ip", "route", "add", "default", "via", "172.18.30.1");
    net.in("i", "sysctl", "-qw", "net.ipv4.ip_forward=1");
  }

  private void guest(String... options) {
    net.undo(this::peerDown);
    var command = new ArrayList<String>(List.of(peerScript(), "up", net.ns("s"), "--netns", net.ns("p"), "--if", "p0",
        "--lan-if",
        "p1", "--local", "200.100.1.1/24", "--lan", "172.18.30.1/24", "--gw", "200.100.1.2", "--peer", "200.56.4.1", "--psk",
        "thisisasecretpassword", "--local-ts", "172.18.30.0/24", "--remote-ts", "192.168.100.0/24"));
    command.addAll(List.of(options));
    Namespaces.must(command.toArray(String[]::new));
  }

  private static String peerScript() {
    Path p = Path.of("peers", "strongswan");
    return (Files.exists(p) ? p : Path.of("lab").resolve(p)).toAbsolutePath().toString();
  }

  void peerDown() {
    Namespaces.run(30, peerScript(), "down", net.ns("s"));
  }

  /** Runs a line in the peer's guest and returns what it printed. */
  String peer(String command) {
    return Namespaces.run(60, peerScript(), "exec", net.ns("s"), command).out();
  }

  void peerCalls() {
    String out = peer("swanctl --initiate --child c1 --timeout 20");
    assertTrue(out.contains("completed successfully"), out);
  }

  /** Gives the peer other proposals, in strongSwan's words, and lets it forget its SAs. */
  void peerProposes(String ike, String esp) {
    peer("sed -i -e 's/^  proposals = .*/  proposals = " + ike + "/' -e 's/esp_proposals = .*/esp_proposals = " + esp
        + "/' /etc/swanctl/swanctl.conf; swanctl --load-all; swanctl --terminate --ike p --force");
  }

  /** Gives the peer this connection, and lets it forget its SAs. */
  void peerIs(Connection c) throws IOException {
    Files.writeString(peerRoot().resolve("etc/swanctl/swanctl.conf"), c.swanctl());
    String out = peer("swanctl --terminate --ike p --force --timeout 1; swanctl --load-all 2>&1");
    assertTrue(out.contains("loaded connection 'p'"), out);
  }

  /** The root of the peer's file system. */
  Path peerRoot() {
    String peers = System.getenv().getOrDefault("PEER_STATE", "/tmp/anotherbox-peers");
    return Path.of(peers, net.ns("s"), "root");
  }

  /** The router, with what it had stored when it ran before. */
  void startRouter() throws Exception {
    Path startup = Files.writeString(net.scratch().resolve("first.cfg"), USER);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<String>(List.of(java,
        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        "net.anotherbox.box.Main", "--headless", "--print-ready", "--state", net.scratch().resolve("state").toString(),
        "--startup-config", startup.toString(), "--ssh", "127.0.0.1:2222", "--port", "FastEthernet0/1=eth0", "--port",
        "FastEthernet1/0=eth1"));
    command.addAll(routerOptions);
    router = net.start("READY ssh=", net.scratch().resolve("router" + starts++ + ".log").toFile(),
        net.inside("r", command.toArray(String[]::new)));
  }

  void stopRouter() {
    Namespaces.stop(router);
  }

  /** As a power failure does. */
  void killRouter() throws InterruptedException {
    router.destroyForcibly().waitFor();
  }

  /** Types these lines in an SSH session and returns all it showed. */
  String ssh(String... lines) {
    return Namespaces.feed(60, "terminal length 0\n" + String.join("\n", lines) + "\nexit\n",
        net.inside("r", "sshpass", "-p",
        "lab-only", "ssh", "-tt", "-q", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-p", "2222",
        "admin@127.0.0.1")).out();
  }

  /** Types these configuration lines; all must be taken. */
  void configure(String lines) {
    String shown = ssh("configure terminal", lines.replaceFirst("\\nend\\s*$", ""), "end");
    for (String error : List.of("% Invalid", "% Incomplete", "% Ambiguous", "% Unknown", "% Bad", "Bad mask"))
      assertFalse(shown.contains(error), shown);
  }

  /** Echoes that came back of {@code count} sent at once: ping waits for the last ones as long as its interval. */
  int ping(String from, String to, int count) {
    return pinged(Namespaces.run(60, net.inside(from, "ping", "-n", "-l", "" + count, "-i", "2", "-W", "2", "-c",
        "" + count, to)).out());
  }

  /** Whether so many echoes come back, one or another of those that are sent in twenty seconds: the machine may be busy. */
  boolean answers(String from, String to, int count) {
    return pinged(Namespaces.run(60, net.inside(from, "ping", "-n", "-i", "0.2", "-w", "20", "-c", "" + count, to)).out())
        >= count;
  }

  static int pinged(String out) {
    var m = Pattern.compile("(\\d+) received").matcher(out);
    assertTrue(m.find(), out);
    return Integer.parseInt(m.group(1));
  }

  /** Waits until host a's echoes to this address are answered. */
  void awaitEcho(String to) {
    Namespaces.await(20, "an answer from " + to, () -> pinged(Namespaces.run(20,
        net.inside("a", "ping", "-n", "-W", "1", "-c",
        "1", to)).out()) == 1);
  }

  static int counter(String shows, String name) {
    var m = Pattern.compile("#" + name + ":? (\\d+)").matcher(shows);
    assertTrue(m.find(), shows);
    return Integer.parseInt(m.group(1));
  }

  Path capture() {
    return capture;
  }

  /** What has crossed the internet until now is nobody's concern any more. */
  void forgetTheWire() {
    seen += onTheWire().size();
  }

  /** IPv4 packets that crossed the internet so far, in tcpdump's words. */
  List<String> onTheWire() {
    return Namespaces.must("tcpdump", "-n", "-r", capture.toString(), "ip").lines().filter(l -> l.contains(" IP "))
        .skip(seen).toList();
  }

  /** All of what crossed that fits tcpdump's filter, of either family. */
  List<String> onTheWire(String filter) {
    return Namespaces.must("tcpdump", "-n", "-r", capture.toString(), filter).lines().filter(l -> l.contains(" IP")).toList();
  }

  /** Those of them that name an inside host. */
  List<String> inClear() {
    return onTheWire().stream().filter(l -> l.contains("192.168.100.") || l.contains("172.18.30.")).toList();
  }

  /** And those that the router let out: a peer whose policies are taken down for others may answer in clear meanwhile. */
  List<String> leaks() {
    return inClear().stream().filter(l -> l.contains(" IP 192.168.100.")).toList();
  }

  @Override
  public void close() throws IOException {
    net.close();
  }
}
