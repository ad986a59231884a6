package net.anotherbox.crypto.isakmp.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import net.anotherbox.runtime.port.SeededRandomness;
import org.junit.jupiter.api.Test;

/** Encryption of type 6 against strings that another implementation of it made. */
class Type6Test {
  @Test
  void comesToTheLettersOfAnotherImplementation() {
    assertEquals("AGMAScA`PBCfLAILDGBdfWY[MFFQYXGGcccVQR_RLIFQU]JXBHM]aDMaYY[][`O[A`OFWHbiXJUPYJAAB",
        Type6.encrypt("a master key", "a secret of more than sixteen characters", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    assertEquals("AABAMXAZEAf[T[aTZhSZbGci", Type6.encrypt("a master key", "odd", new byte[] {0, 1, 2, 3, 4, 5, 6, 7}));
  }

  @Test
  void readsBackWhatItWroteOfEveryLengthAndNothingElse() {
    var r = new SeededRandomness(1);
    for (int length = 1; length < 70; length++) {
      String secret = "x".repeat(length);
      String letters = Type6.encrypt("a master key", secret, r.bytes(Type6.SALT_BYTES));
      assertEquals(Optional.of(secret), Type6.decrypt("a master key", letters));
      assertEquals(Optional.empty(), Type6.decrypt("another key", letters));
      assertEquals(Optional.empty(), Type6.decrypt("a master key", letters.substring(3)));
    }
    for (String not : new String[] {"", "A", "XYZ", "iii", "hij", "\u00e9\u00e9\u00e9"})
      assertEquals(Optional.empty(), Type6.decrypt("a master key", not));
  }
}
