package net.anotherbox.shell.access;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.value.Ipv4;

/** Datagrams through the host's own sockets. */
public final class HostDatagrams implements Datagrams {
  private static final int LARGEST = 65_536;

  private static InetAddress inet(Ipv4 a) throws IOException {
    return InetAddress.getByAddress(new byte[] {(byte) (a.bits() >> 24), (byte) (a.bits() >> 16), (byte) (a.bits() >> 8),
        (byte) a.bits()});
  }

  private static FileError unreachable() {
    return new FileError(Reason.UNREACHABLE);
  }

  @Override
  public Socket open(Optional<Ipv4> source) throws FileError {
    try {
      return new Open(source.isPresent() ? new DatagramSocket(new InetSocketAddress(inet(source.get()), 0))
          : new DatagramSocket());
    } catch (IOException e) {
      throw unreachable();
    }
  }

  private static final class Open implements Socket {
    private final DatagramSocket socket;
    private final byte[] buffer = new byte[LARGEST];

    Open(DatagramSocket socket) {
      this.socket = socket;
    }

    @Override
    public void send(Ipv4 to, int port, byte[] data) throws FileError {
      try {
        socket.send(new DatagramPacket(data, data.length, inet(to), port));
      } catch (IOException e) {
        throw unreachable();
      }
    }

    @Override
    public Optional<Received> receive(long millis) throws FileError {
      var p = new DatagramPacket(buffer, buffer.length);
      try {
        socket.setSoTimeout((int) Math.max(1, millis));
        socket.receive(p);
        return p.getAddress() instanceof Inet4Address a
            ? Optional.of(new Received(Ipv4.of(a.getAddress(), 0), p.getPort(), Arrays.copyOf(buffer, p.getLength())))
            : Optional.empty();
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw unreachable();
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
