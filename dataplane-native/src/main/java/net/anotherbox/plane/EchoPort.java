package net.anotherbox.plane;

import java.util.Optional;
import net.anotherbox.runtime.value.Ipv4;

/** ICMP echo as ping needs it. Called on the control thread, calls back on it. The crypto maps see its packets too. */
public interface EchoPort {
  /**
   * One echo request.
   *
   * @param source an address of the box, or empty for the one that routing chooses
   * @param size of the whole IP packet, bytes; 36 to 18024
   * @param ttl 1 to 255
   * @param tos the whole byte
   * @param pattern two bytes that fill the packet
   * @param sequence counts within one ping; matched on the answer together with a number of ours
   */
  record Request(Optional<Ipv4> source, Ipv4 destination, int size, int ttl, boolean df, int tos, int pattern, int sequence,
      long timeoutMillis) {}

  /** What came of it. */
  sealed interface Outcome {
    /**
     * An answer.
     *
     * @param from who answered
     * @param micros from sending to receiving
     * @param intact whether it brought back the data that was sent
     */
    record Reply(Ipv4 from, long micros, int size, boolean intact) implements Outcome {}

    /** An ICMP error about it. @param type 3 (unreachable), 4, 11 (time exceeded) or 12. @param mtu with 3/4, or 0 */
    record Error(Ipv4 from, int type, int code, int mtu) implements Outcome {}

    /** Nothing came in time. */
    record Timeout() implements Outcome {}

    /** It could not be sent. @param tooLong because it must not be fragmented and is longer than the MTU */
    record Unsendable(String reason, boolean tooLong) implements Outcome {}
  }

  /** Gets the outcome of one request. */
  interface Listener {
    void ended(Outcome outcome);
  }

  /** Sends a request; the listener is told once. */
  void send(Request request, Listener listener);
}
