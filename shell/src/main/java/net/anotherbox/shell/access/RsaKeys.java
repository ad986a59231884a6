package net.anotherbox.shell.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.port.Randomness;

/**
 * The RSA key pairs of the box, kept in a {@link HostKeyStore}: what {@code crypto key generate rsa} makes and SSH is
 * known by.
 * A box that has never had one makes one by itself; one whose keys were taken away ({@code crypto key zeroize}) does not.
 * Belongs to the control thread, but for {@link #generate}.
 */
public final class RsaKeys {
  /** Bits without which version 2 of SSH is not served. */
  public static final int LEAST_FOR_SSH = 768;
  private static final int FORM = 0x414b3031;
  private static final int DER_SEQUENCE = 0x30;

  /** @param label its name; empty for the one that the box made by itself, which goes by the box's own name */
  public record Pair(String label, Instant made, boolean exportable, KeyPair keys) {
    public RSAPublicKey open() {
      return (RSAPublicKey) keys.getPublic();
    }

    public int bits() {
      return open().getModulus().bitLength();
    }

    @Override
    public String toString() {
      return "RSA key pair " + label + " of " + bits() + " bits";
    }
  }

  private final HostKeyStore store;
  private final Randomness randomness;
  private List<Pair> pairs;

  /** Reads what is stored. */
  public RsaKeys(HostKeyStore store, Randomness randomness) {
    this.store = store;
    this.randomness = randomness;
    pairs = store.load().map(RsaKeys::read).orElseGet(List::of);
  }

  /** Makes and stores a key of so many bits if there never was one. */
  public void makeFirst(int bits, Instant now) {
    if (store.load().isEmpty()) put(new Pair("", now, false, generate(bits)));
  }

  public List<Pair> all() {
    return pairs;
  }

  /** Adds it, in place of one of the same label. */
  public void put(Pair p) {
    var now = new ArrayList<>(pairs);
    now.removeIf(o -> o.label.equals(p.label) || o.label.isEmpty());
    now.add(p);
    save(now);
  }

  /** Takes away the pair of this label, or all. */
  public void remove(Optional<String> label) {
    save(pairs.stream().filter(p -> label.isPresent() && !p.label.equals(label.get())).toList());
  }

  private void save(List<Pair> now) {
    store.save(written(now));
    pairs = List.copyOf(now);
  }

  /** Takes its time: from any thread. @throws IllegalArgumentException if such a key cannot be made */
  public KeyPair generate(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, new FromPort(randomness));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no RSA key of " + bits + " bits", e);
    }
  }

  // ---- form ----

  private static byte[] written(List<Pair> pairs) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(FORM);
      out.writeInt(pairs.size());
      for (Pair p : pairs) {
        byte[] key = p.keys.getPrivate().getEncoded();
        out.writeUTF(p.label);
        out.writeLong(p.made.toEpochMilli());
        out.writeBoolean(p.exportable);
        out.writeInt(key.length);
        out.write(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Earlier boxes stored a single key, plain PKCS #8. */
  private static List<Pair> read(byte[] stored) {
    try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
      if (stored.length > 0 && stored[0] == DER_SEQUENCE) return List.of(new Pair("", Instant.EPOCH, false, pair(stored)));
      if (in.readInt() != FORM) throw new IllegalArgumentException("what is stored are no RSA keys");
      var found = new ArrayList<Pair>();
      for (int n = in.readInt(); n > 0; n--) {
        String label = in.readUTF();
        Instant made = Instant.ofEpochMilli(in.readLong());
        boolean exportable = in.readBoolean();
        found.add(new Pair(label, made, exportable, pair(in.readNBytes(in.readInt()))));
      }
      return List.copyOf(found);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("what is stored are no RSA keys", e);
    }
  }

  private static KeyPair pair(byte[] pkcs8) throws GeneralSecurityException {
    var factory = KeyFactory.getInstance("RSA");
    var key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return new KeyPair(factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key);
  }

  // ---- as SSH writes keys ----

  /** "ssh-rsa" and the MD5 of the key, as a {@code key-hash} has it; empty for keys of other kinds. */
  static String hash(PublicKey key) {
    return key instanceof RSAPublicKey rsa ? hash(blob(rsa)) : "";
  }

  /** The same of a key in SSH's form. */
  public static String hash(byte[] blob) {
    try {
      return "ssh-rsa " + HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("MD5").digest(blob));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 4253, section 6.6: a name and two numbers. */
  public static byte[] blob(RSAPublicKey key) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : List.of("ssh-rsa".getBytes(StandardCharsets.US_ASCII), key.getPublicExponent().toByteArray(),
        key.getModulus().toByteArray())) {
      bytes.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(part.length).array());
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Whether these bytes are such a key, whole. */
  public static boolean isBlob(byte[] b) {
    var in = java.nio.ByteBuffer.wrap(b);
    for (int i = 0; i < 3; i++) {
      if (in.remaining() < 4) return false;
      int length = in.getInt();
      if (length <= 0 || length > in.remaining()) return false;
      var part = new byte[length];
      in.get(part);
      if (i == 0 && !new String(part, StandardCharsets.US_ASCII).equals("ssh-rsa")) return false;
      if (i > 0 && new BigInteger(part).signum() <= 0) return false;
    }
    return !in.hasRemaining();
  }

  /** The box's source of randomness in the form that the JDK asks for. */
  private static final class FromPort extends SecureRandom {
    private static final long serialVersionUID = 1L;

    FromPort(Randomness randomness) {
      super(new Spi(randomness), null);
    }

    private static final class Spi extends SecureRandomSpi {
      private static final long serialVersionUID = 1L;
      private final transient Randomness randomness;

      Spi(Randomness randomness) {
        this.randomness = randomness;
      }

      @Override
      protected void engineSetSeed(byte[] seed) {}

      @Override
      protected void engineNextBytes(byte[] bytes) {
        randomness.fill(bytes);
      }

      @Override
      protected byte[] engineGenerateSeed(int count) {
        return randomness.bytes(count);
      }
    }
  }
}
