package net.anotherbox.shell.aaa;

import net.anotherbox.runtime.port.ServerPort.Server;
import net.anotherbox.runtime.value.Address;

/**
 * A server as the configuration has it.
 *
 * @param port for authentication (RADIUS) or everything (TACACS+)
 * @param accountingPort RADIUS only
 * @param key shared secret in plain; empty if none is configured
 * @param retransmits how often a request is sent again, RADIUS only
 * @param sourceInterface whose address it is spoken to from; empty for any
 */
record AaaServer(Protocol protocol, Address address, int port, int accountingPort, String key, int timeoutSeconds,
    int retransmits, String sourceInterface) {
  enum Protocol { RADIUS, TACACS }

  Server at(int itsPort, java.util.Optional<Address> source) {
    return new Server(address, itsPort, source);
  }

  AaaServer from(String sourceName) {
    return sourceName.isEmpty() ? this
        : new AaaServer(protocol, address, port, accountingPort, key, timeoutSeconds, retransmits, sourceName);
  }

  /** Without its key. */
  @Override
  public String toString() {
    return protocol + " " + address + ":" + port + "," + accountingPort;
  }
}
