package net.anotherbox.plane.linux;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.anotherbox.plane.CryptoPath;
import net.anotherbox.plane.PacketBatch;
import net.anotherbox.plane.PlaneControl;
import net.anotherbox.plane.Slot;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.Loop;

/**
 * The thread plane-0: waits for packets from the TUN devices and from the sockets of ESP and AH, takes them through the {@link
 * CryptoPath}, a batch at a time, and hands them on. A second thread, plane-events, carries word to the loop, so that
 * this one never meets the loop's lock.
 */
final class PacketThread implements AutoCloseable {
  /** Packets of a batch. */
  private static final int BATCH = 64;

  /** Bytes of the longest packet: jumbo frames, and what peers make of them. */
  static final int CAPACITY = 9_728;

  private static final int TICK_MILLIS = 1000;
  private static final int RECEIVERS = 5;

  /** A TUN device in use. @param number of its map. @param linkMtu of the link that its ESP leaves by */
  record Device(Tun tun, int number, int linkMtu, CountDownLatch closed) {}

  private final PlaneControl control;
  private final CryptoPath path;
  private final Loop loop;
  private final RawSender sender;
  private final RawReceiver[] receivers;
  private final Waker waker = new Waker();
  private final PacketBatch batch = new PacketBatch(BATCH, CAPACITY);
  private final PollSet poll = new PollSet(PlaneControl.MOST_MAPS + 1 + RECEIVERS);
  private final Thread thread;
  private final Thread teller;
  private final AtomicLong misdirected = new AtomicLong();
  private final RawSender.Failures failures;
  private volatile Device[] wanted = new Device[PlaneControl.MOST_MAPS + 1];
  private volatile boolean closing;
  private Device[] devices = wanted;
  private final int[] places = new int[PlaneControl.MOST_MAPS + 1];
  private final int[] receiverPlaces = new int[RECEIVERS];
  private int wakerPlace;
  private long faultMillis = Long.MIN_VALUE / 2;

  PacketThread(PlaneControl control, Loop loop) throws OsError {
    this.control = control;
    this.loop = loop;
    path = control.path();
    failures = path::sendFailed;
    sender = new RawSender(BATCH, CAPACITY);
    receivers = receivers();
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
    path.begin(loop.clock().millis());
  }

  private void turn() {
    if (wanted != devices) exchange();
    boolean any = poll.await(TICK_MILLIS);
    path.begin(loop.clock().millis());
    if (any) {
      if (poll.readable(wakerPlace)) waker.rest();
      for (int n = 1; n < places.length; n++) {
        if (places[n] >= 0 && poll.readable(places[n])) outbound(devices[n]);
      }
      for (int r = 0; r < RECEIVERS; r++) if (poll.readable(receiverPlaces[r])) inbound(receivers[r]);
    }
    if (control.eventsPending()) LockSupport.unpark(teller);
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
        case DROPPED -> { }
      }
    }
    sender.flush(failures);
  }

  /**
   * Whether what came of this packet gets to the peer only in fragments, which its DF bit forbids: then the slot has an ICMP
   * message that says so to its sender. The kernel has done this already where packets are cut before they are encrypted.
   */
  private boolean tooBig(Slot s, int mtu) {
    boolean fits = s.outLength <= mtu || s.out[Slot.OUT_AT] >> 4 != 4
        || (NetworkOrder.u16(s.out, Slot.OUT_AT + Ipv4View.FRAGMENT) & Ipv4View.DONT_FRAGMENT) == 0;
    if (fits) return false;
    path.sendFailed(s);
    TooBig.write(s, path.plaintextMtu(s, mtu));
    return true;
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
    waker.close();
  }
}
