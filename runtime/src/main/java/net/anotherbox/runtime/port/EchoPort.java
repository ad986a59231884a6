package net.anotherbox.runtime.port;

import java.util.function.Consumer;
import net.anotherbox.runtime.value.Ipv4;

/** ICMP echoes of the box's own ({@code ping}, {@code traceroute}). */
public interface EchoPort {
  /**
   * One echo request.
   *
   * @param source null to let routing choose
   * @param size of the whole IP packet, bytes, 36 to 18024
   * @param ttl 1 to 255
   * @param pattern two bytes that fill the data, e.g. 0xABCD
   * @param timeoutMillis after which {@link Result.Timeout} is told
   */
  record Request(Ipv4 source, Ipv4 destination, int size, int ttl, int tos, boolean dontFragment, int pattern,
      int identifier,
      int sequence, long timeoutMillis) {}

  /** What became of it. */
  sealed interface Result {
    /** @param rttMicros time from sending to the reply */
    record Reply(Ipv4 from, long rttMicros, int ttl) implements Result {}

    /** An ICMP error came back. @param type 3 unreachable, 4 source quench, 11 time exceeded, 12 parameter problem */
    record Error(Ipv4 from, int type, int code, long rttMicros) implements Result {}

    record Timeout() implements Result {}

    /** It could not be sent. @param reason the operating system's words */
    record NotSent(String reason) implements Result {}
  }

  /** Sends it; the result comes on the loop, exactly once. */
  void send(Request request, Consumer<Result> result);
}
