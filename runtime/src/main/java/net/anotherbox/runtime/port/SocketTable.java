package net.anotherbox.runtime.port;

import java.util.List;
import net.anotherbox.runtime.value.Address;

/** The sockets that the box has open at its host. */
public interface SocketTable {
  /** States of a TCP connection (RFC 793), in the words of IOS; UDP knows LISTEN and ESTAB only. */
  enum State { ESTAB, SYNSENT, SYNRCVD, FINWAIT1, FINWAIT2, TIMEWAIT, CLOSED, CLOSEWAIT, LASTACK, LISTEN, CLOSING }

  /**
   * One of them.
   *
   * @param tcp TCP, else UDP
   * @param id the number by which the host tells it from others
   * @param local its address; all zeros for any
   * @param remote the other end's; all zeros if there is none
   * @param in bytes that have come and were not read yet
   * @param out bytes on their way out
   */
  record Socket(boolean tcp, long id, Address local, int localPort, Address remote, int remotePort, State state, long in,
      long out) {}

  /** Nothing is open. */
  SocketTable NONE = List::of;

  /** By protocol, TCP first, then by port. Reads files of the kernel: not for the control thread. */
  List<Socket> sockets();
}
