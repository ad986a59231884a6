package net.anotherbox.plane.esp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.value.Address;

/** A known answer, made and checked by two other implementations of ESP. */
record EspVector(String name, Cipher cipher, byte[] key, Integrity integrity, byte[] integrityKey, int spi, int sequence,
    boolean tunnel, byte[] plain, byte[] iv, byte[] wire) {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": \"?([^\",\\n]*)\"?");

  static List<EspVector> all() {
    try (var in = EspVector.class.getResourceAsStream("esp-vectors.json")) {
      var found = new ArrayList<EspVector>();
      for (String object : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("}")) {
        var fields = new HashMap<String, String>();
        var m = FIELD.matcher(object);
        while (m.find()) fields.put(m.group(1), m.group(2));
        if (!fields.isEmpty()) found.add(of(fields));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EspVector of(Map<String, String> f) {
    var hex = HexFormat.of();
    byte[] key = hex.parseHex(f.get("enckey"));
    Cipher cipher = switch (f.get("enc")) {
      case "NULL" -> Cipher.NULL;
      case "DES" -> Cipher.DES;
      case "3DES" -> Cipher.TRIPLE_DES;
      default -> key.length == 16 ? Cipher.AES_128 : key.length == 24 ? Cipher.AES_192 : Cipher.AES_256;
    };
    Integrity integrity = switch (f.get("auth")) {
      case "NULL" -> Integrity.NONE;
      case "HMAC-MD5-96" -> Integrity.HMAC_MD5_96;
      case "HMAC-SHA1-96" -> Integrity.HMAC_SHA1_96;
      default -> Integrity.HMAC_SHA256_128;
    };
    return new EspVector(f.get("name") + " " + cipher + " " + integrity, cipher, key, integrity,
        hex.parseHex(f.get("authkey")), Integer.parseInt(f.get("spi")), Integer.parseInt(f.get("seq")),
        f.get("mode").equals("tunnel"), hex.parseHex(f.get("plain")), hex.parseHex(f.get("iv")),
        hex.parseHex(f.get("wire")));
  }

  int outerHeader() {
    return wire[0] >> 4 == 4 ? 20 : 40;
  }

  SaSpec spec(boolean inbound) {
    boolean v4 = wire[0] >> 4 == 4;
    Address source = Address.of(java.util.Arrays.copyOfRange(wire, v4 ? 12 : 8, v4 ? 16 : 24));
    Address destination = Address.of(java.util.Arrays.copyOfRange(wire, v4 ? 16 : 24, v4 ? 20 : 40));
    var esp = new SaSpec.Esp(spi, cipher, key.clone(), integrity, integrityKey.clone());
    return new SaSpec(1, 1, inbound, inbound ? destination : source, inbound ? source : destination, tunnel,
        Optional.of(esp), Optional.empty(), Optional.empty(), true, 0, 0, 64, 1500);
  }
}
