package net.anotherbox.crypto.isakmp.sa;

import java.nio.ByteBuffer;
import net.anotherbox.crypto.isakmp.liveness.Liveness.Keepalive;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.runtime.loop.Timer;

/**
 * Dead peer detection under one ISAKMP SA (RFC 3706): asks at fixed intervals, or when we have talked for an interval and
 * heard nothing. A question that is not answered is put again, five times; a peer that has not answered then is dead. Any
 * authentic word of the peer, ISAKMP or IPsec, is an answer. Traffic is looked at when the timer goes off, not per packet.
 */
final class DeadPeerDetection {
  private static final int MOST_ERRORS = 5;

  private final Ground ground;
  private final IkeEngine engine;
  private final IsakmpSa sa;
  private final Keepalive keepalive;
  private IpsecSas.Traffic before;
  private boolean heard;
  private boolean asking;
  private int sequence;
  private int errors;
  private Timer timer;

  DeadPeerDetection(Ground ground, IkeEngine engine, IsakmpSa sa, Keepalive keepalive) {
    this.ground = ground;
    this.engine = engine;
    this.sa = sa;
    this.keepalive = keepalive;
    this.sequence = ground.randomness().nextInt() & 0x7fffffff;
    this.before = traffic();
    rest();
  }

  private IpsecSas.Traffic traffic() {
    return ground.ipsec().traffic(sa.local(), sa.remote(), sa.facts().natPort());
  }

  /** The peer has said something that only it can say. */
  void heard() {
    heard = true;
    if (asking) rest();
  }

  /** The peer answers. @return whether this was the question */
  boolean acknowledged(int number) {
    if (number != sequence) return false;
    heard();
    return true;
  }

  private void rest() {
    asking = false;
    errors = 0;
    set(keepalive.seconds());
  }

  private void set(int seconds) {
    stop();
    timer = ground.loop().after(seconds * 1000L, this::look);
  }

  private void look() {
    var now = traffic();
    boolean alive = heard || now.packetsIn() > before.packetsIn();
    boolean talked = now.packetsOut() > before.packetsOut();
    before = now;
    heard = false;
    if (asking && !alive) {
      askAgain();
      return;
    }
    if (asking || !keepalive.periodic() && (alive || !talked)) {
      rest();
      return;
    }
    asking = true;
    sequence = sequence + 1 & 0x7fffffff;
    ask();
  }

  private void askAgain() {
    if (errors == MOST_ERRORS) {
      engine.endings().peerIsDead(sa);
      return;
    }
    errors++;
    ground.trace(sa, "dpd-error", "errors", errors);
    ask();
  }

  private void ask() {
    set(keepalive.retrySeconds());
    engine.informational().dpd(sa, NotifyType.R_U_THERE, ByteBuffer.allocate(4).putInt(sequence).array());
  }

  void stop() {
    if (timer != null) timer.cancel();
  }
}
