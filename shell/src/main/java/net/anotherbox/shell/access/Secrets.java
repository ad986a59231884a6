package net.anotherbox.shell.access;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.runtime.port.Randomness;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Passwords in the forms in which a configuration keeps them, named by the digit before them: 0 plain, 4 SHA-256, 5 MD5
 * crypt, 7 hidden, 8 PBKDF2 and 9 scrypt. Checking takes the same time whatever part is wrong.
 */
public final class Secrets {
  private static final int PBKDF2_ROUNDS = 20_000;
  private static final int SCRYPT_COST = 16_384;
  private static final int KEY_BYTES = 32;
  private static final int SALT_CHARACTERS = 14;

  private final Randomness randomness;

  public Secrets(Randomness randomness) {
    this.randomness = randomness;
  }

  /** What {@code enable secret} and {@code username … secret} keep of a password: type 5 with a salt of four characters. */
  public String makeType5(char[] password) {
    var salt = new StringBuilder();
    CryptBase64.lowFirst(randomness.nextInt() & 0xffffff, 4, salt);
    return withBytes(password, p -> Md5Crypt.crypt(p, salt.toString()));
  }

  /**
   * The same by the algorithm that {@code algorithm-type} names: MD5 crypt, PBKDF2 or scrypt.
   *
   * @param type 5, 8 or 9
   */
  public String make(int type, char[] password) {
    if (type == 5) return makeType5(password);
    var salt = new StringBuilder();
    for (int i = 0; i < SALT_CHARACTERS; i++) CryptBase64.lowFirst(randomness.nextInt(), 1, salt);
    return withBytes(password, p -> asStored(type, "$" + type + "$" + salt + "$", p));
  }

  /** What {@code service password-encryption} makes of a plain password. */
  public String makeType7(String plain) {
    return Type7.hide(plain, Math.floorMod(randomness.nextInt(), Type7.SEEDS));
  }

  /** Whether text can be a stored secret of this type; typed lines are checked with it. */
  public static boolean wellFormed(int type, String stored) {
    return switch (type) {
      case 0 -> !stored.isEmpty();
      case 4 -> stored.length() == 43 && isDigest(stored);
      case 5 -> stored.matches("\\$1\\$[^$]{1,8}\\$.{22}") && isDigest(stored.substring(stored.length() - 22));
      case 7 -> Type7.reveal(stored).isPresent();
      case 8, 9 -> stored.matches("\\$" + type + "\\$[^$]{14}\\$.{43}") && isDigest(stored.substring(stored.length() - 43));
      default -> false;
    };
  }

  private static boolean isDigest(String text) {
    return text.chars().allMatch(c -> CryptBase64.isMember((char) c));
  }

  /**
   * Whether this is the password. A stored form that is not well formed fits no password.
   *
   * @param type the digit before the stored form
   */
  public static boolean matches(int type, String stored, char[] password) {
    if (!wellFormed(type, stored)) return false;
    Optional<String> expected = type == 7 ? Type7.reveal(stored) : Optional.of(stored);
    String given = withBytes(password, p -> asStored(type, stored, p));
    return MessageDigest.isEqual(bytes(expected.orElseThrow()), bytes(given));
  }

  private static String asStored(int type, String stored, byte[] password) {
    return switch (type) {
      case 4 -> CryptBase64.packed(sha256(password));
      case 5 -> Md5Crypt.crypt(password, salt(stored));
      case 8 -> "$8$" + salt(stored) + "$" + CryptBase64.packed(Pbkdf2.of(password, salt(stored)));
      case 9 -> "$9$" + salt(stored) + "$" + CryptBase64.packed(
          SCrypt.generate(password, bytes(salt(stored)), SCRYPT_COST, 1, 1, KEY_BYTES));
      default -> new String(password, StandardCharsets.ISO_8859_1);
    };
  }

  private static String salt(String stored) {
    return stored.substring(3, stored.indexOf('$', 3));
  }

  private static byte[] sha256(byte[] b) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(b);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A class of its own, so that the library is loaded when a password needs it and not while the box starts. */
  private static final class Pbkdf2 {
    static byte[] of(byte[] password, String salt) {
      var generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
      generator.init(password, bytes(salt), PBKDF2_ROUNDS);
      return ((KeyParameter) generator.generateDerivedParameters(KEY_BYTES * 8)).getKey();
    }
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static <T> T withBytes(char[] password, Function<byte[], T> use) {
    ByteBuffer b = StandardCharsets.ISO_8859_1.encode(CharBuffer.wrap(password));
    byte[] p = Arrays.copyOf(b.array(), b.limit());
    try {
      return use.apply(p);
    } finally {
      Arrays.fill(p, (byte) 0);
      Arrays.fill(b.array(), (byte) 0);
    }
  }
}
