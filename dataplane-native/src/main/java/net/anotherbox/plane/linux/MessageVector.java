package net.anotherbox.plane.linux;

import net.anotherbox.plane.view.Ipv4View;

/**
 * Room for several messages to be received or sent by one system call: an array of struct mmsghdr, each with its iovec, its
 * socket address (struct sockaddr_in) and its bytes, all in one piece of memory and pointing at each other once for ever.
 *
 * <pre>
 * mmsghdr: name 8, namelen 4 (+4), iov 8, iovlen 8, control 8, controllen 8, flags 4 (+4), len 4 (+4)
 * iovec:   base 8, len 8
 * </pre>
 */
final class MessageVector {
  static final int ROW = 64;
  private static final int LENGTH_AT = 56;
  private static final int IOVEC = 16;
  private static final int ADDRESS = 16;

  private final int count;
  private final int capacity;
  private final NativeBytes memory;
  private final int iovecs;
  private final int addresses;
  private final int bytes;

  /** @param capacity bytes of each message */
  MessageVector(int count, int capacity, boolean addressed) {
    this.count = count;
    this.capacity = capacity;
    iovecs = count * ROW;
    addresses = iovecs + count * IOVEC;
    bytes = addresses + count * ADDRESS;
    memory = new NativeBytes(bytes + count * capacity);
    for (int i = 0; i < count; i++) {
      if (addressed) {
        memory.putLong(i * ROW, memory.address(addresses + i * ADDRESS));
        memory.putInt(i * ROW + 8, ADDRESS);
        memory.putShort(addresses + i * ADDRESS, (short) LibC.AF_INET);
      }
      memory.putLong(i * ROW + 16, memory.address(iovecs + i * IOVEC));
      memory.putLong(i * ROW + 24, 1);
      memory.putLong(iovecs + i * IOVEC, memory.address(bytes + i * capacity));
      memory.putLong(iovecs + i * IOVEC + 8, capacity);
    }
  }

  int count() {
    return count;
  }

  int capacity() {
    return capacity;
  }

  /** @return messages received, or -1 */
  int receive(int fd, int most) {
    return LibC.recvmmsg(fd, memory, 0, Math.min(count, most));
  }

  /** Bytes of a message received. */
  int length(int i) {
    return memory.getInt(i * ROW + LENGTH_AT);
  }

  void copyTo(int i, byte[] to, int toAt) {
    memory.copyTo(bytes + i * capacity, to, toAt, length(i));
  }

  /** Makes an IPv4 packet the i-th message, addressed as its header says. */
  void load(int i, byte[] from, int at, int length) {
    if (length > capacity) throw new IndexOutOfBoundsException("message of " + length + " bytes");
    memory.copyFrom(bytes + i * capacity, from, at, length);
    memory.copyFrom(addresses + i * ADDRESS + 4, from, at + Ipv4View.DESTINATION, 4);
    memory.putLong(iovecs + i * IOVEC + 8, length);
  }

  /** Sends {@code howMany} messages beginning with the {@code first}. @return messages sent, or -1 */
  int send(int fd, int first, int howMany) {
    return LibC.sendmmsg(fd, memory, first * ROW, howMany);
  }
}
