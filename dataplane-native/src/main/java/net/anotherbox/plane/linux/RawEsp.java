package net.anotherbox.plane.linux;

import net.anotherbox.plane.PacketBatch;
import net.anotherbox.plane.Slot;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;

/**
 * The raw socket for ESP: gets every ESP packet for an address of the box, whole, and sends packets whose IP header is ours.
 * While it is open the kernel does not answer ESP with "protocol unreachable". Several packets pass with one system call.
 */
final class RawEsp implements AutoCloseable {
  private static final int BUFFER = 8 << 20;

  /** Told of packets that could not be sent. */
  interface Failures {
    void sendFailed(Slot s);
  }

  private final int fd;
  private final MessageVector incoming;
  private final MessageVector outgoing;
  private final Slot[] owners;
  private final byte[] header = new byte[60];
  private int loaded;

  RawEsp(int batch, int capacity) throws OsError {
    fd = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW, LibC.IPPROTO_ESP);
    try {
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_HDRINCL, 1);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_MARK, NftRules.BYPASS);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, BUFFER);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_SNDBUFFORCE, BUFFER);
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
    incoming = new MessageVector(batch, capacity, false);
    outgoing = new MessageVector(batch, capacity, true);
    owners = new Slot[batch];
  }

  int fd() {
    return fd;
  }

  /** Reads what waits into the slots' in arrays. @return packets read */
  int read(PacketBatch batch) {
    int n = Math.max(0, incoming.receive(fd, batch.size()));
    for (int i = 0; i < n; i++) {
      Slot s = batch.slot(i);
      s.inLength = incoming.length(i);
      incoming.copyTo(i, s.in, Slot.IN_AT);
    }
    batch.count = n;
    return n;
  }

  /** Takes the packet in the slot's out array to be sent with the next {@link #flush}, in fragments if it may and must. */
  void write(Slot s, int linkMtu, Failures failures) {
    int flags = NetworkOrder.u16(s.out, Slot.OUT_AT + Ipv4View.FRAGMENT);
    if (s.outLength <= linkMtu || (flags & Ipv4View.DONT_FRAGMENT) != 0) {
      load(s, Slot.OUT_AT, s.outLength, failures);
      return;
    }
    int headerLength = (s.out[Slot.OUT_AT] & 15) << 2;
    System.arraycopy(s.out, Slot.OUT_AT, header, 0, headerLength);
    int payload = s.outLength - headerLength;
    int most = linkMtu - headerLength & ~7;
    for (int offset = 0; offset < payload; offset += most) {
      int length = Math.min(most, payload - offset);
      int at = Slot.OUT_AT + offset;
      System.arraycopy(header, 0, s.out, at, headerLength);
      boolean more = offset + length < payload;
      NetworkOrder.u16(s.out, at + Ipv4View.FRAGMENT, (flags & Ipv4View.MORE_FRAGMENTS)
          + (flags & Ipv4View.OFFSET_MASK) + offset / 8 | (more ? Ipv4View.MORE_FRAGMENTS : 0));
      Ipv4View.complete(s.out, at, headerLength + length);
      load(s, at, headerLength + length, failures);
    }
  }

  private void load(Slot s, int at, int length, Failures failures) {
    if (loaded == outgoing.count()) flush(failures);
    outgoing.load(loaded, s.out, at, length);
    owners[loaded++] = s;
  }

  /** Sends what has been written. */
  void flush(Failures failures) {
    int sent = 0;
    while (sent < loaded) {
      int n = outgoing.send(fd, sent, loaded - sent);
      if (n <= 0) {
        failures.sendFailed(owners[sent]);
        n = 1;
      }
      sent += n;
    }
    loaded = 0;
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
