/**
 * ISAKMP beyond policies and keys. Most of it is kept and shown without effect yet, and says so; the support of each line
 * names what happens instead, because a missing keepalive is harmless and a missing client authentication is not.
 */
package net.anotherbox.crypto.isakmp.profile;
