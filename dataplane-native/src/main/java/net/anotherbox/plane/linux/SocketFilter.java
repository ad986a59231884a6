package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A program in the kernel's packet filter language (socket(7), SO_ATTACH_FILTER), as struct sock_fprog refers to it. */
final class SocketFilter {
  /** The port of IKE and ESP in UDP. */
  static final int NAT_PORT = 4500;

  private static final int ROW = 8;
  private static final int LOAD_WORD = 0x20;
  private static final int LOAD_WORD_AT_X = 0x40;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_BYTE_AT_X = 0x50;
  private static final int LOAD_HALF_AT_X = 0x48;
  private static final int X_IS_IP_HEADER_LENGTH = 0xb1;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;
  private static final int SHORTEST = 8 + 8;
  /** SKF_NET_OFF: offsets from here on are into the IP header. */
  private static final int NETWORK_HEADER = -0x100000;
  private static final int HOP_LIMIT = 7;

  private final NativeBytes program;
  private final int count;

  private SocketFilter(int[]... instructions) {
    count = instructions.length;
    program = new NativeBytes(count * ROW);
    for (int i = 0; i < count; i++) {
      int[] op = instructions[i];
      program.putShort(i * ROW, (short) op[0]);
      program.putByte(i * ROW + 2, (byte) op[1]);
      program.putByte(i * ROW + 3, (byte) op[2]);
      program.putInt(i * ROW + 4, op[3]);
    }
  }

  /** For a raw socket of UDP: datagrams for port 4500 that are ESP, since they do not begin with four zero bytes. */
  static SocketFilter espInUdp() {
    return new SocketFilter(new int[] {X_IS_IP_HEADER_LENGTH, 0, 0, 0},
        new int[] {LOAD_HALF_AT_X, 0, 0, 2}, new int[] {IF_EQUAL, 0, 5, NAT_PORT},
        new int[] {LOAD_HALF_AT_X, 0, 0, 4}, new int[] {IF_AT_LEAST, 0, 3, SHORTEST},
        new int[] {LOAD_WORD_AT_X, 0, 0, 8}, new int[] {IF_EQUAL, 1, 0, 0},
        new int[] {RETURN, 0, 0, -1}, new int[] {RETURN, 0, 0, 0});
  }

  /** For a raw socket of ICMP: "fragmentation needed" (type 3, code 4) alone. */
  static SocketFilter fragmentationNeeded() {
    return new SocketFilter(new int[] {X_IS_IP_HEADER_LENGTH, 0, 0, 0}, new int[] {LOAD_HALF_AT_X, 0, 0, 0},
        new int[] {IF_EQUAL, 0, 1, 0x0304}, new int[] {RETURN, 0, 0, -1}, new int[] {RETURN, 0, 0, 0});
  }

  /** For a raw socket of ICMPv6, which has no IP header: "packet too big" (type 2) alone. */
  static SocketFilter packetTooBig() {
    return new SocketFilter(new int[] {LOAD_BYTE, 0, 0, 0}, new int[] {IF_EQUAL, 0, 1, 2}, new int[] {RETURN, 0, 0, -1},
        new int[] {RETURN, 0, 0, 0});
  }

  /** For a raw socket of ICMP: "destination unreachable" and "time exceeded" (types 3 and 11) alone. */
  static SocketFilter icmpErrors() {
    return new SocketFilter(new int[] {X_IS_IP_HEADER_LENGTH, 0, 0, 0}, new int[] {LOAD_BYTE_AT_X, 0, 0, 0},
        new int[] {IF_EQUAL, 1, 0, 3}, new int[] {IF_EQUAL, 0, 1, 11}, new int[] {RETURN, 0, 0, -1},
        new int[] {RETURN, 0, 0, 0});
  }

  /** For a raw socket of ICMPv6, which has no IP header: unreachable, too big and time exceeded (types 1 to 3) alone. */
  static SocketFilter icmpv6Errors() {
    return new SocketFilter(new int[] {LOAD_BYTE, 0, 0, 0}, new int[] {IF_AT_LEAST, 0, 2, 1}, new int[] {IF_AT_LEAST, 1, 0, 4},
        new int[] {RETURN, 0, 0, -1}, new int[] {RETURN, 0, 0, 0});
  }

  /** For a socket that only sends. */
  static SocketFilter nothing() {
    return new SocketFilter(new int[] {RETURN, 0, 0, 0});
  }

  /**
   * For a raw socket of ICMPv6: router solicitations and advertisements from this very link, which no router has
   * forwarded.
   */
  static SocketFilter routerMessages() {
    return new SocketFilter(new int[] {LOAD_BYTE, 0, 0, NETWORK_HEADER + HOP_LIMIT}, new int[] {IF_EQUAL, 0, 4, 255},
        new int[] {LOAD_BYTE, 0, 0, 0}, new int[] {IF_EQUAL, 1, 0, 133}, new int[] {IF_EQUAL, 0, 1, 134},
        new int[] {RETURN, 0, 0, -1}, new int[] {RETURN, 0, 0, 0});
  }

  /** For IKE's socket on port 4500: only what begins with four zero bytes (RFC 3948 section 2.2); no ESP, no keepalives. */
  static SocketFilter ikeBehindMarker() {
    return new SocketFilter(new int[] {LOAD_WORD, 0, 0, 8}, new int[] {IF_EQUAL, 0, 1, 0}, new int[] {RETURN, 0, 0, -1},
        new int[] {RETURN, 0, 0, 0});
  }

  /** struct sock_fprog: the count, six bytes of nothing, the address. Good as long as this object lives. */
  byte[] reference() {
    return ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putShort((short) count).putShort((short) 0).putInt(0)
        .putLong(program.address(0)).array();
  }
}
