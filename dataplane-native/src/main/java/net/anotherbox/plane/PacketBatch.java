package net.anotherbox.plane;

/** Slots that are filled, worked on and emptied together. The first {@link #count} hold packets. */
public final class PacketBatch {
  private final Slot[] slots;
  public int count;

  public PacketBatch(int size, int capacity) {
    slots = new Slot[size];
    for (int i = 0; i < size; i++) slots[i] = new Slot(capacity);
  }

  public int size() {
    return slots.length;
  }

  public Slot slot(int i) {
    return slots[i];
  }

  /** Exchanges two slots, so that those to be sent can be brought to the front. */
  public void exchange(int i, int j) {
    Slot s = slots[i];
    slots[i] = slots[j];
    slots[j] = s;
  }
}
