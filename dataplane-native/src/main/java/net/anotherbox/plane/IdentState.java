package net.anotherbox.plane;

/** What lives on when flow tables come and go: an ident's current outbound SA and its counters, per interface. */
final class IdentState {
  static final int NO_SA_DROPS = 0;
  static final int CLEAR_DROPS = 1;

  final long id;
  final Counters counters = new Counters(2);

  /** The SA that takes packets now, or null. Written by the control thread, read by the packet thread. */
  volatile OutboundSa outbound;

  /** When {@code acquire} was last told. The packet thread's. */
  long acquireMillis = Long.MIN_VALUE / 2;

  IdentState(long id) {
    this.id = id;
  }
}
