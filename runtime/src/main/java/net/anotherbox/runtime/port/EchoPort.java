package net.anotherbox.runtime.port;

import java.util.function.Consumer;
import net.anotherbox.runtime.value.Address;

/** ICMP echoes of the box's own, over IPv4 and IPv6 ({@code ping}, {@code traceroute}). */
public interface EchoPort {
  /**
   * One echo request.
   *
   * @param source null to let routing choose, else of the same family as the destination
   * @param link Linux name of the link that it must leave by; "" to let routing choose
   * @param size of the whole IP packet, bytes, 36 to 18024
   * @param ttl 1 to 255
   * @param pattern two bytes that fill the data, e.g. 0xABCD
   * @param timeoutMillis after which {@link Result.Timeout} is told
   */
  record Request(Address source, Address destination, String link, int size, int ttl, int tos, boolean dontFragment,
      int pattern, int identifier, int sequence, long timeoutMillis) {
    /** One that leaves as routing says. */
    public Request(Address source, Address destination, int size, int ttl, int tos, boolean dontFragment, int pattern,
        int identifier, int sequence, long timeoutMillis) {
      this(source, destination, "", size, ttl, tos, dontFragment, pattern, identifier, sequence, timeoutMillis);
    }
  }

  /** What became of it. */
  sealed interface Result {
    /** @param rttMicros time from sending to the reply; @param intact whether it brought back the data that was sent */
    record Reply(Address from, long rttMicros, int ttl, boolean intact) implements Result {
      public Reply(Address from, long rttMicros, int ttl) {
        this(from, rttMicros, ttl, true);
      }
    }

    /**
     * An ICMP error came back.
     *
     * @param type as the family has it: 3 unreachable, 4 source quench, 11 time exceeded, 12 parameter problem; of ICMPv6 1
     *     unreachable, 2 too big, 3 time exceeded, 4 parameter problem
     */
    record Error(Address from, int type, int code, long rttMicros) implements Result {}

    record Timeout() implements Result {}

    /** It could not be sent. @param reason the operating system's words */
    record NotSent(String reason) implements Result {}
  }

  /** Sends it; the result comes on the loop, exactly once. */
  void send(Request request, Consumer<Result> result);
}
