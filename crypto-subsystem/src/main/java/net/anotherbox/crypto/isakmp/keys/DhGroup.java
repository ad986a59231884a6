package net.anotherbox.crypto.isakmp.keys;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import net.anotherbox.runtime.port.Randomness;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;

/** The MODP groups of RFC 2409 and RFC 3526 that IOS has. Slow: meant for {@code Loop.compute}. */
public enum DhGroup {
  MODP_768(1, DHStandardGroups.rfc2409_768, 96),
  MODP_1024(2, DHStandardGroups.rfc2409_1024, 128),
  MODP_1536(5, DHStandardGroups.rfc3526_1536, 192),
  MODP_2048(14, DHStandardGroups.rfc3526_2048, 256);

  /** Bytes of the private exponent: all these primes are safe ones, so a short exponent loses nothing. */
  private static final int EXPONENT_BYTES = 40;

  private final int number;
  private final BigInteger prime;
  private final BigInteger generator;
  private final int size;

  DhGroup(int number, DHParameters parameters, int size) {
    this.number = number;
    this.prime = parameters.getP();
    this.generator = parameters.getG();
    this.size = size;
  }

  /** A private exponent and the public value that belongs to it. The private part is wiped with {@link #wipe}. */
  public record Pair(byte[] secret, byte[] value) {
    public void wipe() {
      Arrays.fill(secret, (byte) 0);
    }

    /** Never the secret. */
    @Override
    public String toString() {
      return "Pair[" + value.length + " bytes]";
    }
  }

  public static Optional<DhGroup> of(int number) {
    return Arrays.stream(values()).filter(g -> g.number == number).findFirst();
  }

  /** As in {@code group 2}. */
  public int number() {
    return number;
  }

  /** Bytes of a public value. */
  public int size() {
    return size;
  }

  /** The exponent for a fresh pair; to be drawn on the control thread, where randomness lives. */
  public byte[] exponent(Randomness randomness) {
    byte[] e = randomness.bytes(EXPONENT_BYTES);
    e[0] |= (byte) 0x80;
    return e;
  }

  /** The pair that belongs to this exponent, which it keeps. */
  public Pair pair(byte[] exponent) {
    return new Pair(exponent, fixed(generator.modPow(new BigInteger(1, exponent), prime)));
  }

  /** Whether a peer may have sent this: of the group's length and strictly between 1 and p-1. */
  public boolean valid(byte[] value) {
    if (value.length != size) return false;
    var y = new BigInteger(1, value);
    return y.compareTo(BigInteger.ONE) > 0 && y.compareTo(prime.subtract(BigInteger.ONE)) < 0;
  }

  /** g^xy, padded to the group's length. @throws IllegalArgumentException if the value is not {@link #valid} */
  public byte[] shared(Pair own, byte[] peersValue) {
    if (!valid(peersValue)) throw new IllegalArgumentException("public value");
    return fixed(new BigInteger(1, peersValue).modPow(new BigInteger(1, own.secret), prime));
  }

  private byte[] fixed(BigInteger n) {
    byte[] b = n.toByteArray();
    byte[] out = new byte[size];
    int from = Math.max(0, b.length - size);
    System.arraycopy(b, from, out, size - (b.length - from), b.length - from);
    Arrays.fill(b, (byte) 0);
    return out;
  }
}
