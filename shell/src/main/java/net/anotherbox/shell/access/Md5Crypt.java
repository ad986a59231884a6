package net.anotherbox.shell.access;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** FreeBSD's MD5 crypt, {@code $1$salt$digest}: secrets of type 5. */
final class Md5Crypt {
  private static final byte[] MAGIC = "$1$".getBytes(StandardCharsets.US_ASCII);

  private Md5Crypt() {}

  /** @param salt at most 8 characters count; IOS makes 4 */
  static String crypt(byte[] password, String salt) {
    byte[] s = salt.substring(0, Math.min(8, salt.length())).getBytes(StandardCharsets.ISO_8859_1);
    byte[] digest = first(password, s);
    for (int round = 0; round < 1000; round++) digest = next(round, digest, password, s);
    var out = new StringBuilder("$1$").append(new String(s, StandardCharsets.ISO_8859_1)).append('$');
    for (int i = 0; i < 5; i++) {
      int third = i == 4 ? 5 : i + 12;
      CryptBase64.lowFirst((digest[i] & 255) << 16 | (digest[i + 6] & 255) << 8 | digest[third] & 255, 4, out);
    }
    CryptBase64.lowFirst(digest[11] & 255, 2, out);
    return out.toString();
  }

  private static byte[] first(byte[] password, byte[] salt) {
    byte[] inner = md5(password, salt, password);
    var all = new ByteArrayOutputStream();
    all.writeBytes(password);
    all.writeBytes(MAGIC);
    all.writeBytes(salt);
    for (int left = password.length; left > 0; left -= 16) all.write(inner, 0, Math.min(16, left));
    for (int n = password.length; n > 0; n >>= 1) all.write((n & 1) != 0 ? 0 : password[0]);
    return md5(all.toByteArray());
  }

  private static byte[] next(int round, byte[] digest, byte[] password, byte[] salt) {
    byte[] none = {};
    boolean odd = (round & 1) != 0;
    byte[] first = odd ? password : digest;
    byte[] last = odd ? digest : password;
    return md5(first, round % 3 != 0 ? salt : none, round % 7 != 0 ? password : none, last);
  }

  private static byte[] md5(byte[]... parts) {
    try {
      var d = MessageDigest.getInstance("MD5");
      for (byte[] p : parts) d.update(p);
      return d.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
