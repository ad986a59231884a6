package net.anotherbox.crypto.isakmp.key;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;

/**
 * {@code crypto keyring}: pre-shared keys in the order in which they stand.
 *
 * @param local the only address of ours that it is for, or empty for all
 */
public record Keyring(String name, Optional<Address> local, List<PresharedKey> keys) {
  /** The keys of {@code crypto isakmp key}. */
  public static final String DEFAULT = "default";

  public static Keyring ofDefault(List<PresharedKey> keys) {
    return new Keyring(DEFAULT, Optional.empty(), keys);
  }
}
