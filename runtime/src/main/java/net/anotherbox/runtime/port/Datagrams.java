package net.anotherbox.runtime.port;

import java.util.Optional;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Datagram sockets of an ordinary kind, for clients of the box: what they send is routed, and encrypted if a map says so.
 */
public interface Datagrams {
  /** A datagram that has come. */
  record Received(Ipv4 from, int port, byte[] data) {}

  /** A socket on a port of its own; used by one thread, which may wait. */
  interface Socket extends AutoCloseable {
    /** @throws FileError if the host has no way there */
    void send(Ipv4 to, int port, byte[] data) throws FileError;

    /** Waits so long at most. @return empty if nothing has come */
    Optional<Received> receive(long millis) throws FileError;

    @Override
    void close();
  }

  /** @param source one of the box's addresses, or empty to let routing choose */
  Socket open(Optional<Ipv4> source) throws FileError;

  /** Where there is no network. */
  Datagrams NONE = source -> {
    throw new FileError(FileError.Reason.UNREACHABLE);
  };
}
