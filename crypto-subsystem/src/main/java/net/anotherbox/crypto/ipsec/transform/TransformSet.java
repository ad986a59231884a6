package net.anotherbox.crypto.ipsec.transform;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.Suite;

/**
 * {@code crypto ipsec transform-set}.
 *
 * @param words the transforms as typed, e.g. "esp-3des", "esp-sha-hmac"
 * @param suite what they mean; empty if there is one among them that we lack
 * @param tunnel false for {@code mode transport}
 * @param transportRequired {@code mode transport require}
 */
public record TransformSet(String name, List<String> words, Optional<Suite> suite, boolean tunnel,
    boolean transportRequired) {
  /** One that does not insist on transport mode. */
  public TransformSet(String name, List<String> words, Optional<Suite> suite, boolean tunnel) {
    this(name, words, suite, tunnel, false);
  }
}
