package net.anotherbox.shell.aaa;

import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.value.Address;

/**
 * What lies around the box as far as access is concerned.
 *
 * @param servers how servers are reached
 * @param addressOf address of an interface, by its whole name; on the control thread
 * @param lists the access lists
 */
public record Surroundings(ServerPort servers, Function<String, Optional<Address>> addressOf, Lists lists) {
  /** What an access list says about somebody. On the control thread. */
  public interface Lists {
    /** @param toPort the port he called; a list that does not exist or is empty lets everybody pass, but nobody over IPv6 */
    boolean permits(String list, Address from, int toPort);
  }

  public static final Surroundings NONE = new Surroundings(ServerPort.NONE, n -> Optional.empty(), (l, a, p) -> true);
}
