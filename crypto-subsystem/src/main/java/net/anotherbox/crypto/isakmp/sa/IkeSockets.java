package net.anotherbox.crypto.isakmp.sa;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.isakmp.machine.NatTraversal;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/**
 * The sockets of IKE: one for each local address that a crypto map uses, and a second where NATs are traversed. On that one
 * ISAKMP is marked by four zero bytes, because ESP comes by the same port (RFC 3948 section 2.2).
 */
public final class IkeSockets {
  public static final int PORT = 500;
  private static final int MARKER = 4;
  private static final byte[] KEEPALIVE = {(byte) 0xff};

  /** Hears of a socket that cannot be had. */
  public interface Failure {
    void unavailable(Address local, int port, String reason);
  }

  private record End(Address address, int port) {}

  private final UdpPorts ports;
  private final UdpPorts.Receiver receiver;
  private final Failure onFailure;
  private final Map<End, UdpPorts.Socket> open = new HashMap<>();

  public IkeSockets(UdpPorts ports, UdpPorts.Receiver receiver, Failure onFailure) {
    this.ports = ports;
    this.receiver = receiver;
    this.onFailure = onFailure;
  }

  /** Exactly these addresses are to be open; one that fails is tried again with the next call. */
  public void want(Set<Address> addresses, boolean natTraversal) {
    var wanted = new HashSet<End>();
    for (Address a : addresses) {
      wanted.add(new End(a, PORT));
      if (natTraversal && a instanceof Ipv4) wanted.add(new End(a, NatTraversal.PORT));
    }
    open.entrySet().removeIf(e -> {
      if (wanted.contains(e.getKey())) return false;
      e.getValue().close();
      return true;
    });
    for (End e : wanted) {
      if (open.containsKey(e)) continue;
      try {
        open.put(e, ports.open(e.address, e.port, receiver));
      } catch (PortUnavailable x) {
        onFailure.unavailable(e.address, e.port, x.getMessage());
      }
    }
  }

  public boolean isOpen(Address local) {
    return open.containsKey(new End(local, PORT));
  }

  /** Sends a message from this address and port, or nothing if its socket is not open. */
  void send(Address local, int localPort, Address remote, int remotePort, byte[] message) {
    var s = open.get(new End(local, localPort));
    if (s == null) return;
    if (localPort != NatTraversal.PORT) s.send(remote, remotePort, message);
    else {
      byte[] marked = new byte[MARKER + message.length];
      System.arraycopy(message, 0, marked, MARKER, message.length);
      s.send(remote, remotePort, marked);
    }
  }

  /** One byte, so that the NAT before us does not forget (RFC 3948 section 2.3). */
  void keepAwake(Address local, Address remote, int remotePort) {
    var s = open.get(new End(local, NatTraversal.PORT));
    if (s != null) s.send(remote, remotePort, KEEPALIVE);
  }

  /** What a datagram holds for IKE; empty for ESP and for keepalives. */
  static Optional<byte[]> message(int localPort, byte[] datagram) {
    if (localPort != NatTraversal.PORT) return Optional.of(datagram);
    boolean marked = datagram.length >= MARKER && (datagram[0] | datagram[1] | datagram[2] | datagram[3]) == 0;
    return marked ? Optional.of(Arrays.copyOfRange(datagram, MARKER, datagram.length)) : Optional.empty();
  }

  public int size() {
    return open.size();
  }
}
