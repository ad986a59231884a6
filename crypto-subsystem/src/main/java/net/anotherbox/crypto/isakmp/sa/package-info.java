/**
 * ISAKMP SAs at work. {@link net.anotherbox.crypto.isakmp.sa.IkeEngine} is what the key engine and the commands see, {@link
 * net.anotherbox.crypto.isakmp.sa.IkeReceiver} where datagrams come in. Behind them, one for each concern: SaMaker makes SAs
 * and nodes, Performer hands messages to the machines and performs what these want done, Repeater sends again, Informational
 * speaks of notifications and Deletes, Endings ends. What all of them stand on is Ground.
 *
 * <p>Who refers to whom: all to the SaTable, that to the SAs, an SA to its phase 1 and to its nodes (quick modes and
 * Informationals, by message ID). The key engine is known as {@link net.anotherbox.crypto.isakmp.sa.IpsecSas} only.
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
