package net.anotherbox.plane;

import java.util.Optional;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * What a match asks of the TOS byte, whose DSCP, precedence and TOS fields are all parts.
 *
 * @param value the byte, with the bits that do not matter zero
 * @param mask the bits that matter
 */
public record TosByte(int value, int mask) {
  /** Empty if the match's fields contradict each other, so that no packet can match. */
  public static Optional<TosByte> of(PacketMatch m) {
    int[][] parts = {{m.dscp(), 2, 0xfc}, {m.precedence(), 5, 0xe0}, {m.tos(), 1, 0x1e}};
    int value = 0;
    int mask = 0;
    for (int[] part : parts) {
      if (part[0] < 0) continue;
      int bits = part[0] << part[1];
      if (((value ^ bits) & mask & part[2]) != 0) return Optional.empty();
      value |= bits;
      mask |= part[2];
    }
    return Optional.of(new TosByte(value, mask));
  }
}
