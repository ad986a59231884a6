package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A netlink message being written: header, fixed part, attributes (RFC 3549 section 2). Numbers in the host's order. */
final class NetlinkMessage {
  static final int REQUEST = 1;
  static final int ACK = 4;
  static final int DUMP = 0x300;
  static final int REPLACE = 0x100;
  static final int EXCL = 0x200;
  static final int CREATE = 0x400;
  static final int APPEND = 0x800;
  private static final int HEADER = 16;

  private ByteBuffer b = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

  NetlinkMessage(int type, int flags) {
    b.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags)).putInt(0).putInt(0);
  }

  private void room(int count) {
    if (b.remaining() >= count) return;
    var larger = ByteBuffer.allocate(b.capacity() * 2 + count).order(ByteOrder.nativeOrder());
    b = larger.put(b.flip());
  }

  NetlinkMessage u8(int... values) {
    room(values.length);
    for (int v : values) b.put((byte) v);
    return this;
  }

  NetlinkMessage u16(int value) {
    room(2);
    b.putShort((short) value);
    return this;
  }

  NetlinkMessage u32(int value) {
    room(4);
    b.putInt(value);
    return this;
  }

  NetlinkMessage attribute(int type, byte[] value) {
    int padded = value.length + 3 & ~3;
    room(4 + padded);
    b.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    for (int i = value.length; i < padded; i++) b.put((byte) 0);
    return this;
  }

  NetlinkMessage attribute(int type, int value) {
    return attribute(type, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
  }

  NetlinkMessage attribute(int type, String value) {
    return attribute(type, Arrays.copyOf(value.getBytes(StandardCharsets.UTF_8), value.length() + 1));
  }

  /** Opens an attribute that holds others; {@link #end} closes it. */
  int begin(int type) {
    int at = b.position();
    u16(0);
    u16(type);
    return at;
  }

  void end(int begun) {
    b.putShort(begun, (short) (b.position() - begun));
  }

  byte[] bytes(int sequence) {
    b.putInt(0, b.position()).putInt(8, sequence);
    return Arrays.copyOf(b.array(), Math.max(HEADER, b.position()));
  }
}
