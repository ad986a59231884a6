package net.anotherbox.crypto.isakmp.keys;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/** Diffie-Hellman on a curve of prime order (RFC 5903): a value is x and y, the secret that both come to is x. */
record Ecp(X9ECParameters curve, int fieldBytes) implements DhGroup.Arithmetic {
  /** More bits than the order has, so that the remainder is as good as evenly distributed. */
  private static final int MORE_BYTES = 8;

  static Ecp of(String name, int fieldBytes) {
    return new Ecp(CustomNamedCurves.getByName(name), fieldBytes);
  }

  @Override
  public int valueBytes() {
    return 2 * fieldBytes;
  }

  @Override
  public int secretBytes() {
    return fieldBytes + MORE_BYTES;
  }

  private BigInteger scalar(byte[] secret) {
    return new BigInteger(1, secret).mod(curve.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  @Override
  public byte[] value(byte[] secret) {
    ECPoint p = curve.getG().multiply(scalar(secret)).normalize();
    byte[] out = Arrays.copyOf(x(p), valueBytes());
    System.arraycopy(Modp.fixed(p.getAffineYCoord().toBigInteger(), fieldBytes), 0, out, fieldBytes, fieldBytes);
    return out;
  }

  private byte[] x(ECPoint normalized) {
    return Modp.fixed(normalized.getAffineXCoord().toBigInteger(), fieldBytes);
  }

  /** On the curve: its order is prime, so that is all. */
  @Override
  public boolean valid(byte[] value) {
    try {
      return point(value).isValid();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private ECPoint point(byte[] value) {
    return curve.getCurve().validatePoint(new BigInteger(1, Arrays.copyOf(value, fieldBytes)),
        new BigInteger(1, Arrays.copyOfRange(value, fieldBytes, 2 * fieldBytes)));
  }

  @Override
  public byte[] shared(byte[] secret, byte[] value) {
    return x(point(value).multiply(scalar(secret)).normalize());
  }
}
