package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.anotherbox.crypto.Document;
import net.anotherbox.lab.TedScenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The TED document on real wires: host - Daphne - a router of Linux's own that stands for both in their one network - fred -
 * host, each in a network namespace of its own.
 */
@Tag("netns")
@Timeout(240)
class TedLiveTest {
  /** How long a router may be busy before it says so: the machine may be. */
  private static final int PATIENCE = 60;
  private static final String VARYING = "2000|2001|-?\\d{9,10}|0x[0-9A-F]{8}|82687F70|2349E0";
  /** The document's routers need longer for main mode than for the second after which these are said. */
  private static final String A_SECOND_LATER = ".*\\(0:1\\): purging .*|CryptoEngine0: delete connection 1";

  private Namespaces net;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    net = new Namespaces();
    net.make("h", "d", "t", "f", "g");
    net.join("h", "h0", "13.13.13.14/24", "d", "eth1", "");
    net.join("d", "eth0", "", "t", "td", "10.255.0.1/32");
    net.join("t", "tf", "10.255.0.2/32", "f", "eth0", "");
    net.join("f", "eth1", "", "g", "g0", "12.12.12.13/24");
    net.in("h", "ip", "route", "add", "default", "via", "13.13.13.13");
    net.in("g", "ip", "route", "add", "default", "via", "12.12.12.12");
    net.in("t", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.td.proxy_arp=1", "net.ipv4.conf.tf.proxy_arp=1");
    net.in("t", "ip", "route", "add", "11.11.11.1/32", "dev", "td");
    net.in("t", "ip", "route", "add", "11.11.11.2/32", "dev", "tf");
    net.in("t", "ip", "route", "add", "13.13.13.0/24", "via", "11.11.11.1", "dev", "td", "onlink");
    net.in("t", "ip", "route", "add", "12.12.12.0/24", "via", "11.11.11.2", "dev", "tf", "onlink");
    router("d", "daphne");
    router("f", "fred");
    net.start("listening on", net.scratch().resolve("tcpdump.log").toFile(), net.inside("t", "tcpdump", "--immediate-mode",
        "-i", "td", "-U", "-w", capture().toString()));
  }

  @AfterEach
  void takeDown() throws Exception {
    if (net != null) net.close();
  }

  private Path capture() {
    return net.scratch().resolve("wire.pcap");
  }

  private void router(String ns, String name) throws Exception {
    String config;
    try (var in = TedScenario.class.getResourceAsStream("seed-000/" + name + ".cfg")) {
      config = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path startup = Files.writeString(net.scratch().resolve(name + ".cfg"), config.replaceFirst("(?m)^end\\s*$", "") + """
        logging buffered 200000 debugging
        no logging console
        username admin privilege 15 secret lab-only
        line vty 0 4
         login local
        end
        """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    net.start("READY ssh=", net.scratch().resolve(name + ".log").toFile(), net.inside(ns, java, "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "net.anotherbox.box.Main",
        "--headless", "--print-ready", "--platform", "2611XM", "--release", "12.2", "--state",
        net.scratch().resolve(name).toString(), "--startup-config", startup.toString(), "--ssh", "127.0.0.1:2222", "--port",
        "FastEthernet0/0=eth0", "--port", "FastEthernet0/1=eth1"));
  }

  private String ssh(String ns, String... lines) {
    return Namespaces.feed(PATIENCE, "terminal length 0\n" + String.join("\n", lines) + "\nexit\n", net.inside(ns, "sshpass",
        "-p", "lab-only", "ssh", "-tt", "-q", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-p",
        "2222", "admin@127.0.0.1")).out().replace("\r", "");
  }

  /** What one command printed. */
  private List<String> shown(String ns, String command) {
    String all = ssh(ns, command);
    int at = all.indexOf("#" + command + "\n");
    assertTrue(at >= 0, all);
    String rest = all.substring(at + command.length() + 2);
    return List.of(rest.substring(0, rest.lastIndexOf('\n', rest.lastIndexOf("#exit"))).split("\n"));
  }

  private int ping(String from, String to, int count) {
    return Site.pinged(Namespaces.run(PATIENCE, net.inside(from, "ping", "-n", "-l", "" + count, "-i", "2", "-W", "3", "-c",
        "" + count, to)).out());
  }

  private void talk() {
    ping("h", "12.12.12.13", 1);
    Namespaces.await(PATIENCE, "a tunnel", () -> ssh("d", "show crypto ipsec sa").contains("current outbound spi: 0")
        ? false : ssh("d", "show crypto isakmp sa").contains("QM_IDLE"));
  }

  /** The messages in the log buffer since debugging began, without stamps and what is not debugging. */
  private List<String> said(String ns) {
    return shown(ns, "show logging").stream().map(l -> l.replaceFirst("^\\*?[A-Z][a-z]{2} +\\d+ [\\d:.]+: ", ""))
        .dropWhile(l -> !l.startsWith("IPSec(tunnel discover") && !l.contains("NEW SA"))
        .filter(l -> !l.startsWith("%") && !l.matches(A_SECOND_LATER)).toList();
  }

  @Test
  void daphneFindsFredAndBothSayAndShowWhatTheDocumentDoes() throws Exception {
    for (String r : List.of("d", "f")) ssh(r, "debug crypto isakmp", "debug crypto ipsec", "debug crypto engine");
    talk();
    for (String r : List.of("d", "f")) ssh(r, "undebug all");
    Document.of("ted/debug-daphne-initiator.txt", VARYING).without(A_SECOND_LATER).assertSaidBy(said("d"));
    Document.of("ted/debug-fred-responder.txt", VARYING).without(A_SECOND_LATER).assertSaidBy(said("f"));
    int before = Site.counter(String.join("\n", shown("d", "show crypto ipsec sa")), "pkts encaps");
    assertEquals(9 - before, ping("h", "12.12.12.13", 9 - before));
    shows("show crypto isakmp sa", "isakmp-sa", "none");
    shows("show crypto engine connections active", "engine-connections-active", "200[01]");
    shows("show crypto ipsec sa", "ipsec-sa", "0x[0-9A-F]{8}|[0-9A-F]{8}|\\d{10}|4414715|2524|200[01]");
    shows("show crypto map", "map", "none");
    assertEquals(5, ping("g", "13.13.13.14", 5));
  }

  private void shows(String command, String document, String varying) throws Exception {
    Document.of("ted/show-crypto-" + document + "-daphne.txt", varying).assertSaidBy(shown("d", command));
  }

  @Test
  void nothingCrossesInClearButProbesAndIke() {
    talk();
    assertEquals(3, ping("h", "12.12.12.13", 3));
    String wire = Namespaces.run(PATIENCE, "tcpdump", "-n", "-r", capture().toString(), "ip").out();
    long probes = wire.lines().filter(l -> l.contains("13.13.13.14.500 > 12.12.12.13.500")).count();
    assertEquals(1, probes, wire);
    for (String l : wire.lines().filter(l -> l.contains(" IP ")).toList())
      assertTrue(l.contains("ESP(") || l.contains(".500 > "), l);
  }
}
