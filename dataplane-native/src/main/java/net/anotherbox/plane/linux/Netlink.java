package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A netlink socket: requests and their answers, dumps, or notifications. One thread at a time. */
final class Netlink implements AutoCloseable {
  static final int ROUTE = 0;
  static final int NETFILTER = 12;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int NETLINK_GET_STRICT_CHK = 12;
  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int HEADER = 16;
  private static final int DUMP_INTERRUPTED = 0x10;
  private static final int DUMP_ATTEMPTS = 5;

  private final int fd;
  private final byte[] buffer = new byte[1 << 16];
  private int sequence;

  /** @param groups bits of the multicast groups to hear, 0 for none */
  Netlink(int family, int groups) throws OsError {
    fd = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW, family);
    try {
      LibC.bind(fd, ByteBuffer.allocate(12).order(ByteOrder.nativeOrder()).putShort((short) LibC.AF_NETLINK)
          .putShort((short) 0).putInt(0).putInt(groups).array());
      LibC.option(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
      LibC.option(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
      if (family == ROUTE) LibC.option(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  /** Sends a request and waits for its acknowledgement. @throws OsError with the kernel's words if it is refused */
  void request(NetlinkMessage message) throws OsError {
    query(message);
  }

  /**
   * Sends a request for one object (with the flag ACK) or for a dump, and returns what comes. A dump during which something
   * changed is asked for again.
   */
  List<NetlinkReply> query(NetlinkMessage message) throws OsError {
    for (int attempt = 1; ; attempt++) {
      var replies = new ArrayList<NetlinkReply>();
      LibC.send(fd, message.bytes(++sequence));
      if (collect(replies) || attempt == DUMP_ATTEMPTS) return replies;
    }
  }

  /** @return false if a dump was interrupted */
  private boolean collect(List<NetlinkReply> replies) throws OsError {
    boolean whole = true;
    while (true) {
      int length = receive();
      for (int at = 0; at + HEADER <= length; ) {
        var m = number(buffer, at, length - at);
        int size = m.getInt(0);
        if (size < HEADER || at + size > length) {
          throw new OsError("netlink", OsError.EINVAL, "message of " + size + " bytes");
        }
        int type = m.getShort(4) & 0xffff;
        if (m.getInt(8) == sequence) {
          whole &= (m.getShort(6) & DUMP_INTERRUPTED) == 0;
          if (type == DONE) return whole;
          byte[] body = Arrays.copyOfRange(buffer, at + HEADER, at + size);
          if (type == ERROR) {
            refusal(body);
            return true;
          }
          replies.add(new NetlinkReply(type, body));
        }
        at += size + 3 & ~3;
      }
    }
  }

  private void refusal(byte[] body) throws OsError {
    int errno = -number(body, 0, body.length).getInt(0);
    if (errno == 0) return;
    String words = NetlinkReply.text(NetlinkReply.attributes(body, 4 + HEADER).get(1));
    throw new OsError("netlink", errno, LibC.reason(errno) + (words.isEmpty() ? "" : " (" + words + ")"));
  }

  private int receive() throws OsError {
    while (true) {
      int length = LibC.recv(fd, buffer, 0);
      if (length >= 0) return length;
      int errno = LibC.lastErrno();
      if (errno != OsError.EINTR) throw new OsError("netlink", errno, LibC.reason(errno));
    }
  }

  /** The notifications that have come. @throws OsError with ENOBUFS if the kernel had to drop some */
  List<NetlinkReply> notifications() throws OsError {
    int length = LibC.recv(fd, buffer, LibC.MSG_DONTWAIT);
    if (length < 0 && LibC.lastErrno() == OsError.ENOBUFS) {
      throw new OsError("netlink", OsError.ENOBUFS, "notifications lost");
    }
    var found = new ArrayList<NetlinkReply>();
    for (int at = 0; at + HEADER <= length; ) {
      var m = number(buffer, at, length - at);
      int size = m.getInt(0);
      if (size < HEADER || at + size > length) break;
      found.add(new NetlinkReply(m.getShort(4) & 0xffff, Arrays.copyOfRange(buffer, at + HEADER, at + size)));
      at += size + 3 & ~3;
    }
    return found;
  }

  private static ByteBuffer number(byte[] b, int at, int length) {
    return ByteBuffer.wrap(b, at, length).slice().order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
