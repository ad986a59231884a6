package net.anotherbox.shell.access;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.session.FarEnd;
import net.anotherbox.shell.session.OtherMachines;

/** Sessions on machines that this host can reach, through its own sockets. */
public final class HostMachines implements OtherMachines {
  /** {@code ip tcp synwait-time}'s default. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final SshCalls calls;

  public HostMachines(SshCalls calls) {
    this.calls = calls;
  }

  @Override
  public FarEnd telnet(Ipv4 host, int port, Optional<Ipv4> source, Glass glass) throws NotConnected {
    var socket = new Socket();
    try {
      if (source.isPresent()) socket.bind(new InetSocketAddress(InetAddress.getByAddress(source.get().bytes()), 0));
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(host.bytes()), port), PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      return new TelnetCall(socket, glass);
    } catch (IOException e) {
      close(socket);
      throw new NotConnected(reason(e));
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // it never was open
    }
  }

  /** The JDK has one exception for a refusal and for a silence that the kernel ended; its message tells them apart. */
  static NotConnected.Reason reason(IOException e) {
    if (e instanceof SocketTimeoutException) return NotConnected.Reason.TIMED_OUT;
    if (!(e instanceof ConnectException)) return NotConnected.Reason.UNREACHABLE;
    String said = String.valueOf(e.getMessage());
    return said.contains("refused") ? NotConnected.Reason.REFUSED
        : said.contains("timed out") ? NotConnected.Reason.TIMED_OUT : NotConnected.Reason.UNREACHABLE;
  }

  @Override
  public Greeted ssh(Ipv4 host, int port, String user) throws NotConnected {
    return calls.greet(host, port, user);
  }
}
