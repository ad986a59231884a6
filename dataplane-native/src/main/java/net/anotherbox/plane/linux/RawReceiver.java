package net.anotherbox.plane.linux;

import net.anotherbox.plane.PacketBatch;
import net.anotherbox.plane.Slot;
import net.anotherbox.plane.view.NetworkOrder;

/**
 * A raw socket that gets IPsec packets for the addresses of the box, whole, put together from fragments by the kernel, and
 * several with one system call. While it is open the kernel does not answer its protocol with "protocol unreachable".
 */
final class RawReceiver implements AutoCloseable {
  static final int BUFFER = 8 << 20;
  private static final int IPV6_HEADER_BYTES = 40;

  private final int fd;
  private final int protocol;
  private final boolean v4;
  private final MessageVector incoming;

  private RawReceiver(int fd, int protocol, boolean v4, int batch, int capacity) {
    this.fd = fd;
    this.protocol = protocol;
    this.v4 = v4;
    incoming = new MessageVector(batch, capacity, v4 ? MessageVector.Use.RECEIVE_IPV4 : MessageVector.Use.RECEIVE_IPV6);
  }

  /** ESP or AH between IPv4 peers. */
  static RawReceiver ipv4(int protocol, int batch, int capacity) throws OsError {
    int fd = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW, protocol);
    try {
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, BUFFER);
      return new RawReceiver(fd, protocol, true, batch, capacity);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
  }

  /** ESP in UDP. The socket would see all UDP of the box; a filter in the kernel leaves it what is ours. */
  static RawReceiver espInUdp(int batch, int capacity) throws OsError {
    RawReceiver r = ipv4(LibC.IPPROTO_UDP, batch, capacity);
    try {
      LibC.filter(r.fd, SocketFilter.espInUdp());
      // What came before the filter was in place is not ESP, or is sent again.
      while (LibC.recv(r.fd, new byte[1], LibC.MSG_DONTWAIT) >= 0) continue;
      return r;
    } catch (OsError e) {
      r.close();
      throw e;
    }
  }

  /** Word that a packet of ours was too big for its path or has not come to its end: of ICMP or of ICMPv6. */
  static RawReceiver pathErrors(boolean v4, int batch, int capacity) throws OsError {
    RawReceiver r = v4 ? ipv4(LibC.IPPROTO_ICMP, batch, capacity) : ipv6(LibC.IPPROTO_ICMPV6, batch, capacity);
    try {
      LibC.filter(r.fd, v4 ? SocketFilter.icmpErrors() : SocketFilter.icmpv6Errors());
      while (LibC.recv(r.fd, new byte[1], LibC.MSG_DONTWAIT) >= 0) continue;
      return r;
    } catch (OsError e) {
      r.close();
      throw e;
    }
  }

  /** ESP or AH between IPv6 peers. */
  static RawReceiver ipv6(int protocol, int batch, int capacity) throws OsError {
    int fd = LibC.socket(LibC.AF_INET6, LibC.SOCK_RAW, protocol);
    try {
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, BUFFER);
      LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_RECVPKTINFO, 1);
      return new RawReceiver(fd, protocol, false, batch, capacity);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  /** Reads what waits into the slots' in arrays. @return packets read */
  int read(PacketBatch batch) {
    int n = Math.max(0, incoming.receive(fd, batch.size()));
    for (int i = 0; i < n; i++) {
      Slot s = batch.slot(i);
      if (v4) {
        s.inLength = incoming.length(i);
        incoming.copyTo(i, s.in, Slot.IN_AT);
      } else {
        ipv6(i, s);
      }
    }
    batch.count = n;
    return n;
  }

  /** The header that the kernel keeps to itself, as far as anybody looks at it: AH takes the rest of it as zero. */
  private void ipv6(int i, Slot s) {
    int at = Slot.IN_AT;
    int length = incoming.length(i);
    NetworkOrder.i32(s.in, at, 6 << 28);
    NetworkOrder.u16(s.in, at + 4, length);
    s.in[at + 6] = (byte) protocol;
    s.in[at + 7] = 0;
    boolean known = incoming.addressesTo(i, s.in, at + 8);
    if (length > s.capacity() - IPV6_HEADER_BYTES || !known) {
      s.inLength = 0;
      return;
    }
    incoming.copyTo(i, s.in, at + IPV6_HEADER_BYTES);
    s.inLength = IPV6_HEADER_BYTES + length;
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
