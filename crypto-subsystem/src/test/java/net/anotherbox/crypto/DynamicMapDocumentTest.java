package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** The PIX of the dynamic map document calls our 12.4, whose dynamic map takes the proxies that it asks for. */
class DynamicMapDocumentTest {
  private static final int MESSAGE_ID = 328663488;
  private static final String VARYING = "0x64C2864C|64C2864C|0x80000005|65166F40|46|0x1BB01835";

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2008-02-22T13:51:57Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox box = new TestBox(loop, network, "192.168.1.2", Release.R12_4, 7);

  private static Payload.Vendor vendor(String hex) {
    return new Payload.Vendor(HexFormat.of().parseHex(hex));
  }

  private void run(String debug, int spi) throws Exception {
    box.mapName = "IPSEC";
    box.interfaceName = InterfaceName.of("Ethernet0/0");
    box.policies = List.of(TestBox.policy(10, Encryption.DES, 0, Hash.MD5, 1, 86400));
    box.key("cisco123", "0.0.0.0/0");
    box.sets.clear();
    box.set("DYN-TS", Cipher.DES, Integrity.HMAC_MD5_96, true).dynamic(10, "DYN", false, "", 0).apply();
    box.debug(debug);
    box.lines.clear();
    var peer = new ScriptedPeer(loop, network.box(loop), "172.16.1.1", "192.168.1.2", Prf.MD5, IsakmpCipher.DES,
        DhGroup.MODP_768,
        "cisco123");
    var offer = new Attribute[] {Attribute.of(4, 1), Attribute.of(1, 1), Attribute.of(2, 1), Attribute.of(3, 1),
        Attribute.of(11, 1), Attribute.variable(12, 86400)};
    peer.send(peer.first(List.of(ScriptedPeer.phaseOne(1, offer), ScriptedPeer.phaseOne(2, offer)),
        vendor("4048b7d56ebce88525e7de7f00d6c2d3c0000000")));
    assertEquals(84, peer.arrived.peek().length);
    peer.second();
    byte[] ios = new byte[16];
    byte[] mask = HexFormat.of().parseHex("f5c7a71d00010000");
    for (int i = 0; i < 8; i++) ios[i] = (byte) (peer.cookies()[i] ^ mask[i]);
    peer.send(peer.third(vendor("12f5f28c457168a9702d9fe274cc0100"), vendor("09002689dfd6b712"), new Payload.Vendor(ios),
        vendor("1f07f70eaa6514d3b0fa96542a500100")));
    assertEquals(224, peer.arrived.peek().length);
    peer.fourth();
    peer.send(peer.fifth(Payload.Id.of(Ipv4.of("172.16.1.1"), 17, 500), new Payload.Other(PayloadType.KEEPALIVE,
        new byte[8]), vendor("afcad71368a1f1c96b8696fc77570100")));
    peer.sixth();
    quick(peer, spi);
  }

  private static Payload.Id network(String address) {
    byte[] b = Arrays.copyOf(Ipv4.of(address).bytes(), 8);
    Arrays.fill(b, 4, 7, (byte) 255);
    return new Payload.Id(Payload.Id.IPV4_ADDR_SUBNET, 0, 0, b);
  }

  private void quick(ScriptedPeer peer, int spi) throws Exception {
    var t = new Transform(1, 2, List.of(Attribute.of(1, 1), Attribute.of(2, 28800), Attribute.of(1, 2),
        Attribute.variable(2, 4_608_000), Attribute.of(4, 1), Attribute.of(5, 1)));
    byte[] s = {(byte) (spi >> 24), (byte) (spi >> 16), (byte) (spi >> 8), (byte) spi};
    var sa = new Payload.Sa(1, 1, List.of(new Proposal(1, 3, s, List.of(t))), new byte[0]);
    peer.send(peer.quickFirst(MESSAGE_ID, sa, null, network("10.1.1.0"), network("10.2.1.0"),
        new Payload.Notification(1, 1, peer.cookies(), NotifyType.INITIAL_CONTACT, new byte[0])));
    assertEquals(List.of(8, 1, 10, 5, 5, 11), peer.quickSecond(MESSAGE_ID).payloads().stream().map(Payload::type).toList());
    peer.send(peer.quickThird(MESSAGE_ID));
  }

  @Test
  void saysAboutIsakmpWhatTheDocumentSays() throws Exception {
    run("crypto isakmp", 1995623635);
    Document.of("dynamic-map/debug-crypto-isakmp-router.txt", VARYING).assertSaidBy(box.lines);
  }

  @Test
  void saysAboutIpsecWhatTheDocumentSays() throws Exception {
    run("crypto ipsec", (int) 2902853826L);
    var all = Document.normal(box.lines);
    var first = all.indexOf("IPSEC(key_engine): got a queue event with 1 kei messages");
    Document.of("dynamic-map/debug-crypto-ipsec-router.txt", "2616144123|0x9BEF30FB|2001|2002|80000005")
        .from("got a queue event")
        .assertSaidBy(all.subList(first, all.size()));
  }

  @Test
  void showsItsSasAsTheDocumentDoes() throws Exception {
    run("crypto isakmp", (int) 1691877579L);
    var out = box.plane.newest(false).orElseThrow();
    box.plane.carried(out, 10);
    box.plane.carried(box.plane.newest(true).orElseThrow(), 10);
    Document.of("dynamic-map/show-crypto-isakmp-sa-router.txt", "2").assertSaidBy(List.of(box.crypto.showIsakmpSa()
        .split("\n")));
    var shown = List.of(box.crypto.showIpsecSa().split("\n"));
    Document.of("dynamic-map/show-crypto-ipsec-sa-router.txt", "0x537BC76F|1400620911|4390267|3494|3492|2001|2002")
        .assertSaidBy(shown);
  }

  @Test
  void theMapHasATemporaryEntryWhileThereAreSas() throws Exception {
    run("crypto isakmp", (int) 1691877579L);
    assertEquals("""
        Crypto Map "IPSEC" 10 ipsec-isakmp
        \tDynamic map template tag: DYN

        Crypto Map "IPSEC" 11 ipsec-isakmp
        \tPeer = 172.16.1.1
        \tExtended IP access list\s
        \t    access-list  permit ip 10.2.1.0 0.0.0.255 10.1.1.0 0.0.0.255
        \t    dynamic (created from dynamic map DYN/10)
        \tCurrent peer: 172.16.1.1
        \tSecurity association lifetime: 4608000 kilobytes/3600 seconds
        \tPFS (Y/N): N
        \tTransform sets={\s
        \t\tDYN-TS,\s
        \t}
        \tInterfaces using crypto map IPSEC:
        \t\tEthernet0/0

        """, box.crypto.showCryptoMap());
    assertEquals(1, box.plane.flows.maps().get(0).entries().size());
    box.crypto.clearSa();
    assertEquals("""
        Crypto Map "IPSEC" 10 ipsec-isakmp
        \tDynamic map template tag: DYN
        \tInterfaces using crypto map IPSEC:
        \t\tEthernet0/0

        """, box.crypto.showCryptoMap());
    assertEquals(List.of(), box.plane.flows.maps().get(0).entries());
  }
}
