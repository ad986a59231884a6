package net.anotherbox.plane.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in byte arrays, as every header of the Internet has them. */
public final class NetworkOrder {
  private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}

  public static int u8(byte[] b, int at) {
    return b[at] & 255;
  }

  public static int u16(byte[] b, int at) {
    return (short) SHORT.get(b, at) & 0xffff;
  }

  public static int i32(byte[] b, int at) {
    return (int) INT.get(b, at);
  }

  public static void u16(byte[] b, int at, int value) {
    SHORT.set(b, at, (short) value);
  }

  public static void i32(byte[] b, int at, int value) {
    INT.set(b, at, value);
  }

  /**
   * The checksum of a UDP or TCP segment, its field taken as it stands, with the addresses of the IPv4 header at {@code ip}.
   *
   * @param segment bytes of it
   */
  public static int transportChecksum(byte[] b, int ip, int at, int protocol, int segment) {
    int sum = (~checksum(b, ip + Ipv4View.SOURCE, 8) & 0xffff) + protocol + segment + (~checksum(b, at, segment) & 0xffff);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
  }

  /** The Internet checksum (RFC 1071) of so many bytes, ready to be stored; 0 when a stored checksum among them is right. */
  public static int checksum(byte[] b, int at, int length) {
    long sum = 0;
    int end = at + (length & ~1);
    for (int i = at; i < end; i += 2) sum += u16(b, i);
    if ((length & 1) != 0) sum += (b[end] & 255) << 8;
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (int) ~sum & 0xffff;
  }
}
