package net.anotherbox.plane.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Our DES against the JDK's. */
class DesTest {
  @Test
  void encryptsAndDecryptsAsTheJdkDoes() throws Exception {
    var random = new SplittableRandom(1);
    for (int keyBytes : new int[] {8, 24}) {
      String algorithm = keyBytes == 8 ? "DES" : "DESede";
      for (int n = 0; n < 500; n++) {
        byte[] key = new byte[keyBytes];
        byte[] block = new byte[8];
        random.nextBytes(key);
        random.nextBytes(block);
        var jdk = Cipher.getInstance(algorithm + "/ECB/NoPadding");
        jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, algorithm));
        long expected = ByteBuffer.wrap(jdk.doFinal(block)).getLong();
        long plain = ByteBuffer.wrap(block).getLong();
        assertEquals(expected, new Des(key, true).block(plain));
        assertEquals(plain, new Des(key, false).block(expected));
      }
    }
  }

  @Test
  void decryptsTwoBlocksAtOnceAsOneByOne() {
    var random = new SplittableRandom(2);
    byte[] key = new byte[24];
    random.nextBytes(key);
    var des = new Des(key, false);
    for (int n = 0; n < 1000; n++) {
      long[] pair = {random.nextLong(), random.nextLong()};
      long[] expected = {des.block(pair[0]), des.block(pair[1])};
      des.blocks(pair);
      assertArrayEquals(expected, pair);
    }
  }

  /** FIPS 81's example. */
  @Test
  void givesThePublishedAnswer() {
    byte[] key = {0x01, 0x23, 0x45, 0x67, (byte) 0x89, (byte) 0xab, (byte) 0xcd, (byte) 0xef};
    assertEquals(0x3fa40e8a984d4815L, new Des(key, true).block(0x4e6f772069732074L));
  }
}
