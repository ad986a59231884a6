package net.anotherbox.crypto.isakmp.machine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.runtime.port.Randomness;

/** What the keys of phase 1 are made of: both sides' nonces, their public values, and g^xy until it has been used. */
final class KeyMaterial {
  private static final int NONCE_SIZE = 20;

  DhGroup group;
  DhGroup.Pair pair;
  byte[] nonce = {};
  byte[] peersNonce = {};
  byte[] peersValue = {};
  byte[] shared = {};

  void drawNonce(Randomness randomness) {
    nonce = randomness.bytes(NONCE_SIZE);
  }

  /** SKEYID and company (RFC 2409 section 5). g^xy is of no more use and overwritten. */
  PhaseOneKeys derive(IsakmpPolicy p, PresharedKey key, boolean initiator, byte[] cookies) {
    byte[] secret = key.secret().getBytes(StandardCharsets.UTF_8);
    var keys = new PhaseOneKeys(Prf.of(p.hash()), IsakmpCipher.of(p.encryption(), p.keyBits()), secret,
        initiator ? nonce : peersNonce, initiator ? peersNonce : nonce, shared, cookies, value(initiator),
        value(!initiator));
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(shared, (byte) 0);
    return keys;
  }

  /** The public value of this side. */
  byte[] value(boolean own) {
    return own ? pair.value() : peersValue;
  }

  /** Overwrites the secret exponent. */
  void wipe() {
    if (pair != null) pair.wipe();
  }
}
