package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import org.junit.jupiter.api.Test;

/** The Linksys WAG54G of the Linksys document calls our 12.3(6): its messages, our debug, line by line. */
class LinksysDocumentTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:00Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox box = new TestBox(loop, network, "200.56.4.1", Release.R12_3, 7);

  private void call() throws Exception {
    box.mapName = "IPSEC";
    box.policies = List.of(TestBox.policy(1, Encryption.TRIPLE_DES, 0, Hash.SHA, 5, 86400),
        TestBox.policy(2, Encryption.TRIPLE_DES, 0, Hash.MD5, 5, 86400), TestBox.policy(3, Encryption.DES, 0, Hash.SHA, 5,
            86400),
        TestBox.policy(4, Encryption.TRIPLE_DES, 0, Hash.SHA, 2, 86400));
    box.key("thisisasecretpassword", "200.100.1.1/32").list("SITEB_to_SITEA", "permit 192.168.100.0/24 172.18.30.0/24");
    box.entry(60, "SITEB_to_SITEA", 0, "200.100.1.1").apply();
    box.debug("crypto isakmp").debug("crypto ipsec");
    box.lines.clear();
    var linksys = new LinksysCaller(loop, network.box(loop));
    linksys.call();
    byte[] keymat = linksys.quick();
    var out = box.plane.newest(false).orElseThrow();
    assertEquals(LinksysCaller.SPI, out.spi());
    assertArrayEquals(Arrays.copyOf(keymat, 24), out.esp().orElseThrow().cipherKey());
    assertArrayEquals(Arrays.copyOfRange(keymat, 24, 44), out.esp().orElseThrow().integrityKey());
  }

  @Test
  void saysWhatTheDocumentSays() throws Exception {
    call();
    var document = Document.of("linksys/debug-responder.txt", LinksysCaller.VARYING);
    assertEquals(260, document.size());
    document.assertSaidBy(box.lines);
  }

  @Test
  void showsItsSasAsTheDocumentDoes() throws Exception {
    call();
    Document.of("linksys/show-crypto-isakmp-sa.txt", LinksysCaller.VARYING).without("xxxxxx.*")
        .assertSaidBy(List.of(box.crypto.showIsakmpSa().split("\n")));
    loop.run(35_000);
    var shown = box.crypto.showIpsecSa(Optional.of(InterfaceName.of("Fa0/1")), Optional.empty(), Optional.empty());
    Document.of("linksys/show-crypto-ipsec-sa.txt", LinksysCaller.VARYING + "|PIVoD|2827|2828|4573743|3565|3562")
        .assertSaidBy(List.of(shown.split("\n")));
  }
}
