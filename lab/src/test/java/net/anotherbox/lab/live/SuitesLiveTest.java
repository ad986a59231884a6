package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What quick mode can agree on beside ESP with CBC and an HMAC in tunnel mode, with strongSwan, whoever begins. */
@Tag("netns")
@Timeout(180)
class SuitesLiveTest {
  /** @param listed what swanctl must show of the SAs */
  private record Suite(String transforms, String peer, String listed) {}

  private static final List<Suite> SUITES = List.of(new Suite("esp-gcm", "aes128gcm16", "ESP:AES_GCM_16-128"),
      new Suite("esp-gcm 192", "aes192gcm16", "ESP:AES_GCM_16-192"), new Suite("esp-gcm 256", "aes256gcm16",
      "ESP:AES_GCM_16-256"), new Suite("esp-gmac", "aes128gmac", "ESP:NULL_AES_GMAC-128"), new Suite("esp-gmac 256",
      "aes256gmac", "ESP:NULL_AES_GMAC-256"), new Suite("esp-null esp-sha-hmac", "null-sha1", "ESP:NULL/HMAC_SHA1_96"),
      new Suite("esp-aes 192 esp-sha384-hmac", "aes192-sha384", "ESP:AES_CBC-192/HMAC_SHA2_384_192"), new Suite(
      "esp-aes esp-sha512-hmac", "aes128-sha512", "ESP:AES_CBC-128/HMAC_SHA2_512_256"), new Suite("ah-md5-hmac", "ah:md5",
      "AH:HMAC_MD5_96"), new Suite("ah-sha-hmac", "ah:sha1", "AH:HMAC_SHA1_96"), new Suite("ah-sha256-hmac", "ah:sha256",
      "AH:HMAC_SHA2_256_128"), new Suite("ah-sha512-hmac", "ah:sha512", "AH:HMAC_SHA2_512_256"));

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

  private interface Ways {
    /** Why no packet came through, or empty. @param calls whether the peer begins */
    String tried(boolean calls) throws Exception;
  }

  /** Runs both directions of all suites; returns what failed. */
  private List<String> tried(BoxConsole box, List<Suite> suites, String mode, Connection base, Ways ways) throws Exception {
    var failed = new ArrayList<String>();
    for (Suite s : suites) {
      box.configure("crypto ipsec transform-set T " + s.transforms + "\nmode " + mode);
      site.peerIs(base.proposing(s.peer));
      for (boolean calls : List.of(false, true)) {
        box.type("clear crypto session");
        String became = ways.tried(calls);
        String sas = site.peer("swanctl --list-sas");
        if (became.isEmpty() && !sas.contains("INSTALLED, " + mode.toUpperCase(java.util.Locale.ROOT))) became = sas;
        if (became.isEmpty() && !sas.contains(s.listed)) became = "not " + s.listed + "\n" + sas;
        if (!became.isEmpty()) failed.add(s.transforms + (calls ? ", the peer begins: " : ": ") + became + "\n"
            + box.type("show crypto ipsec sa") + site.peer("tail -25 /var/log/charon.log"));
      }
    }
    return failed;
  }

  private String called() {
    return site.peer("swanctl --initiate --child c1 --timeout 15 2>&1");
  }

  @Test
  void allSuitesCarryPacketsInTunnelMode() throws Exception {
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(MatrixLiveTest.CONFIGURATION);
      var base = new Connection("aes128-sha256-modp1024", "aes128-sha1");
      box.configure("crypto isakmp policy 1\nencr aes\nhash sha256\ngroup 2");
      assertEquals(List.of(), tried(box, SUITES, "tunnel", base, calls -> {
        String how = calls ? called() : "";
        String echo = Namespaces.run(20, site.net.inside("a", "ping", "-n", "-i", "0.02", "-w", "15", "-c", "5", "-s",
            "1300",
            Site.HOST_B)).out();
        return Site.pinged(echo) >= 5 ? "" : how + echo;
      }));
      List<String> clear = site.leaks();
      // ESP without encryption and AH show what they carry; what is not authenticated must not be there.
      assertTrue(clear.stream().noneMatch(l -> !l.contains("ESP(") && !l.contains("AH(")), clear::toString);
    }
  }

  @Test
  void transportModeCarriesWhatGoesBetweenTheGatewaysThemselves() throws Exception {
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(MatrixLiveTest.CONFIGURATION);
      box.configure("crypto isakmp policy 1\nencr aes\nhash sha256\ngroup 2\nip access-list extended VPN\n"
          + "no permit ip 192.168.100.0 0.0.0.255 172.18.30.0 0.0.0.255\npermit ip host 200.56.4.1 host 200.100.1.1");
      var base = new Connection("aes128-sha256-modp1024", "aes128-sha1").child("mode", "transport").child("local_ts",
          "200.100.1.1").child("remote_ts", "200.56.4.1");
      var few = SUITES.stream().filter(s -> List.of("esp-gcm", "esp-aes esp-sha512-hmac", "ah-sha-hmac")
          .contains(s.transforms)).toList();
      assertEquals(List.of(), tried(box, few, "transport", base, calls -> {
        String how = calls ? called() : box.type("ping 200.100.1.1 repeat 3 timeout 1");
        String echo = box.type("ping 200.100.1.1 repeat 3 timeout 1 size 3000")
            + site.peer("ping -n -i 0.1 -c 3 -W 1 200.56.4.1");
        return echo.contains("!!!") && Site.pinged(echo) == 3 ? "" : how + echo;
      }));
    }
  }
}
