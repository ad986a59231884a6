package net.anotherbox.shell.aaa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.anotherbox.shell.aaa.TacacsPacket.Type;
import org.junit.jupiter.api.Test;

class TacacsPacketTest {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANOTHER = "other".getBytes(StandardCharsets.US_ASCII);

  /** What servers say: go on, and yes. */
  private static final Map<Type, List<byte[]>> ANSWERS = Map.of(
      Type.AUTHENTICATION, List.of(new byte[] {5, 1, 0, 1, 0, 2, 'P', 'd', 'd'}, new byte[] {1, 0, 0, 0, 0, 0}),
      Type.AUTHORIZATION, List.of(new byte[] {1, 2, 0, 1, 0, 0, 3, 1, 'M', 'a', '=', 'b', 'c'}, new byte[] {1, 0, 0, 0, 0, 0}),
      Type.ACCOUNTING, List.of(new byte[] {0, 1, 0, 1, 1, 'M', 'D'}, new byte[] {0, 0, 0, 0, 1}));

  @Test
  void readsAnAnswerMadeWithItsKey() throws IOException {
    for (Type type : Type.values()) {
      for (byte[] body : ANSWERS.get(type)) {
        byte[] sent = new TacacsPacket(TacacsPacket.VERSION, type, 2, 77, body).encoded(KEY);
        assertArrayEquals(body, TacacsPacket.reply(new ByteArrayInputStream(sent), KEY).body());
      }
    }
  }

  /** With a status that is any number by chance, one in 256 would let somebody in. */
  @Test
  void noAnswerMadeWithAnotherKeyIsRead() {
    var random = new SplittableRandom(3);
    for (Type type : Type.values()) {
      for (byte[] body : ANSWERS.get(type)) {
        for (int i = 0; i < 5_000; i++) {
          byte[] sent = new TacacsPacket(TacacsPacket.VERSION, type, 2, random.nextInt(), body).encoded(ANOTHER);
          assertThrows(IOException.class, () -> TacacsPacket.reply(new ByteArrayInputStream(sent), KEY));
        }
      }
    }
  }

  @Test
  void anAnswerThatEndsWithinItsFieldsIsNone() {
    for (Type type : Type.values()) {
      for (byte[] body : ANSWERS.get(type)) {
        for (int length = 0; length < body.length; length++) {
          byte[] cut = Arrays.copyOf(body, length);
          byte[] sent = new TacacsPacket(TacacsPacket.VERSION, type, 2, 77, cut).encoded(KEY);
          assertThrows(IOException.class, () -> TacacsPacket.reply(new ByteArrayInputStream(sent), KEY));
        }
      }
    }
  }
}
