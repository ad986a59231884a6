package net.anotherbox.crypto.isakmp.profile;

import java.util.Optional;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;

/**
 * {@code crypto isakmp peer}: one with whom we begin in aggressive mode if it says so.
 *
 * @param password the key for it, before those of keyrings
 * @param endpoint who we say we are
 */
public record AggressivePeer(Whose whose, Optional<String> password, Optional<Identity> endpoint) {
  /** Whether anything of aggressive mode is set. */
  public boolean aggressive() {
    return password.isPresent() || endpoint.isPresent();
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "AggressivePeer[" + whose + "]";
  }
}
