package net.anotherbox.runtime.port;

import java.util.Collection;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** The tunnels as those see them who protect them. Called on the control thread. */
public interface TunnelTable {
  /**
   * A tunnel under {@code tunnel protection}.
   *
   * @param encapsulation IPSEC for a virtual tunnel interface
   * @param payload 4 or 6 where the mode says what a virtual tunnel interface carries, else 0
   * @param local address of the source now; empty while it has none
   * @param remote the destination's address now; empty for multipoint tunnels and names not found
   * @param underlay the interface that the source is or that the local address is on, if known
   * @param profile name of the IPsec profile
   * @param shared whether tunnels of the same source share SAs
   * @param up whether all but the SAs is there for it to come up: not shut down, source up, a route to the destination
   * @param deviceName its link of Linux
   */
  record Protected(InterfaceName name, TunnelPlane.Encapsulation encapsulation, int payload, Optional<Address> local,
      Optional<Address> remote, Optional<InterfaceName> underlay, String profile, boolean shared, boolean up,
      String deviceName) {}

  /** All tunnels under protection, in order of their names. */
  Collection<Protected> protectedTunnels();

  /** Called on the loop after any of them has changed. */
  void onChange(Runnable listener);

  /** Whether SAs stand for this tunnel: a virtual tunnel interface's line protocol is up only with them. */
  void secured(InterfaceName tunnel, boolean up);

  /**
   * What is configured on a template for virtual access interfaces.
   *
   * @param payload 4 or 6
   * @param local address of its source; empty if it names none, or one without an address
   * @param profile name of the IPsec profile
   */
  record Template(InterfaceName name, int payload, Optional<Address> local, String profile) {}

  /** Templates of type tunnel with a mode of IPsec under protection, in order of their names. */
  default Collection<Template> templates() {
    return java.util.List.of();
  }

  /**
   * A virtual access interface cloned from a template for one peer, as dynamic VTI makes them on the responder.
   *
   * @return its name; empty if there is no such template, or none of type tunnel with a mode of IPsec
   */
  Optional<InterfaceName> access(InterfaceName template, Address local, Address remote);

  /** The peer is gone. */
  void dropAccess(InterfaceName access);

  /** Where there are no tunnels. */
  TunnelTable NONE = new TunnelTable() {
    @Override
    public Collection<Protected> protectedTunnels() {
      return java.util.List.of();
    }

    @Override
    public void onChange(Runnable listener) {}

    @Override
    public void secured(InterfaceName tunnel, boolean up) {}

    @Override
    public Optional<InterfaceName> access(InterfaceName template, Address local, Address remote) {
      return Optional.empty();
    }

    @Override
    public void dropAccess(InterfaceName access) {}
  };
}
