package net.anotherbox.plane.esp;

import java.util.Arrays;
import net.anotherbox.plane.view.EspView;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.SaSpec;

/** Makes payloads of ESP. The order is that of RFC 4303 section 3.4: replay, ICV, window, and only then the cipher. */
final class EspOpener {
  private final SaSpec.Cipher kind;
  private final EspCipher cipher;
  private final Authenticator authenticator;
  private final int icvBytes;
  private int next;

  /** Takes the keys out of the specification and wipes them there. */
  EspOpener(SaSpec.Esp esp) {
    kind = esp.cipher();
    cipher = EspCipher.of(kind, esp.cipherKey(), false, new byte[16]);
    icvBytes = esp.icvBytes();
    authenticator = EspSealer.authenticator(cipher, esp);
    Arrays.fill(esp.cipherKey(), (byte) 0);
    Arrays.fill(esp.integrityKey(), (byte) 0);
  }

  /**
   * Unwraps {@code length} bytes of ESP at {@code in[esp]}; the payload comes to lie at {@code out[outAt]}.
   *
   * @return bytes of the payload, whose protocol is {@link #next}, or {@link InboundBundle#refused}
   */
  int open(byte[] in, int esp, int length, byte[] out, int outAt, ReplayWindow window) {
    int covered = length - icvBytes;
    int encrypted = covered - EspView.HEADER_BYTES - kind.ivBytes;
    int align = Math.max(4, kind.blockBytes);
    if (encrypted < align || encrypted % align != 0) return InboundBundle.refused(Refusal.MALFORMED);
    int sequence = EspView.sequence(in, esp);
    if (!window.fresh(sequence)) return InboundBundle.refused(Refusal.REPLAY);
    if (authenticator != null && !authenticator.verify(in, esp, covered)) return InboundBundle.refused(Refusal.BAD_MAC);
    window.taken(sequence);
    cipher.decrypt(in, esp + EspView.HEADER_BYTES, encrypted, out, outAt);
    int end = outAt + encrypted - EspView.TRAILER_BYTES;
    next = out[end + 1] & 255;
    int padding = out[end] & 255;
    if (padding > encrypted - EspView.TRAILER_BYTES) return InboundBundle.refused(Refusal.MALFORMED);
    for (int i = padding; i > 0; i--) if (out[--end] != (byte) i) return InboundBundle.refused(Refusal.MALFORMED);
    return end - outAt;
  }

  /** Protocol number of what was opened last. */
  int next() {
    return next;
  }

  void wipe() {
    cipher.wipe();
    if (authenticator != null) authenticator.wipe();
  }
}
