/**
 * The exchanges as state machines, each for both sides: {@link net.anotherbox.crypto.isakmp.machine.PhaseOne} with its
 * modes, and {@link net.anotherbox.crypto.isakmp.machine.QuickMode}. What the modes of phase 1 share are steps of {@code
 * PhaseOne}; a mode is a table and the order of the steps. Vendor IDs and payloads beside those of RFC 2409 have one place,
 * {@link net.anotherbox.crypto.isakmp.machine.Extensions}.
 *
 * <p>States and inputs have the names that IOS prints. What is to be done is a table, one row for each state and input:
 * what to do before the move, where to, what to do after it. {@link net.anotherbox.crypto.isakmp.machine.Machine} drives a
 * table and announces every input and move, so that those lines can be neither forgotten nor misplaced; inputs that the
 * machine gives itself run within the same step. Some of IOS's lines come before a move and some after, hence two places.
 *
 * <p>A machine sends nothing, waits for nothing and knows no sockets: it takes an input and gives a list of {@link
 * net.anotherbox.crypto.isakmp.machine.Action}s in the order in which they are to happen. Debug lines are among them, so
 * their order relative to packets is part of the result. Slow arithmetic is an action too; its result comes back as an
 * input, and until then the machine is {@code busy}. Of the key engine a machine knows only what {@link
 * net.anotherbox.crypto.isakmp.machine.KeyEnginePort} lets it ask.
 *
 * <p>A message that proves wrong (hash, identity) leaves the machine in the state before it: whoever can send garbage must
 * not be able to stop a negotiation between others.
 */
package net.anotherbox.crypto.isakmp.machine;
