package net.anotherbox.runtime.port;

import net.anotherbox.runtime.value.Ipv6;

/**
 * Router solicitations and advertisements (RFC 4861 section 4) on the links of this machine. On the control thread. Links
 * have the names that they have in Linux.
 */
public interface RouterMessages {
  /** Gets a message on the control thread. The array is the receiver's to keep. */
  interface Receiver {
    /** @param message from the ICMPv6 type on; its checksum was right and its hop limit 255 */
    void received(String link, Ipv6 source, byte[] message);
  }

  /**
   * Solicitations and advertisements of others come to the receiver from now on, whatever link they arrive by.
   *
   * @throws PortUnavailable if they cannot be had, with the reason in the operating system's words
   */
  void listen(Receiver receiver) throws PortUnavailable;

  /**
   * Sends one by a link, with a hop limit of 255.
   *
   * @param source an address of the link
   * @param message from the ICMPv6 type on; the checksum is put in
   * @return whether it could be sent
   */
  boolean send(String link, Ipv6 source, Ipv6 destination, byte[] message);

  /** Where there is no IPv6. */
  RouterMessages NONE = new RouterMessages() {
    @Override
    public void listen(Receiver receiver) throws PortUnavailable {
      throw new PortUnavailable("Operation not permitted");
    }

    @Override
    public boolean send(String link, Ipv6 source, Ipv6 destination, byte[] message) {
      return false;
    }
  };
}
