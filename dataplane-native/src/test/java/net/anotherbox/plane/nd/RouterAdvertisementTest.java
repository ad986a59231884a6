package net.anotherbox.plane.nd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.anotherbox.plane.nd.RouterAdvertisement.NameServer;
import net.anotherbox.plane.nd.RouterAdvertisement.Preference;
import net.anotherbox.plane.nd.RouterAdvertisement.Prefix;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;
import org.junit.jupiter.api.Test;

class RouterAdvertisementTest {
  private static final byte[] MAC = {(byte) 0xc2, 3, 13, (byte) 0xeb, 0, 0};
  private static final RouterAdvertisement SAID = new RouterAdvertisement(64, false, true, Preference.HIGH, 1800, 0, 0, MAC,
      OptionalInt.of(1500), List.of(new Prefix(Ipv6Prefix.of("2001:db8:1::/64"), true, true, false, 2592000, 604800)),
      OptionalInt.empty(), List.of(new NameServer(Ipv6.of("2001:db8::53"), 600)));

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  @Test
  void standsOnTheWireAsTheRfcsSay() {
    assertArrayEquals(hex("""
        86 00 0000 40 48 0708 00000000 00000000
        01 01 c2030deb0000
        05 01 0000 000005dc
        03 04 40 c0 00278d00 00093a80 00000000 20010db8000100000000000000000000
        19 03 0000 00000258 20010db8000000000000000000000053"""), SAID.bytes());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    RouterAdvertisement read = RouterAdvertisement.read(SAID.bytes()).orElseThrow();
    assertTrue(read.saysTheSame(SAID));
    assertEquals(SAID.prefixes(), read.prefixes());
    assertEquals(Preference.HIGH, read.preference());
  }

  @Test
  void aRouterThatIsNoneHasNoPreference() {
    assertEquals(0x40, SAID.farewell().bytes()[5]);
    assertEquals(0, RouterAdvertisement.read(SAID.farewell().bytes()).orElseThrow().lifetime());
  }

  @Test
  void refusesWhatIsNotWhole() {
    byte[] whole = SAID.bytes();
    for (int length = 0; length < whole.length; length++) {
      boolean atAnOption = List.of(16, 24, 32, 64).contains(length);
      assertEquals(atAnOption, RouterAdvertisement.read(Arrays.copyOf(whole, length)).isPresent(), "cut to " + length);
    }
    byte[] endless = whole.clone();
    endless[17] = 0;
    assertEquals(Optional.empty(), RouterAdvertisement.read(endless));
  }

  @Test
  void aSolicitationFromNoAddressMustNotNameItsSender() {
    byte[] plain = hex("85 00 0000 00000000");
    byte[] named = hex("85 00 0000 00000000 01 01 c2030deb0000");
    Ipv6 host = Ipv6.of("FE80::5");
    assertTrue(RouterAdvertisement.isSolicitation(plain, Ipv6.ANY));
    assertTrue(RouterAdvertisement.isSolicitation(named, host));
    assertFalse(RouterAdvertisement.isSolicitation(named, Ipv6.ANY));
    assertFalse(RouterAdvertisement.isSolicitation(hex("85 01 0000 00000000"), host));
    assertFalse(RouterAdvertisement.isSolicitation(hex("85 00 0000 00000000 01 00"), host));
    assertFalse(RouterAdvertisement.isSolicitation(hex("85 00 0000"), host));
  }

  @Test
  void eightHundredPrefixesMakeNoLongerMessageThanAnyLinkTakes() {
    var many = new java.util.ArrayList<Prefix>();
    for (int i = 0; i < 800; i++)
      many.add(new Prefix(Ipv6Prefix.of("2001:db8:" + Integer.toHexString(i) + "::/64"), true, true, false, 1, 1));
    var a = new RouterAdvertisement(64, false, false, Preference.MEDIUM, 1800, 0, 0, MAC, OptionalInt.empty(), many,
        OptionalInt.empty(), List.of());
    assertTrue(a.bytes().length <= 1280 - 40, "" + a.bytes().length);
    assertTrue(RouterAdvertisement.read(a.bytes()).isPresent());
  }
}
