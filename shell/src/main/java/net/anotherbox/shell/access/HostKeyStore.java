package net.anotherbox.shell.access;

import java.util.Optional;

/**
 * Where the box keeps its RSA keys, by one of which SSH clients know it: bytes whose form is {@link RsaKeys}' own matter.
 */
public interface HostKeyStore {
  /** What was saved last; empty if nothing ever was. */
  Optional<byte[]> load();

  /** Called before a fresh key is used for the first time. */
  void save(byte[] keys);
}
