package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SAs are renewed by both sides; a peer that restarts or falls silent is missed and found again. */
@Tag("netns")
@Timeout(240)
class RecoveryLiveTest {
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

  private BoxConsole console(String more) throws Exception {
    var box = new BoxConsole(site.net, "r");
    box.configure(MatrixLiveTest.CONFIGURATION);
    box.configure("crypto isakmp policy 1\nencr aes\ngroup 2" + more);
    return box;
  }

  private static Connection plain() {
    return new Connection("aes128-sha1-modp1024", "3des-sha1");
  }

  private static long times(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  /** Sends so many large echoes, 500 a second if the machine can; returns how many did not come back. */
  private int lost(int count) throws Exception {
    Path out = site.net.scratch().resolve("ping.log");
    assertEquals(0, new ProcessBuilder(site.net.inside("a", "ping", "-n", "-q", "-i", "0.002", "-s", "1200", "-c",
        "" + count, Site.HOST_B)).redirectOutput(out.toFile()).start().waitFor());
    return count - Site.pinged(Files.readString(out));
  }

  @Test
  void aRenewalCostsOnePacketAtMostWhoeverBegins() throws Exception {
    try (BoxConsole box = console("\ncrypto map IPSEC 60\nset security-association lifetime kilobytes 2560")) {
      site.peerIs(plain());
      site.awaitEcho(Site.HOST_B);
      int lostByBox = lost(8000);
      String log = site.peer("cat /var/log/charon.log");
      long renewed = times("parsed QUICK_MODE request \\d+ \\[ HASH SA", log);
      assertTrue(renewed >= 3, "the box renews IPsec SAs\n" + log);
      assertTrue(lostByBox <= renewed, () -> lostByBox + " lost in " + renewed + " renewals\n" + box.shows("show logging"));
      box.configure("crypto map IPSEC 60\nno set security-association lifetime kilobytes");
      box.type("clear crypto session");
      site.peerIs(plain().with("rekey_time", "7s").with("over_time", "10s").child("rekey_time", "5s").child("life_time",
          "15s"));
      site.awaitEcho(Site.HOST_B);
      int lost = lost(5000);
      String later = site.peer("cat /var/log/charon.log");
      long renewals = times("generating QUICK_MODE request \\d+ \\[ HASH SA", later);
      assertTrue(renewals >= 1, "the peer does\n" + later);
      assertTrue(lost <= renewals, () -> lost + " lost in " + renewals + " renewals\n" + box.shows("show logging"));
      assertTrue(times("initiating Main Mode IKE_SA", later) >= 1, "the peer renews the ISAKMP SA\n" + later);
    }
    assertEquals(0, site.leaks().size());
  }

  @Test
  void aPeerThatRestartedIsFoundAgainWhoeverBegins() throws Exception {
    try (BoxConsole box = console("\ncrypto isakmp keepalive 10 2 periodic")) {
      for (boolean calls : new boolean[] {true, false}) {
        site.peerIs(plain());
        site.awaitEcho(Site.HOST_B);
        site.peer("kill -9 $(pidof charon); rm -f /run/charon.*; ip xfrm state flush; ip xfrm policy flush; "
            + "/usr/lib/ipsec/charon </dev/null >/var/log/charon.out 2>&1 & "
            + "while ! swanctl --load-all >/dev/null 2>&1; do sleep 0.05; done");
        if (calls) site.peerCalls();
        String echo = Namespaces.run(60, site.net.inside("a", "ping", "-n", "-i", "0.1", "-w", "50", "-c", "5",
            Site.HOST_B)).out();
        assertTrue(Site.pinged(echo) >= 5, () -> (calls ? "the peer began\n" : "") + echo
            + box.shows("show crypto isakmp sa") + box.shows("show logging"));
        if (calls) assertTrue(first(echo) <= 5, () -> "at once\n" + echo);
        else assertTrue(first(echo) <= 400, () -> "when dead peer detection has missed it\n" + echo);
      }
    }
  }

  private static int first(String echo) {
    var m = Pattern.compile("icmp_seq=(\\d+) ttl").matcher(echo);
    assertTrue(m.find(), echo);
    return Integer.parseInt(m.group(1));
  }

  @Test
  void aSilentPeerIsMissedAndTakenBack() throws Exception {
    try (BoxConsole box = console("\ncrypto isakmp keepalive 10 2 periodic")) {
      site.peerIs(plain());
      site.awaitEcho(Site.HOST_B);
      site.net.in("i", "nft", "add table ip cut");
      site.net.in("i", "nft", "add chain ip cut everything { type filter hook forward priority 0; policy drop; }");
      Namespaces.await(45, "that the SAs go", () -> !box.shows("show crypto ipsec sa").contains("Status: ACTIVE"));
      assertTrue(!box.shows("show crypto isakmp sa").contains("QM_IDLE"), box.shows("show crypto isakmp sa"));
      site.net.in("i", "nft", "delete table ip cut");
      String echo = Namespaces.run(60, site.net.inside("a", "ping", "-n", "-i", "0.1", "-w", "40", "-c", "5",
          Site.HOST_B)).out();
      assertTrue(Site.pinged(echo) >= 5, () -> echo + box.shows("show crypto isakmp sa") + box.shows("show logging"));
    }
  }
}
