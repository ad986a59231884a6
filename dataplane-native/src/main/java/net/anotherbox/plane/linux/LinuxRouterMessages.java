package net.anotherbox.plane.linux;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.KernelPort.Link;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.RouterMessages;
import net.anotherbox.runtime.value.Ipv6;

/**
 * Router solicitations and advertisements over a raw ICMPv6 socket that takes nothing else, read on a thread of its own. The
 * kernel is in the group of all routers on each link that it forwards from. Opened when it is needed first.
 */
final class LinuxRouterMessages implements RouterMessages, AutoCloseable {
  private static final int LONGEST = 1_500;
  private static final int BATCH = 16;
  private static final int HOPS = 255;

  private final Loop loop;
  private final Rtnetlink links;
  private Optional<IcmpSocket> socket = Optional.empty();
  private Optional<Thread> thread = Optional.empty();
  private Optional<Waker> waker = Optional.empty();
  private volatile boolean closing;

  LinuxRouterMessages(Loop loop, Rtnetlink links) {
    this.loop = loop;
    this.links = links;
  }

  private IcmpSocket open() throws OsError {
    if (socket.isPresent()) return socket.get();
    var s = new IcmpSocket(false, LONGEST);
    try {
      LibC.option(s.fd(), LibC.IPPROTO_IPV6, LibC.IPV6_UNICAST_HOPS, HOPS);
      LibC.option(s.fd(), LibC.IPPROTO_IPV6, LibC.IPV6_MULTICAST_HOPS, HOPS);
      LibC.option(s.fd(), LibC.IPPROTO_IPV6, LibC.IPV6_MULTICAST_LOOP, 0);
      LibC.option(s.fd(), LibC.IPPROTO_IPV6, LibC.IPV6_RECVPKTINFO, 1);
      LibC.filter(s.fd(), SocketFilter.routerMessages());
      // What came before the filter was in place.
      while (LibC.recv(s.fd(), new byte[1], LibC.MSG_DONTWAIT) >= 0) continue;
    } catch (OsError e) {
      s.close();
      throw e;
    }
    socket = Optional.of(s);
    return s;
  }

  @Override
  public void listen(Receiver receiver) throws PortUnavailable {
    try {
      IcmpSocket s = open();
      var w = new Waker();
      waker = Optional.of(w);
      thread = Optional.of(Thread.ofPlatform().name("router-messages").daemon().start(() -> run(s.fd(), w, receiver)));
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
  }

  private void run(int fd, Waker w, Receiver receiver) {
    var messages = new MessageVector(BATCH, LONGEST, MessageVector.Use.RECEIVE_IPV6);
    var poll = new PollSet(2);
    int place = poll.add(fd);
    poll.add(w.fd());
    while (!closing) {
      poll.await(-1);
      if (closing || !poll.readable(place)) continue;
      int n = messages.receive(fd, BATCH);
      for (int i = 0; i < n; i++) {
        byte[] addresses = new byte[32];
        byte[] message = new byte[messages.length(i)];
        if (!messages.addressesTo(i, addresses, 0)) continue;
        messages.copyTo(i, message, 0);
        int index = messages.link(i);
        Ipv6 source = Ipv6.of(Arrays.copyOf(addresses, 16), 0);
        loop.post(() -> name(index).ifPresent(link -> receiver.received(link, source, message)));
      }
    }
  }

  /** Links are few, and messages of this kind too. */
  private Optional<String> name(int index) {
    try {
      Map<Integer, String> names = new HashMap<>();
      List<Link> all = links.links();
      for (Link l : all) names.put(l.index(), l.name());
      return closing ? Optional.empty() : Optional.ofNullable(names.get(index));
    } catch (OsError e) {
      // The link has gone meanwhile, or we are closing: then nobody asks any more.
      return Optional.empty();
    }
  }

  @Override
  public boolean send(String link, Ipv6 source, Ipv6 destination, byte[] message) {
    try {
      open().send(destination, Optional.of(source), links.link(link).index(), message);
      return true;
    } catch (OsError e) {
      // The link has gone, or the address has: the next one will go, if there is a next one.
      return false;
    }
  }

  @Override
  public void close() {
    closing = true;
    waker.ifPresent(Waker::wake);
    thread.ifPresent(Threads::join);
    waker.ifPresent(Waker::close);
    socket.ifPresent(IcmpSocket::close);
  }
}
