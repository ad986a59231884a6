/**
 * Pre-shared keys: who is authenticated with which secret. Keys stand in keyrings in the order of typing, those of {@code
 * crypto isakmp key} first. A peer known by its address gets the key whose prefix is the longest that holds it, whichever
 * keyring that is in; one that gives a name gets the key of that name; an address that {@code ip host} knows under a name
 * may stand for the name.
 *
 * <p>Secrets are in the tree and in {@link net.anotherbox.crypto.isakmp.key.PresharedKey} only, whose text form leaves them
 * out. With a master key and {@code password encryption aes} the tree has them in type 6, in IOS's own scheme ({@link
 * net.anotherbox.crypto.isakmp.key.KeyEncryption}); the master key lives in nvram beside the configuration.
 */
package net.anotherbox.crypto.isakmp.key;
