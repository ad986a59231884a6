package net.anotherbox.plane.linux;

import net.anotherbox.plane.Slot;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;

/** Raw sockets that send packets whose IP header is ours, of either family, several with one system call. */
final class RawSender implements AutoCloseable {
  /** Told of packets that could not be sent. */
  interface Failures {
    void sendFailed(Slot s);
  }

  private static final int IPV6_HEADER_BYTES = 40;
  private static final int FRAGMENT_HEADER_BYTES = 8;
  private static final byte FRAGMENT_HEADER = 44;

  /** One family's socket and what waits to be sent by it. */
  private static final class Lane {
    private final int fd;
    private final MessageVector outgoing;
    private final Slot[] owners;
    private int loaded;

    Lane(int fd, int batch, int capacity, MessageVector.Use use) {
      this.fd = fd;
      outgoing = new MessageVector(batch, capacity, use);
      owners = new Slot[batch];
    }

    void load(Slot s, int at, int length, Failures failures) {
      if (loaded == outgoing.count()) flush(failures);
      outgoing.load(loaded, s.out, at, length);
      owners[loaded++] = s;
    }

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
  }

  /** Of IP_MTU_DISCOVER: what the kernel has learned of the path does not count, what the plane has does. */
  private static final int PROBE = 3;

  private final Lane v4;
  private final Lane v6;
  private final Lane own4;
  private final Lane own6;
  private final byte[] header = new byte[60];
  private int fragments;

  RawSender(int batch, int capacity) throws OsError {
    int[] fds = {-1, -1, -1, -1};
    try {
      fds[0] = socket(LibC.AF_INET, LibC.IPPROTO_IP, LibC.IP_HDRINCL, NftRules.BYPASS);
      LibC.option(fds[0], LibC.IPPROTO_IP, LibC.IP_MTU_DISCOVER, PROBE);
      fds[1] = socket(LibC.AF_INET6, LibC.IPPROTO_IPV6, LibC.IPV6_HDRINCL, NftRules.BYPASS);
      fds[2] = socket(LibC.AF_INET, LibC.IPPROTO_IP, LibC.IP_HDRINCL, 0);
      fds[3] = socket(LibC.AF_INET6, LibC.IPPROTO_IPV6, LibC.IPV6_HDRINCL, 0);
    } catch (OsError e) {
      for (int fd : fds) LibC.close(fd);
      throw e;
    }
    v4 = new Lane(fds[0], batch, capacity, MessageVector.Use.SEND_IPV4);
    v6 = new Lane(fds[1], batch, capacity, MessageVector.Use.SEND_IPV6);
    own4 = new Lane(fds[2], batch, capacity, MessageVector.Use.SEND_IPV4);
    own6 = new Lane(fds[3], batch, capacity, MessageVector.Use.SEND_IPV6);
  }

  /** Of protocol 255, by which nothing is received. */
  private static int socket(int family, int level, int headerIncluded, int mark) throws OsError {
    int fd = LibC.socket(family, LibC.SOCK_RAW, LibC.IPPROTO_RAW);
    try {
      LibC.option(fd, level, headerIncluded, 1);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_MARK, mark);
      LibC.option(fd, LibC.SOL_SOCKET, LibC.SO_SNDBUFFORCE, RawReceiver.BUFFER);
      return fd;
    } catch (OsError e) {
      LibC.close(fd);
      throw e;
    }
  }

  /** Takes the packet in the slot's out array to be sent with the next {@link #flush}, in fragments if it may and must. */
  void write(Slot s, int linkMtu, Failures failures) {
    if (s.out[Slot.OUT_AT] >> 4 == 6) ipv6(s, linkMtu, v6, failures);
    else ipv4(s, linkMtu, v4, failures);
  }

  /** The same of a packet to which crypto maps apply. */
  void writeOwn(Slot s, int linkMtu, Failures failures) {
    if (s.out[Slot.OUT_AT] >> 4 == 6) ipv6(s, linkMtu, own6, failures);
    else ipv4(s, linkMtu, own4, failures);
  }

  /** Packets of our own may be cut where they begin (RFC 8200 section 4.5). */
  private void ipv6(Slot s, int linkMtu, Lane lane, Failures failures) {
    if (s.outLength <= linkMtu) {
      lane.load(s, Slot.OUT_AT, s.outLength, failures);
      return;
    }
    System.arraycopy(s.out, Slot.OUT_AT, header, 0, IPV6_HEADER_BYTES);
    byte next = header[6];
    header[6] = FRAGMENT_HEADER;
    int payload = s.outLength - IPV6_HEADER_BYTES;
    int most = linkMtu - IPV6_HEADER_BYTES - FRAGMENT_HEADER_BYTES & ~7;
    int identification = ++fragments;
    for (int offset = 0; offset < payload; offset += most) {
      int length = Math.min(most, payload - offset);
      int at = Slot.OUT_AT + offset - FRAGMENT_HEADER_BYTES;
      System.arraycopy(header, 0, s.out, at, IPV6_HEADER_BYTES);
      NetworkOrder.u16(s.out, at + 4, FRAGMENT_HEADER_BYTES + length);
      int fragment = at + IPV6_HEADER_BYTES;
      s.out[fragment] = next;
      s.out[fragment + 1] = 0;
      NetworkOrder.u16(s.out, fragment + 2, offset | (offset + length < payload ? 1 : 0));
      NetworkOrder.i32(s.out, fragment + 4, identification);
      lane.load(s, at, IPV6_HEADER_BYTES + FRAGMENT_HEADER_BYTES + length, failures);
    }
  }

  private void ipv4(Slot s, int linkMtu, Lane lane, Failures failures) {
    int flags = NetworkOrder.u16(s.out, Slot.OUT_AT + Ipv4View.FRAGMENT);
    if (s.outLength <= linkMtu || (flags & Ipv4View.DONT_FRAGMENT) != 0) {
      lane.load(s, Slot.OUT_AT, s.outLength, failures);
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
      lane.load(s, at, headerLength + length, failures);
    }
  }

  /** Takes a packet that the box itself has something to say with: crypto maps apply to it like to any other. */
  void own(Slot s, Failures failures) {
    own4.load(s, Slot.OUT_AT, s.outLength, failures);
  }

  /** Sends what has been written. */
  void flush(Failures failures) {
    own4.flush(failures);
    own6.flush(failures);
    v4.flush(failures);
    v6.flush(failures);
  }

  @Override
  public void close() {
    LibC.close(v4.fd);
    LibC.close(v6.fd);
    LibC.close(own4.fd);
    LibC.close(own6.fd);
  }
}
