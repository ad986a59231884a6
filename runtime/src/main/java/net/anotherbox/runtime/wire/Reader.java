package net.anotherbox.runtime.wire;

import java.util.Arrays;

/** Reads big-endian fields from a slice of an array. Every method names the field, for the error. */
public final class Reader {
  private final byte[] bytes;
  private final int end;
  private int at;

  public Reader(byte[] bytes, int from, int to) {
    if (from < 0 || to > bytes.length || from > to) throw new IllegalArgumentException("slice " + from + ".." + to);
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  public Reader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private void need(int count, String field) throws DecodeError {
    if (count < 0 || end - at < count) throw new DecodeError(field + " beyond the end", end - at);
  }

  public int u8(String field) throws DecodeError {
    need(1, field);
    return bytes[at++] & 255;
  }

  public int u16(String field) throws DecodeError {
    need(2, field);
    at += 2;
    return (bytes[at - 2] & 255) << 8 | bytes[at - 1] & 255;
  }

  public int i32(String field) throws DecodeError {
    need(4, field);
    at += 4;
    return (bytes[at - 4] & 255) << 24 | (bytes[at - 3] & 255) << 16 | (bytes[at - 2] & 255) << 8 | bytes[at - 1] & 255;
  }

  public byte[] bytes(int count, String field) throws DecodeError {
    need(count, field);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  public byte[] rest() {
    int from = at;
    at = end;
    return Arrays.copyOfRange(bytes, from, end);
  }

  /** A reader of the next {@code count} bytes, which this one skips. */
  public Reader slice(int count, String field) throws DecodeError {
    need(count, field);
    at += count;
    return new Reader(bytes, at - count, at);
  }

  public void skip(int count, String field) throws DecodeError {
    need(count, field);
    at += count;
  }

  public int remaining() {
    return end - at;
  }

  /** Offset in the underlying array. */
  public int position() {
    return at;
  }
}
