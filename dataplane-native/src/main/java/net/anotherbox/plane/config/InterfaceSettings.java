package net.anotherbox.plane.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * What the configuration says of one interface.
 *
 * @param addresses the primary one first, if there is one
 * @param mtu bytes; empty for the link's own
 * @param ipMtu bytes; empty for that of the link
 * @param bandwidth kbit/s; empty for the hardware's own
 * @param delay tens of microseconds; empty for the hardware's own
 * @param loadInterval seconds over which rates are averaged
 * @param duplex "auto", "half" or "full"
 * @param speed "auto" or Mbit/s
 * @param accessIn name of the list that filters arriving packets
 * @param accessOut name of the list that filters leaving packets
 * @param tunnel of an interface that is one
 * @param lender the interface whose address it borrows ({@code ip unnumbered})
 * @param maximumSegment of TCP connections across it, bytes ({@code ip tcp adjust-mss})
 * @param vrf whose addresses it has, where networks may overlap those of others; that of all others if empty
 */
record InterfaceSettings(InterfaceName name, boolean shutdown, List<Assigned> addresses, OptionalInt mtu, OptionalInt ipMtu,
    Optional<String> description, OptionalInt bandwidth, OptionalInt delay, int loadInterval, String duplex, String speed,
    Optional<String> accessIn, Optional<String> accessOut, Optional<TunnelSettings> tunnel,
    Optional<InterfaceName> lender, OptionalInt maximumSegment, Optional<String> vrf) {
  static final int LOAD_INTERVAL = 300;

  /** An address of the interface. */
  record Assigned(Ipv4 address, int length, boolean secondary) {
    Ipv4Prefix prefix() {
      return new Ipv4Prefix(address, length);
    }

    boolean overlaps(Assigned o) {
      return prefix().contains(o.prefix()) || o.prefix().contains(prefix());
    }
  }

  /**
   * Whether an address of this interface and one of another, or a further one of its own, cannot be there together. Several
   * of one network can be an interface's own, and networks of different VRFs have nothing to do with each other.
   */
  boolean contradicts(Assigned mine, InterfaceSettings other, Assigned its) {
    if (!vrf.equals(other.vrf) || !mine.overlaps(its)) return false;
    boolean twice = mine.secondary != its.secondary && mine.address.equals(its.address);
    return !name.equals(other.name) || mine.length != its.length || twice;
  }

  /** A built-in port that nobody has configured. */
  static InterfaceSettings untouched(InterfaceName name) {
    return new InterfaceSettings(name, false, List.of(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
        OptionalInt.empty(), OptionalInt.empty(), LOAD_INTERVAL, "auto", "auto", Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  /** The same of another interface: of one that is cloned from a template. */
  InterfaceSettings named(InterfaceName other, Optional<TunnelSettings> with) {
    return new InterfaceSettings(other, shutdown, addresses, mtu, ipMtu, description, bandwidth, delay, loadInterval, duplex,
        speed, accessIn, accessOut, with, lender, maximumSegment, vrf);
  }

  Optional<Assigned> primary() {
    return addresses.stream().filter(a -> !a.secondary()).findFirst();
  }
}
