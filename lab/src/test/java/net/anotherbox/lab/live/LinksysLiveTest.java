package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Linksys document on real wires: host A - our 3725 - the internet - strongSwan with the Linksys's proposals - host B,
 * each in a network namespace of its own. The router gets its configuration as its user gives it: pasted over SSH.
 */
@Tag("netns")
@Timeout(180)
class LinksysLiveTest {
  private static final String USER = "hostname Router\nusername admin privilege 15 secret lab-only\nline vty 0 4\n login local\nend\n";

  private Namespaces net;
  private Path capture;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    net = new Namespaces();
    net.make("a", "r", "i", "p", "b");
    net.join("a", "a0", "192.168.100.10/24", "r", "eth1", "");
    net.join("r", "eth0", "", "i", "i0", "200.56.4.2/30");
    net.join("i", "i1", "200.100.1.2/24", "p", "p0", "");
    net.join("p", "p1", "", "b", "b0", "172.18.30.10/24");
    net.in("a", "ip", "route", "add", "default", "via", "192.168.100.1");
    net.in("b", "ip", "route", "add", "default", "via", "172.18.30.1");
    net.in("i", "sysctl", "-qw", "net.ipv4.ip_forward=1");
    String script = peerScript();
    String name = net.ns("s");
    net.undo(() -> Namespaces.run(30, script, "down", name));
    Namespaces.must(script, "up", name, "--netns", net.ns("p"), "--if", "p0", "--lan-if", "p1", "--local", "200.100.1.1/24",
        "--lan", "172.18.30.1/24", "--gw", "200.100.1.2", "--peer", "200.56.4.1", "--psk", "thisisasecretpassword",
        "--ike", "3des-sha1-modp1024,des-md5-modp768,3des-md5-modp1024", "--esp", "3des-sha1-modp1024,3des-sha1", "--esp-life", "86400",
        "--local-ts", "172.18.30.0/24", "--remote-ts", "192.168.100.0/24");
    startRouter();
  }

  private static String peerScript() {
    Path p = Path.of("peers", "strongswan");
    return (Files.exists(p) ? p : Path.of("lab").resolve(p)).toAbsolutePath().toString();
  }

  private void startRouter() throws Exception {
    Path startup = Files.writeString(net.scratch().resolve("first.cfg"), USER);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    net.start("READY ssh=", net.scratch().resolve("router.log").toFile(), net.inside("r", java, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path"), "net.anotherbox.box.Main", "--headless", "--print-ready",
        "--state", net.scratch().resolve("state").toString(), "--startup-config", startup.toString(), "--ssh", "127.0.0.1:2222",
        "--port", "FastEthernet0/1=eth0", "--port", "FastEthernet1/0=eth1"));
    capture = net.scratch().resolve("wire.pcap");
    net.start("listening on", net.scratch().resolve("tcpdump.log").toFile(), net.inside("i", "tcpdump", "-i", "any", "-U", "-w", capture.toString()));
  }

  @AfterEach
  void takeDown() throws Exception {
    if (net != null) net.close();
  }

  /** Types these lines in an SSH session and returns all it showed. */
  private String ssh(String... lines) {
    return Namespaces.feed(60, String.join("\n", lines) + "\nexit\n", net.inside("r", "sshpass", "-p", "lab-only", "ssh", "-tt", "-q",
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-p", "2222", "admin@127.0.0.1")).out();
  }

  private static String document(String name) throws Exception {
    try (var in = LinksysLiveTest.class.getResourceAsStream("/net/anotherbox/lab/documents/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Echoes that came back of {@code count} sent. */
  private int ping(String from, String to, int count) {
    var r = Namespaces.run(60, net.inside(from, "ping", "-n", "-i", "0.2", "-W", "2", "-c", "" + count, to));
    var m = Pattern.compile("(\\d+) received").matcher(r.out());
    assertTrue(m.find(), r.out());
    return Integer.parseInt(m.group(1));
  }

  private void paste() throws Exception {
    String shown = ssh("terminal length 0", "configure terminal", document("003-siteb.cfg"));
    for (String error : List.of("% Invalid", "% Incomplete", "% Ambiguous", "% Unknown", "% Bad", "Bad mask")) assertFalse(shown.contains(error), shown);
  }

  private int counter(String shows, String name) {
    var m = Pattern.compile("#pkts " + name + ": (\\d+)").matcher(shows);
    assertTrue(m.find(), shows);
    return Integer.parseInt(m.group(1));
  }

  private List<String> onTheWire() {
    return Namespaces.must("tcpdump", "-n", "-r", capture.toString(), "ip").lines().filter(l -> l.contains(" IP ") || l.contains("In  IP") || l.contains("Out IP")).toList();
  }

  @Test
  void hostsPingThroughATunnelThatTheirOwnTrafficBrings() throws Exception {
    paste();
    ping("a", "172.18.30.10", 1); // lost, or late: it brings the tunnel up
    Namespaces.await(20, "a tunnel", () -> ssh("terminal length 0", "show crypto isakmp sa").contains("QM_IDLE"));
    assertEquals(5, ping("a", "172.18.30.10", 5));
    assertEquals(5, ping("b", "192.168.100.10", 5));
    String sas = ssh("terminal length 0", "show crypto ipsec sa");
    assertTrue(counter(sas, "encaps") >= 10, sas);
    assertEquals(counter(sas, "encaps"), counter(sas, "decaps"), sas);
    for (String line : onTheWire()) assertTrue(line.contains("ESP") || line.contains("isakmp"), line);
  }

  @Test
  void thePeerMayBringTheTunnelUp() throws Exception {
    paste();
    String out = Namespaces.must(peerScript(), "exec", net.ns("s"), "swanctl --initiate --child c1");
    assertTrue(out.contains("completed successfully"), out);
    assertEquals(5, ping("b", "192.168.100.10", 5));
    assertEquals(5, ping("a", "172.18.30.10", 5));
    String sas = ssh("terminal length 0", "show crypto ipsec sa");
    assertEquals(10, counter(sas, "encaps"), sas);
    assertEquals(10, counter(sas, "decaps"), sas);
    for (String line : onTheWire()) assertTrue(line.contains("ESP") || line.contains("isakmp"), line);
  }

  @Test
  void nothingLeaksWhileThePeerIsAway() throws Exception {
    paste();
    Namespaces.run(30, peerScript(), "down", net.ns("s"));
    ping("a", "172.18.30.10", 3);
    for (String line : onTheWire()) assertFalse(line.contains("192.168.100.10") || line.contains("172.18.30.10"), line);
  }

  @Test
  void otherTrafficIsTranslatedAndFiltered() throws Exception {
    paste();
    assertEquals(3, ping("a", "200.100.1.2", 3));
    assertEquals(0, ping("i", "200.56.4.1", 2)); // "Firewall" permits no echo requests
    for (String line : onTheWire()) assertFalse(line.contains("192.168.100.10"), line);
  }
}
