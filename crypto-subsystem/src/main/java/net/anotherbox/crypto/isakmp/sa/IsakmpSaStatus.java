package net.anotherbox.crypto.isakmp.sa;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.runtime.value.Address;

/**
 * An ISAKMP SA at one moment, for screens.
 *
 * @param conn its number from the first message on
 * @param facts what messages about it may ask for, its numbers in the words of each release among them
 * @param word "QM_IDLE" and so on
 * @param usable exchanges may run under it
 * @param deleted it lingers to answer what is still under way
 * @param policy agreed on, if there is one yet
 * @param secondsLeft until it expires; 0 before it is authenticated
 */
public record IsakmpSaStatus(int conn, Map<String, Object> facts, Address local, int localPort, Address remote,
    int remotePort, boolean initiator, String word, boolean usable, boolean deleted, Optional<IsakmpPolicy> policy,
    long secondsLeft) {
  static IsakmpSaStatus of(IsakmpSa sa, long nowMillis) {
    return new IsakmpSaStatus(sa.facts().conn(), sa.facts().with(), sa.local(), sa.facts().localPort(), sa.remote(),
        sa.facts().remotePort(), sa.initiator(), sa.deleted() ? sa.phaseOne().noState() : sa.phaseOne().word().strip(), sa.usable(),
        sa.deleted(), sa.phaseOne().policy(), sa.authenticated() ? Math.max(0, (sa.expiresAtMillis() - nowMillis) / 1000) : 0);
  }

  /** The letters of its capabilities: C mode configuration, D dead peer detection, K keepalives, N NAT traversal, X Xauth. */
  public String capabilities() {
    return natted() ? "N" : "";
  }

  /** Who the peer said it is. */
  public String identity() {
    return remote.toString();
  }

  /** Peers talk to each other by UDP encapsulation, or would: NAT has been found between them. */
  public boolean natted() {
    return remotePort == 4500 || localPort == 4500;
  }
}
