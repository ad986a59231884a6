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

/** Phase 1 with a real peer: both modes, either side beginning, each kind of identity, the groups and hashes. */
@Tag("netns")
@Timeout(300)
class PhaseOneLiveTest {
  private static final String CONFIGURATION = """
      version 15.1
      hostname Router
      ip domain name example.com
      crypto isakmp policy 1
       encr aes 256
       hash sha256
       authentication pre-share
       group 14
      crypto isakmp key thisisasecretpassword address 200.100.1.1
      crypto isakmp key thisisasecretpassword hostname peer.example.com
      crypto isakmp peer address 200.100.1.1
       set aggressive-mode password thisisasecretpassword
       set aggressive-mode client-endpoint ipv4-address 200.56.4.1
      crypto ipsec transform-set T esp-aes esp-sha-hmac
      """ + Site.MAP;
  private static final String CONF = "/etc/swanctl/swanctl.conf";

  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site("--esp", "aes128-sha1");
    site.peer("sed -i 's/^charon {/charon {\\n  i_dont_care_about_security_and_use_aggressive_mode_psk = yes/' "
        + "/etc/strongswan.conf; swanctl --reload-settings");
    site.configure(CONFIGURATION);
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private record Case(String mode, String hash, int group, String proposal, String peersId, String ourId) {}

  private static List<Case> cases() {
    var all = new ArrayList<Case>();
    for (String mode : List.of("aggressive", "main")) {
      all.add(new Case(mode, "sha", 2, "aes256-sha1-modp1024", "200.100.1.1", "200.56.4.1"));
      all.add(new Case(mode, "sha256", 14, "aes256-sha256-modp2048", "200.100.1.1", "200.56.4.1"));
      all.add(new Case(mode, "sha256", 19, "aes256-sha256-ecp256", "peer.example.com", "Router.example.com"));
      all.add(new Case(mode, "sha384", 20, "aes256-sha384-ecp384", "200.100.1.1", "Router.example.com"));
      all.add(new Case(mode, "sha512", 15, "aes256-sha512-modp3072", "peer.example.com", "200.56.4.1"));
    }
    // The matrix has the usual groups in both modes; here each identity, and groups and hashes that it has not, once.
    return Boolean.getBoolean("interop.full") ? all : List.of(all.get(2), all.get(4), all.get(7), all.get(8));
  }

  /** The router first, then the peer begins; both ways packets pass. */
  @Test
  void bothModesWithEachIdentityGroupAndHashWhoeverBegins() throws Exception {
    var results = new ArrayList<String>();
    for (Case c : cases()) {
      configure(c);
      results.add(c + " router: " + attempt(c, () -> site.awaitEcho(Site.HOST_B)));
      clear();
      results.add(c + " peer: " + attempt(c, site::peerCalls));
      clear();
    }
    System.out.println(String.join("\n", results));
    assertEquals(List.of(), results.stream().filter(r -> !r.endsWith(": up")).toList());
    assertEquals(List.of(), site.leaks());
  }

  private interface Call {
    void make() throws Exception;
  }

  private String attempt(Case c, Call call) throws Exception {
    try {
      call.make();
    } catch (AssertionError e) {
      return "down\n" + site.ssh("show crypto isakmp sa", "show logging") + site.peer("tail -60 /var/log/charon.log");
    }
    String shows = site.ssh("show crypto isakmp sa");
    if (!shows.contains("QM_IDLE")) return "no SA";
    if (site.ping("a", Site.HOST_B, 2) != 2 || site.ping("b", "192.168.100.10", 2) != 2) return "no packets";
    String log = site.peer("tail -200 /var/log/charon.log");
    return log.contains(c.mode.equals("main") ? "ID_PROT" : "AGGRESSIVE") ? "up" : "another mode";
  }

  private void clear() {
    site.ssh("clear crypto sa", "clear crypto isakmp");
    site.peer("swanctl --terminate --ike p --force; : > /var/log/charon.log");
  }

  private void configure(Case c) throws Exception {
    boolean aggressive = c.mode.equals("aggressive");
    boolean named = c.ourId.startsWith("Router");
    site.configure("crypto isakmp policy 1\nhash " + c.hash + "\ngroup " + c.group + "\nexit\n"
        + "crypto isakmp identity " + (named ? "hostname" : "address") + "\n"
        + (aggressive ? "crypto isakmp peer address 200.100.1.1\nset aggressive-mode password thisisasecretpassword\n"
            + "set aggressive-mode client-endpoint " + (named ? "fqdn " : "ipv4-address ") + c.ourId
            : "no crypto isakmp peer address 200.100.1.1"));
    site.peer("sed -i -e '/aggressive = /d' -e 's/version = 1/version = 1\\n  aggressive = " + (aggressive ? "yes" : "no")
        + "/' -e '/remote { auth/,/}/s/id = .*/id = " + c.ourId + " }/' -e '/local { auth/,/}/s/id = .*/id = " + c.peersId
        + " }/' " + CONF);
    site.peerProposes(c.proposal, "aes128-sha1");
    clear();
  }

  @Test
  void aWrongKeyIsSaidOnBothSides() throws Exception {
    site.configure("crypto isakmp policy 1\nhash sha\ngroup 2\nexit\ncrypto isakmp peer address 200.100.1.1\n"
        + "set aggressive-mode password another");
    site.peer("sed -i 's/version = 1/version = 1\\n  aggressive = yes/' " + CONF);
    site.peerProposes("aes256-sha1-modp1024", "aes128-sha1");
    site.ssh("debug crypto isakmp");
    assertEquals(0, site.ping("a", Site.HOST_B, 3));
    String log = site.ssh("show logging");
    assertTrue(log.contains("%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at 200.100.1.1"),
        log);
    assertTrue(log.contains("Hash payload is incorrect"), log);
  }
}
