package net.anotherbox.crypto.isakmp.sa;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;

/** The sockets of IKE: one for each local address that a crypto map uses. */
public final class IkeSockets {
  public static final int PORT = 500;

  private final UdpPorts ports;
  private final UdpPorts.Receiver receiver;
  private final BiConsumer<Address, String> onFailure;
  private final Map<Address, UdpPorts.Socket> open = new HashMap<>();

  /** @param onFailure gets the address and the reason when a socket cannot be had */
  public IkeSockets(UdpPorts ports, UdpPorts.Receiver receiver, BiConsumer<Address, String> onFailure) {
    this.ports = ports;
    this.receiver = receiver;
    this.onFailure = onFailure;
  }

  /** Exactly these addresses are to be open; one that fails is tried again with the next call. */
  public void want(Set<Address> addresses) {
    open.entrySet().removeIf(e -> {
      if (addresses.contains(e.getKey())) return false;
      e.getValue().close();
      return true;
    });
    for (Address a : addresses) {
      if (open.containsKey(a)) continue;
      try {
        open.put(a, ports.open(a, PORT, receiver));
      } catch (PortUnavailable e) {
        onFailure.accept(a, e.getMessage());
      }
    }
  }

  public boolean isOpen(Address local) {
    return open.containsKey(local);
  }

  /** Sends from this address, or nothing if its socket is not open. */
  void send(Address local, Address remote, int remotePort, byte[] datagram) {
    var s = open.get(local);
    if (s != null) s.send(remote, remotePort, datagram);
  }

  public int size() {
    return open.size();
  }
}
