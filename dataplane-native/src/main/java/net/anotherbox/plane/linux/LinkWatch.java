package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.KernelPort.Link;

/** Hears what the kernel tells of links and of IPv6 addresses, on a thread of its own, and posts it to the loop. */
final class LinkWatch implements AutoCloseable {
  private final Netlink netlink;
  private final Waker waker;
  private final Thread thread;
  private final Consumer<Link> listener;
  private final IntConsumer addresses;
  private volatile boolean closing;

  /** @param addresses told the index of a link whose IPv6 addresses have changed, or 0 for perhaps any link */
  LinkWatch(Loop loop, Consumer<Link> listener, IntConsumer addresses) throws OsError {
    this.listener = listener;
    this.addresses = addresses;
    netlink = new Netlink(Netlink.ROUTE, Rtnetlink.GROUP_LINK | Ipv6Netlink.GROUP_ADDRESS);
    waker = new Waker();
    var poll = new PollSet(2);
    int netlinkPlace = poll.add(netlink.fd());
    poll.add(waker.fd());
    thread = Thread.ofPlatform().name("links").daemon().start(() -> {
      while (!closing) {
        poll.await(-1);
        if (closing || !poll.readable(netlinkPlace)) continue;
        changed().forEach(loop::post);
      }
    });
  }

  /** What has been told; if something was lost on the way, all links as they are now. */
  private List<Runnable> changed() {
    var found = new ArrayList<Runnable>();
    try {
      var touched = new LinkedHashSet<Integer>();
      for (NetlinkReply r : netlink.notifications()) {
        Rtnetlink.link(r).ifPresent(l -> found.add(() -> listener.accept(l)));
        if (r.type() == Rtnetlink.NEW_ADDRESS || r.type() == Rtnetlink.DELETE_ADDRESS) touched.add(r.i32(4));
      }
      touched.forEach(index -> found.add(() -> addresses.accept(index)));
    } catch (OsError lost) {
      try (var all = new Rtnetlink()) {
        all.links().forEach(l -> found.add(() -> listener.accept(l)));
        found.add(() -> addresses.accept(0));
      } catch (OsError e) {
        return found;
      }
    }
    return found;
  }

  @Override
  public void close() {
    closing = true;
    waker.wake();
    Threads.join(thread);
    waker.close();
    netlink.close();
  }
}
