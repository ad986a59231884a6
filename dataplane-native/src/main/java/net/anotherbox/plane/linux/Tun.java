package net.anotherbox.plane.linux;

import java.nio.charset.StandardCharsets;
import net.anotherbox.plane.PacketBatch;
import net.anotherbox.plane.Slot;

/** A TUN device: a link whose other end is this process. Goes when it is closed, or when the process dies. */
final class Tun implements AutoCloseable {
  static final String DEVICE = "/dev/net/tun";
  private static final short IFF_TUN_NO_PI = 0x1001;
  private static final int NAME_BYTES = 16;

  private final String name;
  private final int fd;
  private final NativeBytes buffer;

  /** @param capacity bytes of the longest packet */
  Tun(String name, int capacity) throws OsError {
    this(name, new NativeBytes(capacity));
  }

  /** @param buffer as long as the longest packet; shared with other devices of the same thread */
  Tun(String name, NativeBytes buffer) throws OsError {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= NAME_BYTES) throw new IllegalArgumentException("link name " + name);
    this.name = name;
    this.buffer = buffer;
    fd = LibC.open(DEVICE);
    try {
      byte[] request = new byte[40];
      System.arraycopy(bytes, 0, request, 0, bytes.length);
      java.nio.ByteBuffer.wrap(request).order(java.nio.ByteOrder.nativeOrder()).putShort(NAME_BYTES, IFF_TUN_NO_PI);
      LibC.ioctl(fd, LibC.TUNSETIFF, request);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
  }

  String name() {
    return name;
  }

  int fd() {
    return fd;
  }

  /** Whether there is a line, as the kernel and its routes see it. */
  void carrier(boolean on) throws OsError {
    byte[] value = new byte[40];
    java.nio.ByteBuffer.wrap(value).order(java.nio.ByteOrder.nativeOrder()).putInt(on ? 1 : 0);
    LibC.ioctl(fd, LibC.TUNSETCARRIER, value);
  }

  /** Reads what waits, as many packets as the batch holds, without waiting for more. @return packets read */
  int read(PacketBatch batch) {
    int n = 0;
    while (n < batch.size()) {
      Slot s = batch.slot(n);
      int length = LibC.read(fd, buffer, 0, Math.min(buffer.size(), s.capacity()));
      if (length <= 0) break;
      buffer.copyTo(0, s.in, Slot.IN_AT, length);
      s.inLength = length;
      n++;
    }
    batch.count = n;
    return n;
  }

  /** Hands a packet to the kernel as if it had come in by this link. @return false if the kernel refused it */
  boolean write(Slot s) {
    if (s.outLength > buffer.size()) return false;
    buffer.copyFrom(0, s.out, Slot.OUT_AT, s.outLength);
    return LibC.write(fd, buffer, 0, s.outLength) == s.outLength;
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
