package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Main and aggressive mode with strongSwan, whoever begins, in all algorithms. Any two choices meet each other at least
 * once;
 * {@code -Dinterop.full=true} makes all 384 combinations of who begins, mode, cipher, hash, group and PFS, and
 * {@code -Dinterop.table=FILE} writes what became of each.
 */
@Tag("netns")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class MatrixLiveTest {
  static final String CONFIGURATION = """
      version 15.1
      crypto isakmp policy 1
       authentication pre-share
      crypto isakmp key thisisasecretpassword address 200.100.1.1
      crypto ipsec transform-set T esp-3des esp-sha-hmac
      """ + Site.MAP;

  private static final String TABLE = System.getProperty("interop.table", "");

  private Site site;

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  @Test
  void everyCombinationCarriesPackets() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
    var rows = new ArrayList<String>();
    var failed = new ArrayList<String>();
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(CONFIGURATION);
      for (Combination c : Boolean.getBoolean("interop.full") ? Combination.all() : Combination.pairs()) {
        String became = comesUp(box, c);
        rows.add(c + ": " + became);
        if (!became.startsWith("up")) failed.add(c + ": " + became);
        if (!TABLE.isEmpty()) Files.write(Path.of(TABLE), rows);
      }
    }
    assertEquals(List.of(), failed, failed.size() + " of " + rows.size());
    assertEquals(List.of(), site.leaks());
    assertTrue(rows.size() >= 16, "combinations: " + rows.size());
  }

  /** How many echoes were sent before the first that was answered. */
  private static int firstAnswered(String echo) {
    var m = Pattern.compile("icmp_seq=(\\d+) ttl").matcher(echo);
    assertTrue(m.find(), echo);
    return Integer.parseInt(m.group(1)) - 1;
  }

  /** "up", with the milliseconds that packets were lost if the box began, or why not. */
  private String comesUp(BoxConsole box, Combination c) throws Exception {
    box.type("clear crypto session");
    box.configure(c.lines());
    site.peerIs(c.peer());
    String how = "";
    if (!c.boxBegins()) how = site.peer("swanctl --initiate --child c1 --timeout 15 2>&1");
    String echo = Namespaces.run(30, site.net.inside("a", "ping", "-n", "-i", "0.005", "-w", "15", "-c", "3",
        Site.HOST_B)).out();
    String sas = site.peer("swanctl --list-sas");
    if (!c.withdrawal().isEmpty()) box.configure(c.withdrawal());
    if (Site.pinged(echo) < 3) return "no answer\n" + how + box.type("show crypto isakmp sa") + box.type("show logging")
        + site.peer("tail -40 /var/log/charon.log");
    for (String expected : List.of(c.ikeInForce(), c.espInForce()))
      if (!sas.contains(expected)) return "not " + expected + "\n" + sas;
    return c.boxBegins() ? "up in " + firstAnswered(echo) * 5 + " ms" : "up";
  }
}
