package net.anotherbox.crypto.isakmp.keys;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.runtime.port.Randomness;
import org.bouncycastle.crypto.agreement.DHStandardGroups;

/** The groups that IOS has: RFC 2409, RFC 3526, RFC 5903, RFC 5114. Slow: meant for {@code Loop.compute}. */
public enum DhGroup {
  MODP_768(1, () -> Modp.of(DHStandardGroups.rfc2409_768, 96)),
  MODP_1024(2, () -> Modp.of(DHStandardGroups.rfc2409_1024, 128)),
  MODP_1536(5, () -> Modp.of(DHStandardGroups.rfc3526_1536, 192)),
  MODP_2048(14, () -> Modp.of(DHStandardGroups.rfc3526_2048, 256)),
  MODP_3072(15, () -> Modp.of(DHStandardGroups.rfc3526_3072, 384)),
  MODP_4096(16, () -> Modp.of(DHStandardGroups.rfc3526_4096, 512)),
  ECP_256(19, () -> Ecp.of("secp256r1", 32)),
  ECP_384(20, () -> Ecp.of("secp384r1", 48)),
  ECP_521(21, () -> Ecp.of("secp521r1", 66)),
  MODP_2048_256(24, () -> Rfc5114.MODP_2048_256);

  /** How a group computes. Values and secrets have fixed lengths, so that a leading zero is not lost. */
  sealed interface Arithmetic permits Modp, Ecp {
    int valueBytes();

    int secretBytes();

    byte[] value(byte[] secret);

    boolean valid(byte[] value);

    byte[] shared(byte[] secret, byte[] value);
  }

  private static final int UNTIL_COMPILED = 10;

  private final int number;
  private final Supplier<Arithmetic> made;
  private volatile Arithmetic arithmetic;

  /** @param made is asked when somebody computes in the group: a curve's is hundreds of classes, which most never need */
  DhGroup(int number, Supplier<Arithmetic> made) {
    this.number = number;
    this.made = made;
  }

  private Arithmetic arithmetic() {
    Arithmetic there = arithmetic;
    if (there == null) arithmetic = there = made.get();
    return there;
  }

  /** Whether nothing has to be loaded first when somebody computes in it. */
  public boolean isReady() {
    return arithmetic != null;
  }

  /** Loads what computing needs, and computes until it is compiled, before a peer waits for it. */
  public void ready() {
    byte[] exponent = new byte[arithmetic().secretBytes()];
    exponent[0] = (byte) 0x80;
    Pair p = pair(exponent);
    for (int i = 0; i < UNTIL_COMPILED; i++) shared(p, p.value);
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
    return arithmetic().valueBytes();
  }

  /** The size that IOS names the group by, in bits: of the prime, or of the curve's field. */
  public int bits() {
    return switch (this) {
      case ECP_256 -> 256;
      case ECP_384 -> 384;
      case ECP_521 -> 521;
      default -> size() * 8;
    };
  }

  /** Bits of the subgroup that its values lie in, or 0 where that is (nearly) the whole group. */
  public int subgroupBits() {
    return this == MODP_2048_256 ? 256 : 0;
  }

  /** The exponent for a fresh pair; to be drawn on the control thread, where randomness lives. */
  public byte[] exponent(Randomness randomness) {
    byte[] e = randomness.bytes(arithmetic().secretBytes());
    e[0] |= (byte) 0x80;
    return e;
  }

  /** The pair that belongs to this exponent, which it keeps. */
  public Pair pair(byte[] exponent) {
    return new Pair(exponent, arithmetic().value(exponent));
  }

  /** Whether a peer may have sent this: of the group's length, and an element of the group that gives nothing away. */
  public boolean valid(byte[] value) {
    return value.length == size() && arithmetic().valid(value);
  }

  /** What both sides come to, at the group's length. @throws IllegalArgumentException if the value is not {@link #valid} */
  public byte[] shared(Pair own, byte[] peersValue) {
    if (!valid(peersValue)) throw new IllegalArgumentException("public value");
    return arithmetic().shared(own.secret, peersValue);
  }
}
