package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others who look at IKE and ESP make of the box: ike-scan, which knows implementations apart, and tshark. */
@Tag("netns")
@Timeout(240)
class FingerprintLiveTest {
  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
    site.configure(MatrixLiveTest.CONFIGURATION);
    site.configure("crypto isakmp policy 1\nencr 3des\nhash sha\ngroup 2\n"
        + "crypto isakmp key thisisasecretpassword address 0.0.0.0 0.0.0.0");
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private String scan(String... options) {
    return offer("5,2,1,2", options);
  }

  /** @param transform encryption, hash, authentication and group, as ike-scan takes them */
  private String offer(String transform, String... options) {
    var command = new java.util.ArrayList<>(List.of("ike-scan", "--multiline", "--trans=" + transform));
    command.addAll(List.of(options));
    command.add("200.56.4.1");
    return Namespaces.run(120, site.net.inside("i", command.toArray(String[]::new))).out();
  }

  @Test
  void ikeScanTakesTheBoxForIos() {
    String main = scan("--showbackoff=12");
    assertTrue(main.contains("Main Mode Handshake returned"), main);
    assertTrue(main.contains("Enc=3DES Hash=SHA1 Group=2:modp1024 Auth=PSK"), main);
    assertTrue(Pattern.compile("Implementation guess: .*Cisco IOS").matcher(main).find(), main);
    String refused = offer("1,1,1,1", "--retry=1");
    assertTrue(refused.contains("0 returned handshake; 1 returned notify") && refused.contains("NO-PROPOSAL-CHOSEN"),
        refused);
    String aggressive = scan("--aggressive", "--id=lab", "--retry=1");
    assertTrue(aggressive.contains("Aggressive Mode Handshake returned"), aggressive);
    for (String vendor : List.of("12f5f28c457168a9702d9fe274cc0100 (Cisco Unity)",
        "afcad71368a1f1c96b8696fc77570100 (Dead Peer Detection v1.0)", "09002689dfd6b712 (XAUTH)"))
      assertTrue(aggressive.contains(vendor), aggressive);
    assertTrue(aggressive.contains("ID(Type=ID_IPV4_ADDR, Value=200.56.4.1)"), aggressive);
    assertTrue(aggressive.contains("Hash(20 bytes)"), aggressive);
  }

  @Test
  void tsharkFindsNothingToComplainOf() throws Exception {
    for (String mode : List.of("no", "yes")) {
      site.peerIs(new Connection("3des-sha1-modp1024", "3des-sha1").with("aggressive", mode).with("dpd_delay", "2s"));
      site.ssh("clear crypto session");
      site.peerCalls();
      assertEquals(3, site.ping("a", Site.HOST_B, 3));
      site.peer("swanctl --rekey --child c1");
      assertEquals(3, site.ping("a", Site.HOST_B, 3));
    }
    site.ssh("clear crypto session");
    scan("--retry=1", "--aggressive", "--id=lab");
    String found = Namespaces.must("tshark", "-n", "-r", site.capture().toString(), "-Y", "isakmp", "-T", "fields", "-e",
        "ip.src", "-e", "isakmp.exchangetype", "-e", "_ws.expert.message", "-e", "_ws.malformed");
    List<String> ours = found.lines().filter(l -> l.startsWith("200.56.4.1")).toList();
    for (String exchange : List.of("2", "4", "5", "32"))
      assertTrue(ours.stream().anyMatch(l -> l.startsWith("200.56.4.1\t" + exchange + "\t")), exchange + "\n" + found);
    assertEquals(List.of(), ours.stream().filter(l -> !l.matches("200\\.56\\.4\\.1\t\\d+\t*")).toList());
  }
}
