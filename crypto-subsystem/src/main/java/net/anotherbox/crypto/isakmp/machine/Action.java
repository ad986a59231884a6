package net.anotherbox.crypto.isakmp.machine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.failure.FlowMismatch;
import net.anotherbox.crypto.isakmp.failure.Mismatch;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.crypto.trace.Switch;

/** What a machine wants done, by its driver, in this order. */
public sealed interface Action {
  /** Say it, if the switch is on. */
  record Trace(Switch on, String message, Map<String, Object> facts) implements Action {}

  /** Say it in any case; the mnemonic names the text. */
  record Syslog(int severity, String mnemonic, Map<String, Object> facts) implements Action {}

  /**
   * Send it to the peer.
   *
   * @param awaitsAnswer to be sent again until the peer goes on
   * @param announcement the debug message before it
   * @param state what it says the SA's state is
   */
  record Send(byte[] datagram, boolean awaitsAnswer, String announcement, String state) implements Action {}

  /** Work this out elsewhere and give the machine the result. */
  record Compute(Callable<?> work) implements Action {}

  /** Tell the peer by an Informational of its own: under the SA's protection if there is one, else in clear. */
  record Notify(int what, int protocol, byte[] spi, byte[] data, boolean clear) implements Action {}

  /** The peer is who it says; the ISAKMP SA lives so long from now. */
  record Authenticated(int lifetimeSeconds) implements Action {}

  /** The peer says it has begun anew: all older SAs with it are void. */
  record InitialContact() implements Action {}

  /** Phase 1 is complete: what waits for it may begin. */
  record PhaseOneComplete() implements Action {}

  /** Remember why the exchange does not go on, or not with this message. */
  record Refused(Failure.Reason reason, String detail, List<Mismatch> mismatches, List<FlowMismatch> flows)
      implements Action {
    /** Of phase 1. */
    public Refused(Failure.Reason reason, String detail, List<Mismatch> mismatches) {
      this(reason, detail, mismatches, List.of());
    }
  }

  /** The exchange has failed for good, for this reason in IOS's words. */
  record Failed(Ending reason) implements Action {}

  /** The message that comes next lets the peer send by the new SA: take packets on it before that leaves. */
  record Receive(NegotiatedSas sas) implements Action {}

  /** The responder has sent its last word; what it takes packets on already is shown. */
  record Prepare(NegotiatedSas sas) implements Action {}

  /** Both SAs are in force. */
  record Establish(NegotiatedSas sas) implements Action {}

  /** Quick mode is done; its node lingers to answer duplicates. */
  record Done() implements Action {}
}
