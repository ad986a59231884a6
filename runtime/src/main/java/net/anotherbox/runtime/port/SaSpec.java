package net.anotherbox.runtime.port;

import net.anotherbox.runtime.value.Address;

/**
 * One IPsec SA for the plane. The plane owns the key arrays from here on and wipes them when the SA goes.
 *
 * @param handle our number for this SA, unique while the box runs (its conn id may repeat)
 * @param ident the flow it belongs to: {@link FlowTable.Ident#id}
 * @param inbound direction; local is always this box
 * @param spi as it stands in the packet
 * @param keepSelectors whether decrypted packets must match the ident, mirrored (RFC 4301 section 5.2)
 * @param softKilobytes traffic after which {@link CryptoPlane.Events#softExpired} is told, or 0
 * @param hardKilobytes traffic after which packets are refused, or 0
 * @param replayWindow packets, 0 for none
 * @param outerMtu MTU of the path to the peer, bytes, outer header included
 */
public record SaSpec(long handle, long ident, boolean inbound, int spi, Address local, Address remote, boolean tunnel,
    Cipher cipher, byte[] cipherKey, Integrity integrity, byte[] integrityKey, boolean keepSelectors, long softKilobytes,
    long hardKilobytes, int replayWindow, int outerMtu, Fragmentation df) {
  /** Encryption of ESP; key and block sizes in bytes. */
  public enum Cipher {
    NULL(0, 1, 0), DES(8, 8, 8), TRIPLE_DES(24, 8, 8), AES_128(16, 16, 16), AES_192(24, 16, 16), AES_256(32, 16, 16);

    public final int keyBytes;
    public final int blockBytes;
    public final int ivBytes;

    Cipher(int keyBytes, int blockBytes, int ivBytes) {
      this.keyBytes = keyBytes;
      this.blockBytes = blockBytes;
      this.ivBytes = ivBytes;
    }
  }

  /** Authentication of ESP; key and truncated ICV in bytes. */
  public enum Integrity {
    NONE(0, 0), HMAC_MD5_96(16, 12), HMAC_SHA1_96(20, 12), HMAC_SHA256_128(32, 16);

    public final int keyBytes;
    public final int icvBytes;

    Integrity(int keyBytes, int icvBytes) {
      this.keyBytes = keyBytes;
      this.icvBytes = icvBytes;
    }
  }

  /** What becomes of the inner packet's DF bit in tunnel mode ({@code crypto ipsec df-bit}). */
  public enum Fragmentation { COPY, CLEAR, SET }

  /** Never the keys. */
  @Override
  public String toString() {
    return "SaSpec[" + (inbound ? "in" : "out") + " spi=" + Integer.toHexString(spi) + " " + local + (inbound ? "<-" : "->")
        + remote + " " + cipher + "/" + integrity + "]";
  }
}
