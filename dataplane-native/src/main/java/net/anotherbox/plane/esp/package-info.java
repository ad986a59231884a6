/**
 * ESP (RFC 4303, and RFC 2406 before it) and AH (RFC 4302) on byte arrays: what one SA does to one packet, without any
 * notion of where packets come from or what they belong to.
 *
 * <p>{@link net.anotherbox.plane.esp.OutboundBundle} wraps a packet in ESP, in AH, or in ESP and AH around it, and in UDP
 * where there is a NAT; {@link net.anotherbox.plane.esp.InboundBundle} unwraps one. ESP is a cipher ({@link
 * net.anotherbox.plane.esp.EspCipher}) and an {@link net.anotherbox.plane.esp.Authenticator}, which with GCM are one
 * object; inbound there is a {@link net.anotherbox.plane.esp.ReplayWindow}. Each belongs to one thread.
 *
 * <p>Nothing is allocated per packet, which explains three odd things here. The packet always goes from one array into
 * another, since JCE ciphers copy when told to work in place. A CBC cipher is initialised once and then chained for ever:
 * to encrypt, a block that never repeats is put before the packet and its ciphertext is the IV (SP 800-38A appendix C: a
 * nonce under the same key gives an IV that nobody can foretell); to decrypt, the IV received is fed as the first block
 * and what comes out of it is thrown away. And HMAC is done by hand over a MessageDigest, because {@code Mac.doFinal}
 * allocates, and GCM by hand over AES in ECB mode, because the providers' GCM wants to be initialised for each packet.
 *
 * <p>Inbound the order is that of RFC 4303 section 3.4: replay check, ICV, only then the window moves and only then the
 * cipher sees the packet; padding and next header last.
 */
package net.anotherbox.plane.esp;
