package net.anotherbox.crypto.isakmp.message;

import java.util.List;

/** A proposal payload (RFC 2408 section 3.5). Those of equal number belong together (ESP and AH, say). */
public record Proposal(int number, int protocol, byte[] spi, List<Transform> transforms) {
  /** The SPI of an IPsec proposal. @throws IllegalStateException unless it is four bytes long */
  public int spi32() {
    if (spi.length != 4) throw new IllegalStateException("SPI of " + spi.length + " bytes");
    return (spi[0] & 255) << 24 | (spi[1] & 255) << 16 | (spi[2] & 255) << 8 | spi[3] & 255;
  }
}
