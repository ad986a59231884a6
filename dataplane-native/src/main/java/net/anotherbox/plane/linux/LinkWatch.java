package net.anotherbox.plane.linux;

import java.util.List;
import java.util.function.Consumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.KernelPort.Link;

/** Hears what the kernel tells of links, on a thread of its own, and posts it to the loop. */
final class LinkWatch implements AutoCloseable {
  private final Netlink netlink;
  private final Waker waker;
  private final Thread thread;
  private volatile boolean closing;

  LinkWatch(Loop loop, Consumer<Link> listener) throws OsError {
    netlink = new Netlink(Netlink.ROUTE, Rtnetlink.GROUP_LINK);
    waker = new Waker();
    var poll = new PollSet(2);
    int netlinkPlace = poll.add(netlink.fd());
    poll.add(waker.fd());
    thread = Thread.ofPlatform().name("links").daemon().start(() -> {
      while (!closing) {
        poll.await(-1);
        if (closing || !poll.readable(netlinkPlace)) continue;
        for (Link link : changed()) loop.post(() -> listener.accept(link));
      }
    });
  }

  /** What has been told; if something was lost on the way, all links as they are now. */
  private List<Link> changed() {
    try {
      return netlink.notifications().stream().flatMap(r -> Rtnetlink.link(r).stream()).toList();
    } catch (OsError lost) {
      try (var all = new Rtnetlink()) {
        return all.links();
      } catch (OsError e) {
        return List.of();
      }
    }
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
