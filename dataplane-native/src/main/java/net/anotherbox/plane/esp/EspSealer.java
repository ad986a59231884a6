package net.anotherbox.plane.esp;

import static net.anotherbox.plane.view.NetworkOrder.i32;

import java.util.Arrays;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;

/** Makes ESP of payloads: padding, encryption, ICV. */
final class EspSealer {
  private final SaSpec.Cipher kind;
  private final EspCipher cipher;
  private final Authenticator authenticator;
  private final int icvBytes;
  private final int spi;

  /** Takes the keys out of the specification and wipes them there. */
  EspSealer(SaSpec.Esp esp, Randomness random) {
    kind = esp.cipher();
    cipher = EspCipher.of(kind, esp.cipherKey(), true, random.bytes(16));
    icvBytes = esp.icvBytes();
    authenticator = authenticator(cipher, esp);
    Arrays.fill(esp.cipherKey(), (byte) 0);
    Arrays.fill(esp.integrityKey(), (byte) 0);
    spi = esp.spi();
  }

  /** Null if nothing authenticates. @throws IllegalArgumentException if two would */
  static Authenticator authenticator(EspCipher cipher, SaSpec.Esp esp) {
    if (cipher instanceof Gcm gcm) {
      if (esp.integrity() != SaSpec.Integrity.NONE) throw new IllegalArgumentException(esp.cipher() + " with an HMAC");
      return gcm;
    }
    return esp.integrity() == SaSpec.Integrity.NONE ? null : new TruncatedHmac(esp.integrity(), esp.integrityKey());
  }

  /** Wraps {@code length} bytes at {@code in[at]} into {@code out[esp]}. @return bytes of ESP */
  int seal(byte[] in, int at, int length, int next, byte[] out, int esp, int sequence) {
    int align = Math.max(4, kind.blockBytes);
    int padded = (length + EspView.TRAILER_BYTES + align - 1) / align * align;
    int padding = padded - length - EspView.TRAILER_BYTES;
    int end = at + length;
    for (int i = 1; i <= padding; i++) in[end++] = (byte) i;
    in[end] = (byte) padding;
    in[end + 1] = (byte) next;
    i32(out, esp, spi);
    i32(out, esp + EspView.SEQUENCE, sequence);
    cipher.encrypt(in, at, padded, out, esp + EspView.HEADER_BYTES, sequence);
    int covered = EspView.HEADER_BYTES + kind.ivBytes + padded;
    if (authenticator != null) authenticator.sign(out, esp, covered);
    return covered + icvBytes;
  }

  void wipe() {
    cipher.wipe();
    if (authenticator != null) authenticator.wipe();
  }
}
