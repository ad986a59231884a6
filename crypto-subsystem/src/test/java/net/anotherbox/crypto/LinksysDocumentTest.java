package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.memory.MemoryNetwork;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** The Linksys WAG54G of the Linksys document calls our 12.3(6): its messages, our debug, line by line. */
class LinksysDocumentTest {
  private static final int MESSAGE_ID = -841765728;
  private static final int SPI = 0xCDD3ACA0;
  private static final String VARYING = "709|5810|5811|64008FCC|0x52B905BC|1387857340";

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:00Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox box = new TestBox(loop, network, "200.56.4.1", Release.R12_3, 7);

  private static Transform offer(int number, int encryption, int hash, int group) {
    return ScriptedPeer.phaseOne(number, Attribute.of(1, encryption), Attribute.of(2, hash), Attribute.of(3, 1),
        Attribute.of(4, group), Attribute.of(11, 1), Attribute.variable(12, 86400));
  }

  private ScriptedPeer call() throws Exception {
    box.mapName = "IPSEC";
    box.policies = List.of(TestBox.policy(1, Encryption.TRIPLE_DES, 0, Hash.SHA, 5, 86400),
        TestBox.policy(2, Encryption.TRIPLE_DES, 0, Hash.MD5, 5, 86400), TestBox.policy(3, Encryption.DES, 0, Hash.SHA, 5,
            86400),
        TestBox.policy(4, Encryption.TRIPLE_DES, 0, Hash.SHA, 2, 86400));
    box.key("thisisasecretpassword", "200.100.1.1/32").list("SITEB_to_SITEA", "permit 192.168.100.0/24 172.18.30.0/24");
    box.entry(60, "SITEB_to_SITEA", 0, "200.100.1.1").apply();
    box.debug("crypto isakmp").debug("crypto ipsec");
    box.lines.clear();
    var peer = new ScriptedPeer(loop, network, "200.100.1.1", "200.56.4.1", Prf.SHA, IsakmpCipher.TRIPLE_DES,
        DhGroup.MODP_1024, "thisisasecretpassword");
    peer.send(peer.first(List.of(offer(1, 5, 2, 2), offer(2, 1, 1, 1), offer(3, 5, 2, 2), offer(4, 5, 1, 2))));
    var second = peer.second();
    assertEquals(1, second.payloads().size());
    assertEquals(1, second.the(Payload.Sa.class).proposals().get(0).transforms().get(0).number());
    peer.send(peer.third());
    assertEquals(4, peer.fourth().all(Payload.Vendor.class).size());
    peer.send(peer.fifth(Payload.Id.of(Ipv4.of("200.100.1.1"), 0, 0)));
    peer.sixth();
    return peer;
  }

  private static Payload.Id network(String address) {
    byte[] b = Arrays.copyOf(Ipv4.of(address).bytes(), 8);
    Arrays.fill(b, 4, 7, (byte) 255);
    return new Payload.Id(Payload.Id.IPV4_ADDR_SUBNET, 0, 0, b);
  }

  private void quick(ScriptedPeer peer) throws Exception {
    var t = new Transform(1, 3, List.of(Attribute.of(1, 1), Attribute.variable(2, 86400), Attribute.of(3, 2),
        Attribute.of(4, 1), Attribute.of(5, 2)));
    byte[] spi = {(byte) 0xCD, (byte) 0xD3, (byte) 0xAC, (byte) 0xA0};
    var sa = new Payload.Sa(1, 1, List.of(new Proposal(1, 3, spi, List.of(t))), new byte[0]);
    peer.send(peer.quickFirst(MESSAGE_ID, sa, DhGroup.MODP_1024, network("172.18.30.0"), network("192.168.100.0")));
    var second = peer.quickSecond(MESSAGE_ID);
    assertEquals(List.of(8, 1, 10, 4, 5, 5, 11), second.payloads().stream().map(Payload::type).toList());
    byte[] shared = DhGroup.MODP_1024.shared(peer.quickPair, second.the(Payload.Ke.class).value());
    peer.send(peer.quickThird(MESSAGE_ID));
    byte[] keymat = peer.keys.keymat(shared, 3, SPI, peer.quickNonce, peer.quickPeersNonce(), 44);
    var out = box.plane.newest(false).orElseThrow();
    assertEquals(SPI, out.spi());
    assertArrayEquals(Arrays.copyOf(keymat, 24), out.cipherKey());
    assertArrayEquals(Arrays.copyOfRange(keymat, 24, 44), out.integrityKey());
  }

  @Test
  void saysWhatTheDocumentSays() throws Exception {
    quick(call());
    var document = Document.of("linksys/debug-responder.txt", VARYING);
    assertEquals(260, document.size());
    document.assertSaidBy(box.lines);
  }

  @Test
  void showsItsSasAsTheDocumentDoes() throws Exception {
    quick(call());
    Document.of("linksys/show-crypto-isakmp-sa.txt", VARYING).without("xxxxxx.*")
        .assertSaidBy(List.of(box.crypto.showIsakmpSa().split("\n")));
    loop.run(35_000);
    var shown = List.of(box.crypto.showIpsecSa(java.util.Optional.of(InterfaceName.of("Fa0/1")), java.util.Optional.empty(),
        java.util.Optional.empty()).split("\n"));
    Document.of("linksys/show-crypto-ipsec-sa.txt", VARYING + "|PIVoD|2827|2828|4573743|3565|3562").assertSaidBy(shown);
  }
}
