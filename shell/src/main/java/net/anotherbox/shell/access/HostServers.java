package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** The servers that this host can reach, through its own sockets. */
public final class HostServers implements ServerPort {
  private static final int LARGEST_DATAGRAM = 4096;

  private final Clock clock;

  public HostServers(Clock clock) {
    this.clock = clock;
  }

  private static InetAddress inet(Address a) throws UnknownHostException {
    return InetAddress.getByAddress(a.bytes());
  }

  private static InetSocketAddress local(Server s) throws UnknownHostException {
    return s.source().isPresent() ? new InetSocketAddress(inet(s.source().get()), 0) : new InetSocketAddress(0);
  }

  /** The socket is connected, so that the kernel drops what other addresses send. */
  @Override
  public Optional<byte[]> exchange(Server server, byte[] datagram, Duration timeout, Predicate<byte[]> isAnswer) {
    try (var socket = new DatagramSocket(local(server))) {
      socket.connect(new InetSocketAddress(inet(server.address()), server.port()));
      socket.send(new DatagramPacket(datagram, datagram.length));
      var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
      long end = clock.millis() + timeout.toMillis();
      for (long left; (left = end - clock.millis()) > 0; ) {
        socket.setSoTimeout((int) left);
        socket.receive(packet);
        byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
        if (isAnswer.test(answer)) return Optional.of(answer);
        packet.setLength(LARGEST_DATAGRAM);
      }
      return Optional.empty();
    } catch (SocketTimeoutException nothing) {
      return Optional.empty();
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }

  /** Connecting a datagram socket sends nothing; the kernel chooses the address as for a packet. */
  @Override
  public Optional<Address> sourceTo(Server server) {
    if (server.source().isPresent()) return server.source();
    try (var socket = new DatagramSocket(new InetSocketAddress(0))) {
      socket.connect(new InetSocketAddress(inet(server.address()), server.port()));
      return Ipv4.parse(socket.getLocalAddress().getHostAddress()).map(a -> a);
    } catch (IOException | java.io.UncheckedIOException unreachable) {
      return Optional.empty();
    }
  }

  @Override
  public Connection connect(Server server, Duration timeout) throws IOException {
    var socket = new Socket();
    try {
      socket.bind(local(server));
      socket.connect(new InetSocketAddress(inet(server.address()), server.port()), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      socket.setTcpNoDelay(true);
      return new Open(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private record Open(Socket socket, InputStream in, OutputStream out) implements Connection {
    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException gone) {
        // it is closed all the same
      }
    }
  }
}
