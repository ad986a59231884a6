/**
 * IKE and IPsec of the box, without syntax: {@link net.anotherbox.crypto.CryptoSubsystem} is told a {@link
 * net.anotherbox.crypto.CryptoConfig}, talks to peers through UDP ports and to the packet plane, and says in IOS's words
 * what it does ({@code debug crypto}) and has ({@code show crypto}).
 *
 * <p>The rooms: {@code isakmp.message} (bytes), {@code isakmp.keys} (arithmetic), {@code isakmp.machine} (the exchanges as
 * pure state machines), {@code isakmp.sa} (ISAKMP SAs at work), {@code isakmp.ted} (peers that nobody
 * has configured), {@code ipsec.map} (crypto maps), {@code ipsec.sa} (the key engine: flows and IPsec SAs), {@code trace}
 * (what releases say and do differently). Everything belongs to the control thread; only Diffie-Hellman is computed
 * elsewhere.
 */
package net.anotherbox.crypto;
