/**
 * Why negotiations came to nothing, as values: whoever refuses records it here, besides saying it in the debug, so that it
 * can be asked for afterwards. One record for each peer, the last; beyond {@link
 * net.anotherbox.crypto.isakmp.failure.Failures}' bound the oldest goes.
 */
package net.anotherbox.crypto.isakmp.failure;
