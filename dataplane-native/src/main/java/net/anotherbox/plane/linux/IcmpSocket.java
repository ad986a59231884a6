package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;

/**
 * A raw socket of ICMP or ICMPv6 that sends from any address of the box and by any link. IPv4 wants its checksum made;
 * that of IPv6 is the kernel's work. Sending belongs to one thread.
 */
final class IcmpSocket implements AutoCloseable {
  private static final int MESSAGE_AT = 0;
  private static final int NAME_AT = 56;
  private static final int IOVEC_AT = 88;
  private static final int CONTROL_AT = 104;
  private static final int CONTROL_HEADER = 16;
  private static final int BYTES_AT = CONTROL_AT + 40;

  private final int fd;
  private final boolean v4;
  private final NativeBytes memory;

  /** @param longest bytes of a message */
  IcmpSocket(boolean v4, int longest) throws OsError {
    this.v4 = v4;
    memory = new NativeBytes(BYTES_AT + longest);
    fd = LibC.socket(v4 ? LibC.AF_INET : LibC.AF_INET6, LibC.SOCK_RAW, v4 ? LibC.IPPROTO_ICMP : LibC.IPPROTO_ICMPV6);
  }

  int fd() {
    return fd;
  }

  /**
   * Sends one: a struct msghdr with the destination and, if asked for, source and link as a control message.
   *
   * @param index of the link that it must leave by; 0 to let routing choose
   */
  void send(Address destination, Optional<Address> source, int index, byte[] message) throws OsError {
    byte[] name = sockaddr(destination, index);
    memory.copyFrom(NAME_AT, name, 0, name.length);
    memory.copyFrom(BYTES_AT, message, 0, message.length);
    memory.putLong(IOVEC_AT, memory.address(BYTES_AT));
    memory.putLong(IOVEC_AT + 8, message.length);
    memory.putLong(MESSAGE_AT, memory.address(NAME_AT));
    memory.putInt(MESSAGE_AT + 8, name.length);
    memory.putLong(MESSAGE_AT + 16, memory.address(IOVEC_AT));
    memory.putLong(MESSAGE_AT + 24, 1);
    boolean told = source.isPresent() || index != 0;
    byte[] info = told ? packetInfo(source, index) : new byte[0];
    memory.putLong(MESSAGE_AT + 32, told ? memory.address(CONTROL_AT) : 0);
    memory.putLong(MESSAGE_AT + 40, told ? CONTROL_HEADER + (info.length + 7 & ~7) : 0);
    if (told) {
      memory.putLong(CONTROL_AT, CONTROL_HEADER + info.length);
      memory.putInt(CONTROL_AT + 8, v4 ? LibC.IPPROTO_IP : LibC.IPPROTO_IPV6);
      memory.putInt(CONTROL_AT + 12, v4 ? LibC.IP_PKTINFO : LibC.IPV6_PKTINFO);
      memory.copyFrom(CONTROL_AT + CONTROL_HEADER, info, 0, info.length);
    }
    if (LibC.sendmsg(fd, memory, MESSAGE_AT) >= 0) return;
    int errno = LibC.lastErrno();
    throw new OsError("send", errno, LibC.reason(errno));
  }

  /** struct sockaddr_in or sockaddr_in6. */
  private byte[] sockaddr(Address to, int index) {
    var b = ByteBuffer.allocate(v4 ? 16 : 28).order(ByteOrder.nativeOrder());
    if (v4) return b.putShort((short) LibC.AF_INET).putShort((short) 0).put(to.bytes()).array();
    return b.putShort((short) LibC.AF_INET6).putShort((short) 0).putInt(0).put(to.bytes()).putInt(index).array();
  }

  /** struct in_pktinfo or in6_pktinfo. */
  private byte[] packetInfo(Optional<Address> source, int index) {
    var b = ByteBuffer.allocate(v4 ? 12 : 20).order(ByteOrder.nativeOrder());
    byte[] from = source.map(Address::bytes).orElse(new byte[v4 ? 4 : 16]);
    return v4 ? b.putInt(index).put(from).putInt(0).array() : b.put(from).putInt(index).array();
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
