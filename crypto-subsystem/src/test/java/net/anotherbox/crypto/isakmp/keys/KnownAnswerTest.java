package net.anotherbox.crypto.isakmp.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpReader;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.port.SeededRandomness;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our arithmetic and codec against exchanges of strongSwan, whose log gives the values between. */
class KnownAnswerTest {
  private final List<byte[]> packets = new ArrayList<>();
  private final Map<String, List<byte[]>> values = new HashMap<>();
  private String psk;

  private void load(String name) throws IOException {
    try (var in = KnownAnswerTest.class.getResourceAsStream("/vectors/" + name + ".txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] w = line.split(" ");
        switch (w[0]) {
          case "psk" -> psk = w[1];
          case "packet" -> packets.add(HexFormat.of().parseHex(w[1]));
          case "value" -> values.computeIfAbsent(w[1], k -> new ArrayList<>()).add(HexFormat.of().parseHex(w[2]));
          default -> { }
        }
      }
    }
  }

  private byte[] value(String name) {
    return values.get(name).get(0);
  }

  private IsakmpMessage clear(int packet) throws Exception {
    byte[] d = packets.get(packet);
    var m = IsakmpReader.clear(IsakmpHeader.read(d), d);
    assertArrayEquals(d, IsakmpWriter.clear(m.header(), m.payloads()));
    return m;
  }

  @ParameterizedTest
  @CsvSource({"ike-3des-sha1,SHA,TRIPLE_DES", "ike-aes128-sha1,SHA,AES_128", "ike-des-md5,MD5,DES"})
  void agreesWithStrongswan(String name, Prf prf, IsakmpCipher cipher) throws Exception {
    load(name);
    var one = clear(0);
    clear(1);
    var three = clear(2);
    var four = clear(3);
    byte[] gxi = three.the(Payload.Ke.class).value();
    byte[] gxr = four.the(Payload.Ke.class).value();
    byte[] cookies = Arrays.copyOf(packets.get(3), 16);
    var keys = new PhaseOneKeys(prf, cipher, psk.getBytes(StandardCharsets.UTF_8), three.the(Payload.Nonce.class).value(),
        four.the(Payload.Nonce.class).value(), value("shared_Diffie_Hellman_secret"), cookies, gxi, gxr);
    assertArrayEquals(value("initial_IV"), keys.mainIv());
    byte[] iv = keys.mainIv();
    byte[] ci = Arrays.copyOf(cookies, 8);
    byte[] cr = Arrays.copyOfRange(cookies, 8, 16);
    byte[] sa = one.the(Payload.Sa.class).body();

    var five = open(keys, iv, packets.get(4));
    assertArrayEquals(value("HASH_I"), five.the(Payload.Hash.class).value());
    assertArrayEquals(value("HASH_I"), keys.authentication(gxi, gxr, ci, cr, sa, five.the(Payload.Id.class).body()));
    keys.mainIv(last(cipher, packets.get(4)));
    var six = open(keys, keys.mainIv(), packets.get(5));
    assertArrayEquals(value("HASH_R"), keys.authentication(gxr, gxi, cr, ci, sa, six.the(Payload.Id.class).body()));
    keys.mainIv(last(cipher, packets.get(5)));
    quick(keys, cipher);
  }

  private void quick(PhaseOneKeys keys, IsakmpCipher cipher) throws Exception {
    int mid = IsakmpHeader.read(packets.get(6)).messageId();
    var one = open(keys, keys.iv(mid), packets.get(6));
    assertArrayEquals(one.the(Payload.Hash.class).value(), keys.hash1(mid, one.afterFirst()));
    assertArrayEquals(value("Hash(1)"), one.the(Payload.Hash.class).value());
    byte[] ni = one.the(Payload.Nonce.class).value();
    var two = open(keys, last(cipher, packets.get(6)), packets.get(7));
    byte[] nr = two.the(Payload.Nonce.class).value();
    assertArrayEquals(value("Hash(2)"), keys.hash2(mid, ni, two.afterFirst()));
    assertArrayEquals(two.the(Payload.Hash.class).value(), value("Hash(2)"));
    assertArrayEquals(value("Hash(3)"), keys.hash3(mid, ni, nr));
    var three = open(keys, last(cipher, packets.get(7)), packets.get(8));
    assertArrayEquals(value("Hash(3)"), three.the(Payload.Hash.class).value());

    byte[] enc = value("encryption_initiator_key");
    byte[] auth = value("integrity_initiator_key");
    // the SA that the initiator sends on has the SPI that the responder chose
    int toResponder = two.the(Payload.Sa.class).proposals().get(0).spi32();
    byte[] keymat = keys.keymat(new byte[0], 3, toResponder, ni, nr, enc.length + auth.length);
    assertArrayEquals(enc, Arrays.copyOf(keymat, enc.length));
    assertArrayEquals(auth, Arrays.copyOfRange(keymat, enc.length, keymat.length));
    int toInitiator = one.the(Payload.Sa.class).proposals().get(0).spi32();
    keymat = keys.keymat(new byte[0], 3, toInitiator, ni, nr, enc.length + auth.length);
    assertArrayEquals(value("encryption_responder_key"), Arrays.copyOf(keymat, enc.length));
    for (byte[] p : packets.subList(9, packets.size())) {
      int id = IsakmpHeader.read(p).messageId();
      var info = open(keys, keys.iv(id), p);
      assertArrayEquals(info.the(Payload.Hash.class).value(), keys.hash1(id, info.afterFirst()));
    }
  }

  private static IsakmpMessage open(PhaseOneKeys keys, byte[] iv, byte[] d) throws Exception {
    return IsakmpReader.decrypted(IsakmpHeader.read(d), keys.decrypt(iv, Arrays.copyOfRange(d, 28, d.length)));
  }

  private static byte[] last(IsakmpCipher cipher, byte[] d) {
    return cipher.lastBlock(d);
  }

  @Test
  void bothSidesComeToTheSameSecretInEveryGroup() {
    var r = new SeededRandomness(3);
    for (DhGroup g : DhGroup.values()) {
      var a = g.pair(g.exponent(r));
      var b = g.pair(g.exponent(r));
      assertEquals(g.size(), a.value().length);
      assertArrayEquals(g.shared(a, b.value()), g.shared(b, a.value()));
    }
  }

  @Test
  void publicValuesMustLieStrictlyBetweenOneAndTheLast() {
    var primes = Map.of(DhGroup.MODP_768, DHStandardGroups.rfc2409_768.getP(), DhGroup.MODP_1024,
        DHStandardGroups.rfc2409_1024.getP(),
        DhGroup.MODP_1536, DHStandardGroups.rfc3526_1536.getP(), DhGroup.MODP_2048, DHStandardGroups.rfc3526_2048.getP());
    primes.forEach((g, p) -> {
      for (var bad : List.of(BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p, p.add(BigInteger.ONE)))
        assertFalse(g.valid(fixed(g, bad)));
      for (var good : List.of(BigInteger.TWO, p.subtract(BigInteger.TWO))) assertTrue(g.valid(fixed(g, good)));
      assertFalse(g.valid(new byte[0]));
      assertFalse(g.valid(new byte[] {2}));
      assertFalse(g.valid(Arrays.copyOf(new byte[] {2}, g.size() + 1)));
    });
  }

  /** The example of RFC 5903 section 8.1. */
  @Test
  void theCurveOf256BitsComesToTheExamplesSecret() {
    var i = new BigInteger("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433", 16);
    String value = "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
        + "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3";
    String other = "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
        + "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab";
    var pair = DhGroup.ECP_256.pair(i.subtract(BigInteger.ONE).toByteArray());
    assertEquals(value, HexFormat.of().formatHex(pair.value()));
    assertEquals("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de",
        HexFormat.of().formatHex(DhGroup.ECP_256.shared(pair, HexFormat.of().parseHex(other))));
  }

  @Test
  void aPointMustBeOnTheCurve() {
    var r = new SeededRandomness(4);
    for (DhGroup g : List.of(DhGroup.ECP_256, DhGroup.ECP_384, DhGroup.ECP_521)) {
      byte[] v = g.pair(g.exponent(r)).value();
      assertTrue(g.valid(v));
      v[v.length - 1] ^= 1;
      assertFalse(g.valid(v));
      assertFalse(g.valid(new byte[g.size()]));
    }
  }

  private static byte[] fixed(DhGroup g, BigInteger n) {
    byte[] b = n.toByteArray();
    byte[] out = new byte[g.size()];
    int from = Math.max(0, b.length - out.length);
    System.arraycopy(b, from, out, out.length - (b.length - from), b.length - from);
    return out;
  }
}
