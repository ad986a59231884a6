package net.anotherbox.runtime.port;

import java.util.Map;
import net.anotherbox.runtime.value.InterfaceName;

/** Which Linux link stands behind which interface. Survives restarts, and does not belong to the configuration. */
public interface PortStore {
  Map<InterfaceName, String> load();

  /** Durable when it returns. */
  void save(Map<InterfaceName, String> bindings);
}
