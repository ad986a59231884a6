package net.anotherbox.crypto.isakmp.keys;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.DHParameters;

/**
 * Diffie-Hellman modulo a prime.
 *
 * @param order of the generator where the prime is not safe: what lies outside that subgroup would give an exponent away
 */
record Modp(BigInteger prime, BigInteger generator, int valueBytes, Optional<BigInteger> order)
    implements DhGroup.Arithmetic {
  /**
   * With a safe prime, an exponent of twice the bits of the group's strength loses nothing (NIST SP 800-56A): 112 bits for
   * 2048, 152 for 4096.
   */
  private static final int EXPONENT_BYTES = 32;
  private static final int LONG_EXPONENT_BYTES = 40;
  private static final int LONG_FROM_BYTES = 384;

  static Modp of(DHParameters p, int valueBytes) {
    return new Modp(p.getP(), p.getG(), valueBytes, Optional.empty());
  }


  @Override
  public int secretBytes() {
    return valueBytes < LONG_FROM_BYTES ? EXPONENT_BYTES : LONG_EXPONENT_BYTES;
  }

  @Override
  public byte[] value(byte[] secret) {
    return fixed(generator.modPow(new BigInteger(1, secret), prime), valueBytes);
  }

  /** Strictly between 1 and p-1, and in the subgroup if there is one. */
  @Override
  public boolean valid(byte[] value) {
    var y = new BigInteger(1, value);
    return y.compareTo(BigInteger.ONE) > 0 && y.compareTo(prime.subtract(BigInteger.ONE)) < 0
        && order.map(q -> y.modPow(q, prime).equals(BigInteger.ONE)).orElse(true);
  }

  @Override
  public byte[] shared(byte[] secret, byte[] value) {
    return fixed(new BigInteger(1, value).modPow(new BigInteger(1, secret), prime), valueBytes);
  }

  /** At this length, leading zeros included. */
  static byte[] fixed(BigInteger n, int size) {
    byte[] b = n.toByteArray();
    byte[] out = new byte[size];
    int from = Math.max(0, b.length - size);
    System.arraycopy(b, from, out, size - (b.length - from), b.length - from);
    Arrays.fill(b, (byte) 0);
    return out;
  }
}
