package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
@Timeout(120)
class LinksysLiveTest {
  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site("--ike", "3des-sha1-modp1024,des-md5-modp768,3des-md5-modp1024", "--esp", "3des-sha1-modp1024,3des-sha1",
        "--esp-life", "86400");
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private static String text(String name) throws Exception {
    try (var in = LinksysLiveTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void paste() throws Exception {
    site.configure(text("/net/anotherbox/lab/documents/003-siteb.cfg"));
  }

  @Test
  void hostsPingThroughATunnelThatTheirOwnTrafficBrings() throws Exception {
    paste();
    site.ping("a", "172.18.30.10", 1); // lost, or late: it brings the tunnel up
    Namespaces.await(20, "a tunnel", () -> site.ssh("show crypto isakmp sa").contains("QM_IDLE"));
    assertEquals(5, site.ping("a", "172.18.30.10", 5));
    assertEquals(5, site.ping("b", "192.168.100.10", 5));
    String sas = site.ssh("show crypto ipsec sa");
    assertTrue(Site.counter(sas, "pkts encaps") >= 10, sas);
    assertEquals(Site.counter(sas, "pkts encaps"), Site.counter(sas, "pkts decaps"), sas);
    for (String line : site.onTheWire()) assertTrue(line.contains("ESP") || line.contains("isakmp"), line);
  }

  @Test
  void thePeerMayBringTheTunnelUp() throws Exception {
    paste();
    site.peerCalls();
    assertEquals(5, site.ping("b", "192.168.100.10", 5));
    assertEquals(5, site.ping("a", "172.18.30.10", 5));
    String sas = site.ssh("show crypto ipsec sa");
    assertEquals(10, Site.counter(sas, "pkts encaps"), sas);
    assertEquals(10, Site.counter(sas, "pkts decaps"), sas);
    for (String line : site.onTheWire()) assertTrue(line.contains("ESP") || line.contains("isakmp"), line);
  }

  @Test
  void nothingLeaksWhileThePeerIsAway() throws Exception {
    paste();
    site.peerDown();
    site.ping("a", "172.18.30.10", 3);
    assertEquals(List.of(), site.inClear());
  }

  @Test
  void otherTrafficIsTranslatedAndFiltered() throws Exception {
    paste();
    assertEquals(3, site.ping("a", "200.100.1.2", 3));
    assertEquals(0, site.ping("i", "200.56.4.1", 2)); // "Firewall" permits no echo requests
    for (String line : site.onTheWire()) assertFalse(line.contains("192.168.100.10"), line);
  }

  /** The steps of the machines and what the key engine says, without what differs from run to run. */
  private static List<String> steps(Stream<String> lines) {
    return lines.map(l -> l.replaceFirst("^.*?(?=ISAKMP|IPSEC)", "").replaceAll("\\(0:\\d+\\)", "(0:n)")
        .replaceAll("(Node|spi) -?\\d+", "$1 n").stripTrailing())
        .filter(l -> l.contains("Input = ") || l.contains("Old State = ") || l.startsWith("IPSEC(")).toList();
  }

  @Test
  void whenThePeerCallsDebugShowsTheDocumentsSteps() throws Exception {
    paste();
    site.configure("version 12.3\nlogging buffered 100000 debugging\nno logging console");
    site.ssh("debug crypto isakmp", "debug crypto ipsec", "");
    site.peerCalls();
    var said = site.ssh("undebug all", "show logging").lines().filter(l -> l.startsWith("*")
        || l.matches("[A-Z][a-z]{2} .*"));
    var expected = new ArrayList<>(steps(text("/documents/linksys/debug-responder.txt").lines()));
    int authenticated = expected.indexOf("ISAKMP (0:n): Old State = IKE_R_MM5  New State = IKE_R_MM5");
    // strongSwan says INITIAL-CONTACT, the Linksys did not.
    expected.add(authenticated + 1, "IPSEC(key_engine): got a queue event...");
    assertEquals(String.join("\n", expected), String.join("\n", steps(said)));
  }
}
