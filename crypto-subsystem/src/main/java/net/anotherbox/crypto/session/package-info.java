/**
 * Sessions: all that the box has with one peer on one interface, ISAKMP SAs and flows together, as {@code show crypto
 * session} sees it. {@link net.anotherbox.crypto.session.Sessions} puts them together from what the two engines have at the
 * moment it is asked; the only memory is that of {@link net.anotherbox.crypto.session.SessionLog}, which hears of SAs that
 * come and go: since when a session is up, and {@code %CRYPTO-5-SESSION_STATUS} if {@code crypto logging session} asks for
 * it.
 */
package net.anotherbox.crypto.session;
