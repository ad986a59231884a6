package net.anotherbox.runtime.port;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * Tunnel interfaces in the packet plane: a TUN device each, and how what is routed into it is wrapped. Called on the
 * control thread. What protects a tunnel is told apart, by {@link FlowTable.Protection}; the two meet in the plane by the
 * interface's name.
 */
public interface TunnelPlane {
  /** What stands between the delivery header and the payload. */
  enum Encapsulation {
    /** RFC 2784 and RFC 2890: IPv4 and IPv6 payload, over either. */
    GRE,
    /** RFC 2003: IPv4 payload; RFC 4213 and RFC 2473 where the payload or the delivery is IPv6. */
    IP,
    /** Nothing: an SA in tunnel mode is the tunnel. Without one, nothing passes. */
    IPSEC
  }

  /**
   * One tunnel. Without one of its ends it has a device, and what goes into it is lost.
   *
   * @param device its link of Linux, made with it
   * @param payload 4, 6, or 0 for both: the IP version of what it carries
   * @param local empty while the source has no address
   * @param remote empty for a multipoint tunnel, and while there is no destination
   * @param key of GRE, 0 to 4294967295
   * @param tos of the delivery header; -1 for the payload's own
   * @param ttl of the delivery header, 1 to 255; 0 for the payload's own
   * @param dontFragment whether the delivery header's DF bit is the payload's ({@code tunnel path-mtu-discovery}), else
   * clear
   * @param mtu of the device, bytes
   * @param linkMtu of the link by which delivery packets leave, bytes: longer ones are sent in fragments
   * @param secured whether {@code tunnel protection} is configured: nothing leaves or enters in clear, ever
   */
  record Tunnel(InterfaceName name, String device, Encapsulation encapsulation, int payload,
      Optional<Address> local, Optional<Address> remote, OptionalLong key, boolean checksum, boolean sequence, int tos,
      int ttl, boolean dontFragment, int mtu, int linkMtu, boolean secured) {}

  /**
   * What became of a tunnel's packets, apart from what its device counts.
   *
   * @param unsecured that would have left in clear, or came in clear, though the tunnel is protected; they were dropped
   * @param checksumErrors GRE packets whose checksum was wrong
   * @param outOfOrder GRE packets with a sequence number not above the last
   * @param tooBig that did not fit the path and might not be fragmented; their senders were told
   * @param sendErrors that the tunnel cannot carry, or that the kernel would not send
   */
  record Counters(long unsecured, long checksumErrors, long outOfOrder, long tooBig, long sendErrors) {
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0);
  }

  /** Exactly these tunnels from now on; devices of the others go. @return of those without a device, why, in words */
  Map<InterfaceName, String> tunnels(Collection<Tunnel> wanted);

  /** Whether packets may go into the device: its carrier, as Linux and its routes see it. */
  void carrier(InterfaceName tunnel, boolean up);

  Counters counters(InterfaceName tunnel);

  /** Sends a GRE keepalive through the tunnel: an empty GRE packet to this end, wrapped for the other. */
  void keepalive(InterfaceName tunnel);

  /** Called on the loop when a keepalive of ours has come back. */
  void onKeepalive(Consumer<InterfaceName> listener);

  /**
   * The longest delivery packet that the path to a tunnel's other end takes.
   *
   * @param mtu bytes, as a router on the path has said
   */
  record PathMtu(InterfaceName tunnel, int mtu) {}

  /** Called on the loop when a router on the path says that a delivery packet was too big for it. */
  void onPathMtu(Consumer<PathMtu> listener);

  /** Where no packet goes: tunnels can be configured, and have no device. */
  TunnelPlane NONE = new TunnelPlane() {
    @Override
    public Map<InterfaceName, String> tunnels(Collection<Tunnel> wanted) {
      var none = new HashMap<InterfaceName, String>();
      for (Tunnel t : wanted) none.put(t.name(), "Operation not permitted");
      return none;
    }

    @Override
    public void carrier(InterfaceName tunnel, boolean up) {}

    @Override
    public Counters counters(InterfaceName tunnel) {
      return Counters.ZERO;
    }

    @Override
    public void keepalive(InterfaceName tunnel) {}

    @Override
    public void onKeepalive(Consumer<InterfaceName> listener) {}

    @Override
    public void onPathMtu(Consumer<PathMtu> listener) {}
  };
}
