package net.anotherbox.runtime.port;

/** Where cookies, nonces, SPIs and keys come from: a strong source on a box, a seeded one in a lab. */
public interface Randomness {
  /** Fills the array. */
  void fill(byte[] bytes);

  default byte[] bytes(int count) {
    byte[] b = new byte[count];
    fill(b);
    return b;
  }

  default int nextInt() {
    byte[] b = bytes(4);
    return (b[0] & 255) << 24 | (b[1] & 255) << 16 | (b[2] & 255) << 8 | b[3] & 255;
  }
}
