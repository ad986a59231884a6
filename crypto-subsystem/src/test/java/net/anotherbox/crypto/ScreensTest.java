package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** Screens to the blank, where no document has a whole one for an ordinary crypto map. */
class ScreensTest {
  private static TestBox box(Release r) {
    var b = new Pair(r, r).left.entry(10, "L", 0, "192.0.2.2", "192.0.2.3").entry(20, "L", 5, "192.0.2.4");
    return b.apply();
  }

  private static String map(String type, String sets, String between, String... more) {
    String head = """
        Crypto Map %s "VPN" %d ipsec-isakmp
        %s\tExtended IP access list L
        \t    access-list L permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255
        \tCurrent peer: %s
        \tSecurity association lifetime: 4608000 kilobytes/3600 seconds
        %s%s%s%s""";
    String responder = more.length > 0 ? more[0] : "";
    String mixed = more.length > 1 ? more[1] : "";
    return (String.format(head, type, 10, "\tPeer = 192.0.2.2\n\tPeer = 192.0.2.3\n", "192.0.2.2", responder,
        "\tPFS (Y/N): N\n", mixed, sets)
        + between + String.format(head, type, 20, "\tPeer = 192.0.2.4\n", "192.0.2.4", responder,
            "\tPFS (Y/N): Y\n\tDH group:  group5\n", mixed, sets)
        + "\tInterfaces using crypto map VPN:\n\t\tFastEthernet0/1\n\n").replace("Map  \"", "Map \"");
  }

  @Test
  void cryptoMapsLookAsEachReleaseDrawsThem() {
    assertEquals(map("", "\tTransform sets={ TS, }\n", "\n"), box(Release.R12_2).crypto.showCryptoMap());
    String list = "\tTransform sets={ \n\t\tTS, \n\t}\n";
    assertEquals(map("", list, "\n"), box(Release.R12_3).crypto.showCryptoMap());
    assertEquals(map("", list, "\n"), box(Release.R12_4).crypto.showCryptoMap());
    String named = "\tTransform sets={ \n\t\tTS:  { esp-3des esp-sha-hmac  } , \n\t}\n";
    assertEquals(map("", named, "\n", "\tResponder-Only (Y/N): N\n"), box(Release.R15_1).crypto.showCryptoMap());
    assertEquals(map("IPv4", named, "\n", "\tResponder-Only (Y/N): N\n", "\tMixed-mode : Disabled\n"),
        box(Release.R15_2).crypto.showCryptoMap());
  }

  @Test
  void policiesEndWithTheDefaultSuiteUntilIosGaveItUp() {
    String own = """

        Global IKE policy
        Protection suite of priority 10
        \tencryption algorithm:\tThree key triple DES
        \thash algorithm:\t\tSecure Hash Standard
        \tauthentication method:\tPre-Shared Key
        \tDiffie-Hellman group:\t#2 (1024 bit)
        \tlifetime:\t\t86400 seconds, no volume limit
        """;
    String standard = """
        Default protection suite
        \tencryption algorithm:\tDES - Data Encryption Standard (56 bit keys).
        \thash algorithm:\t\tSecure Hash Standard
        \tauthentication method:\tRivest-Shamir-Adleman Signature
        \tDiffie-Hellman group:\t#1 (768 bit)
        \tlifetime:\t\t86400 seconds, no volume limit
        """;
    assertEquals(own + standard, box(Release.R12_4).crypto.showIsakmpPolicy());
    assertEquals(own, box(Release.R15_1).crypto.showIsakmpPolicy());
  }

  @Test
  void keysAndIdleFlowsAreShown() {
    var b = box(Release.R15_2);
    assertEquals("""
        Keyring      Hostname/Address                            Preshared Key

        default      192.0.2.2                                   cisco123
        """, b.crypto.showIsakmpKey());
    assertEquals(2, b.crypto.showIpsecSa().split("current outbound spi: 0x0\\(0\\)\n     PFS \\(Y/N\\): N, DH group: none",
        -1).length - 1);
    assertEquals("IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n\nIPv6 Crypto ISAKMP SA\n\n",
        b.crypto.showIsakmpSa());
  }
}
