package net.anotherbox.plane.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.SaSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EspVectorTest {
  static Stream<EspVector> vectors() {
    return EspVector.all().stream();
  }

  @Test
  void allVectorsAreThere() {
    assertEquals(115, EspVector.all().size());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void unwrapsTheKnownAnswer(EspVector v) {
    var sa = new InboundBundle(v.spec(true));
    byte[] in = new byte[2048];
    byte[] out = new byte[2048];
    System.arraycopy(v.wire(), 0, in, 100, v.wire().length);
    int length = sa.decapsulate(in, 100, v.wire().length, v.outerHeader(), 0, out, 64);
    assertArrayEquals(v.plain(), Arrays.copyOfRange(out, 64, 64 + Math.max(0, length)), v.name());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void wrapsToTheKnownAnswerIfTheIvIsTheSame(EspVector v) throws Exception {
    byte[] salt = saltFor(v);
    var sa = new OutboundBundle(v.spec(false), bytes -> System.arraycopy(salt, 0, bytes, 0, bytes.length));
    sa.sequence(v.sequence() - 1);
    byte[] in = new byte[2048];
    byte[] out = new byte[2048];
    System.arraycopy(v.plain(), 0, in, 64, v.plain().length);
    int identification = (v.wire()[4] & 255) << 8 | v.wire()[5] & 255;
    int length = sa.encapsulate(in, 64, v.plain().length, out, 32, identification, DfBit.COPY);
    assertEquals(HexFormat.of().formatHex(v.wire()), HexFormat.of().formatHex(out, 32, 32 + length), v.name());
  }

  /** The salt that leads to the vector's IV: its decryption, the sequence number taken out again. */
  private static byte[] saltFor(EspVector v) throws Exception {
    byte[] salt = new byte[16];
    if (v.cipher() == SaSpec.Cipher.NULL) return salt;
    String algorithm = switch (v.cipher()) {
      case DES -> "DES";
      case TRIPLE_DES -> "DESede";
      default -> "AES";
    };
    var ecb = Cipher.getInstance(algorithm + "/ECB/NoPadding");
    ecb.init(Cipher.DECRYPT_MODE, new SecretKeySpec(v.key(), algorithm));
    byte[] block = ecb.doFinal(v.iv());
    for (int i = 0; i < 4; i++) block[block.length - 1 - i] ^= (byte) (v.sequence() >> 8 * i);
    System.arraycopy(block, 0, salt, 0, block.length);
    return salt;
  }
}
