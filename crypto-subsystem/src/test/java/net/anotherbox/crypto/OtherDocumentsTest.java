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

/** Both sides of the DMVPN document, as far as an ordinary crypto map goes their way. */
class OtherDocumentsTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("1993-03-01T02:07:18Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);

  private static List<String> from(List<String> messages, String part) {
    var all = Document.normal(messages);
    for (int i = 0; i < all.size(); i++) if (all.get(i).contains(part)) return all.subList(i, all.size());
    throw new AssertionError(part + " was not said: " + all);
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
