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
 * @param validate whether the data that comes back is compared with what was sent
 * @param sweep sizes to go through, each as often as {@code count} says; empty for the one size
 */
record PingRequest(Address target, Optional<Address> source, Optional<Out> out, int count, int size, int timeoutSeconds,
    int tos, boolean dontFragment, int pattern, boolean patternGiven, boolean verbose,
    boolean validate, Optional<Sweep> sweep) {
  static final int USUAL_PATTERN = 0xABCD;

  /** An interface and the link behind it. */
  record Out(InterfaceName name, String link) {}

  /** Sizes of the packet, in bytes. */
  record Sweep(int from, int to, int step) {
    int sizes() {
      return (to - from) / step + 1;
    }
  }

  /** Echoes in all. */
  int echoes() {
    return (int) Math.min(Integer.MAX_VALUE, (long) count * sweep.map(Sweep::sizes).orElse(1));
  }

  /** Bytes of one of them. @param number from 0 */
  int sizeOf(int number) {
    return sweep.map(w -> w.from() + number % w.sizes() * w.step()).orElse(size);
  }

  /** As the head of the output says it: "100", "[36..100]". */
  String sizes() {
    return sweep.map(w -> "[" + w.from() + ".." + w.to() + "]").orElse(Integer.toString(size));
  }

  static PingRequest to(Address target) {
    return new PingRequest(target, Optional.empty(), Optional.empty(), 5, 100, 2, 0, false, USUAL_PATTERN, false, false,
        false, Optional.empty());
  }

  boolean ipv4() {
    return target instanceof Ipv4;
  }
}
