package net.anotherbox.shell.access;

import java.util.Optional;

/** Fingerprints of the hosts that the box has called, by address. Survives restarts; from any thread. */
public interface KnownHosts {
  Optional<String> fingerprint(String host);

  void keep(String host, String fingerprint);
}
