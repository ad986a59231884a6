/**
 * The arithmetic of IKE (RFC 2409): Diffie-Hellman groups, the pseudo-random function, SKEYID and its daughters, the IVs of
 * the exchanges, the hashes that authenticate them and the keys of IPsec SAs. Nothing here sends, waits or prints. Secrets
 * stay in arrays that {@code wipe} overwrites, never in strings.
 */
package net.anotherbox.crypto.isakmp.keys;
