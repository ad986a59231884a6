package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.anotherbox.runtime.port.SeededRandomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  private static boolean matches(int type, String stored, String password) {
    return Secrets.matches(type, stored, password.toCharArray());
  }

  /** Digests of well-known words, as published with hashcat and in Cisco's own examples. */
  @ParameterizedTest
  @CsvSource({
    "0, cisco, cisco",
    "4, 2btjjy78REtmYkkW0csHUbJZOstRXoWdX1mGrmmfeHI, hashcat",
    "5, $1$mERr$hx5rVt7rPNoS4wqbXKX7m0, cisco",
    "5, $1$28772684$iEwNOgGugqO9.bIz5sk8k/, hashcat",
    "7, 0822455D0A16, cisco",
    "7, 06041A2D405D014811, bullsh1t",
    "8, $8$84486783037343$pYNyVrtyMalQrZLxRi7ZLQS1Fl.jkYCgASUi5P8JNb2, hashcat",
    "9, $9$87023684531115$phio0TBQwaO7KZ8toQFyGFyDvyOzidaypRWN0uKX0hU, hashcat",
  })
  void knowsAPasswordByItsStoredForm(int type, String stored, String password) {
    assertTrue(Secrets.wellFormed(type, stored));
    assertTrue(matches(type, stored, password));
    assertFalse(matches(type, stored, password + "x"));
    assertFalse(matches(type, stored, password.toUpperCase(java.util.Locale.ROOT)));
    assertFalse(matches(type, stored, ""));
  }

  @ParameterizedTest
  @CsvSource({"0822455D0A16, cisco", "070C285F4D06, cisco", "030C5E12, hey", "06041A2D405D014811, bullsh1t"})
  void hidesAndRevealsType7(String hidden, String plain) {
    assertEquals(Optional.of(plain), Type7.reveal(hidden));
    assertEquals(hidden, Type7.hide(plain, Integer.parseInt(hidden.substring(0, 2))));
  }

  @Test
  void hidesPasswordsLongerThanTheKeyText() {
    String longer = "0123456789".repeat(12);
    for (int seed = 0; seed < Type7.SEEDS; seed++) assertEquals(Optional.of(longer), Type7.reveal(Type7.hide(longer, seed)));
  }

  @ParameterizedTest
  @CsvSource({
    "4, short", "5, $1$mERr$tooshort", "5, $2$mERr$hx5rVt7rPNoS4wqbXKX7m0", "7, 0", "7, 99AB", "7, 08224", "7, 08XX",
    "8, $8$short$pYNyVrtyMalQrZLxRi7ZLQS1Fl.jkYCgASUi5P8JNb2", "9, $9$87023684531115$phio", "6, x",
    "5, $1$mERr$hx5rVt7rPNoS4wqbXKX7m!",
  })
  void fitsNoPasswordToAMalformedSecret(int type, String stored) {
    assertFalse(Secrets.wellFormed(type, stored));
    assertFalse(matches(type, stored, ""));
    assertFalse(matches(type, stored, "cisco"));
  }

  @Test
  void makesType5WithAFreshSaltOfFourCharacters() {
    var secrets = new Secrets(new SeededRandomness(7));
    String a = secrets.makeType5("cisco".toCharArray());
    String b = secrets.makeType5("cisco".toCharArray());
    assertTrue(a.matches("\\$1\\$[./0-9A-Za-z]{4}\\$[./0-9A-Za-z]{22}"), a);
    assertNotEquals(a, b);
    assertTrue(matches(5, a, "cisco"));
    assertFalse(matches(5, a, "Cisco"));
  }

  @Test
  void makesType7ThatItCanReveal() {
    var secrets = new Secrets(new SeededRandomness(8));
    for (int i = 0; i < 50; i++) {
      String hidden = secrets.makeType7("s3cret");
      assertTrue(Integer.parseInt(hidden.substring(0, 2)) < Type7.SEEDS);
      assertEquals(Optional.of("s3cret"), Type7.reveal(hidden));
    }
  }
}
