package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import net.anotherbox.runtime.port.SocketTable;
import net.anotherbox.runtime.port.SocketTable.State;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** Asks the kernel about sockets that the test opens. */
class HostSocketsTest {
  private final HostSockets table = new HostSockets();

  private List<SocketTable.Socket> at(boolean tcp, int port) {
    return table.sockets().stream().filter(s -> s.tcp() == tcp && s.localPort() == port).toList();
  }

  @Test
  void listsWhoListensAndWhoIsConnected() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        var client = new Socket("127.0.0.1", server.getLocalPort()); var served = server.accept()) {
      List<SocketTable.Socket> there = at(true, server.getLocalPort());
      assertEquals(List.of(State.LISTEN, State.ESTAB), there.stream().map(SocketTable.Socket::state).toList());
      assertEquals(Ipv4.of("127.0.0.1"), there.get(1).remote());
      assertEquals(client.getLocalPort(), there.get(1).remotePort());
      assertEquals(0, there.get(0).remotePort());
      client.getOutputStream().write("hello".getBytes());
      served.getInputStream().read();
      assertEquals(4, at(true, server.getLocalPort()).get(1).in(), "bytes nobody has read");
    }
  }

  @Test
  void tellsAnyAddressFromOneOfIpv6() throws IOException {
    try (var any = new DatagramSocket(0); var six = new DatagramSocket(new InetSocketAddress(loopback6(), 0))) {
      assertEquals(new Ipv4(0), at(false, any.getLocalPort()).getFirst().local());
      assertEquals(Ipv6.of("::1"), at(false, six.getLocalPort()).getFirst().local());
      assertEquals(State.LISTEN, at(false, six.getLocalPort()).getFirst().state());
    }
  }

  private static InetAddress loopback6() throws UnknownHostException {
    return InetAddress.getByName("::1");
  }

  @Test
  void sayNothingOfSocketsOfOthersOrOfClosedOnes() throws IOException {
    int port;
    try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      port = server.getLocalPort();
      assertEquals(1, at(true, port).size());
    }
    assertTrue(at(true, port).isEmpty());
  }
}
