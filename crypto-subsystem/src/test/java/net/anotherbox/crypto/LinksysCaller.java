package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Ipv4;

/** The Linksys WAG54G of the Linksys document, as it calls the router: its offers, its identities, its quick mode. */
public final class LinksysCaller {
  public static final int SPI = 0xCDD3ACA0;
  /** Tokens of the document that vary: conn ids, pointers, SPIs. Its message ID equals its SPI. */
  public static final String VARYING = "709|5810|5811|64008FCC|0x52B905BC|1387857340";
  private static final int MESSAGE_ID = -841765728;

  private final ScriptedPeer peer;

  /** @param ports of the machine with the address 200.100.1.1 */
  public LinksysCaller(VirtualLoop loop, UdpPorts ports) throws PortUnavailable {
    peer = new ScriptedPeer(loop, ports, "200.100.1.1", "200.56.4.1", Prf.SHA, IsakmpCipher.TRIPLE_DES, DhGroup.MODP_1024,
        "thisisasecretpassword");
  }

  private static Transform offer(int number, int encryption, int hash, int group) {
    return ScriptedPeer.phaseOne(number, Attribute.of(1, encryption), Attribute.of(2, hash), Attribute.of(3, 1),
        Attribute.of(4, group), Attribute.of(11, 1), Attribute.variable(12, 86400));
  }

  /** Main mode. */
  public void call() throws Exception {
    peer.send(peer.first(List.of(offer(1, 5, 2, 2), offer(2, 1, 1, 1), offer(3, 5, 2, 2), offer(4, 5, 1, 2))));
    var second = peer.second();
    assertEquals(1, second.payloads().size());
    assertEquals(1, second.the(Payload.Sa.class).proposals().get(0).transforms().get(0).number());
    peer.send(peer.third());
    assertEquals(4, peer.fourth().all(Payload.Vendor.class).size());
    peer.send(peer.fifth(Payload.Id.of(Ipv4.of("200.100.1.1"), 0, 0)));
    peer.sixth();
  }

  private static Payload.Id network(String address) {
    byte[] b = Arrays.copyOf(Ipv4.of(address).bytes(), 8);
    Arrays.fill(b, 4, 7, (byte) 255);
    return new Payload.Id(Payload.Id.IPV4_ADDR_SUBNET, 0, 0, b);
  }

  /** Quick mode with a Diffie-Hellman exchange. @return keys of the SA towards the Linksys: 24 bytes 3DES, 20 bytes HMAC */
  public byte[] quick() throws Exception {
    var t = new Transform(1, 3, List.of(Attribute.of(1, 1), Attribute.variable(2, 86400), Attribute.of(3, 2),
        Attribute.of(4, 1), Attribute.of(5, 2)));
    byte[] spi = {(byte) 0xCD, (byte) 0xD3, (byte) 0xAC, (byte) 0xA0};
    var sa = new Payload.Sa(1, 1, List.of(new Proposal(1, 3, spi, List.of(t))), new byte[0]);
    peer.send(peer.quickFirst(MESSAGE_ID, sa, DhGroup.MODP_1024, network("172.18.30.0"), network("192.168.100.0")));
    var second = peer.quickSecond(MESSAGE_ID);
    assertEquals(List.of(8, 1, 10, 4, 5, 5, 11), second.payloads().stream().map(Payload::type).toList());
    byte[] shared = DhGroup.MODP_1024.shared(peer.quickPair, second.the(Payload.Ke.class).value());
    peer.send(peer.quickThird(MESSAGE_ID));
    return peer.keys.keymat(shared, 3, SPI, peer.quickNonce, peer.quickPeersNonce(), 44);
  }
}
