package net.anotherbox.crypto.isakmp.failure;

import java.util.List;
import net.anotherbox.runtime.value.Address;

/**
 * A negotiation that came to nothing, or a peer that was turned away.
 *
 * @param atMillis when, in the time of the loop's clock
 * @param exchange "Main", "Aggressive", "Quick"
 * @param initiator whether we had begun it
 * @param detail more about the reason, in IOS's words where it has some; may be empty
 * @param mismatches for NO_POLICY: each policy and transform, in the order in which they were compared
 * @param flows for NO_PROXIES and NO_TRANSFORM: each entry that might have been meant
 */
public record Failure(Address peer, Address local, long atMillis, String exchange, boolean initiator, Reason reason,
    String detail, List<Mismatch> mismatches, List<FlowMismatch> flows) {
  /** Of phase 1. */
  public Failure(Address peer, Address local, long atMillis, String exchange, boolean initiator, Reason reason,
      String detail, List<Mismatch> mismatches) {
    this(peer, local, atMillis, exchange, initiator, reason, detail, mismatches, List.of());
  }

  public enum Reason {
    /** There is no pre-shared key for the peer. */
    NO_KEY,
    /** None of our policies suited what the peer offers; or the answer was none of our offers. */
    NO_POLICY,
    /** What the peer encrypted or hashed shows that its key is another. */
    WRONG_KEY,
    /** All retransmissions went without an answer. */
    NO_ANSWER,
    /** It was there, and has not answered dead peer detection. */
    PEER_IS_DEAD,
    /** The peer says that it does not want to. */
    REFUSED_BY_PEER,
    /** The public value is none of the group's. */
    INVALID_KEY_EXCHANGE,
    /** The profile that this peer belongs to does not have the key that was used, or is not the one asked for. */
    WRONG_PROFILE,
    /** Aggressive mode is disabled. */
    AGGRESSIVE_MODE_DISABLED,
    /** There are as many SAs as there may be. */
    LIMIT_REACHED,
    /** Quick mode: no crypto map is known by the address that the peer talks to. */
    NO_MAP,
    /** Quick mode: no entry of the map is for the peer. */
    NO_PEER,
    /** Quick mode: no entry for the peer protects what it asks for. */
    NO_PROXIES,
    /** Quick mode: the entry has none of the transforms that the peer offers. */
    NO_TRANSFORM,
    /** Quick mode: the entry demands another group for perfect forward secrecy. */
    NO_GROUP
  }
}
