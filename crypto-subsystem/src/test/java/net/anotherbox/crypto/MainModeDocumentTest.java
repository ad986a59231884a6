package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** The main mode document whole, but for the line protocol, which is its interface's: 15.2(1)T, a VTI over IPv6. */
class MainModeDocumentTest {
  /** Numbers that differ from run to run; the lifetime in seconds is that of another moment in the document. */
  private static final String VARYING = "1011|0x[0-9A-F]{7,8}|944C840|6D12A00|9344BE8|8E45588|1371333358|79E82A8|\\d{9,10}"
      + "|305|306|4608000|3439|3532";

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2013-09-21T08:33:43Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox r2 = box("2001:DB8::2", "2001:DB8::3", 7);
  private final TestBox r3 = box("2001:DB8::3", "2001:DB8::2", 2);

  private TestBox box(String own, String peer, long seed) {
    var b = TestBox.v6(loop, network, own, Release.R15_2, seed);
    b.bound = false;
    b.policies = List.of(TestBox.policy(10, Encryption.DES, 0, Hash.SHA, 1, 86400));
    b.sets.clear();
    b.set("TRA", Cipher.AES_128, Integrity.HMAC_SHA1_96, false);
    b.tunnels.vti("Tunnel23", 6, own, peer);
    return b.debug("crypto isakmp").debug("crypto ipsec");
  }

  /** R3 has long been waiting for R2. */
  private void run() {
    r3.apply();
    loop.run(65_000);
    r3.lines.clear();
    r2.apply();
    loop.run(1_000);
  }

  @Test
  void theInitiatorSaysWhatTheDocumentSays() throws Exception {
    run();
    Document.of("main-mode/debug-initiator-R2.txt", VARYING).without(".*LINEPROTO.*").assertSaidBy(r2.lines);
  }

  @Test
  void theResponderSaysWhatTheDocumentSays() throws Exception {
    run();
    Document.of("main-mode/debug-responder-R3.txt", VARYING).without(".*LINEPROTO.*").assertSaidBy(r3.lines);
  }

  @Test
  void theSasAreShownAsInTheDocument() throws Exception {
    run();
    r2.plane.carried(r2.plane.newest(true).orElseThrow(), 4);
    r2.plane.carried(r2.plane.newest(false).orElseThrow(), 4);
    Document.of("main-mode/show-crypto-ipsec-sa-R2.txt", "[0-9A-Fx]{8,10}|\\d{9,10}|305|306|80000041|4183789|4183790|3408")
        .assertSaidBy(List.of(r2.crypto.showIpsecSa()));
  }

  @Test
  void bothFamiliesHaveTheirPartOfTheIsakmpSas() {
    run();
    assertEquals("""
        IPv4 Crypto ISAKMP SA
        dst             src             state          conn-id status

        IPv6 Crypto ISAKMP SA

         dst: 2001:DB8::3
         src: 2001:DB8::2
         state: QM_IDLE         conn-id:   1001 status: ACTIVE

        """, r2.crypto.showIsakmpSa());
  }

  @Test
  void theTunnelIsAMapWithAnEntryForItsProfile() {
    run();
    assertEquals("""
        Crypto Map IPv6 "Tunnel23-head-0" 65536 ipsec-isakmp
        \tProfile name: PRO
        \tSecurity association lifetime: 4608000 kilobytes/3600 seconds
        \tResponder-Only (Y/N): N
        \tPFS (Y/N): N
        \tMixed-mode : Disabled
        \tTransform sets={\s
        \t\tTRA:  { esp-aes esp-sha-hmac  } ,\s
        \t}

        Crypto Map IPv6 "Tunnel23-head-0" 65537 ipsec-isakmp
        \tMap is a PROFILE INSTANCE.
        \tPeer = 2001:DB8::3
        \tIPv6 access list Tunnel23-head-0-ACL (crypto)
        \t    permit ipv6 any any sequence 1
        \tCurrent peer: 2001:DB8::3
        \tSecurity association lifetime: 4608000 kilobytes/3600 seconds
        \tResponder-Only (Y/N): N
        \tPFS (Y/N): N
        \tMixed-mode : Disabled
        \tTransform sets={\s
        \t\tTRA:  { esp-aes esp-sha-hmac  } ,\s
        \t}
        \tAlways create SAs
        \tInterfaces using crypto map Tunnel23-head-0:
        \t\tTunnel23

        """, r2.crypto.showCryptoMap());
  }
}
