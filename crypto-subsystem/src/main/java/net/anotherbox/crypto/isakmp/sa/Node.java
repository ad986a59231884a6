package net.anotherbox.crypto.isakmp.sa;

import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.runtime.loop.Timer;

/** An exchange under an ISAKMP SA: a quick mode, or an Informational that has come and gone. */
final class Node {
  private final int messageId;
  private final QuickMode quick;
  private final Retransmission retransmission;
  private byte[] lastReceived = {};
  private byte[] lastSent;
  private Timer purge;
  private boolean finished;

  /** @param quick null for an Informational; so is then retransmission */
  Node(int messageId, QuickMode quick, Retransmission retransmission) {
    this.messageId = messageId;
    this.quick = quick;
    this.retransmission = retransmission;
  }

  int messageId() {
    return messageId;
  }

  Optional<QuickMode> quick() {
    return Optional.ofNullable(quick);
  }

  /** Whether it still negotiates. */
  boolean live() {
    return quick != null && !finished;
  }

  void sent(byte[] datagram, boolean awaitsAnswer) {
    lastSent = datagram;
    if (awaitsAnswer) retransmission.start(datagram);
    else retransmission.stop();
  }

  /** The answer to the last message received, if there has been one; what an initiator began with counts. */
  Optional<byte[]> lastSent() {
    return Optional.ofNullable(lastSent);
  }

  byte[] retransmitted() {
    return retransmission.datagram();
  }

  byte[] lastReceived() {
    return lastReceived;
  }

  void received(byte[] digest) {
    lastReceived = digest;
    lastSent = null;
    if (retransmission != null) retransmission.stop();
  }

  /** Nothing more happens, but duplicates are still answered until the timer goes off. */
  void finish(Timer purgeTimer) {
    finished = true;
    if (retransmission != null) retransmission.stop();
    purge = purgeTimer;
  }

  /** Lets go of timers and secrets. */
  void close() {
    finished = true;
    if (retransmission != null) retransmission.stop();
    if (purge != null) purge.cancel();
    if (quick != null) quick.wipe();
  }
}
