package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The Linksys document on real wires: host A - our 3725 - the internet - strongSwan with the Linksys's proposals - host B,
 * each in a network namespace of its own. The router gets its configuration as its user gives it: pasted over SSH. All tests
 * have the same router and peer; each finds them without SAs.
 */
@Tag("netns")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LinksysLiveTest {
  private static final String HOST_A = "192.168.100.10";

  private Site site;
  private BoxConsole box;

  @BeforeAll
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site("--ike", "3des-sha1-modp1024,des-md5-modp768,3des-md5-modp1024", "--esp", "3des-sha1-modp1024,3des-sha1",
        "--esp-life", "86400");
    site.configure(text("/net/anotherbox/lab/documents/003-siteb.cfg"));
    box = new BoxConsole(site.net, "r");
  }

  @AfterAll
  void takeDown() throws Exception {
    if (box != null) box.close();
    if (site != null) site.close();
  }

  @BeforeEach
  void withoutSas() throws Exception {
    box.type("clear crypto sa");
    box.type("clear crypto isakmp");
    site.peer("swanctl --terminate --ike p --force");
    site.forgetTheWire();
  }

  private static String text(String name) throws Exception {
    try (var in = LinksysLiveTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int counter(String name) throws Exception {
    return Site.counter(box.type("show crypto ipsec sa"), name);
  }

  private void onlySealed() {
    for (String line : site.onTheWire()) assertTrue(line.contains("ESP") || line.contains("isakmp"), line);
  }

  @Test
  void hostsPingThroughATunnelThatTheirOwnTrafficBrings() throws Exception {
    int encaps = counter("pkts encaps");
    int decaps = counter("pkts decaps");
    site.awaitEcho(Site.HOST_B);
    assertTrue(box.type("show crypto isakmp sa").contains("QM_IDLE"));
    assertTrue(site.answers("a", Site.HOST_B, 5));
    assertTrue(site.answers("b", HOST_A, 5));
    assertTrue(counter("pkts encaps") - encaps >= 11);
    assertEquals(counter("pkts encaps") - encaps, counter("pkts decaps") - decaps);
    onlySealed();
  }

  @Test
  void thePeerMayBringTheTunnelUp() throws Exception {
    int encaps = counter("pkts encaps");
    int decaps = counter("pkts decaps");
    site.peerCalls();
    assertEquals(5, site.ping("b", HOST_A, 5));
    assertEquals(5, site.ping("a", Site.HOST_B, 5));
    assertEquals(10, counter("pkts encaps") - encaps);
    assertEquals(10, counter("pkts decaps") - decaps);
    onlySealed();
  }

  @Test
  void nothingLeaksWhileThePeerIsAway() throws Exception {
    site.net.in("i", "nft", "add table ip cut");
    site.net.in("i", "nft", "add chain ip cut everything { type filter hook forward priority 0; policy drop; }");
    try {
      assertEquals(0, site.ping("a", Site.HOST_B, 3));
    } finally {
      site.net.in("i", "nft", "delete table ip cut");
    }
    assertFalse(site.onTheWire().isEmpty(), "it calls the peer");
    assertEquals(List.of(), site.inClear());
  }

  @Test
  void otherTrafficIsTranslatedAndFiltered() throws Exception {
    assertTrue(site.answers("a", "200.100.1.2", 3));
    assertEquals(0, site.ping("i", "200.56.4.1", 2)); // "Firewall" permits no echo requests
    for (String line : site.onTheWire()) assertFalse(line.contains(HOST_A), line);
  }

  @Test
  void upTo123TheListOfTheInterfaceMeetsDecryptedPacketsToo() throws Exception {
    site.awaitEcho(Site.HOST_B);
    assertTrue(site.answers("b", HOST_A, 3));
    box.configure("version 12.3");
    try {
      assertEquals(0, site.ping("b", HOST_A, 3)); // "Firewall" permits no echo requests
      assertTrue(site.answers("a", Site.HOST_B, 3), "but replies");
    } finally {
      box.configure("version 12.4");
    }
    assertTrue(site.answers("b", HOST_A, 3));
  }

  @Test
  void addressesAreTranslatedBeforeTheCryptoMapLooksAtThem() throws Exception {
    String flow = "ip access-list extended SITEB_to_SITEA\n%s permit ip host 200.56.4.1 172.18.30.0 0.0.0.255\n"
        + "ip access-list extended inside_net\n%s deny ip 192.168.100.0 0.0.0.255 172.18.30.0 0.0.0.255\n";
    String sed = "sed -i 's/remote_ts = .*/remote_ts = %s/' /etc/swanctl/swanctl.conf; swanctl --load-all";
    box.configure(flow.formatted("", "no"));
    site.peer(sed.formatted("200.56.4.1\\/32"));
    try {
      site.awaitEcho(Site.HOST_B);
      assertTrue(site.answers("a", Site.HOST_B, 3));
      assertTrue(box.type("show crypto ipsec sa").contains("(200.56.4.1/255.255.255.255/0/0)"), "the proxy");
    } finally {
      box.configure("no ip access-list extended inside_net\nip access-list extended inside_net\n"
          + "deny ip 192.168.100.0 0.0.0.255 172.18.30.0 0.0.0.255\npermit ip 192.168.100.0 0.0.0.255 any\n"
          + "ip access-list extended SITEB_to_SITEA\nno permit ip host 200.56.4.1 172.18.30.0 0.0.0.255");
      site.peer(sed.formatted("192.168.100.0\\/24"));
    }
    onlySealed();
  }

  /** The steps of the machines and what the key engine says, without what differs from run to run. */
  private static List<String> steps(Stream<String> lines) {
    return lines.map(l -> l.replaceFirst("^.*?(?=ISAKMP|IPSEC)", "").replaceAll("\\(0:\\d+\\)", "(0:n)")
        .replaceAll("(Node|spi) -?\\d+", "$1 n").stripTrailing())
        .filter(l -> l.contains("Input = ") || l.contains("Old State = ") || l.startsWith("IPSEC(")).toList();
  }

  @Test
  void whenThePeerCallsDebugShowsTheDocumentsSteps() throws Exception {
    box.configure("version 12.3\nlogging buffered 100000 debugging\nno logging console");
    try {
      box.type("debug crypto isakmp");
      box.type("debug crypto ipsec");
      site.peerCalls();
      box.type("undebug all");
      var said = box.type("show logging").lines().filter(l -> l.startsWith("*") || l.matches("[A-Z][a-z]{2} .*"));
      var expected = new ArrayList<>(steps(text("/documents/linksys/debug-responder.txt").lines()));
      int authenticated = expected.indexOf("ISAKMP (0:n): Old State = IKE_R_MM5  New State = IKE_R_MM5");
      // strongSwan says INITIAL-CONTACT, the Linksys did not.
      expected.add(authenticated + 1, "IPSEC(key_engine): got a queue event...");
      assertEquals(String.join("\n", expected), String.join("\n", steps(said)));
    } finally {
      box.configure("version 12.4\nno logging buffered");
    }
  }
}
