package net.anotherbox.box;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.crypto.isakmp.key.MasterKeyStore;
import net.anotherbox.nvram.FlashDirectory;
import net.anotherbox.nvram.H2Nvram;
import net.anotherbox.runtime.port.PortStore;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.shell.access.HostKeyStore;

/** Nvram as the parts of a box see it. */
final class NvramMemory {
  private NvramMemory() {}

  static Memory of(H2Nvram nvram, Path stateDir) {
    var ports = new PortStore() {
      @Override
      public Map<InterfaceName, String> load() {
        var found = new TreeMap<InterfaceName, String>();
        nvram.portBindings().forEach((port, link) -> InterfaceName.parse(port).ifPresent(n -> found.put(n, link)));
        return found;
      }

      @Override
      public void save(Map<InterfaceName, String> bindings) {
        for (String port : nvram.portBindings().keySet())
          if (InterfaceName.parse(port).filter(bindings::containsKey).isEmpty()) nvram.unbind(port);
        bindings.forEach((name, link) -> nvram.bind(name.toString(), link));
      }
    };
    var hostKey = new HostKeyStore() {
      @Override
      public Optional<byte[]> load() {
        return nvram.hostKey();
      }

      @Override
      public void save(byte[] pkcs8) {
        nvram.hostKey(pkcs8);
      }
    };
    var masterKey = new MasterKeyStore() {
      @Override
      public Optional<String> load() {
        return nvram.masterKey();
      }

      @Override
      public void save(Optional<String> key) {
        nvram.masterKey(key);
      }
    };
    return new Memory(nvram, nvram, ports, hostKey, new FlashDirectory(stateDir), nvram, masterKey);
  }
}
