package net.anotherbox.plane.linux;

import net.anotherbox.plane.view.Ipv4View;

/**
 * Room for several messages to be received or sent by one system call: an array of struct mmsghdr, each with its iovec, its
 * socket address (struct sockaddr_in or sockaddr_in6), its control message and its bytes, all in one piece of memory and
 * pointing at each other once for ever.
 *
 * <pre>
 * mmsghdr: name 8, namelen 4 (+4), iov 8, iovlen 8, control 8, controllen 8, flags 4 (+4), len 4 (+4)
 * iovec:   base 8, len 8
 * control: len 8, level 4, type 4, then for IPV6_PKTINFO the address that the packet was for
 * </pre>
 */
final class MessageVector {
  static final int ROW = 64;
  private static final int LENGTH_AT = 56;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int IOVEC = 16;
  private static final int ADDRESS = 32;
  private static final int CONTROL = 64;
  private static final int IPV6_ADDRESS_AT = 8;
  private static final int IPV6_DESTINATION_AT = 24;

  /** What the messages' addresses are for. */
  enum Use {
    /** Messages come with their IP header: no addresses. */
    RECEIVE_IPV4(0, 0),
    /** Messages come without their IP header: sender and receiver stand beside them. */
    RECEIVE_IPV6(28, CONTROL),
    SEND_IPV4(16, 0),
    SEND_IPV6(28, 0);

    private final int address;
    private final int control;

    Use(int address, int control) {
      this.address = address;
      this.control = control;
    }
  }

  private final int count;
  private final int capacity;
  private final Use use;
  private final NativeBytes memory;
  private final int iovecs;
  private final int addresses;
  private final int controls;
  private final int bytes;

  /** @param capacity bytes of each message */
  MessageVector(int count, int capacity, Use use) {
    this.count = count;
    this.capacity = capacity;
    this.use = use;
    iovecs = count * ROW;
    addresses = iovecs + count * IOVEC;
    controls = addresses + count * ADDRESS;
    bytes = controls + count * CONTROL;
    memory = new NativeBytes(bytes + count * capacity);
    for (int i = 0; i < count; i++) {
      if (use.address > 0) {
        memory.putLong(i * ROW, memory.address(addresses + i * ADDRESS));
        memory.putInt(i * ROW + 8, use.address);
        memory.putShort(addresses + i * ADDRESS, (short) (use.address == 16 ? LibC.AF_INET : LibC.AF_INET6));
      }
      if (use.control > 0) memory.putLong(i * ROW + 32, memory.address(controls + i * CONTROL));
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
    int n = Math.min(count, most);
    for (int i = 0; use.control > 0 && i < n; i++) {
      memory.putInt(i * ROW + 8, use.address);
      memory.putLong(i * ROW + CONTROL_LENGTH_AT, use.control);
    }
    return LibC.recvmmsg(fd, memory, 0, n);
  }

  /** Bytes of a message received. */
  int length(int i) {
    return memory.getInt(i * ROW + LENGTH_AT);
  }

  void copyTo(int i, byte[] to, int toAt) {
    memory.copyTo(bytes + i * capacity, to, toAt, length(i));
  }

  /** Copies the IPv6 addresses of a message received, sender's then receiver's. @return false if the latter is not known */
  boolean addressesTo(int i, byte[] to, int toAt) {
    int control = controls + i * CONTROL;
    boolean known = memory.getInt(control + 8) == LibC.IPPROTO_IPV6 && memory.getInt(control + 12) == LibC.IPV6_PKTINFO
        && memory.getInt(i * ROW + CONTROL_LENGTH_AT) > 0;
    memory.copyTo(addresses + i * ADDRESS + IPV6_ADDRESS_AT, to, toAt, 16);
    memory.copyTo(control + 16, to, toAt + 16, 16);
    return known;
  }

  /** The index of the link that a message of IPv6 came by; good if {@link #addressesTo} was. */
  int link(int i) {
    return memory.getInt(controls + i * CONTROL + 32);
  }

  /** Makes an IP packet the i-th message, addressed as its header says. */
  void load(int i, byte[] from, int at, int length) {
    if (length > capacity) throw new IndexOutOfBoundsException("message of " + length + " bytes");
    memory.copyFrom(bytes + i * capacity, from, at, length);
    if (use == Use.SEND_IPV4) memory.copyFrom(addresses + i * ADDRESS + 4, from, at + Ipv4View.DESTINATION, 4);
    else memory.copyFrom(addresses + i * ADDRESS + IPV6_ADDRESS_AT, from, at + IPV6_DESTINATION_AT, 16);
    memory.putLong(iovecs + i * IOVEC + 8, length);
  }

  /** Sends {@code howMany} messages beginning with the {@code first}. @return messages sent, or -1 */
  int send(int fd, int first, int howMany) {
    return LibC.sendmmsg(fd, memory, first * ROW, howMany);
  }
}
