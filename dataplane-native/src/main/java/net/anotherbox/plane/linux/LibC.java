package net.anotherbox.plane.linux;

import com.sun.jna.Native;
import java.util.Objects;

/**
 * The system calls that the plane makes, by JNA's direct mapping. The one way from here into the kernel: JNA checks neither
 * limits nor lengths, so each method checks them first. 64-bit Linux (x86-64, AArch64), whose constants these are.
 */
final class LibC {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;

  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_RCVBUF = 8;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int SO_MARK = 36;
  static final int IPPROTO_IP = 0;
  static final int IPPROTO_ICMP = 1;
  static final int IPPROTO_IPV6 = 41;
  static final int IPPROTO_UDP = 17;
  static final int IPPROTO_IPIP = 4;
  static final int IPPROTO_GRE = 47;
  static final int IPPROTO_ICMPV6 = 58;
  static final int IPPROTO_ESP = 50;
  static final int IPPROTO_AH = 51;
  static final int IPPROTO_RAW = 255;
  static final int IP_TOS = 1;
  static final int IP_TTL = 2;
  static final int IP_HDRINCL = 3;
  static final int IP_MTU_DISCOVER = 10;
  static final int IP_PKTINFO = 8;
  static final int IPV6_UNICAST_HOPS = 16;
  static final int IPV6_MULTICAST_HOPS = 18;
  static final int IPV6_MULTICAST_LOOP = 19;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_HDRINCL = 36;
  static final int IPV6_RECVPKTINFO = 49;
  static final int IPV6_PKTINFO = 50;
  static final int IPV6_TCLASS = 67;

  static final int POLLIN = 1;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_TRUNC = 0x20;
  static final long TUNSETIFF = 0x400454caL;
  static final long TUNSETCARRIER = 0x400454e2L;
  private static final int EPOLL_CLOEXEC = 0x80000;

  /** The natives themselves; nobody but the methods below may call them. */
  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    private C() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, byte[] address, int length);

    static native int setsockopt(int fd, int level, int name, byte[] value, int length);

    static native int close(int fd);

    static native int open(String path, int flags);

    static native int ioctl(int fd, long request, byte[] argument);

    static native long read(int fd, long address, long length);

    static native long write(int fd, long address, long length);

    static native long send(int fd, byte[] bytes, long length, int flags);

    static native long recv(int fd, byte[] bytes, long length, int flags);

    static native long sendto(int fd, byte[] bytes, long length, int flags, byte[] address, int addressLength);

    static native long recvfrom(int fd, byte[] bytes, long length, int flags, byte[] address, int[] addressLength);

    static native long sendmsg(int fd, long message, int flags);

    static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    static native int sendmmsg(int fd, long messages, int count, int flags);

    static native int poll(long fds, long count, int timeout);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int fd, int operation, int of, long event);

    static native int epoll_wait(int fd, long events, int most, int timeout);

    static native int eventfd(int initial, int flags);

    static native int geteuid();

    static native String strerror(int errno);
  }

  private LibC() {}

  private static OsError error(String call) {
    int errno = Native.getLastError();
    return new OsError(call, errno, C.strerror(errno));
  }

  /** The kernel's words for an error number. */
  static String reason(int errno) {
    return C.strerror(errno);
  }

  /** The number of the last error on this thread, for the calls that return it as -1. */
  static int lastErrno() {
    return Native.getLastError();
  }

  static int socket(int domain, int type, int protocol) throws OsError {
    int fd = C.socket(domain, type | SOCK_CLOEXEC, protocol);
    if (fd < 0) throw error("socket");
    return fd;
  }

  static void bind(int fd, byte[] address) throws OsError {
    if (C.bind(fd, address, address.length) < 0) throw error("bind");
  }

  static void option(int fd, int level, int name, int value) throws OsError {
    byte[] v = new byte[4];
    java.nio.ByteBuffer.wrap(v).order(java.nio.ByteOrder.nativeOrder()).putInt(value);
    if (C.setsockopt(fd, level, name, v, 4) < 0) throw error("setsockopt");
  }

  /** An option whose value is a name. */
  static void option(int fd, int level, int name, String value) throws OsError {
    byte[] v = java.util.Arrays.copyOf(value.getBytes(java.nio.charset.StandardCharsets.UTF_8), value.length() + 1);
    if (C.setsockopt(fd, level, name, v, v.length) < 0) throw error("setsockopt");
  }

  /** Attaches a program of struct sock_filter: the socket gets only what it accepts. */
  static void filter(int fd, SocketFilter program) throws OsError {
    byte[] v = program.reference();
    if (C.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, v, v.length) < 0) throw error("setsockopt");
  }

  static void close(int fd) {
    if (fd >= 0) C.close(fd);
  }

  /** Opens for reading and writing, without ever waiting. */
  static int open(String path) throws OsError {
    int fd = C.open(path, O_RDWR_NONBLOCK_CLOEXEC);
    if (fd < 0) throw error("open " + path);
    return fd;
  }

  /** An ioctl whose argument is a structure of the given bytes, at least 40 (struct ifreq). */
  static void ioctl(int fd, long request, byte[] argument) throws OsError {
    if (argument.length < 40) throw new IllegalArgumentException("ifreq of " + argument.length + " bytes");
    if (C.ioctl(fd, request, argument) < 0) throw error("ioctl");
  }

  /** @return bytes read, or -1; see {@link #lastErrno} */
  static int read(int fd, NativeBytes to, int at, int length) {
    Objects.checkFromIndexSize(at, length, to.size());
    return (int) C.read(fd, to.address(at), length);
  }

  /** @return bytes written, or -1 */
  static int write(int fd, NativeBytes from, int at, int length) {
    Objects.checkFromIndexSize(at, length, from.size());
    return (int) C.write(fd, from.address(at), length);
  }

  static void send(int fd, byte[] bytes) throws OsError {
    if (C.send(fd, bytes, bytes.length, 0) < 0) throw error("send");
  }

  /** @return bytes received (more than the array has if {@link #MSG_TRUNC} was asked for), or -1 */
  static int recv(int fd, byte[] to, int flags) {
    return (int) C.recv(fd, to, to.length, flags);
  }

  /** @return bytes sent, or -1 */
  static int sendto(int fd, byte[] bytes, byte[] address) {
    return (int) C.sendto(fd, bytes, bytes.length, 0, address, address.length);
  }

  /** @param address gets the sender's socket address. @return bytes received, or -1 */
  static int recvfrom(int fd, byte[] to, byte[] address) {
    return (int) C.recvfrom(fd, to, to.length, MSG_DONTWAIT, address, new int[] {address.length});
  }

  /** @param at of the msghdr, whose pointers lead into the same memory. @return bytes sent, or -1 */
  static int sendmsg(int fd, NativeBytes memory, int at) {
    Objects.checkFromIndexSize(at, 56, memory.size());
    return (int) C.sendmsg(fd, memory.address(at), 0);
  }

  /** @param at of the first mmsghdr, whose pointers lead into the same memory. @return messages received, or -1 */
  static int recvmmsg(int fd, NativeBytes memory, int at, int count) {
    Objects.checkFromIndexSize(at, count * MessageVector.ROW, memory.size());
    return C.recvmmsg(fd, memory.address(at), count, MSG_DONTWAIT, 0);
  }

  /** @return messages sent, or -1 if the first could not be */
  static int sendmmsg(int fd, NativeBytes memory, int at, int count) {
    Objects.checkFromIndexSize(at, count * MessageVector.ROW, memory.size());
    return C.sendmmsg(fd, memory.address(at), count, MSG_DONTWAIT);
  }

  /** Waits for one of {@code count} struct pollfd. @return how many have something to say, or -1 */
  static int poll(NativeBytes fds, int count, int timeoutMillis) {
    Objects.checkFromIndexSize(0, count * 8, fds.size());
    return C.poll(fds.address(0), count, timeoutMillis);
  }

  static int epollCreate() throws OsError {
    int fd = C.epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) throw error("epoll_create1");
    return fd;
  }

  /** @param event a struct epoll_event at its beginning */
  static void epollControl(int fd, int operation, int of, NativeBytes event) throws OsError {
    Objects.checkFromIndexSize(0, 16, event.size());
    if (C.epoll_ctl(fd, operation, of, event.address(0)) < 0) throw error("epoll_ctl");
  }

  /** Does not wait. @param rowBytes of a struct epoll_event. @return how many have something to say, or -1 */
  static int epollReady(int fd, NativeBytes events, int most, int rowBytes) {
    Objects.checkFromIndexSize(0, most * rowBytes, events.size());
    return C.epoll_wait(fd, events.address(0), most, 0);
  }

  /** A counter to wake a poll with. */
  static int eventfd() throws OsError {
    int fd = C.eventfd(0, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) throw error("eventfd");
    return fd;
  }

  static boolean root() {
    return C.geteuid() == 0;
  }
}
