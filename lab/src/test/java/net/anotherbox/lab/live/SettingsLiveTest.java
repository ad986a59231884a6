package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Global settings of crypto as they are seen from outside, with strongSwan. */
@Tag("netns")
@Timeout(120)
class SettingsLiveTest {
  private static final Pattern OUTER = Pattern.compile("flags \\[(\\w+)\\], proto ESP");

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

  /** The DF bits of the box's ESP so far. */
  private List<String> outerBits() {
    var found = new ArrayList<String>();
    var m = OUTER.matcher(Namespaces.must("tcpdump", "-n", "-v", "-r", site.capture().toString(),
        "inbound and ip proto 50 and src " + Connection.BOX));
    while (m.find()) found.add(m.group(1));
    return found;
  }

  private void echo(String df) {
    int before = outerBits().size();
    Namespaces.await(20, "an answer", () -> Site.pinged(Namespaces.run(20, site.net.inside("a", "ping", "-n", "-c", "1", "-W",
        "2", "-M", df, Site.HOST_B)).out()) == 1);
    Namespaces.await(10, "the capture", () -> outerBits().size() > before);
  }

  @Test
  void theOuterDfBitIsAsConfiguredAndAPeerTooManyIsDenied() throws Exception {
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(MatrixLiveTest.CONFIGURATION);
      box.configure("crypto isakmp policy 1\nencr aes\ngroup 2\ncrypto isakmp key thisisasecretpassword address 200.100.1.9\n"
          + "crypto map IPSEC 70 ipsec-isakmp\nset peer 200.100.1.9\nset transform-set T\nmatch address VPN");
      String one = new Connection("aes128-sha1-modp1024", "3des-sha1").swanctl();
      String other = one.substring(0, one.indexOf("secrets")).replace("{ p {", "{ q {").replace("{ c1 {", "{ c2 {")
          .replace(Connection.PEER, "200.100.1.9");
      Files.writeString(site.peerRoot().resolve("etc/swanctl/swanctl.conf"), one + other);
      site.peer("ip addr add 200.100.1.9/24 dev vec0; swanctl --load-all");
      site.awaitEcho(Site.HOST_B);
      for (String[] w : new String[][] {{"copy", "do", "DF"}, {"copy", "dont", "none"}, {"set", "dont", "DF"},
          {"clear", "do", "none"}}) {
        box.configure("crypto ipsec df-bit " + w[0]);
        echo(w[1]);
        assertEquals(w[2], outerBits().getLast(), w[0] + ", inner " + w[1]);
      }
      box.configure("no crypto ipsec df-bit\ncrypto call admission limit ike sa 1");
      String called = site.peer("swanctl --initiate --child c2 --timeout 3 2>&1");
      assertTrue(!called.contains("completed successfully"), called);
      String log = box.type("show logging");
      assertTrue(log.contains("%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from 200.100.1.9 to 200.56.4.1 "
          + "due to SA LIMIT REACHED"), log);
      assertTrue(box.type("show crypto isakmp failures").contains("Peer 200.100.1.9"));
      box.configure("no crypto call admission limit ike sa");
      called = site.peer("swanctl --terminate --ike q --force --timeout 1; swanctl --initiate --child c2 --timeout 15 2>&1");
      assertTrue(called.contains("completed successfully"), called);
    }
  }
}
