package net.anotherbox.plane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * What the packet thread has to tell, in a ring made at start: one thread puts in, one takes out, neither waits. When it is
 * full the event is lost and counted.
 */
final class EventRing {
  private static final VarHandle POSITION;
  private static final int ROWS = 512;
  private static final int ROW = 8;
  private static final long ACQUIRE = 1;
  private static final long SOFT = 2;
  private static final long HARD = 3;
  private static final long INVALID_SPI = 4;
  private static final long REFUSED = 5;
  private static final long NOT_IPSEC = 6;
  private static final long MOVED = 7;
  private static final long KEEPALIVE = 8;
  private static final long PATH_MTU = 9;
  private static final long IPV6 = 16;
  private static final CryptoPlane.Refusal[] REFUSALS = CryptoPlane.Refusal.values();

  static {
    try {
      POSITION = MethodHandles.lookup().findVarHandle(EventRing.class, "written", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] cells = new long[ROWS * ROW];
  private final String[] names = new String[ROWS];
  private final InterfaceName[] tunnels = new InterfaceName[ROWS];
  private final AtomicLong taken = new AtomicLong();
  private long written;
  private long lost;

  /** The row to fill next, or -1. */
  private int row() {
    if (written - taken.getAcquire() >= ROWS) {
      lost++;
      return -1;
    }
    return (int) (written % ROWS) * ROW;
  }

  private void publish() {
    POSITION.setRelease(this, written + 1);
  }

  private void put(long kind, long a, long b, long c, long d) {
    int r = row();
    if (r < 0) return;
    cells[r] = kind;
    cells[r + 1] = a;
    cells[r + 2] = b;
    cells[r + 3] = c;
    cells[r + 4] = d;
    publish();
  }

  void acquire(long ident, int source, int destination, int protocol) {
    put(ACQUIRE, ident, source, destination, protocol);
  }

  /** Both addresses IPv6, each as high and low half. */
  void acquire(long ident, long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int protocol) {
    int r = row();
    if (r < 0) return;
    cells[r] = ACQUIRE | IPV6;
    cells[r + 1] = ident;
    cells[r + 2] = sourceHigh;
    cells[r + 3] = sourceLow;
    cells[r + 4] = destinationHigh;
    cells[r + 5] = destinationLow;
    cells[r + 6] = protocol;
    publish();
  }

  void keepalive(InterfaceName tunnel) {
    tunnel(KEEPALIVE, tunnel, 0);
  }

  void pathMtu(InterfaceName tunnel, int mtu) {
    tunnel(PATH_MTU, tunnel, mtu);
  }

  private void tunnel(long kind, InterfaceName tunnel, int value) {
    int r = row();
    if (r < 0) return;
    tunnels[r / ROW] = tunnel;
    put(kind, value, 0, 0, 0);
  }

  void softExpired(long handle) {
    put(SOFT, handle, 0, 0, 0);
  }

  void hardExpired(long handle) {
    put(HARD, handle, 0, 0, 0);
  }

  void refused(long handle, int reason, int sequence, long count) {
    put(REFUSED, handle, reason, sequence, count);
  }

  void moved(long handle, int remote, int port) {
    put(MOVED, handle, remote, port, 0);
  }

  void invalidSpi(int local, int remote, int spi) {
    put(INVALID_SPI, local, remote, spi, 0);
  }

  /** Both addresses IPv6, each as high and low half. */
  void invalidSpi(long localHigh, long localLow, long remoteHigh, long remoteLow, int spi) {
    int r = row();
    if (r < 0) return;
    cells[r] = INVALID_SPI | IPV6;
    cells[r + 1] = localHigh;
    cells[r + 2] = localLow;
    cells[r + 3] = remoteHigh;
    cells[r + 4] = remoteLow;
    cells[r + 5] = spi;
    publish();
  }

  void notIpsec(String interfaceName, int source, int destination, int protocol) {
    int r = row();
    if (r < 0) return;
    names[r / ROW] = interfaceName;
    put(NOT_IPSEC, 0, source, destination, protocol);
  }

  /** Both addresses IPv6, each as high and low half. */
  void notIpsec(String interfaceName, long sourceHigh, long sourceLow, long destinationHigh, long destinationLow,
      int protocol) {
    int r = row();
    if (r < 0) return;
    names[r / ROW] = interfaceName;
    cells[r + 5] = destinationLow;
    cells[r + 6] = protocol;
    put(NOT_IPSEC | IPV6, sourceHigh, sourceLow, destinationHigh, 0);
  }

  /** Whether there is something to take out. */
  boolean pending() {
    return (long) POSITION.getAcquire(this) != taken.getPlain();
  }

  /** Events lost because the ring was full. Exact only on the packet thread. */
  long lost() {
    return lost;
  }

  /** Takes everything out and tells it. On the listener's thread. */
  void drain(CryptoPlane.Events to, TunnelEvents tunnelsTo) {
    long end = (long) POSITION.getAcquire(this);
    for (long i = taken.getPlain(); i < end; i++) {
      int r = (int) (i % ROWS) * ROW;
      try {
        if (cells[r] == KEEPALIVE) tunnelsTo.keepalive(tunnels[r / ROW]);
        else if (cells[r] == PATH_MTU) tunnelsTo.pathMtu(tunnels[r / ROW], (int) cells[r + 1]);
        else if (to != null) tell(to, r);
      } finally {
        taken.setRelease(i + 1);
      }
    }
  }

  private void tell(CryptoPlane.Events to, int r) {
    long a = cells[r + 1];
    long b = cells[r + 2];
    long c = cells[r + 3];
    long d = cells[r + 4];
    switch ((int) cells[r]) {
      case (int) ACQUIRE -> to.acquire(a, v4(b), v4(c), (int) d);
      case (int) (ACQUIRE | IPV6) -> to.acquire(a, new Ipv6(b, c), new Ipv6(d, cells[r + 5]), (int) cells[r + 6]);
      case (int) SOFT -> to.softExpired(a);
      case (int) HARD -> to.hardExpired(a);
      case (int) REFUSED -> to.refused(a, REFUSALS[(int) b], (int) c, d);
      case (int) MOVED -> to.moved(a, v4(b), (int) c);
      case (int) INVALID_SPI -> to.invalidSpi(v4(a), v4(b), (int) c);
      case (int) (INVALID_SPI | IPV6) -> to.invalidSpi(new Ipv6(a, b), new Ipv6(c, d), (int) cells[r + 5]);
      case (int) NOT_IPSEC -> to.notIpsec(names[r / ROW], v4(b), v4(c), (int) d);
      case (int) (NOT_IPSEC | IPV6) -> to.notIpsec(names[r / ROW], new Ipv6(a, b), new Ipv6(c, cells[r + 5]),
          (int) cells[r + 6]);
      default -> throw new IllegalStateException("event " + cells[r]);
    }
  }

  private static Address v4(long bits) {
    return new Ipv4((int) bits);
  }
}
