/**
 * How the crypto subsystem speaks. Whoever does something says so by a name and facts; the catalogues beside this package
 * ({@code isakmp.msg}, {@code ipsec.msg}, {@code engine.msg}, {@code syslog.msg}) know what a release prints of it, if
 * anything. {@code ike.behaviour} has the same form and says what a release <em>does</em> differently: which vendor IDs
 * it sends, where its numbers begin, when it installs SAs.
 */
package net.anotherbox.crypto.trace;
