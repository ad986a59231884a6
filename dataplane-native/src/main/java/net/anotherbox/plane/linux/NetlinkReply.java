package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A message from the kernel: its type and its bytes after the netlink header. */
record NetlinkReply(int type, byte[] body) {
  int u8(int at) {
    return body[at] & 255;
  }

  int u16(int at) {
    return number(body).getShort(at) & 0xffff;
  }

  int i32(int at) {
    return number(body).getInt(at);
  }

  /** The attributes after a fixed part of this size. Whatever does not fit is left out. */
  Map<Integer, byte[]> attributes(int fixed) {
    return attributes(body, fixed);
  }

  static Map<Integer, byte[]> attributes(byte[] bytes, int from) {
    var found = new HashMap<Integer, byte[]>();
    int at = from;
    while (at + 4 <= bytes.length) {
      int length = number(bytes).getShort(at) & 0xffff;
      int type = number(bytes).getShort(at + 2) & 0x3fff;
      if (length < 4 || at + length > bytes.length) break;
      found.put(type, Arrays.copyOfRange(bytes, at + 4, at + length));
      at += length + 3 & ~3;
    }
    return found;
  }

  static int i32(byte[] value) {
    return value == null || value.length < 4 ? 0 : number(value).getInt(0);
  }

  static long i64(byte[] value, int at) {
    return value == null || value.length < at + 8 ? 0 : number(value).getLong(at);
  }

  static String text(byte[] value) {
    if (value == null) return "";
    int end = value.length;
    while (end > 0 && value[end - 1] == 0) end--;
    return new String(value, 0, end, StandardCharsets.UTF_8);
  }

  private static ByteBuffer number(byte[] b) {
    return ByteBuffer.wrap(b).order(ByteOrder.nativeOrder());
  }
}
