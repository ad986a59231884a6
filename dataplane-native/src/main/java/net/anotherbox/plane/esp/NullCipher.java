package net.anotherbox.plane.esp;

/** The NULL encryption algorithm (RFC 2410): no IV, nothing changed. */
final class NullCipher extends EspCipher {
  @Override
  void encrypt(byte[] from, int at, int length, byte[] to, int toAt, int nonce) {
    System.arraycopy(from, at, to, toAt, length);
  }

  @Override
  void decrypt(byte[] from, int at, int length, byte[] to, int toAt) {
    System.arraycopy(from, at, to, toAt, length);
  }

  @Override
  public void wipe() {}
}
