package net.anotherbox.runtime.port;

import java.util.List;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.FlowMatch;

/**
 * All crypto maps and protected tunnels in force, as the plane needs them: one immutable value, replaced as a whole when
 * configuration or negotiated proxies change.
 *
 * <p>A packet about to leave by an interface is held against its entries in order. In an entry the rules are tried in
 * order: the first that matches decides; a deny goes on with the next entry, a permit means the packet must be encrypted.
 * It then belongs to the first of the rule's idents that covers it. No rule: it leaves in clear.
 */
public record FlowTable(List<InterfaceMap> maps, List<Protection> protections) {
  public static final FlowTable EMPTY = new FlowTable(List.of());

  /** Maps alone. */
  public FlowTable(List<InterfaceMap> maps) {
    this(maps, List.of());
  }

  /**
   * The SAs that everything of a tunnel goes through and must have come by ({@code tunnel protection}); selectors play no
   * part, the tunnel is the selector.
   *
   * @param ident as in {@link Ident#id}; several tunnels with the same one share their SAs, and GRE keys tell them apart
   * @param df for SAs in tunnel mode; what the tunnel is wrapped in has a bit of its own, which is the inner packet's
   * here
   */
  public record Protection(String interfaceName, long ident, DfBit df) {
    /** One that copies the bit, as IOS does by default. */
    public Protection(String interfaceName, long ident) {
      this(interfaceName, ident, DfBit.COPY);
    }
  }

  /**
   * The crypto map of one interface, for packets of one version of IP; an interface may have one for each.
   *
   * @param linuxName the link, or null while the port is not bound
   * @param local the address peers know us by, or null while there is none (everything that must be encrypted is dropped)
   * @param ipv6 whether it is for IPv6: then all its matches are, else none is
   */
  public record InterfaceMap(String interfaceName, String linuxName, String mapName, Address local, List<Entry> entries,
      Fragmentation fragmentation, boolean ipv6) {
    /** One for IPv4. */
    public InterfaceMap(String interfaceName, String linuxName, String mapName, Address local, List<Entry> entries,
        Fragmentation fragmentation) {
      this(interfaceName, linuxName, mapName, local, entries, fragmentation, false);
    }

    /** One that fragments as IOS does by default. */
    public InterfaceMap(String interfaceName, String linuxName, String mapName, Address local, List<Entry> entries) {
      this(interfaceName, linuxName, mapName, local, entries, Fragmentation.DEFAULT);
    }

    /** What tells it from all other maps: the interface, and the version of IP. */
    public Place place() {
      return new Place(interfaceName, ipv6);
    }
  }

  /** Where a map is in force. */
  public record Place(String interfaceName, boolean ipv6) {}

  /** What becomes of the inner packet's DF bit in tunnel mode ({@code crypto ipsec df-bit}). */
  public enum DfBit { COPY, CLEAR, SET }

  /**
   * What becomes of packets that are too long once they are wrapped.
   *
   * @param before whether they are cut before they are encrypted, as far as their DF bit allows, so that the peer need not
   *     put the pieces together ({@code crypto ipsec fragmentation before-encryption}); else what comes of them is cut
   */
  public record Fragmentation(DfBit df, boolean before) {
    public static final Fragmentation DEFAULT = new Fragmentation(DfBit.COPY, true);
  }

  /** One entry of a crypto map. */
  public record Entry(int sequence, List<Rule> rules) {}

  /**
   * One access-list entry.
   *
   * @param idents for a permit: what SAs may exist under it, most specific first; the last is the rule itself
   */
  public record Rule(boolean permit, FlowMatch match, List<Ident> idents) {}

  /**
   * A pair of proxies.
   *
   * @param id our number for it, never reused while the box runs
   * @param selector packets of ours to the peer that it covers
   */
  public record Ident(long id, FlowMatch selector) {}
}
