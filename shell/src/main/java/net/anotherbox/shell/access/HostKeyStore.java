package net.anotherbox.shell.access;

import java.util.Optional;

/** Where the box keeps the key by which SSH clients know it. */
public interface HostKeyStore {
  /** The key saved last, as PKCS #8. Called once, when the server starts. */
  Optional<byte[]> load();

  /** Called with a fresh key before it is used for the first time. */
  void save(byte[] pkcs8);
}
