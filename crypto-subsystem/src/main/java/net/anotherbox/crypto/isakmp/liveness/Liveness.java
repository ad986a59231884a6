package net.anotherbox.crypto.isakmp.liveness;

import java.util.Optional;

/**
 * What keeps SAs alive between real networks.
 *
 * @param keepalive {@code crypto isakmp keepalive}
 * @param natKeepaliveSeconds {@code crypto isakmp nat keepalive}; 0 for none
 * @param natTraversal false after {@code no crypto ipsec nat-transparency udp-encapsulation}
 * @param invalidSpiRecovery {@code crypto isakmp invalid-spi-recovery}
 * @param logSessions {@code crypto logging session}
 */
public record Liveness(Optional<Keepalive> keepalive, int natKeepaliveSeconds, boolean natTraversal,
    boolean invalidSpiRecovery, boolean logSessions) {
  /** When nothing is configured. */
  public static final Liveness DEFAULT = new Liveness(Optional.empty(), 0, true, false, false);

  /**
   * Dead peer detection (RFC 3706).
   *
   * @param seconds between questions, or without a word from the peer while we talk to it
   * @param retrySeconds between questions that are not answered
   * @param periodic whether we ask in any case, not on demand only
   */
  public record Keepalive(int seconds, int retrySeconds, boolean periodic) {}
}
