package net.anotherbox.plane.linux;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.anotherbox.plane.CryptoPath;
import net.anotherbox.plane.PacketBatch;
import net.anotherbox.plane.PlaneControl;
import net.anotherbox.plane.Slot;
import net.anotherbox.plane.TunnelPath;
import net.anotherbox.plane.TunnelState;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.value.Ipv4;

/**
 * The thread plane-0: waits for packets from the TUN devices and from the sockets of ESP and AH, takes them through the
 * {@link CryptoPath}, a batch at a time, and hands them on. A second thread, plane-events, carries word to the loop, so
 * that this one never meets the loop's lock.
 */
final class PacketThread implements AutoCloseable {
  /** Packets of a batch. */
  private static final int BATCH = 64;

  /** Bytes of the longest packet: jumbo frames, and what peers make of them. */
  static final int CAPACITY = 9_728;

  private static final int TICK_MILLIS = 1000;
  private static final int LONGEST_MESSAGE = 1_280;
  private static final int RECEIVERS = 5;
  private static final int TUNNEL_RECEIVERS = 8;
  /** The last of those: word about paths. */
  private static final int PATH_RECEIVERS = 2;

  /** A TUN device in use. @param number of its map. @param linkMtu of the link that its ESP leaves by */
  record Device(Tun tun, int number, int linkMtu, CountDownLatch closed) {}

  private final PlaneControl control;
  private final CryptoPath path;
  private final Loop loop;
  private final RawSender sender;
  private final IcmpSocket icmp4;
  private final IcmpSocket icmp6;
  private final RawReceiver[] receivers;
  private final RawReceiver[] tunnelReceivers;
  private final EpollSet tunnelsReady;
  private final NativeBytes tunnelBuffer = new NativeBytes(CAPACITY);
  private final ConcurrentLinkedQueue<TunnelPort> leaving = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<TunnelState> keepalives = new ConcurrentLinkedQueue<>();
  private volatile TunnelPort[] ports = new TunnelPort[0];
  private final Waker waker = new Waker();
  private final PacketBatch batch = new PacketBatch(BATCH, CAPACITY);
  private final PollSet poll = new PollSet(PlaneControl.MOST_MAPS + 2 + RECEIVERS + TUNNEL_RECEIVERS);
  private final Thread thread;
  private final Thread teller;
  private final AtomicLong misdirected = new AtomicLong();
  private final RawSender.Failures failures;
  private volatile Device[] wanted = new Device[PlaneControl.MOST_MAPS + 1];
  private volatile boolean closing;
  private Device[] devices = wanted;
  private final int[] places = new int[PlaneControl.MOST_MAPS + 1];
  private final int[] receiverPlaces = new int[RECEIVERS];
  private final int[] tunnelReceiverPlaces = new int[TUNNEL_RECEIVERS];
  private int wakerPlace;
  private int tunnelsPlace;
  private long faultMillis = Long.MIN_VALUE / 2;

  PacketThread(PlaneControl control, Loop loop) throws OsError {
    this.control = control;
    this.loop = loop;
    path = control.path();
    failures = path::sendFailed;
    sender = new RawSender(BATCH, CAPACITY);
    receivers = receivers();
    tunnelsReady = new EpollSet();
    tunnelReceivers = tunnelReceivers();
    icmp4 = speaking(true);
    icmp6 = speaking(false);
    place();
    teller = Thread.ofPlatform().name("plane-events").daemon().start(this::tell);
    thread = Thread.ofPlatform().name("plane-0").daemon().start(this::run);
  }

  private RawReceiver[] receivers() throws OsError {
    var open = new java.util.ArrayList<RawReceiver>();
    try {
      open.add(RawReceiver.ipv4(LibC.IPPROTO_ESP, BATCH, CAPACITY));
      open.add(RawReceiver.ipv4(LibC.IPPROTO_AH, BATCH, CAPACITY));
      open.add(RawReceiver.espInUdp(BATCH, CAPACITY));
      open.add(RawReceiver.ipv6(LibC.IPPROTO_ESP, BATCH, CAPACITY));
      open.add(RawReceiver.ipv6(LibC.IPPROTO_AH, BATCH, CAPACITY));
      return open.toArray(RawReceiver[]::new);
    } catch (OsError e) {
      open.forEach(RawReceiver::close);
      sender.close();
      throw e;
    }
  }

  /** To say something of packets that others have sent; nothing is received by it. */
  private static IcmpSocket speaking(boolean v4) throws OsError {
    var s = new IcmpSocket(v4, LONGEST_MESSAGE);
    LibC.filter(s.fd(), SocketFilter.nothing());
    return s;
  }

  /** What tunnels are wrapped in, and what routers say of their paths. */
  private static RawReceiver[] tunnelReceivers() throws OsError {
    var open = new java.util.ArrayList<RawReceiver>();
    try {
      for (int protocol : new int[] {LibC.IPPROTO_GRE, LibC.IPPROTO_IPIP, LibC.IPPROTO_IPV6}) {
        open.add(RawReceiver.ipv4(protocol, BATCH, CAPACITY));
        open.add(RawReceiver.ipv6(protocol, BATCH, CAPACITY));
      }
      open.add(RawReceiver.pathErrors(true, BATCH, CAPACITY));
      open.add(RawReceiver.pathErrors(false, BATCH, CAPACITY));
      return open.toArray(RawReceiver[]::new);
    } catch (OsError e) {
      open.forEach(RawReceiver::close);
      throw e;
    }
  }

  /** The device of a tunnel. @param closed told when it has been closed */
  record TunnelPort(Tun tun, TunnelState state, CountDownLatch closed) {}

  /** Room for the packets of all tunnels' devices. */
  NativeBytes tunnelBuffer() {
    return tunnelBuffer;
  }

  /** From now on packets go in and out by this device. */
  void open(TunnelPort port) throws OsError {
    int n = port.state().number;
    TunnelPort[] next = Arrays.copyOf(ports, Math.max(ports.length, n + 1));
    next[n] = port;
    ports = next;
    tunnelsReady.add(port.tun().fd(), n);
  }

  /** No more packets by this device; it will be closed. */
  void shut(TunnelPort port) {
    TunnelPort[] next = ports.clone();
    if (next[port.state().number] == port) next[port.state().number] = null;
    ports = next;
    leaving.add(port);
    waker.wake();
  }

  /** Sends a keepalive through this tunnel. */
  void keepalive(TunnelState tunnel) {
    keepalives.add(tunnel);
    waker.wake();
  }

  /** Replaces the devices, by map number; those that are gone will be closed. */
  void devices(Device[] next) {
    wanted = next;
    waker.wake();
  }

  /** Packets that the kernel's rules turned aside but ours would let pass. They are dropped. */
  long misdirected() {
    return misdirected.get();
  }

  private void run() {
    while (!closing) {
      try {
        turn();
      } catch (RuntimeException | AssertionError e) {
        fault(e);
      }
    }
    if (wanted != devices) exchange();
    for (Device d : devices) if (d != null) d.tun().close();
    letGo();
    for (TunnelPort p : ports) if (p != null) p.tun().close();
    path.begin(loop.clock().millis());
  }

  private void turn() {
    if (wanted != devices) exchange();
    letGo();
    boolean any = poll.await(TICK_MILLIS);
    path.begin(loop.clock().millis());
    if (any) {
      if (poll.readable(wakerPlace)) waker.rest();
      for (int n = 1; n < places.length; n++) {
        if (places[n] >= 0 && poll.readable(places[n])) outbound(devices[n]);
      }
      for (int r = 0; r < RECEIVERS; r++) if (poll.readable(receiverPlaces[r])) inbound(receivers[r]);
      if (poll.readable(tunnelsPlace)) tunnels();
      for (int r = 0; r < TUNNEL_RECEIVERS; r++) if (poll.readable(tunnelReceiverPlaces[r])) delivered(r);
      if (!keepalives.isEmpty()) keepalives();
    }
    if (control.eventsPending()) LockSupport.unpark(teller);
  }

  private void letGo() {
    for (TunnelPort p; (p = leaving.poll()) != null; ) {
      p.tun().close();
      p.closed().countDown();
    }
  }

  /** Takes what has been routed into tunnels through them. */
  private void tunnels() {
    TunnelPort[] open = ports;
    int n = tunnelsReady.ready();
    for (int i = 0; i < n; i++) {
      int number = tunnelsReady.number(i);
      TunnelPort p = number < open.length ? open[number] : null;
      if (p == null) continue;
      if (p.tun().read(batch) == 0) {
        int errno = LibC.lastErrno();
        if (errno != OsError.EAGAIN && errno != OsError.EINTR) tunnelsReady.remove(p.tun().fd());
        continue;
      }
      for (int k = 0; k < batch.count; k++) out(p.state(), batch.slot(k));
      sender.flush(failures);
    }
  }

  private void out(TunnelState tunnel, Slot s) {
    TunnelPath way = path.tunnels();
    TunnelPath.Verdict verdict = way.outbound(tunnel, s);
    if (verdict == TunnelPath.Verdict.DROPPED) return;
    int linkMtu = way.linkMtu(s);
    if (!fits(s, linkMtu) && s.in[Slot.IN_AT] >> 4 == 4) {
      TooBig.write(s, way.tooBig(s));
      sender.own(s, failures);
    } else if (verdict == TunnelPath.Verdict.PROTECTED) {
      sender.write(s, linkMtu, failures);
    } else {
      sender.writeOwn(s, linkMtu, failures);
    }
  }

  private void keepalives() {
    for (TunnelState t; (t = keepalives.poll()) != null; ) {
      if (path.tunnels().keepalive(t, batch.slot(0))) out(t, batch.slot(0));
      sender.flush(failures);
    }
  }

  /** Unwraps what has arrived for tunnels. */
  private void delivered(int r) {
    tunnelReceivers[r].read(batch);
    for (int i = 0; i < batch.count; i++) {
      Slot s = batch.slot(i);
      if (r >= TUNNEL_RECEIVERS - PATH_RECEIVERS) heed(s);
      else arrived(path.tunnels().inbound(s), s);
    }
    sender.flush(failures);
  }

  /** Word about a tunnel's path: for the tunnel, and for who sent the packet that was lost on it. */
  private void heed(Slot s) {
    path.tunnels().pathMtu(s);
    var report = path.tunnels().report(s);
    if (report.isEmpty()) return;
    try {
      (report.get().to() instanceof Ipv4 ? icmp4 : icmp6).send(report.get().to(), Optional.empty(), 0, report.get().icmp());
    } catch (OsError e) {
      // There is no way to the sender, who learns by waiting then.
    }
  }

  private void arrived(TunnelPath.Arrival what, Slot s) {
    switch (what) {
      case PAYLOAD -> {
        TunnelPort[] open = ports;
        int n = path.tunnels().arrivedIn().number;
        if (n < open.length && open[n] != null) open[n].tun().write(s);
      }
      case RETURN -> sender.writeOwn(s, CAPACITY, failures);
      case NOTHING -> { }
    }
  }

  private void exchange() {
    Device[] before = devices;
    devices = wanted;
    for (Device d : before) {
      if (d == null || devices[d.number()] != null && devices[d.number()].tun() == d.tun()) continue;
      d.tun().close();
      d.closed().countDown();
    }
    place();
  }

  private void place() {
    poll.clear();
    wakerPlace = poll.add(waker.fd());
    for (int r = 0; r < RECEIVERS; r++) receiverPlaces[r] = poll.add(receivers[r].fd());
    tunnelsPlace = poll.add(tunnelsReady.fd());
    for (int r = 0; r < TUNNEL_RECEIVERS; r++) tunnelReceiverPlaces[r] = poll.add(tunnelReceivers[r].fd());
    for (int n = 1; n < places.length; n++) places[n] = devices[n] == null ? -1 : poll.add(devices[n].tun().fd());
  }

  private void outbound(Device d) {
    if (d.tun().read(batch) == 0) {
      int errno = LibC.lastErrno();
      if (errno != OsError.EAGAIN && errno != OsError.EINTR) abandon(d);
      return;
    }
    for (int i = 0; i < batch.count; i++) {
      Slot s = batch.slot(i);
      switch (path.outbound(d.number(), s)) {
        case PROTECTED -> {
          int mtu = path.outerMtu(s, d.linkMtu());
          if (tooBig(s, mtu)) sender.own(s, failures);
          else sender.write(s, mtu, failures);
        }
        case CLEAR -> misdirected.lazySet(misdirected.getPlain() + 1);
        case HELD, DROPPED -> { }
      }
    }
    sender.flush(failures);
  }

  /**
   * Whether what came of this packet gets to the peer only in fragments, which its DF bit forbids: then the slot has an ICMP
   * message that says so to its sender. The kernel has done this already where packets are cut before they are encrypted.
   */
  private boolean tooBig(Slot s, int mtu) {
    if (fits(s, mtu)) return false;
    path.sendFailed(s);
    TooBig.write(s, path.plaintextMtu(s, mtu));
    return true;
  }

  private static boolean fits(Slot s, int linkMtu) {
    return s.outLength <= linkMtu || s.out[Slot.OUT_AT] >> 4 != 4
        || (NetworkOrder.u16(s.out, Slot.OUT_AT + Ipv4View.FRAGMENT) & Ipv4View.DONT_FRAGMENT) == 0;
  }

  /** Somebody has deleted the device under us: no more waiting for it, or poll would return at once for ever. */
  private void abandon(Device d) {
    Device[] rest = devices.clone();
    rest[d.number()] = null;
    devices = rest;
    place();
    devices = wanted;
  }

  private void inbound(RawReceiver receiver) {
    receiver.read(batch);
    for (int i = 0; i < batch.count; i++) {
      Slot s = batch.slot(i);
      if (!path.inbound(s)) continue;
      if (path.inboundMap() == 0) {
        arrived(path.arrival(), s);
        continue;
      }
      Device d = devices[path.inboundMap()];
      if (d != null) d.tun().write(s);
    }
  }

  private void fault(Throwable e) {
    long now = loop.clock().millis();
    if (now - faultMillis < TICK_MILLIS) return;
    faultMillis = now;
    loop.post(() -> {
      throw new IllegalStateException("packet thread", e);
    });
  }

  private void tell() {
    while (!closing) {
      LockSupport.park(this);
      if (control.eventsPending()) loop.post(control::drainEvents);
    }
  }

  @Override
  public void close() {
    closing = true;
    waker.wake();
    LockSupport.unpark(teller);
    Threads.join(thread);
    Threads.join(teller);
    sender.close();
    for (RawReceiver r : receivers) r.close();
    for (RawReceiver r : tunnelReceivers) r.close();
    icmp4.close();
    icmp6.close();
    tunnelsReady.close();
    waker.close();
  }
}
