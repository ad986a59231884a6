/**
 * ISAKMP SAs at work. {@link net.anotherbox.crypto.isakmp.sa.IkeEngine} owns them: it takes datagrams and the key engine's
 * requests, hands them to the SA's machines and performs what these want done. It is the one place that sends, sets timers
 * and deletes.
 *
 * <p>Who refers to whom: the engine to the {@link net.anotherbox.crypto.isakmp.sa.SaTable}, that to the SAs, an SA to its
 * main mode and to its nodes (quick modes and Informationals, by message ID). The key engine is known as {@link
 * net.anotherbox.crypto.isakmp.sa.IpsecSas} only.
 *
 * <p>Against those who can send but do not know the key: what has no SA and is no first message makes no state; half-open
 * SAs are limited, and the oldest whose initiator never came back makes room; a message that fails its hash changes nothing;
 * an answer to a message that was not authenticated is sent at most once a second to each peer; an established SA goes only
 * by its own timers, an authenticated Delete or an authenticated INITIAL_CONTACT. A message ID is used once.
 *
 * <p>Times as IOS has them: a packet is sent once and five times again, ten seconds apart, by both sides; ten seconds later
 * the negotiation is dead. A deleted SA lingers a minute, a finished node fifty seconds, to answer what is still under way.
 */
package net.anotherbox.crypto.isakmp.sa;
