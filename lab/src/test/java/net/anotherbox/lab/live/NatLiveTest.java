package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A NAT between the router and a real peer, on either side; peers that fall silent; SAs that are full. */
@Tag("netns")
@Timeout(180)
class NatLiveTest {
  private static final String CONFIGURATION = """
      crypto isakmp policy 1
       encr 3des
       authentication pre-share
       group 2
      crypto isakmp key thisisasecretpassword address 0.0.0.0 0.0.0.0
      crypto isakmp nat keepalive 5
      crypto isakmp keepalive 10 2 periodic
      crypto logging session
      crypto ipsec transform-set T esp-3des esp-sha-hmac
      crypto map IPSEC 60 ipsec-isakmp
       set peer PEER
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

  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private static Connection connection() {
    return new Connection("3des-sha1-modp1024", "3des-sha1");
  }

  /** What leaves the internet by this link has its address and one of these ports. */
  private void nat(String link, String ports) throws Exception {
    site.net.in("i", "sysctl", "-qw", "net.netfilter.nf_conntrack_udp_timeout=2",
        "net.netfilter.nf_conntrack_udp_timeout_stream=2");
    site.net.in("i", "sh", "-c", "nft delete table ip nat 2>/dev/null; nft add table ip nat");
    site.net.in("i", "nft", "add", "chain", "ip", "nat", "post", "{ type nat hook postrouting priority 100; }");
    site.net.in("i", "nft", "add", "rule", "ip", "nat", "post", "oif", link, "ip", "protocol", "udp", "masquerade", "to",
        ":" + ports);
  }

  private void configure(String peer) {
    site.configure("version 15.1\n" + CONFIGURATION.replace("PEER", peer));
  }

  private void assertLogged(String text) {
    String log = site.ssh("show logging");
    assertTrue(log.contains(text), log);
  }

  @Test
  void theRouterIsBehindTheNat() throws Exception {
    nat("i1", "20000-20099");
    site.peerIs(connection().with("remote_addrs", "%any").with("dpd_delay", "0s"));
    configure("200.100.1.1");
    site.awaitEcho(Site.HOST_B);
    assertEquals(5, site.ping("a", Site.HOST_B, 5));
    assertEquals(5, site.ping("b", "192.168.100.10", 5));
    assertTrue(site.onTheWire().stream().anyMatch(l -> l.contains("200.100.1.2.200") && l.contains("200.100.1.1.4500")
        && l.contains("UDP-encap")), () -> String.join("\n", site.onTheWire()));
    assertLogged("Crypto tunnel is UP");
    assertEquals(List.of(), site.inClear());
  }

  @Test
  void thePeerIsBehindTheNatAndItsPortChanges() throws Exception {
    nat("i0", "20000-20099");
    site.peerIs(connection().with("encap", "no").with("dpd_delay", "0s"));
    configure("200.56.4.2");
    site.ssh("debug crypto isakmp");
    site.peerCalls();
    assertEquals(3, site.ping("b", "192.168.100.10", 3));
    assertEquals(3, site.ping("a", Site.HOST_B, 3));
    site.net.in("i", "ip", "link", "set", "i1", "down");
    // what the NAT takes to forget
    Namespaces.must("sleep", "4");
    nat("i0", "30000-30099");
    site.net.in("i", "ip", "link", "set", "i1", "up");
    Namespaces.await(30, "an echo of the peer's", () -> site.ping("b", "192.168.100.10", 1) == 1);
    assertEquals(3, site.ping("a", Site.HOST_B, 3), () -> site.ssh("show crypto ipsec sa"));
    assertTrue(site.ssh("show logging | include floating").contains("Detected port floating to port = 300"));
    assertEquals(List.of(), site.inClear());
  }

  @Test
  void aPeerThatFallsSilentIsGivenUpAndTakenUpAgain() throws Exception {
    site.peerIs(connection().with("dpd_delay", "0s"));
    configure("200.100.1.1");
    site.awaitEcho(Site.HOST_B);
    site.net.in("i", "ip", "link", "set", "i1", "down");
    Namespaces.await(40, "the SAs to go", () -> !site.ssh("show crypto isakmp sa").contains("QM_IDLE"));
    assertFalse(site.ssh("show crypto ipsec sa").contains("Status: ACTIVE"));
    assertLogged("Crypto tunnel is DOWN");
    site.net.in("i", "ip", "link", "set", "i1", "up");
    site.awaitEcho(Site.HOST_B);
    assertEquals(List.of(), site.inClear());
  }

  @Test
  void fullSasAreReplacedWithoutLossUnderAThousandPacketsASecond() throws Exception {
    site.peerIs(connection().with("dpd_delay", "0s"));
    configure("200.100.1.1");
    site.configure("crypto ipsec security-association lifetime kilobytes 2560");
    site.awaitEcho(Site.HOST_B);
    Path out = site.net.scratch().resolve("flood.log");
    assertEquals(0, new ProcessBuilder(site.net.inside("a", "ping", "-n", "-q", "-i", "0.001", "-s", "700", "-c", "12000",
        Site.HOST_B)).redirectOutput(out.toFile()).start().waitFor());
    assertEquals(12_000, Site.pinged(Files.readString(out)), () -> site.ssh("show crypto ipsec sa"));
    assertTrue(site.peer("cat /var/log/charon.log").split("CHILD_SA c1\\{\\d+\\} established").length > 3);
  }
}
