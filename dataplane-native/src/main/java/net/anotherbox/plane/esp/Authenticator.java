package net.anotherbox.plane.esp;

/** What makes and checks the ICV of ESP: it stands behind the bytes that it covers, which begin with the ESP header. */
sealed interface Authenticator permits TruncatedHmac, Gcm {
  /** Appends the ICV of these bytes to them. */
  void sign(byte[] b, int at, int length);

  /** Whether the ICV after these bytes is theirs; takes the same time wherever the first difference is. */
  boolean verify(byte[] b, int at, int length);

  /** Forgets the key as far as it is ours to forget. */
  void wipe();
}
