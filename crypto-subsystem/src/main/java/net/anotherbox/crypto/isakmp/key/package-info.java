/**
 * Pre-shared keys: who is authenticated with which secret. Keys stand in the order of typing; ISAKMP takes the one whose
 * prefix is the longest that holds the peer. Secrets are in the tree and in {@link
 * net.anotherbox.crypto.isakmp.key.PresharedKey} only, whose text form leaves them out.
 */
package net.anotherbox.crypto.isakmp.key;
