package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shows say of a tunnel at work, and what clear and the conditions of debug do to it. */
class ShowsTest {
  private Pair pair;
  private Grammar grammar;

  @BeforeEach
  void begin() {
    begin(Release.R15_1);
  }

  private void begin(Release release) {
    pair = new Pair(release, release).entries(0, 0).apply();
    grammar = new Grammar(pair.left.personality);
    new CryptoCommands(pair.left.crypto, pair.left.log).declare(grammar);
  }

  private String run(String typed) {
    var m = assertInstanceOf(Matched.class, grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), typed), typed);
    var x = new CryptoCommandsTest.Printing(m, new StringBuilder());
    m.line().command().orElseThrow().run(x);
    return x.out().toString();
  }

  @Test
  void aSessionIsDownUntilThereIsATunnel() {
    assertTrue(run("show crypto session").contains("""
        Crypto session current status

        Interface: FastEthernet0/1
        Session status: DOWN    \s
        Peer: 192.0.2.2 port 500\s
          IPSEC FLOW: permit ip 10.1.0.0/255.255.0.0 10.2.0.0/255.255.0.0\s
                Active SAs: 0, origin: crypto map
        """), run("show crypto session"));
    assertFalse(run("show crypto session brief").contains("192.0.2.2"));
    pair.left.packet();
    assertTrue(run("show crypto session").contains("DOWN-NEGOTIATING"));
    pair.loop.run(61_000);
    assertEquals("""
        Crypto session current status

        Code: C - IKE Configuration mode, D - Dead Peer Detection    \s
        K - Keepalives, N - NAT-traversal, T - cTCP encapsulation    \s
        X - IKE Extended Authentication, F - IKE Fragmentation

        Interface: FastEthernet0/1
        Uptime: 00:01:00
        Session status: UP-ACTIVE    \s
        Peer: 192.0.2.2 port 500 fvrf: (none) ivrf: (none)
              Phase1_id: 192.0.2.2
              Desc: (none)
          IKEv1 SA: local 192.0.2.1/500 remote 192.0.2.2/500 Active\s
        """, run("show crypto session detail").replaceFirst("(?s)          Capabilities.*", ""));
    assertTrue(run("show crypto session detail").contains("connid:1001 lifetime:23:58:59\n"));
    assertTrue(run("show crypto session brief").contains(
        "\n192.0.2.2       Fa0/1                        192.0.2.2                00:01:00 UA\n"));
    assertTrue(run("show crypto session summary").contains("Crypto sessions up: 1\n"));
  }

  @Test
  void aSessionWithoutIkeAndOneWithoutSasAreToldApart() {
    pair.packet(5_000);
    run("clear crypto sa");
    assertTrue(run("show crypto session remote 192.0.2.2").contains("UP-IDLE"));
    pair.packet(5_000);
    run("clear crypto isakmp");
    assertTrue(run("show crypto session interface fa0/1").contains("UP-NO-IKE"));
    assertFalse(run("show crypto session remote 192.0.2.9").contains("Interface"));
    run("clear crypto session remote 192.0.2.2");
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
  }

  @Test
  void isakmpSasAreShownInDetail() {
    pair.packet(50_000);
    assertEquals("""
        Codes: C - IKE configuration mode, D - Dead Peer Detection
               K - Keepalives, N - NAT-traversal
               T - cTCP encapsulation, X - IKE Extended Authentication
               psk - Preshared key, rsig - RSA signature
               renc - RSA encryption
        IPv4 Crypto ISAKMP SA

        C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.

        1001  192.0.2.1       192.0.2.2              ACTIVE 3des sha    psk  2  23:59:10   \s
               Engine-id:Conn-id =  SW:1

        IPv6 Crypto ISAKMP SA

        """, run("show crypto isakmp sa detail").replaceFirst("23:59:[01]\\d", "23:59:10"));
    assertEquals("Peer: 192.0.2.2 Port: 500 Local: 192.0.2.1\n Phase1 id: 192.0.2.2\n", run("show crypto isakmp peers"));
    assertEquals("", run("show crypto isakmp peers 192.0.2.3"));
    assertTrue(run("show crypto isakmp sa count").contains("Active ISAKMP SA's: 1"));
    assertFalse(run("show crypto isakmp sa standby").contains("192.0.2.2"));
  }

  @Test
  void eachErrorIsCountedInDetail() {
    pair.packet(5_000);
    String detail = run("show crypto ipsec sa detail");
    assertTrue(detail.contains("    #pkts no sa (send) "), detail);
    assertFalse(detail.contains("#send errors"));
    assertEquals(run("show crypto ipsec sa peer 192.0.2.2 detail"), detail);
    assertTrue(run("show crypto ipsec sa identity").contains("#send errors"));
    assertFalse(run("show crypto ipsec sa identity").contains("inbound esp sas"));
    assertTrue(run("show crypto ipsec sa address").contains("fvrf/address: (none)/192.0.2.1\n   protocol: ESP\n      spi: 0x"));
    assertFalse(run("show crypto ipsec sa address 192.0.2.2").contains("192.0.2.1\n"));
  }

  @Test
  void countersBeginAnewWhenTheyAreCleared() {
    pair.packet(5_000);
    pair.left.plane.carried(pair.left.plane.newest(true).orElseThrow(), 7);
    assertTrue(run("show crypto ipsec sa").contains("#pkts decaps: 7,"));
    run("clear crypto sa counters");
    assertTrue(run("show crypto ipsec sa").contains("#pkts decaps: 0,"));
    run("clear crypto sa");
    assertTrue(run("show crypto ipsec sa").contains("#pkts decaps: 0,"));
  }

  @Test
  void oneSaIsClearedByItsSpi() {
    pair.packet(5_000);
    int spi = pair.left.plane.newest(true).orElseThrow().esp().orElseThrow().spi();
    run("clear crypto sa entry 192.0.2.9 esp " + Integer.toUnsignedString(spi));
    run("clear crypto sa map OTHER");
    assertEquals(1, pair.left.crypto.ipsecSaPairs());
    run("clear crypto sa entry 192.0.2.1 esp " + Integer.toUnsignedString(spi));
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
  }

  @Test
  void theEngineTellsWhatItCarries() {
    pair.packet(5_000);
    assertTrue(run("show crypto engine connections dh").contains("\n1001 Used            Group 2         86"));
    assertEquals(4, run("show crypto engine connections flow").lines().filter(l -> !l.isEmpty()).count());
    assertTrue(run("show crypto engine configuration").contains("software"));
    assertTrue(run("show crypto eli").contains("IPSec-Session :     2 active"));
    assertTrue(run("show crypto ipsec security-association lifetime").startsWith("Security association lifetime: 4608000"));
  }

  @Test
  void conditionsLetPassWhatIsAboutThePeer() {
    run("debug crypto isakmp");
    run("debug crypto ipsec");
    run("debug crypto condition peer ipv4 192.0.2.9");
    pair.packet(5_000);
    assertEquals(List.of(), pair.left.lines.stream().filter(l -> !l.startsWith("%")).toList());
    run("debug crypto condition peer ipv4 192.0.2.0 255.255.255.0");
    run("debug crypto condition spi 4096");
    run("debug crypto condition unmatched isakmp");
    String shown = run("show crypto debug-condition");
    assertTrue(shown.contains("IKE debug context unmatched flag: ON"));
    assertTrue(shown.contains("IKE peer IP address filters:\n192.0.2.9  192.0.2.0/255.255.255.0\n"));
    assertTrue(shown.contains("SPI filters:\n0x00001000\n"));
    assertFalse(run("show crypto debug-condition spi").contains("192.0.2.9"));
    run("clear crypto session");
    pair.packet(5_000);
    assertTrue(pair.left.lines.stream().anyMatch(l -> l.contains("SA has been authenticated with 192.0.2.2")));
    run("debug crypto condition reset");
    assertTrue(run("show crypto debug-condition").contains("turned OFF"));
  }

  @Test
  void errorsAloneAreShownWhereOnlyTheyAreAskedFor() {
    assertEquals("Crypto ISAKMP Error debugging is on\n", run("debug crypto isakmp error"));
    pair.packet(5_000);
    assertEquals(List.of(), pair.left.lines.stream().filter(l -> !l.startsWith("%")).toList());
    pair.right.up = false;
    pair.right.apply();
    run("clear crypto session");
    pair.packet(80_000);
    assertTrue(pair.left.lines.stream().anyMatch(l -> l.contains("incrementing error counter")), pair.left.lines::toString);
    assertFalse(pair.left.lines.stream().anyMatch(l -> l.contains("sending packet")));
  }

  @Test
  void sessionsAreLoggedWhereThatIsAskedFor() {
    pair.left.crypto.sessionLog().logging(true);
    pair.packet(5_000);
    String line = "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer 192.0.2.2:500       Id: 192.0.2.2";
    assertEquals(1, pair.left.lines.stream().filter(line::equals).count(), pair.left.lines::toString);
    pair.loop.run(3_590_000);
    run("clear crypto sa");
    assertEquals(1, pair.left.lines.stream().filter(line::equals).count());
    assertTrue(pair.left.lines.contains(line.replace("UP  ", "DOWN")));
  }

  @Test
  void earlierReleasesLackWhatCameLater() {
    begin(Release.R12_2);
    for (String later : List.of("show crypto session", "show crypto isakmp sa detail", "debug crypto condition reset",
        "show crypto isakmp peers", "clear crypto session"))
      assertFalse(grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), later) instanceof Matched, later);
    pair.packet(5_000);
    assertTrue(run("show crypto ipsec sa address").startsWith("dest address: 192.0.2.1\n"));
    assertTrue(run("show crypto ipsec sa detail").contains("#pkts invalid identity (recv) 0"));
  }

  @Test
  void failuresTellWhatDifferedAndWhatToDo() {
    assertEquals("No negotiation has failed.\n\n", run("show crypto isakmp failures"));
    pair.left.crypto.diagnosis().configure(1);
    pair.right.policies = List.of(TestBox.policy(20, Encryption.AES, 128, Hash.SHA, 2, 86400),
        TestBox.policy(30, Encryption.TRIPLE_DES, 0, Hash.SHA, 5, 86400));
    pair.right.apply();
    pair.packet(5_000);
    new CryptoCommands(pair.right.crypto, pair.right.log).declare(grammar = new Grammar(pair.right.personality));
    assertEquals("""

        Peer 192.0.2.1, local 192.0.2.2, 00:00:04 ago (the peer began)
          Exchange: Main mode
          Reason: no policy of ours suits what 192.0.2.1 offers, or its answer was none of our offers
          Detail: phase 1 SA policy not acceptable
            policy 20, transform 1: encryption is AES-CBC here, 3DES-CBC offered
            policy 30, transform 1: Diffie-Hellman group is 5 here, 2 offered
          Nearest: policy 30 and transform 1 differ in Diffie-Hellman group first
          To do: make one policy alike on both sides: see the differences above

        """, run("show crypto isakmp failures 192.0.2.1"));
    assertEquals("No negotiation has failed.\n\n", run("show crypto isakmp failures 192.0.2.9"));
  }

  @Test
  void theLastErrorsAreKeptForDiagnosis() {
    assertTrue(run("show crypto isakmp diagnose error").startsWith(
        "Exit Path Table - status: disable, current entry 0, deleted 0, max allow 0\n"));
    pair.left.crypto.diagnosis().configure(1);
    pair.right.up = false;
    pair.right.apply();
    pair.packet(70_000);
    pair.packet(70_000);
    assertEquals("""
        Exit Path Table - status: enable, current entry 1, deleted 1, max allow 1

        Error(1): 192.0.2.2 did not answer
          Peer: 192.0.2.2
        """, run("show crypto isakmp diagnose error"));
    assertEquals("Exit Trace counters\n2 - Retransmissions ran out\n", run("show crypto isakmp diagnose error count"));
  }

  @Test
  void defaultPoliciesAreShownWhereTheyStandIn() {
    assertTrue(run("show crypto isakmp policy").contains("\nGlobal IKE policy\nProtection suite of priority 10\n"));
    assertTrue(run("show crypto isakmp default policy").contains("\nDefault protection suite of priority 65514\n"));
    pair.left.policies = List.of();
    pair.left.apply();
    assertEquals(run("show crypto isakmp default policy"), run("show crypto isakmp policy"));
  }

  private String failuresOnTheRight() {
    new CryptoCommands(pair.right.crypto, pair.right.log).declare(grammar = new Grammar(pair.right.personality));
    return run("show crypto isakmp failures");
  }

  @Test
  void failuresOfQuickModeTellWhichEntryDiffers() {
    pair.right.set("OTHER", Cipher.AES_128, Integrity.HMAC_SHA1_96, true);
    pair.right.entries.clear();
    pair.right.sets.remove("TS");
    pair.right.entry(10, "L", 0, "192.0.2.1").apply();
    pair.packet(5_000);
    String asked = run("show crypto isakmp failures");
    assertTrue(asked.contains("  Exchange: Quick mode\n  Reason: 192.0.2.2 says that it does not want to\n"), asked);
    assertTrue(asked.contains("  Detail: PROPOSAL_NOT_CHOSEN: asked for esp-"), asked);
    String refused = failuresOnTheRight();
    assertTrue(refused.contains("  Reason: no transform set of the entry is what 192.0.2.1 offers\n"), refused);
    assertTrue(refused.contains("    crypto map VPN 10, transform set OTHER: the transform is esp-aes esp-sha-hmac here, "
        + "esp-3des esp-sha-hmac offered\n"), refused);
  }

  @Test
  void failuresOfQuickModeTellWhichFlowsThereAre() {
    pair.right.list("L", "permit 10.2.5.0/24 10.1.0.0/16").apply();
    pair.packet(5_000);
    String refused = failuresOnTheRight();
    assertTrue(refused.contains("    crypto map VPN 10: the flow is 10.2.5.0/255.255.255.0/0/0 to 10.1.0.0/255.255.0.0/0/0 here, "
        + "10.2.0.0/255.255.0.0/0/0 to 10.1.0.0/255.255.0.0/0/0 offered\n"), refused);
  }

  @Test
  void aWrongKeyIsNamedOnTheSideThatFindsOut() {
    pair.left.keys.clear();
    pair.left.key("other", "192.0.2.2/32").apply();
    pair.packet(5_000);
    assertTrue(failuresOnTheRight().contains("the pre-shared key of 192.0.2.1 is another than ours\n"));
  }
}
