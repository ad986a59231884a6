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

/** A real peer that falls silent, and SAs that are full. */
@Tag("netns")
@Timeout(180)
class LivenessLiveTest {
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

  private void configure(String peer) {
    site.configure("version 15.1\n" + CONFIGURATION.replace("PEER", peer));
  }

  private void assertLogged(String text) {
    String log = site.ssh("show logging");
    assertTrue(log.contains(text), log);
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
