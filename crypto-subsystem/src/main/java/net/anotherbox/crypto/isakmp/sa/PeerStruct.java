package net.anotherbox.crypto.isakmp.sa;

/** What 12.4 and later keep for each peer, and talk of: an identity and how many ISAKMP SAs hold it. */
final class PeerStruct {
  private final long pointer;
  private final int handle;
  private int references;

  PeerStruct(long pointer, int handle) {
    this.pointer = pointer;
    this.handle = handle;
  }

  long pointer() {
    return pointer;
  }

  int handle() {
    return handle;
  }

  int lock() {
    return ++references;
  }

  int unlock() {
    return --references;
  }
}
