package net.anotherbox.crypto;

import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.profile.Protection;
import net.anotherbox.crypto.ipsec.transform.TransformSet;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * All that the crypto subsystem is told, as one immutable value. The features read it out of the configuration tree after
 * each commit; {@link CryptoSubsystem#configure} compares it with the last one and does what IOS does about each change.
 *
 * @param enabled {@code crypto isakmp enable}
 * @param isakmp what phase 1 goes by
 * @param transformSets by name
 * @param maps by name
 * @param dynamicMaps {@code crypto dynamic-map}, by name, whether a map refers to them or not
 * @param accessLists by name; one that a map names and that is not here matches nothing
 * @param bindings interfaces with a crypto map
 * @param lifetimeSeconds {@code crypto ipsec security-association lifetime seconds}, default 3600
 * @param lifetimeKilobytes the same in kilobytes, default 4608000; 0 for none
 * @param idleSeconds {@code crypto ipsec security-association idle-time}, 0 for none
 * @param liveness what keeps SAs alive
 * @param replayWindow {@code crypto ipsec security-association replay}: packets, 0 for no checking, default 64
 * @param protection IPsec profiles, and the tunnels that they protect
 * @param ipv6 crypto maps for IPv6
 */
public record CryptoConfig(boolean enabled, IsakmpConfig isakmp, Map<String, TransformSet> transformSets,
    Map<String, CryptoMap> maps, Map<String, List<CryptoMap.Entry>> dynamicMaps,
    Map<String, List<AccessRule>> accessLists, List<Binding> bindings, int lifetimeSeconds, long lifetimeKilobytes,
    int idleSeconds, Liveness liveness, int replayWindow, Protection protection, Ipv6Maps ipv6) {
  private static final int REPLAY_WINDOW = 64;

  public static final CryptoConfig EMPTY = new CryptoConfig(true, IsakmpConfig.EMPTY, Map.of(), Map.of(), Map.of(),
      Map.of(), List.of(), 3600, 4_608_000, 0);

  /** One whose SAs are kept alive as when nothing is configured. */
  public CryptoConfig(boolean enabled, IsakmpConfig isakmp, Map<String, TransformSet> transformSets,
      Map<String, CryptoMap> maps, Map<String, List<CryptoMap.Entry>> dynamicMaps,
      Map<String, List<AccessRule>> accessLists, List<Binding> bindings, int lifetimeSeconds, long lifetimeKilobytes,
      int idleSeconds) {
    this(enabled, isakmp, transformSets, maps, dynamicMaps, accessLists, bindings, lifetimeSeconds, lifetimeKilobytes,
        idleSeconds, Liveness.DEFAULT);
  }

  /** One with the usual replay window. */
  public CryptoConfig(boolean enabled, IsakmpConfig isakmp, Map<String, TransformSet> transformSets,
      Map<String, CryptoMap> maps, Map<String, List<CryptoMap.Entry>> dynamicMaps,
      Map<String, List<AccessRule>> accessLists, List<Binding> bindings, int lifetimeSeconds, long lifetimeKilobytes,
      int idleSeconds, Liveness liveness) {
    this(enabled, isakmp, transformSets, maps, dynamicMaps, accessLists, bindings, lifetimeSeconds, lifetimeKilobytes,
        idleSeconds, liveness, REPLAY_WINDOW, Protection.NONE, Ipv6Maps.NONE);
  }

  /** The same with these maps alone, for shows. */
  public CryptoConfig withMaps(Map<String, CryptoMap> some) {
    return new CryptoConfig(enabled, isakmp, transformSets, some, dynamicMaps, accessLists, bindings, lifetimeSeconds,
        lifetimeKilobytes, idleSeconds, liveness, replayWindow, protection, ipv6);
  }

  /** The same with these tunnels. */
  public CryptoConfig with(Protection tunnels) {
    return new CryptoConfig(enabled, isakmp, transformSets, maps, dynamicMaps, accessLists, bindings, lifetimeSeconds,
        lifetimeKilobytes, idleSeconds, liveness, replayWindow, tunnels, ipv6);
  }

  /** The same with these maps for IPv6 alone, for shows. */
  public CryptoConfig withIpv6Maps(Map<String, CryptoMap> some) {
    return new CryptoConfig(enabled, isakmp, transformSets, maps, dynamicMaps, accessLists, bindings, lifetimeSeconds,
        lifetimeKilobytes, idleSeconds, liveness, replayWindow, protection, new Ipv6Maps(some, ipv6.accessLists));
  }

  /** The maps that bindings for IPv6 name, or those for IPv4. */
  public Map<String, CryptoMap> maps(boolean forIpv6) {
    return forIpv6 ? ipv6.maps : maps;
  }

  /** The access lists of such maps. */
  public Map<String, List<AccessRule>> accessLists(boolean forIpv6) {
    return forIpv6 ? ipv6.accessLists : accessLists;
  }

  /**
   * {@code crypto map ipv6}. Their names are apart from those of maps for IPv4.
   *
   * @param accessLists {@code ipv6 access-list}, by name
   */
  public record Ipv6Maps(Map<String, CryptoMap> maps, Map<String, List<AccessRule>> accessLists) {
    public static final Ipv6Maps NONE = new Ipv6Maps(Map.of(), Map.of());
  }

  /** An access-list entry. @param text as the running configuration prints it, without sequence number */
  public record AccessRule(boolean permit, FlowMatch match, String text) {}

  /**
   * A crypto map on an interface.
   *
   * @param linuxName the link, or null while the port is not bound
   * @param local the interface's primary address, of the map's version of IP, or null
   * @param up whether its line protocol is up
   * @param mtu IP MTU of the interface, bytes
   * @param fragmentation {@code crypto ipsec df-bit} and {@code crypto ipsec fragmentation}
   * @param ipv6 whether the map is one for IPv6
   */
  public record Binding(InterfaceName interfaceName, String linuxName, Address local, boolean up, int mtu, String mapName,
      Fragmentation fragmentation, boolean ipv6) {
    /** One for IPv4. */
    public Binding(InterfaceName interfaceName, String linuxName, Address local, boolean up, int mtu, String mapName,
        Fragmentation fragmentation) {
      this(interfaceName, linuxName, local, up, mtu, mapName, fragmentation, false);
    }

    /** One that fragments as IOS does by default. */
    public Binding(InterfaceName interfaceName, String linuxName, Address local, boolean up, int mtu, String mapName) {
      this(interfaceName, linuxName, local, up, mtu, mapName, Fragmentation.DEFAULT);
    }
  }
}
