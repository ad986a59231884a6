package net.anotherbox.crypto.isakmp.sa;

/** Sends again what was not answered, and what was asked for twice. */
final class Repeater {
  private final Ground ground;

  Repeater(Ground ground) {
    this.ground = ground;
  }

  void retransmit(IsakmpSa sa, int attempt) {
    ground.trace(sa, "retransmitting-1", "state", sa.phaseOne().word());
    ground.trace(sa, "error-counter-1", "attempt", attempt);
    ground.trace(sa, "retransmitting-1-now", "state", sa.phaseOne().word());
    again(sa, null, sa.retransmission().datagram());
  }

  void retransmit(IsakmpSa sa, Node node, int attempt) {
    ground.trace(sa, "retransmitting-2", "m", node.messageId());
    ground.trace(sa, "error-counter-2", "attempt", attempt);
    ground.trace(sa, "retransmitting-2-now", "m", node.messageId());
    again(sa, node, node.retransmitted());
  }

  private void again(IsakmpSa sa, Node node, byte[] datagram) {
    ground.trace(sa, "sending", "state", sa.phaseOne().word(), "role", Performer.role(sa, node));
    ground.transmit(sa, datagram);
  }

  /** A duplicate: what it was answered with is sent once more. */
  void duplicate(IsakmpSa sa, Node node) {
    String phase = node == null ? "1" : "2";
    ground.trace(sa, "duplicate-" + phase);
    var reply = node == null ? sa.lastSent() : node.lastSent();
    if (reply.isEmpty()) return;
    ground.trace(sa, "retransmitting-due-" + phase);
    again(sa, node, reply.get());
  }
}
