package net.anotherbox.runtime.port;

import java.util.Optional;
import net.anotherbox.runtime.value.Address;

/**
 * One direction of what quick mode agreed on, for the plane: ESP, AH, or ESP within AH. The plane owns the key arrays from
 * here on and wipes them when the SA goes.
 *
 * @param handle our number for this SA, unique while the box runs (its conn id may repeat)
 * @param ident the flow it belongs to: {@link FlowTable.Ident#id}
 * @param inbound direction; local is always this box
 * @param tunnel whether there is a second IP header; false for transport mode
 * @param udp empty unless there is a NAT between the peers
 * @param keepSelectors whether decrypted packets must match the ident, mirrored (RFC 4301 section 5.2)
 * @param softKilobytes traffic after which {@link CryptoPlane.Events#softExpired} is told, or 0
 * @param hardKilobytes traffic after which packets are refused, or 0
 * @param replayWindow packets, 0 for none
 * @param outerMtu MTU of the path to the peer, bytes, outer header included
 */
public record SaSpec(long handle, long ident, boolean inbound, Address local, Address remote, boolean tunnel,
    Optional<Esp> esp, Optional<Ah> ah, Optional<UdpEncapsulation> udp, boolean keepSelectors, long softKilobytes,
    long hardKilobytes, int replayWindow, int outerMtu) {
  /** @throws IllegalArgumentException for an SA that does nothing */
  public SaSpec {
    if (esp.isEmpty() && ah.isEmpty()) throw new IllegalArgumentException("an SA without ESP and AH");
  }

  /** Encryption of ESP; key, block and IV sizes in bytes. GCM and GMAC authenticate too and have a salt behind the key. */
  public enum Cipher {
    NULL(0, 1, 0, 0), DES(8, 8, 8, 0), TRIPLE_DES(24, 8, 8, 0), AES_128(16, 16, 16, 0), AES_192(24, 16, 16, 0),
    AES_256(32, 16, 16, 0), AES_GCM_128(20, 1, 8, 16), AES_GCM_192(28, 1, 8, 16), AES_GCM_256(36, 1, 8, 16),
    AES_GMAC_128(20, 1, 8, 16), AES_GMAC_192(28, 1, 8, 16), AES_GMAC_256(36, 1, 8, 16);

    public final int keyBytes;
    public final int blockBytes;
    public final int ivBytes;
    /** Of its own; 0 for a cipher that leaves authentication to {@link Integrity}. */
    public final int icvBytes;

    Cipher(int keyBytes, int blockBytes, int ivBytes, int icvBytes) {
      this.keyBytes = keyBytes;
      this.blockBytes = blockBytes;
      this.ivBytes = ivBytes;
      this.icvBytes = icvBytes;
    }

    /** Whether it authenticates as well (RFC 4106, RFC 4543), so that no HMAC comes with it. */
    public boolean combined() {
      return icvBytes > 0;
    }
  }

  /** Authentication of ESP and AH; key and truncated ICV in bytes. */
  public enum Integrity {
    NONE(0, 0), HMAC_MD5_96(16, 12), HMAC_SHA1_96(20, 12), HMAC_SHA256_128(32, 16), HMAC_SHA384_192(48, 24),
    HMAC_SHA512_256(64, 32);

    public final int keyBytes;
    public final int icvBytes;

    Integrity(int keyBytes, int icvBytes) {
      this.keyBytes = keyBytes;
      this.icvBytes = icvBytes;
    }
  }

  /** ESP (RFC 4303). @param spi as it stands in the packet */
  public record Esp(int spi, Cipher cipher, byte[] cipherKey, Integrity integrity, byte[] integrityKey) {
    /** Bytes that the packets' ICV has. */
    public int icvBytes() {
      return cipher.icvBytes + integrity.icvBytes;
    }

    /** Never the keys. */
    @Override
    public String toString() {
      return "ESP " + Integer.toHexString(spi) + " " + cipher + "/" + integrity;
    }
  }

  /** AH (RFC 4302). @param spi as it stands in the packet */
  public record Ah(int spi, Integrity integrity, byte[] key) {
    /** Never the key. */
    @Override
    public String toString() {
      return "AH " + Integer.toHexString(spi) + " " + integrity;
    }
  }

  /** ESP in UDP (RFC 3948; the drafts from 02 on have the same bytes). */
  public record UdpEncapsulation(int localPort, int remotePort) {}

  /** That of ESP; of AH where there is no ESP. */
  public int spi() {
    return esp.map(Esp::spi).orElseGet(() -> ah.orElseThrow().spi());
  }

  /** Whether forged packets are told from authentic ones, without which a sequence number says nothing. */
  public boolean authenticated() {
    return ah.isPresent() || esp.orElseThrow().icvBytes() > 0;
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return "SaSpec[" + (inbound ? "in " : "out ") + local + (inbound ? "<-" : "->") + remote
        + ah.map(a -> " " + a).orElse("") + esp.map(e -> " " + e).orElse("") + "]";
  }
}
