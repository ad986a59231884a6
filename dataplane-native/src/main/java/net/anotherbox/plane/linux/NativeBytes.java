package net.anotherbox.plane.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap, for system calls to work on. {@link LibC} checks every offset and length against it, since JNA
 * would not. Lives as long as this object.
 */
final class NativeBytes {
  private final ByteBuffer buffer;
  private final long address;

  NativeBytes(int size) {
    buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  int size() {
    return buffer.capacity();
  }

  /** The address of this byte. */
  long address(int at) {
    if (at < 0 || at > size()) throw new IndexOutOfBoundsException("byte " + at + " of " + size());
    return address + at;
  }

  void copyTo(int at, byte[] to, int toAt, int length) {
    buffer.get(at, to, toAt, length);
  }

  void copyFrom(int at, byte[] from, int fromAt, int length) {
    buffer.put(at, from, fromAt, length);
  }

  int getInt(int at) {
    return buffer.getInt(at);
  }

  short getShort(int at) {
    return buffer.getShort(at);
  }

  void putByte(int at, byte value) {
    buffer.put(at, value);
  }

  void putShort(int at, short value) {
    buffer.putShort(at, value);
  }

  void putInt(int at, int value) {
    buffer.putInt(at, value);
  }

  void putLong(int at, long value) {
    buffer.putLong(at, value);
  }
}
