package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** SAs are renewed by both sides; a peer that restarts or falls silent is missed and found again. */
@Tag("netns")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class RecoveryLiveTest {
  private static final int RENEWALS = Integer.getInteger("recovery.renewals", 3);

  private Site site;

  @BeforeAll
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
    count("i", "forward", "ip saddr " + Connection.BOX + " ip protocol esp");
    count("i", "forward", "ip saddr " + Connection.PEER + " ip protocol esp");
    count("b", "input", "icmp type echo-request");
    count("a", "input", "icmp type echo-reply");
  }

  @AfterAll
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  /** The router as all tests find it, without SAs. @param more lines of the test's own */
  private BoxConsole console(String more) throws Exception {
    var box = new BoxConsole(site.net, "r");
    box.configure(MatrixLiveTest.CONFIGURATION);
    box.configure("crypto isakmp policy 1\nencr aes\ngroup 2\nno crypto isakmp keepalive" + more);
    box.type("clear crypto session");
    return box;
  }

  private static Connection plain() {
    return new Connection("aes128-sha1-modp1024", "3des-sha1");
  }

  private static long times(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  private void count(String where, String hook, String what) throws Exception {
    site.net.in(where, "nft", "add table ip count; add chain ip count f { type filter hook " + hook
        + " priority 0; }; add rule ip count f " + what + " counter");
  }

  private long[] counted(String where) throws Exception {
    return Pattern.compile("packets (\\d+)").matcher(site.net.in(where, "nft", "list", "table", "ip", "count")).results()
        .mapToLong(m -> Long.parseLong(m.group(1))).toArray();
  }

  /** Echoes that passed each place on the way there and back. What came back, ping need not have been in time to read. */
  private record Passed(long sent, long sealed, long atHostB, long sealedBack, long back) {
    Passed since(Passed p) {
      return new Passed(sent - p.sent, sealed - p.sealed, atHostB - p.atHostB, sealedBack - p.sealedBack, back - p.back);
    }
  }

  private Passed passed(int sent) throws Exception {
    long[] sealed = counted("i");
    return new Passed(sent, sealed[0], counted("b")[0], sealed[1], counted("a")[0]);
  }

  /** Sends so many large echoes, 1000 a second if the machine can. */
  private Passed echoes(int count) throws Exception {
    Passed before = passed(0);
    Namespaces.run(60, site.net.inside("a", "ping", "-n", "-q", "-i", "0.001", "-s", "1200", "-c", "" + count, Site.HOST_B));
    return passed(count).since(before);
  }

  private long renewals(String side) {
    return times(side + " QUICK_MODE request \\d+ \\[ HASH SA", site.peer("cat /var/log/charon.log"));
  }

  /** Sends echoes until so many renewals are over. @param side whether charon has parsed a call or generated one */
  private void renewsWithoutLoss(BoxConsole box, String side) throws Exception {
    long before = renewals(side);
    long renewed = 0;
    for (int round = 0; renewed < RENEWALS; round++) {
      Passed p = echoes(5000);
      renewed = renewals(side) - before;
      long now = renewed;
      System.out.println(side + ": " + now + " renewals, " + p);
      assertEquals(p.sent, p.back, () -> side + ": lost in " + now + " renewals, " + p + "\n" + box.shows("show logging"));
      assertTrue(renewed > round, () -> now + " renewals\n" + box.shows("show crypto ipsec sa"));
    }
  }

  @Test
  void aRenewalCostsNoPacketWhoeverBegins() throws Exception {
    try (BoxConsole box = console("\ncrypto map IPSEC 60\nset security-association lifetime kilobytes 5120")) {
      site.peerIs(plain());
      site.awaitEcho(Site.HOST_B);
      renewsWithoutLoss(box, "parsed");
      box.configure("crypto map IPSEC 60\nno set security-association lifetime kilobytes");
      box.type("clear crypto session");
      site.peerIs(plain().with("rekey_time", "7s").with("over_time", "10s").child("rekey_time", "3s").child("life_time",
          "9s"));
      site.awaitEcho(Site.HOST_B);
      long mainModes = times("initiating Main Mode IKE_SA", site.peer("cat /var/log/charon.log"));
      renewsWithoutLoss(box, "generating");
      assertTrue(times("initiating Main Mode IKE_SA", site.peer("cat /var/log/charon.log")) > mainModes,
          "the ISAKMP SA too");
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

  /** Dead peer detection on demand: only who has packets for the peer asks after it. */
  @Test
  void aSilentPeerIsMissedAndTheEntrysNextOneTakesOver() throws Exception {
    String second = "200.100.1.9";
    try (BoxConsole box = console("\ncrypto isakmp keepalive 10 2\ncrypto isakmp key thisisasecretpassword address " + second
        + "\ncrypto map IPSEC 60\nset peer " + second)) {
      String first = plain().swanctl();
      String other = first.substring(0, first.indexOf("secrets")).replace("{ p {", "{ q {").replace("{ c1 {", "{ c2 {")
          .replace(Connection.PEER, second);
      Files.writeString(site.peerRoot().resolve("etc/swanctl/swanctl.conf"), first + other);
      String loaded = site.peer("ip addr add " + second + "/24 dev vec0; swanctl --terminate --ike p --force --timeout 1; "
          + "swanctl --load-all 2>&1");
      assertTrue(loaded.contains("loaded connection 'q'"), loaded);
      site.awaitEcho(Site.HOST_B);
      box.type("debug crypto isakmp");
      site.net.in("i", "nft", "add table ip cut");
      site.net.in("i", "nft", "add chain ip cut f { type filter hook forward priority 0; }");
      site.net.in("i", "nft", "add rule ip cut f ip daddr " + Connection.PEER + " drop");
      String echo = Namespaces.run(80, site.net.inside("a", "ping", "-n", "-i", "0.2", "-w", "70", "-c", "5",
          Site.HOST_B)).out();
      assertTrue(Site.pinged(echo) >= 5, () -> echo + box.shows("show crypto isakmp sa") + box.shows("show logging"));
      box.type("undebug all");
      String log = box.type("show logging");
      assertTrue(log.contains("DPD incrementing error counter (1/5)"), log);
      assertTrue(log.contains("peer 200.100.1.1 not responding!"), log);
      String sas = box.type("show crypto isakmp sa");
      assertTrue(sas.matches("(?s).*200\\.100\\.1\\.9 +200\\.56\\.4\\.1 +QM_IDLE.*"), sas);
      assertTrue(box.type("show crypto map").contains("Current peer: " + second));
      assertTrue(box.type("show crypto isakmp failures").contains("has stopped answering (dead peer detection)"));
      box.configure("crypto map IPSEC 60\nno set peer " + second);
    } finally {
      site.net.in("i", "nft", "delete table ip cut");
    }
    assertEquals(0, site.leaks().size());
  }
}
