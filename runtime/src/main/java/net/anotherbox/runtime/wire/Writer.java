package net.anotherbox.runtime.wire;

import java.util.Arrays;

/** Writes big-endian fields to a growing array. */
public final class Writer {
  private byte[] bytes = new byte[512];
  private int size;

  private void room(int count) {
    if (size + count > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
  }

  public Writer u8(int v) {
    room(1);
    bytes[size++] = (byte) v;
    return this;
  }

  public Writer u16(int v) {
    return u8(v >> 8).u8(v);
  }

  public Writer i32(int v) {
    return u16(v >>> 16).u16(v);
  }

  public Writer bytes(byte[] b) {
    room(b.length);
    System.arraycopy(b, 0, bytes, size, b.length);
    size += b.length;
    return this;
  }

  /** Overwrites two bytes written before, e.g. a length. */
  public void u16At(int offset, int v) {
    bytes[offset] = (byte) (v >> 8);
    bytes[offset + 1] = (byte) v;
  }

  public int size() {
    return size;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
