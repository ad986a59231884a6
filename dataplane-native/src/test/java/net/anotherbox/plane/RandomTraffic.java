package net.anotherbox.plane;

import java.util.SplittableRandom;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/** Rules and packets at random, few values each so that they meet. */
public final class RandomTraffic {
  private RandomTraffic() {}

  public static PacketMatch match(SplittableRandom r) {
    int[] protocols = {-1, -1, 1, 6, 17, 47};
    int[] wildcards = {0, -1, -1, 0xff, 0x00ff00ff, 1};
    return Flows.full(protocols[r.nextInt(6)], 0x0a000000 | r.nextInt(3), wildcards[r.nextInt(6)], ports(r),
        0x0a000000 | r.nextInt(3), wildcards[r.nextInt(6)], ports(r), maybe(r, 3), maybe(r, 2), r.nextInt(8) == 0,
        r.nextInt(8) == 0, maybe(r, 3), maybe(r, 3), maybe(r, 3));
  }

  private static Ports ports(SplittableRandom r) {
    int low = 1 + r.nextInt(3);
    return r.nextInt(3) == 0 ? new Ports(low, low + r.nextInt(2), r.nextInt(3) == 0) : Ports.ANY;
  }

  private static int maybe(SplittableRandom r, int bound) {
    return r.nextInt(5) == 0 ? r.nextInt(bound) : -1;
  }

  /** From and to addresses of 10.0.0.0/30, from this host on: no kernel sends to a network's own. */
  public static byte[] packet(SplittableRandom r, int firstHost) {
    int[] protocols = {1, 6, 6, 17, 17, 47};
    byte[] payload = new byte[r.nextInt(6) == 0 ? r.nextInt(16) : 24];
    for (int i = 0; i < payload.length; i++) payload[i] = (byte) (i % 2 == 0 ? 0 : r.nextInt(5));
    if (r.nextBoolean() && payload.length > 0) payload[0] = (byte) r.nextInt(3);
    if (payload.length > 13) payload[13] = (byte) (1 << r.nextInt(6));
    byte[] b = Packets.ip(protocols[r.nextInt(6)], "10.0.0." + r.nextInt(firstHost, 4), "10.0.0." + r.nextInt(firstHost, 4),
        payload);
    b[1] = (byte) (r.nextInt(3) == 0 ? r.nextInt(256) : 0);
    return r.nextInt(5) == 0 ? Packets.fragment(b, r.nextInt(3), r.nextBoolean()) : b;
  }
}
