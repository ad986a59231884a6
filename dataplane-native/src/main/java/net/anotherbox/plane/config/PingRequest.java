package net.anotherbox.plane.config;

import java.util.Optional;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/**
 * What a ping is to do.
 *
 * @param source the address asked for, or empty to let routing choose
 * @param out what it must leave by, where the target is known on its link only
 * @param size of the IP packet, bytes
 * @param timeoutSeconds how long each echo is waited for
 * @param pattern two bytes that fill the data
 * @param patternGiven whether somebody asked for that pattern
 * @param verbose whether each echo gets a line
 */
record PingRequest(Address target, Optional<Address> source, Optional<Out> out, int count, int size, int timeoutSeconds,
    int tos, boolean dontFragment, int pattern, boolean patternGiven, boolean verbose) {
  static final int USUAL_PATTERN = 0xABCD;

  /** An interface and the link behind it. */
  record Out(InterfaceName name, String link) {}

  static PingRequest to(Address target) {
    return new PingRequest(target, Optional.empty(), Optional.empty(), 5, 100, 2, 0, false, USUAL_PATTERN, false, false);
  }

  boolean ipv4() {
    return target instanceof Ipv4;
  }
}
