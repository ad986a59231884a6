package net.anotherbox.crypto.ipsec.profile;

import java.util.Optional;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * A tunnel interface with {@code tunnel protection}. IOS makes a crypto map for it, {@code Tunnel0-head-0}, with one entry.
 *
 * @param payload 4 or 6 where the tunnel carries only that, else 0
 * @param local address of its source; empty while it has none
 * @param remote its destination; empty for multipoint tunnels, and while it is not known
 * @param underlay the interface that its packets leave by, if known
 * @param mtu IP MTU of the underlay, bytes
 * @param up whether nothing but the SAs is missing for it to come up
 * @param profile as it is configured now; empty if there is none of that name
 * @param shared whether tunnels of the same source and profile share a map
 * @param fragmentation what it says of the DF bit, or the box; when packets are cut is not asked of tunnels: before they enter
 *     a virtual one, whose IP MTU leaves room for the SA, and after encryption where GRE or IP in IP has made them longer
 */
public record ProtectedTunnel(InterfaceName name, String linuxName, Encapsulation encapsulation, int payload,
    Optional<Address> local, Optional<Address> remote, Optional<InterfaceName> underlay, int mtu, boolean up,
    String profileName, Optional<IpsecProfile> profile, boolean shared, Fragmentation fragmentation) {
  private static final int IP_IN_IP = 4;
  private static final int IPV6_IN_IP = 41;
  private static final int GRE = 47;

  /** Name of the crypto map that stands for it. */
  public String head() {
    return shared ? profileName + "-head-1" : name + "-head-0";
  }

  /** Whether SAs can be asked for: both ends and what to agree on are known. */
  public boolean complete() {
    return local.isPresent() && remote.isPresent() && profile.filter(IpsecProfile::complete).isPresent();
  }

  /** Whether the SAs are all there is of the tunnel. */
  public boolean isVirtual() {
    return encapsulation == Encapsulation.IPSEC;
  }

  /** As {@code debug} writes it. */
  public String word() {
    return switch (encapsulation) {
      case GRE -> remote.isEmpty() ? "MGRE" : "GRE";
      case IP -> "IP";
      case IPSEC -> "IPSEC";
    };
  }

  /** What quick mode is to be about, our side: everything, or what goes between the ends. @throws if it is not complete */
  public Proxy localProxy() {
    return proxy(local.orElseThrow());
  }

  /** The peer's side. @throws java.util.NoSuchElementException if it is not complete */
  public Proxy remoteProxy() {
    return proxy(remote.orElseThrow());
  }

  private Proxy proxy(Address end) {
    if (isVirtual()) return new Proxy(payload == 6 ? new Ipv6(0, 0) : Ipv4.ANY, 0, 0, 0);
    int protocol = encapsulation == Encapsulation.GRE ? GRE : payload == 6 ? IPV6_IN_IP : IP_IN_IP;
    return new Proxy(end, end.bytes().length * 8, protocol, 0);
  }

  /** As an interface with a crypto map. */
  public Binding binding() {
    return new Binding(name, linuxName, local.orElse(null), up, mtu, head(), fragmentation);
  }

  /** The map's entry. @throws java.util.NoSuchElementException if it is not complete */
  public CryptoMap.Entry entry() {
    return profile.orElseThrow().with(remote.orElseThrow());
  }
}
