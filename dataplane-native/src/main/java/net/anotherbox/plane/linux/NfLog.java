package net.anotherbox.plane.linux;

import java.nio.ByteBuffer;

/** A group of NFLOG (netfilter's log over netlink): packets that rules log there, read on a thread of its own. */
final class NfLog implements AutoCloseable {
  /** Told on the log's own thread. @param prefix the rule's @param packet from its IP header on, as much as is copied */
  interface Listener {
    void logged(String prefix, byte[] packet);
  }

  private static final int ULOG_PACKET = 4 << 8;
  private static final int ULOG_CONFIG = 4 << 8 | 1;
  private static final int CONFIG_COMMAND = 1;
  private static final int CONFIG_MODE = 2;
  private static final int CONFIG_THRESHOLD = 5;
  private static final byte BIND = 1;
  private static final byte COPY_PACKET = 2;
  private static final int PAYLOAD = 9;
  private static final int PREFIX = 10;

  private final int group;
  private final Netlink netlink;
  private final Waker waker;
  private final Thread thread;
  private volatile boolean closing;

  /** @param copied bytes of each packet at most */
  NfLog(int group, int copied, String threadName, Listener listener) throws OsError {
    this.group = group;
    netlink = new Netlink(Netlink.NETFILTER, 0);
    try {
      netlink.request(config().attribute(CONFIG_COMMAND, new byte[] {BIND}));
      netlink.request(config().attribute(CONFIG_MODE, ByteBuffer.allocate(6).putInt(copied).put(COPY_PACKET).array()));
      netlink.request(config().attribute(CONFIG_THRESHOLD, ByteBuffer.allocate(4).putInt(1).array()));
    } catch (OsError e) {
      netlink.close();
      throw e;
    }
    waker = new Waker();
    var poll = new PollSet(2);
    int place = poll.add(netlink.fd());
    poll.add(waker.fd());
    thread = Thread.ofPlatform().name(threadName).daemon().start(() -> {
      while (!closing) {
        poll.await(-1);
        if (!closing && poll.readable(place)) read(listener);
      }
    });
  }

  private void read(Listener listener) {
    try {
      for (NetlinkReply r : netlink.notifications()) {
        if (r.type() != ULOG_PACKET) continue;
        var a = r.attributes(4);
        listener.logged(NetlinkReply.text(a.get(PREFIX)), a.getOrDefault(PAYLOAD, new byte[0]));
      }
    } catch (OsError lost) {
      // The kernel had more than could be read: some packets are not heard of.
      return;
    }
  }

  private NetlinkMessage config() {
    return new NetlinkMessage(ULOG_CONFIG, NetlinkMessage.ACK).u8(LibC.AF_INET, 0, group >> 8, group & 255);
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
