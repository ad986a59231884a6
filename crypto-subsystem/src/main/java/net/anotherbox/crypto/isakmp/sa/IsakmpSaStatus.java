package net.anotherbox.crypto.isakmp.sa;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.NatTraversal;
import net.anotherbox.crypto.isakmp.message.Payload;
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
 * @param identity who the peer said it is; its address until it has
 * @param capabilities letters: C mode configuration, D dead peer detection, K keepalives, N NAT traversal, X Xauth
 * @param natted NAT has been found between the peers
 * @param secondsLeft until it expires; 0 before it is authenticated
 */
public record IsakmpSaStatus(int conn, Map<String, Object> facts, Address local, int localPort, Address remote,
    int remotePort, boolean initiator, String word, boolean usable, boolean deleted, Optional<IsakmpPolicy> policy,
    long secondsLeft, String identity, String capabilities, boolean natted) {
  static IsakmpSaStatus of(IsakmpSa sa, long nowMillis) {
    boolean natted = sa.facts().nat() != NatTraversal.NONE;
    return new IsakmpSaStatus(sa.facts().conn(), sa.facts().with(), sa.local(), sa.facts().localPort(), sa.remote(),
        sa.facts().remotePort(), sa.initiator(), sa.deleted() ? sa.phaseOne().noState() : sa.phaseOne().word().strip(),
        sa.usable(), sa.deleted(), sa.phaseOne().policy(), sa.authenticated()
        ? Math.max(0, (sa.expiresAtMillis() - nowMillis)
            / 1000) : 0, sa.phaseOne().peerIdentity().map(IsakmpSaStatus::name).orElseGet(() -> sa.remote().toString()),
        (sa.detection().isPresent() ? "D" : "") + (natted ? "N" : ""), natted);
  }

  private static String name(Payload.Id id) {
    return id.address().map(Object::toString).orElseGet(id::name);
  }
}
