package net.anotherbox.crypto.isakmp.sa;

import net.anotherbox.runtime.value.Address;

/** What 12.4 and later keep for each peer, and talk of: an identity and how many ISAKMP SAs hold it. */
final class PeerStruct {
  private final Address address;
  private final long pointer;
  private final int handle;
  private int references;

  /** @param address that it has been met at first */
  PeerStruct(Address address, long pointer, int handle) {
    this.address = address;
    this.pointer = pointer;
    this.handle = handle;
  }

  Address address() {
    return address;
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
