package net.anotherbox.runtime.port;

import net.anotherbox.runtime.value.Address;

/** Datagram sockets as IKE needs them: bound to one local address, TOS 0xC0, TTL 255, exempt from the crypto maps. */
public interface UdpPorts {
  /** Gets what arrives. The array is the receiver's to keep. */
  interface Receiver {
    void received(Address local, int localPort, Address remote, int remotePort, byte[] datagram);
  }

  /** An open socket. */
  interface Socket extends AutoCloseable {
    /** Sends one datagram; a failure is counted by the port, not thrown (UDP promises nothing). */
    void send(Address remote, int remotePort, byte[] datagram);

    @Override
    void close();
  }

  /**
   * Opens a socket on a local address of the box.
   *
   * @throws PortUnavailable if it cannot be had, with the reason in the operating system's words
   */
  Socket open(Address local, int localPort, Receiver receiver) throws PortUnavailable;
}
