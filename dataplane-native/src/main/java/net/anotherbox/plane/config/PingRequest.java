package net.anotherbox.plane.config;

import java.util.Optional;
import net.anotherbox.runtime.value.Ipv4;

/**
 * What a ping is to do.
 *
 * @param source the address asked for, or empty to let routing choose
 * @param size of the IP packet, bytes
 * @param timeoutSeconds how long each echo is waited for
 * @param pattern two bytes that fill the data
 * @param patternGiven whether somebody asked for that pattern
 */
record PingRequest(Ipv4 target, Optional<Ipv4> source, int count, int size, int timeoutSeconds, int tos,
    boolean dontFragment,
    int pattern, boolean patternGiven) {
  static final int USUAL_PATTERN = 0xABCD;

  static PingRequest to(Ipv4 target) {
    return new PingRequest(target, Optional.empty(), 5, 100, 2, 0, false, USUAL_PATTERN, false);
  }
}
