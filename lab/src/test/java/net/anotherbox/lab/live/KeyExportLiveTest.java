package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tshark makes of what the router sends, and of the keys that it writes when told to. */
@Tag("netns")
@Timeout(240)
class KeyExportLiveTest {
  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    assumeTrue(Namespaces.run(30, "tshark", "--version").status() == 0, "needs tshark");
    site = new Site(List.of("--export-sa-keys", "SCRATCH/keys"));
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private Path keys() {
    return site.net.scratch().resolve("keys");
  }

  private String tshark(String... options) {
    var command = new ArrayList<>(List.of("tshark", "-r", site.capture().toString()));
    command.addAll(List.of(options));
    return Namespaces.must(command.toArray(String[]::new));
  }

  /** Lines of tshark's, without what it says about itself. */
  private List<String> lines(String... options) {
    return tshark(options).lines().filter(l -> !l.isBlank() && !l.startsWith("Running as user")).toList();
  }

  @Test
  void tsharkDecodesAllOfIkeAndDecryptsEspWithTheExportedKeys() throws Exception {
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(MatrixLiveTest.CONFIGURATION);
      box.configure("crypto isakmp policy 1\nencr aes\nhash sha256\ngroup 2");
      for (String[] suite : new String[][] {{"esp-3des esp-sha-hmac", "3des-sha1"}, {"esp-aes 256 esp-sha256-hmac",
          "aes256-sha256"}, {"esp-gcm 256", "aes256gcm16"}}) {
        box.configure("crypto ipsec transform-set T " + suite[0]);
        site.peerIs(new Connection("aes128-sha256-modp1024", suite[1]));
        box.type("clear crypto session");
        site.awaitEcho(Site.HOST_B);
        assertEquals(3, site.ping("a", Site.HOST_B, 3), suite[0]);
      }
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())));
    var options = new ArrayList<>(List.of("-o", "esp.enable_encryption_decode:TRUE", "-o",
        "esp.enable_authentication_check:TRUE"));
    for (String row : Files.readAllLines(keys())) options.addAll(List.of("-o", "uat:esp_sa:" + row));
    options.addAll(List.of("-Y", "esp && icmp", "-T", "fields", "-e", "icmp.type"));
    List<String> decrypted = lines(options.toArray(String[]::new));
    // A capture on all links has each packet twice; the peers' first packets may be lost while the tunnel comes up.
    assertTrue(decrypted.size() >= 2 * 3 * 2 * 3, "echoes that could be read: " + decrypted);
    assertEquals(0, lines("-Y", "isakmp && (_ws.malformed || _ws.expert.severity >= 6291456)").size(),
        () -> tshark("-Y", "isakmp && (_ws.malformed || _ws.expert.severity >= 6291456)", "-V"));
    assertTrue(lines("-Y", "isakmp").size() >= 18);
  }
}
