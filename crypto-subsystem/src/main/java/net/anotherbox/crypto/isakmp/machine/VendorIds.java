package net.anotherbox.crypto.isakmp.machine;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.port.Randomness;

/**
 * Vendor IDs: what we send, and what IOS says of those it gets. IOS takes the byte at offset 14 for a major version without
 * asking for the ID's length, and prints it of all IDs but Unity's, DPD's and its own.
 */
public final class VendorIds {
  private static final byte[] UNITY = hex("12f5f28c457168a9702d9fe274cc0100");
  private static final byte[] DPD = hex("afcad71368a1f1c96b8696fc77570100");
  private static final byte[] FRAGMENTATION = hex("4048b7d56ebce88525e7de7f00d6c2d3");
  private static final byte[] XAUTH = hex("09002689dfd6b712");
  /** IOS sends its own cookie, masked with this, and eight more bytes of which only the length is known. */
  private static final byte[] IOS_MASK = hex("f5c7a71d00010000");
  private static final int IOS_SIZE = 16;

  /** Known by their bytes: messages of the catalogue. */
  private static final Map<String, String> NAMES = Map.of(
      "09002689dfd6b712", "vendor-xauth",
      "4a131c81070358455c5728f20e95452f", "vendor-natt-rfc",
      "439b59f8ba676c4c7737ae22eab8f582", "vendor-natt-7",
      "7d9419a65310ca6f2c179d9215529d56", "vendor-natt-3",
      "90cb80913ebb696e086381b5ec427b1f", "vendor-natt-2",
      "cd60464335df21f87cfdb2fc68b6a448", "vendor-natt-2");

  private VendorIds() {}

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** One to send. @param word UNITY, DPD, XAUTH, FRAGMENTATION or IOS @param ownCookie the sender's cookie */
  static Payload.Vendor of(String word, byte[] ownCookie, Randomness randomness) {
    return new Payload.Vendor(switch (word) {
      case "UNITY" -> UNITY.clone();
      case "DPD" -> DPD.clone();
      case "XAUTH" -> XAUTH.clone();
      case "FRAGMENTATION" -> FRAGMENTATION.clone();
      case "IOS" -> ios(ownCookie, randomness);
      default -> throw new IllegalArgumentException(word);
    });
  }

  private static byte[] ios(byte[] cookie, Randomness randomness) {
    byte[] b = randomness.bytes(IOS_SIZE);
    for (int i = 0; i < 8; i++) b[i] = (byte) (cookie[i] ^ IOS_MASK[i]);
    return b;
  }

  /** That of IOS, for the sender with this cookie. */
  public static Payload.Vendor iosOf(byte[] cookie, Randomness randomness) {
    return new Payload.Vendor(ios(cookie, randomness));
  }

  /** Whether this is IOS's, from the sender with this cookie. */
  public static boolean isIos(byte[] v, byte[] peersCookie) {
    if (v.length != IOS_SIZE) return false;
    for (int i = 0; i < 4; i++) if ((v[i] ^ peersCookie[i]) != IOS_MASK[i]) return false;
    return true;
  }

  static boolean isDpd(Payload.Vendor v) {
    return Arrays.equals(v.value(), DPD);
  }

  /** Cisco's peers say more behind the sixteen bytes. */
  static boolean isFragmentation(Payload.Vendor v) {
    return Arrays.equals(Arrays.copyOf(v.value(), FRAGMENTATION.length), FRAGMENTATION);
  }

  /** Says what IOS says of it. */
  static void describe(Payload.Vendor v, byte[] peersCookie, Script script) {
    script.isakmp("vendor");
    if (Arrays.equals(v.value(), UNITY)) script.isakmp("vendor-unity");
    else if (Arrays.equals(v.value(), DPD)) script.isakmp("vendor-dpd");
    else if (isIos(v.value(), peersCookie)) script.isakmp("vendor-ios");
    else {
      if (v.fifteenth() == 1) script.isakmp("vendor-hash");
      else script.isakmp("vendor-major", "major", v.fifteenth());
      String name = isFragmentation(v) ? "vendor-fragmentation" : NAMES.get(HexFormat.of().formatHex(v.value()));
      if (name != null) script.isakmp(name);
    }
  }
}
