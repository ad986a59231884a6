package net.anotherbox.plane;

import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * A tunnel that lives on while its configuration changes: its counters, its sequence numbers, what protects it. What changes
 * with packets is the packet thread's.
 */
public final class TunnelState {
  static final int UNSECURED = 0;
  static final int CHECKSUM_ERRORS = 1;
  static final int OUT_OF_ORDER = 2;
  static final int TOO_BIG = 3;
  static final int SEND_ERRORS = 4;

  /**
   * With nothing in order for so long, another sequence number is taken for a new beginning: the other end has restarted.
   */
  private static final long RESTART_MILLIS = 3_000;

  final InterfaceName name;
  /** Its number among the tunnels: of its device. */
  public final int number;
  final Counters counters = new Counters(5);

  /** Written by the control thread. */
  volatile TunnelForm form;

  /** The flow whose SAs protect it, or null. Written by the control thread. */
  volatile IdentState ident;

  /** When the sender of a packet was last told that it was lost on the tunnel's path. */
  long reportMillis = Long.MIN_VALUE / 2;
  /** What becomes of the DF bit in what protects it. Written by the control thread. */
  volatile DfBit df = DfBit.COPY;

  private int sent;
  private int last;
  private boolean any;
  private long inOrderMillis;

  TunnelState(InterfaceName name, int number) {
    this.name = name;
    this.number = number;
  }

  int nextSequence() {
    return sent++;
  }

  /** Whether a packet of this sequence number comes after the last one taken (RFC 2890 section 2.2). */
  boolean inOrder(int sequence, long now) {
    if (any && sequence - last <= 0 && now - inOrderMillis < RESTART_MILLIS) {
      counters.add(OUT_OF_ORDER, 1);
      return false;
    }
    any = true;
    last = sequence;
    inOrderMillis = now;
    return true;
  }

  TunnelPlane.Counters snapshot() {
    return new TunnelPlane.Counters(counters.get(UNSECURED), counters.get(CHECKSUM_ERRORS), counters.get(OUT_OF_ORDER),
        counters.get(TOO_BIG), counters.get(SEND_ERRORS));
  }
}
