package net.anotherbox.crypto.isakmp.key;

import java.util.Optional;

/** Where the master key of encrypted keys lives: apart from the configuration, and never shown. */
public interface MasterKeyStore {
  /** Empty if there is none. */
  Optional<String> load();

  /** Empty to forget it. */
  void save(Optional<String> key);

  /** One that lasts as long as the process. */
  static MasterKeyStore inMemory() {
    return new MasterKeyStore() {
      private Optional<String> key = Optional.empty();

      @Override
      public Optional<String> load() {
        return key;
      }

      @Override
      public void save(Optional<String> now) {
        key = now;
      }
    };
  }
}
