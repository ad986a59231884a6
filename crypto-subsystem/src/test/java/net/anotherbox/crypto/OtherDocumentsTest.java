package net.anotherbox.crypto;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** Both sides of the main mode and DMVPN documents, as far as an ordinary crypto map goes their way. */
class OtherDocumentsTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("1993-03-01T02:07:18Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);

  private static List<String> from(List<String> messages, String part) {
    var all = Document.normal(messages);
    for (int i = 0; i < all.size(); i++) if (all.get(i).contains(part)) return all.subList(i, all.size());
    throw new AssertionError(part + " was not said: " + all);
  }

  // The main mode document: 15.2(1)T, IPv6 peers

  private TestBox r2;
  private TestBox r3;

  private void mainMode() {
    r2 = TestBox.v6(loop, network, "2001:DB8::2", Release.R15_2, 1).list("L",
        "permit 10.1.0.0/16 10.2.0.0/16").entry6("2001:DB8::3");
    r3 = TestBox.v6(loop, network, "2001:DB8::3", Release.R15_2, 2).list("L",
        "permit 10.2.0.0/16 10.1.0.0/16").entry6("2001:DB8::2");
    for (TestBox b : new TestBox[] {r2, r3}) {
      b.policies = List.of(TestBox.policy(10, Encryption.DES, 0, Hash.SHA, 1, 86400));
      b.set("TS", Cipher.AES_128, Integrity.HMAC_SHA1_96, true).debug("crypto isakmp").apply();
    }
    r2.packet();
    loop.run(1000);
  }

  private static final String MAIN_VARYING = "1011|0x[0-9A-F]{7,8}|944C840|6D12A00|9344BE8|8E45588|1371333358";

  @Test
  void theInitiatorOfTheMainModeDocument() throws Exception {
    mainMode();
    Document.of("main-mode/debug-initiator-R2.txt", MAIN_VARYING).from("SA request profile is (NULL)")
        .before("processing HASH payload. message ID = 1371333358")
        .assertBeginningSaidBy(from(r2.lines, "SA request profile is (NULL)"));
  }

  @Test
  void theResponderOfTheMainModeDocument() throws Exception {
    mainMode();
    Document.of("main-mode/debug-responder-R3.txt", MAIN_VARYING).before("set new node 1371333358")
        .without(".*(key_engine|received packet from 2001:DB8::2 dport 500 sport 500 Global \\(R\\) QM_IDLE).*")
            .assertBeginningSaidBy(from(r3.lines, "NEW SA"));
  }

  // The DMVPN document: 15.1(4)M, transport mode between the ends of a GRE tunnel

  private TestBox spoke;
  private TestBox hub;

  private void dmvpn() {
    spoke = new TestBox(loop, network, "172.16.1.1", Release.R15_1, 1).gre("L", "172.16.1.1",
        "172.16.10.1").entry11("172.16.10.1");
    hub = new TestBox(loop, network, "172.16.10.1", Release.R15_1, 2).gre("L", "172.16.10.1",
        "172.16.1.1").entry11("172.16.1.1");
    for (TestBox b : new TestBox[] {spoke, hub}) {
      b.policies = List.of(TestBox.policy(1, Encryption.TRIPLE_DES, 0, Hash.SHA, 1, 86400));
      b.key("cisco123", "0.0.0.0/0").set("TS", Cipher.TRIPLE_DES, Integrity.HMAC_SHA1_96,
          false).debug("crypto isakmp").debug("crypto ipsec").apply();
    }
    spoke.packet();
    loop.run(1000);
    spoke.crypto.clearSa();
    spoke.crypto.clearIsakmp(Optional.empty());
    loop.run(1000);
    spoke.lines.clear();
    hub.lines.clear();
    spoke.packet();
    loop.run(1000);
  }

  private static final String DMVPN_VARYING =
      "0x[0-9A-F]{7,8}|95F6858|8A26FB0|-?\\d{8,10}|[0-9A-F]{8}|4499172|225|[0-9A-F]{7}";
  private static final String NOT_OURS =
      ".*(IPSEC-IFC|CRYPTO_SS|NHRP|tunnel_decap_oce|insert of map|LINEPROTO|LINK-3|recalculate_mtu).*";

  @Test
  void theInitiatorOfTheDmvpnDocument() throws Exception {
    dmvpn();
    Document.of("dmvpn/debug-dmvpn-spoke.txt", DMVPN_VARYING).from("IPSEC(sa_request)")
        .before("crypto_ipsec_update_ident_tunnel_decap_oce")
        .without(NOT_OURS).assertBeginningSaidBy(from(spoke.lines, "IPSEC(sa_request)"));
  }

  @Test
  void theResponderOfTheDmvpnDocument() throws Exception {
    dmvpn();
    Document.of("dmvpn/debug-dmvpn-hub.txt", DMVPN_VARYING).from("NEW SA").before("current outbound sa to SPI")
        .without(NOT_OURS).assertBeginningSaidBy(from(hub.lines, "NEW SA"));
  }
}
