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
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** Daphne and fred of the TED document, 12.2(27): both discover, and say and show what the document says. */
class TedDocumentTest {
  /** As slow as the document's routers are before message 2: what is purged after a second is gone by then. */
  private static final long SLOW_MILLIS = 1_600;
  private static final String VARYING = "2000|2001|-?\\d{9,10}|0x[0-9A-F]{8}|82687F70|2349E0";

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("1993-03-01T02:07:18Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox daphne = box("11.11.11.1", 1, "11.11.11.2", "permit 13.13.13.0/24 12.12.12.0/24");
  private final TestBox fred = box("11.11.11.2", 2, "11.11.11.1", "permit 12.12.12.0/24 13.13.13.0/24");

  private TestBox box(String address, long seed, String neighbour, String rule) {
    var b = new TestBox(loop, network, address, Release.R12_2, seed).list("101", rule).key("abc123", "0.0.0.0/0");
    b.mapName = "tedtag";
    b.interfaceName = InterfaceName.of("FastEthernet0/0");
    b.policies = List.of(TestBox.policy(10, Encryption.DES, 0, Hash.SHA, 1, 86400));
    b.sets.clear();
    b.neighbour = Optional.of(Ipv4.of(neighbour));
    return b.set("ted-transforms", Cipher.DES, Integrity.HMAC_MD5_96, true).dynamic(10, "ted-map", true, "101", 0)
        .debugAll();
  }

  private long[] carry(Address from, Address to, byte[] datagram) {
    boolean second = datagram[18] == 2 && from.equals(fred.local) && datagram[16] == 1;
    return new long[] {second ? SLOW_MILLIS : 4};
  }

  private void talk() {
    network.carrier(this::carry);
    daphne.apply();
    fred.apply();
    daphne.lines.clear();
    fred.lines.clear();
    daphne.packet("13.13.13.14", "12.12.12.13");
    loop.run(5_000);
  }

  @Test
  void daphneSaysWhatTheDocumentSays() throws Exception {
    talk();
    Document.of("ted/debug-daphne-initiator.txt", VARYING).assertSaidBy(daphne.lines);
  }

  @Test
  void fredSaysWhatTheDocumentSays() throws Exception {
    talk();
    Document.of("ted/debug-fred-responder.txt", VARYING).assertSaidBy(fred.lines);
  }

  @Test
  void daphneShowsWhatTheDocumentShows() throws Exception {
    talk();
    daphne.plane.carried(daphne.plane.newest(false).orElseThrow(), 9);
    daphne.plane.carried(daphne.plane.newest(true).orElseThrow(), 9);
    shows("isakmp-sa", "none", daphne.crypto.showIsakmpSa());
    shows("engine-connections-active", "200[01]", daphne.crypto.showEngineConnectionsActive());
    shows("ipsec-sa", "0x[0-9A-F]{8}|[0-9A-F]{8}|\\d{10}|4414715|2524|200[01]", daphne.crypto.showIpsecSa());
    shows("map", "none", daphne.crypto.showCryptoMap());
  }

  private static void shows(String what, String varying, String shown) throws Exception {
    Document.of("ted/show-crypto-" + what + "-daphne.txt", varying).assertSaidBy(List.of(shown.split("\n")));
  }
}
