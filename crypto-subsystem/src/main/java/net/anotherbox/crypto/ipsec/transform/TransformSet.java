package net.anotherbox.crypto.ipsec.transform;

import java.util.List;
import net.anotherbox.runtime.port.SaSpec;

/**
 * {@code crypto ipsec transform-set}.
 *
 * @param words the transforms as typed, e.g. "esp-3des", "esp-sha-hmac"
 * @param cipher null if the set has no ESP encryption that we have
 * @param integrity of ESP
 * @param tunnel false for {@code mode transport}
 */
public record TransformSet(String name, List<String> words, SaSpec.Cipher cipher, SaSpec.Integrity integrity,
    boolean tunnel) {}
