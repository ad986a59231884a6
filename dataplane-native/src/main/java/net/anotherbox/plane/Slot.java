package net.anotherbox.plane;

/**
 * A packet's place, made at start and used for ever: one array that a packet is read into, another that its wrapped or
 * unwrapped form is written to, both with room in front. Two arrays because ciphers copy when told to work in place.
 */
public final class Slot {
  /** Where a packet begins in {@link #in}. */
  public static final int IN_AT = 128;

  /** Where a packet begins in {@link #out}. */
  public static final int OUT_AT = 64;

  private static final int MARGIN = 320;

  private final int capacity;
  public final byte[] in;
  public final byte[] out;
  public int inLength;
  public int outLength;

  /** What wrapped the packet in {@link #out}, within one batch. */
  OutboundSa sa;

  /** The tunnel that the packet was routed into, within one batch, or null. */
  TunnelState tunnel;

  /** @param capacity bytes of the longest packet that may be read, or result from one */
  public Slot(int capacity) {
    this.capacity = capacity;
    in = new byte[capacity + MARGIN];
    out = new byte[capacity + MARGIN];
  }

  public int capacity() {
    return capacity;
  }
}
