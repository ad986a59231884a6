package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Two of our routers with a wire between them, and three tunnels under protection: the main mode document's, which is a VTI
 * over IPv6, a VTI over IPv4, and GRE with a key in transport mode. Whatever happens to them, nothing but ESP and IKE is
 * ever on the wire, and they come back by themselves.
 */
@Tag("netns")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
class TunnelProtectionLiveTest {
  private static final String CONFIG = """
      version 15.2
      hostname Router
      username admin privilege 15 secret lab-only
      ipv6 unicast-routing
      crypto isakmp policy 10
       authentication pre-share
      crypto isakmp key cisco address ipv6 ::/0
      crypto isakmp key cisco address 10.0.0.0 255.255.255.0
      crypto isakmp keepalive 10 periodic
      crypto ipsec transform-set TRA esp-aes esp-sha-hmac
       mode transport
      crypto ipsec profile PRO
       set transform-set TRA
      interface FastEthernet0/1
       ip address 10.0.0.OWN 255.255.255.0
       ipv6 address 2001:DB8::OWN/64
       no shutdown
      interface Tunnel1
       ip address 192.168.1.OWN 255.255.255.0
       tunnel source FastEthernet0/1
       tunnel destination 10.0.0.OTHER
       tunnel mode ipsec ipv4
       tunnel protection ipsec profile PRO
      interface Tunnel2
       ip address 192.168.2.OWN 255.255.255.0
       tunnel source FastEthernet0/1
       tunnel destination 10.0.0.OTHER
       tunnel key 5
       tunnel protection ipsec profile PRO
      interface Tunnel23
       ip address 192.168.23.OWN 255.255.255.0
       ipv6 address FE80::23:OWN link-local
       tunnel source FastEthernet0/1
       tunnel mode ipsec ipv6
       tunnel destination 2001:DB8::OTHER
       tunnel protection ipsec profile PRO
      line vty 0 4
       login local
      end
      """;

  private Namespaces net;
  private Process neighbour;
  private Process router;
  private BoxConsole box;
  private Path capture;

  @BeforeAll
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    net = new Namespaces();
    net.make("r", "q");
    net.join("r", "eth0", "", "q", "eth0", "");
    net.in("q", "ip", "link", "set", "eth0", "up");
    capture = net.scratch().resolve("wire.pcap");
    net.start("listening on", net.scratch().resolve("tcpdump.log").toFile(), net.inside("q", "tcpdump", "--immediate-mode",
        "-i", "eth0", "-U", "-w", capture.toString()));
    net.together(() -> router = start("r", "2", "3"), () -> neighbour = start("q", "3", "2"));
    box = new BoxConsole(net, "r");
    allUp();
  }

  @AfterAll
  void takeDown() throws Exception {
    if (box != null) box.close();
    if (net != null) net.close();
  }

  private Process start(String namespace, String own, String other) throws Exception {
    var startup = Files.writeString(net.scratch().resolve(namespace + ".cfg"), CONFIG.replace("OWN", own)
        .replace("OTHER", other));
    var log = Files.createTempFile(net.scratch(), namespace, ".log");
    return net.start("READY ssh=", log.toFile(), net.inside(namespace,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "net.anotherbox.box.Main",
        "--headless", "--print-ready", "--state", net.scratch().resolve("state-" + namespace).toString(), "--startup-config",
        startup.toString(), "--ssh", "127.0.0.1:2222", "--port", "FastEthernet0/1=eth0"));
  }

  private boolean answers(String... to) {
    for (String a : to)
      if (Namespaces.run(10, net.inside("r", "ping", "-n", "-c", "1", "-W", "1", a)).status() != 0) return false;
    return true;
  }

  /** Every tunnel carries packets. */
  private void allUp() {
    Namespaces.await(60, "answers through all tunnels", () -> answers("192.168.1.3", "192.168.2.3", "fe80::23:3%Tunnel23"));
  }

  private List<String> wire(String filter) {
    return Namespaces.must("tcpdump", "-n", "-r", capture.toString(), filter).lines()
        .filter(l -> l.contains(" IP")).toList();
  }

  /** Nothing of what a tunnel carries, wrapped or not. */
  private void nothingInClear() {
    assertEquals(List.of(), wire("net 192.168.0.0/16 or host fe80::23:2 or host fe80::23:3"));
    assertEquals(List.of(), wire("ip proto 47 or ip proto 4 or ip proto 41 or ip6 proto 47 or ip6 proto 4 or ip6 proto 41"));
  }

  private int packetsOutput() throws Exception {
    var m = java.util.regex.Pattern.compile("(\\d+) packets output").matcher(box.type("show interfaces Tunnel23"));
    assertTrue(m.find());
    return Integer.parseInt(m.group(1));
  }

  @Test
  @Order(1)
  void theMainModeDocumentsTunnelStandsOverRealIpv6Links() throws Exception {
    String sa = box.type("show crypto ipsec sa interface Tunnel23");
    assertTrue(sa.startsWith("""

        interface: Tunnel23
            Crypto map tag: Tunnel23-head-0, local addr 2001:DB8::2

           protected vrf: (none)
           local  ident (addr/mask/prot/port): (::/0/0/0)
           remote ident (addr/mask/prot/port): (::/0/0/0)
           current_peer 2001:DB8::3 port 500
             PERMIT, flags={origin_is_acl,}
        """), sa);
    assertTrue(sa.contains("path mtu 1500, ipv6 mtu 1500, ipv6 mtu idb FastEthernet0/1\n"), sa);
    assertTrue(sa.contains("in use settings ={Tunnel, }"), sa);
    // Linux may say something of its own in between (multicast listeners' reports): what went into the tunnel was sealed.
    int sealed = Site.counter(sa, "pkts encaps");
    int into = packetsOutput();
    assertEquals(4, Site.pinged(Namespaces.run(20, net.inside("r", "ping", "-c", "4", "-l", "4", "-i", "2", "fe80::23:3%Tunnel23"))
        .out()));
    sealed = Site.counter(box.type("show crypto ipsec sa interface Tunnel23"), "pkts encaps") - sealed;
    assertEquals(packetsOutput() - into, sealed);
    assertTrue(sealed >= 4 && sealed <= 6, sealed + " packets");
    assertTrue(wire("ip6 and esp").size() >= 8);
    assertTrue(box.type("show crypto ipsec sa interface Tunnel2").contains("in use settings ={Transport, }"));
    nothingInClear();
  }

  @Test
  @Order(2)
  void aProfileThatIsEditedUnderTrafficIsNegotiatedAnew() throws Exception {
    box.configure("crypto ipsec profile PRO\nset security-association lifetime seconds 600\nset pfs group2");
    allUp();
    assertTrue(box.type("show crypto ipsec sa interface Tunnel1").contains("PFS (Y/N): Y, DH group: group2"));
    box.configure("no crypto ipsec profile PRO");
    assertTrue(!answers("192.168.1.3") && !answers("192.168.2.3"));
    box.configure("crypto ipsec profile PRO\nset transform-set TRA");
    allUp();
    nothingInClear();
  }

  @Test
  @Order(3)
  void theSourceMayGoDownAndThePeerMove() throws Exception {
    box.configure("interface FastEthernet0/1\nshutdown");
    assertTrue(box.type("show interfaces Tunnel1").contains("line protocol is down"));
    box.configure("interface FastEthernet0/1\nno shutdown");
    allUp();
    box.configure("interface FastEthernet0/1\nip address 10.0.0.9 255.255.255.0");
    try (var other = new BoxConsole(net, "q")) {
      other.configure("interface Tunnel1\ntunnel destination 10.0.0.9\ninterface Tunnel2\ntunnel destination 10.0.0.9");
      allUp();
      box.configure("interface FastEthernet0/1\nip address 10.0.0.2 255.255.255.0");
      other.configure("interface Tunnel1\ntunnel destination 10.0.0.2\ninterface Tunnel2\ntunnel destination 10.0.0.2");
    }
    allUp();
    nothingInClear();
  }

  @Test
  @Order(4)
  void aKilledNeighbourComesBackAndLeavesNothingWhenItEnds() throws Exception {
    neighbour.destroyForcibly().waitFor();
    neighbour = start("q", "3", "2");
    allUp();
    nothingInClear();
    Namespaces.stop(neighbour);
    assertTrue(net.in("q", "ip", "-o", "link").lines().noneMatch(l -> l.contains("Tunnel")));
  }
}
