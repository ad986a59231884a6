package net.anotherbox.runtime.port;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.runtime.value.Address;

/**
 * Servers elsewhere that the box asks something (RADIUS, TACACS+). Everything here waits for the network: it is called on
 * threads that may, never on the control thread.
 */
public interface ServerPort {
  /**
   * A server as the configuration names it.
   *
   * @param source local address to speak from, or empty to let routing choose
   */
  record Server(Address address, int port, Optional<Address> source) {}

  /** An open connection. Reads end with an {@link IOException} after the time-out given at {@link #connect}. */
  interface Connection extends AutoCloseable {
    InputStream in();

    OutputStream out();

    @Override
    void close();
  }

  /**
   * Sends one datagram and waits for the first that comes back from that server and is the answer.
   *
   * @param isAnswer tells it from others (late answers, forged ones), which are dropped
   * @return empty if none came in time or the server cannot be reached
   */
  Optional<byte[]> exchange(Server server, byte[] datagram, Duration timeout, Predicate<byte[]> isAnswer);

  /** The local address from which this server would be spoken to; empty if there is no way to it. */
  Optional<Address> sourceTo(Server server);

  /** Opens a TCP connection. @throws IOException if that cannot be done in time */
  Connection connect(Server server, Duration timeout) throws IOException;

  /** Where there is no network: nothing answers. */
  ServerPort NONE = new ServerPort() {
    @Override
    public Optional<byte[]> exchange(Server server, byte[] datagram, Duration timeout, Predicate<byte[]> isAnswer) {
      return Optional.empty();
    }

    @Override
    public Optional<Address> sourceTo(Server server) {
      return server.source();
    }

    @Override
    public Connection connect(Server server, Duration timeout) throws IOException {
      throw new IOException("there is no network");
    }
  };
}
