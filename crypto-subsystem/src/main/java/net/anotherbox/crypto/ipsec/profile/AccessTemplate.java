package net.anotherbox.crypto.ipsec.profile;

import java.util.List;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * What a peer that an ISAKMP profile knows may ask for: a virtual tunnel interface of its own, cloned from a template.
 *
 * @param isakmpProfile the only one whose peers get it
 * @param payload 4 or 6
 * @param locals the addresses of ours at which it may call
 */
public record AccessTemplate(InterfaceName name, String isakmpProfile, int payload, List<Address> locals,
    IpsecProfile profile) {
  /** Name of the crypto map that stands for it. */
  public String head() {
    return name + "-head-0";
  }

  /** Everything: what both sides' proxies must be. */
  public Proxy proxy() {
    return new Proxy(payload == 6 ? new Ipv6(0, 0) : Ipv4.ANY, 0, 0, 0);
  }

  /** As an interface with a crypto map, at one of the addresses. */
  public Binding binding(Address local, int mtu) {
    return new Binding(name, null, local, true, mtu, head());
  }

  /** The map's entry, for peers of the ISAKMP profile alone. */
  public CryptoMap.Entry entry() {
    var e = profile.terms();
    return new CryptoMap.Entry(e.sequence(), List.of(), e.transformSets(), null, e.pfsGroup(), e.lifetimeSeconds(),
        e.lifetimeKilobytes(), e.terms().withProfile(isakmpProfile));
  }
}
