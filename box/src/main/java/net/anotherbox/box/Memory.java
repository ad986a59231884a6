package net.anotherbox.box;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.RollbackStore;
import net.anotherbox.config.commit.StartupStore;
import net.anotherbox.crypto.isakmp.key.MasterKeyStore;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.runtime.port.MemoryFlash;
import net.anotherbox.runtime.port.PortStore;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.shell.access.HostKeyStore;

/** What a box remembers: nvram on a site. The parts may be of different kinds. */
public record Memory(StartupStore startup, CommitLog journal, PortStore ports, HostKeyStore hostKey, Flash flash,
    RollbackStore rollback, MasterKeyStore masterKey) {
  /** A memory that lasts as long as the process, for boxes that do not live long enough to look at dates: {@code check}. */
  public static Memory volatileWith(String startupConfig, Map<InterfaceName, String> ports) {
    return volatileWith(startupConfig, ports, () -> Instant.EPOCH);
  }

  /** A memory that lasts as long as the process: labs. @param now what files are dated with */
  public static Memory volatileWith(String startupConfig, Map<InterfaceName, String> ports, Supplier<Instant> now) {
    var startup = new StartupStore() {
      private Optional<String> text = Optional.of(startupConfig).filter(t -> !t.isEmpty());

      @Override
      public Optional<String> load() {
        return text;
      }

      @Override
      public void save(String t) {
        text = Optional.of(t);
      }

      @Override
      public void erase() {
        text = Optional.empty();
      }
    };
    var bindings = new HashMap<>(ports);
    var store = new PortStore() {
      @Override
      public Map<InterfaceName, String> load() {
        return Map.copyOf(bindings);
      }

      @Override
      public void save(Map<InterfaceName, String> b) {
        bindings.clear();
        bindings.putAll(b);
      }
    };
    var key = new HostKeyStore() {
      private byte[] saved;

      @Override
      public Optional<byte[]> load() {
        return Optional.ofNullable(saved);
      }

      @Override
      public void save(byte[] pkcs8) {
        saved = pkcs8.clone();
      }
    };
    return new Memory(startup, new VolatileJournal(), store, key, new MemoryFlash(now), RollbackStore.inMemory(),
        MasterKeyStore.inMemory());
  }
}
