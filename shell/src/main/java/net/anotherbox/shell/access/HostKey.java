package net.anotherbox.shell.access;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import net.anotherbox.runtime.port.Randomness;

/** Makes and reads RSA host keys. */
final class HostKey {
  private HostKey() {}

  /** The stored key, or a fresh one of so many bits, which is stored first. */
  static KeyPair of(HostKeyStore store, Randomness randomness, int bits) {
    try {
      Optional<byte[]> stored = store.load();
      if (stored.isPresent()) return read(stored.get());
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, new FromPort(randomness));
      KeyPair fresh = generator.generateKeyPair();
      store.save(fresh.getPrivate().getEncoded());
      return fresh;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the stored host key is not an RSA key in PKCS #8", e);
    }
  }

  private static KeyPair read(byte[] pkcs8) throws GeneralSecurityException {
    var factory = KeyFactory.getInstance("RSA");
    var key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return new KeyPair(factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key);
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
