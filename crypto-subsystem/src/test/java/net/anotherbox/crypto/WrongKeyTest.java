package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Main mode between peers that have not the same key: both know why, whoever began. */
class WrongKeyTest {
  private static final int EXCHANGE = 18;
  private static final int INFORMATIONAL = 5;
  private static final int MESSAGE_ID = 20;
  private static final int HEADER = 28;

  static Stream<Release> releases() {
    return Release.KNOWN.stream();
  }

  private static Pair pair(Release r) {
    var p = new Pair(r, r).entries(0, 0);
    p.left.keys.clear();
    p.left.key("another", "192.0.2.2/32");
    return p;
  }

  private static List<Failure.Reason> reasons(TestBox b) {
    return b.crypto.failures().stream().map(Failure::reason).toList();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void bothEndsSayThatItIsTheKey(Release r) {
    var p = pair(r).apply().packet(1000);
    assertEquals(List.of(Failure.Reason.WRONG_KEY), reasons(p.left));
    assertEquals(List.of(Failure.Reason.WRONG_KEY), reasons(p.right));
    p.loop.run(90_000);
    assertEquals(List.of(Failure.Reason.WRONG_KEY), reasons(p.left), "running out of patience says no more than that");
  }

  /** strongSwan says no under the keys that it has made. */
  @Test
  void anUnreadableWordUnderTheNewKeysIsASignOfAnotherKeyAndNothingMore() {
    var p = new Pair(Release.R15_1, Release.R15_1).entries(0, 0);
    var fifth = new ArrayList<byte[]>();
    p.network.carrier((from, to, d) -> {
      boolean encrypted = d.length > HEADER && (d[19] & 1) != 0;
      if (!encrypted) return new long[] {4};
      if (from.equals(p.left.local)) fifth.add(d.clone());
      return new long[0];
    });
    p.apply().packet(1000);
    byte[] said = Arrays.copyOf(fifth.getFirst(), HEADER + 32);
    said[EXCHANGE] = INFORMATIONAL;
    said[MESSAGE_ID] = 9;
    said[HEADER - 1] = HEADER + 32;
    said[HEADER - 2] = 0;
    p.left.crypto.receive(p.left.local, 500, p.right.local, 500, said);
    assertEquals(List.of(Failure.Reason.WRONG_KEY), reasons(p.left));
    p.network.carrier((from, to, d) -> new long[] {4});
    p.loop.run(15_000);
    assertTrue(p.isUp(), "the fifth message, sent again, is answered");
  }
}
