package net.anotherbox.crypto;

import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.crypto.ipsec.profile.ShowIpsecSettings;
import net.anotherbox.crypto.ipsec.sa.ShowIpsecSa;
import net.anotherbox.crypto.ipsec.transform.TransformFeature;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code show crypto ipsec …} and {@code show crypto map}. */
final class IpsecShows implements Feature {
  private static final String SA = "show crypto ipsec sa";

  private final CryptoSubsystem crypto;

  IpsecShows(CryptoSubsystem crypto) {
    this.crypto = crypto;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show crypto ipsec", "Show IPSEC policy");
    g.prefix(Mode.EXEC, SA, "IPSEC SA table");
    g.prefix(Mode.EXEC, SA + " detail", "show counter detail");
    g.exec(SA, x -> x.print(crypto.showIpsecSa()));
    g.exec(SA + " detail", x -> x.print(crypto.ipsecSa().detail(crypto.release(), ShowIpsecSa.Which.ALL)));
    restricted(g, "interface IFNAME:interface", "Show info for specific interface", "interface");
    restricted(g, "map WORD:map", "IPSEC SA table for a specific crypto map", "Crypto map name");
    restricted(g, "peer A.B.C.D:peer", "Show all IPSEC SAs with this peer", "Peer address");
    restricted(g, "peer X:X:X:X::X:peer", "Show all IPSEC SAs with this peer", "Peer IPv6 address");
    g.prefix(Mode.EXEC, SA + " address", "IPSEC SA table in (dest) address order");
    g.exec(SA + " address", x -> x.print(crypto.ipsecSa().byAddress(crypto.release(), Optional.empty())));
    // Error counters are an ident's; those of an SA are in the table anyway.
    g.exec(SA + " address detail", x -> x.print(crypto.ipsecSa().byAddress(crypto.release(), Optional.empty())),
        "show counter detail");
    g.exec(SA + " address A.B.C.D:address", x -> x.print(crypto.ipsecSa().byAddress(crypto.release(),
        IsakmpShows.address(x, "address"))), "Destination address");
    g.prefix(Mode.EXEC, SA + " identity", "IPSEC SADB identity tree");
    g.exec(SA + " identity", x -> identity(x, false));
    g.exec(SA + " identity detail", x -> identity(x, true), "show counter detail");
    g.exec(SA + " vrf WORD:vrf", x -> x.print(""), "Show SAs belonging to a vrf", "VRF name").since(Release.R12_3);
    settings(g);
    maps(g);
  }

  private void restricted(Grammar g, String words, String... help) {
    g.exec(SA + " " + words, x -> x.print(crypto.ipsecSa().render(crypto.release(), which(x))), help);
    String[] more = java.util.Arrays.copyOf(help, help.length + 1);
    more[help.length] = "show counter detail";
    g.exec(SA + " " + words + " detail", x -> x.print(crypto.ipsecSa().detail(crypto.release(), which(x))), more);
  }

  private static ShowIpsecSa.Which which(Execution x) {
    return new ShowIpsecSa.Which(x.command().arg("interface").map(InterfaceName::of), x.command().arg("map"),
        IsakmpShows.address(x, "peer"));
  }

  private void identity(Execution x, boolean detail) {
    x.print(crypto.ipsecSa().identity(crypto.release(), ShowIpsecSa.Which.ALL, detail));
  }

  private void settings(Grammar g) {
    g.prefix(Mode.EXEC, "show crypto ipsec transform-set", "Crypto transform sets");
    g.exec("show crypto ipsec transform-set", x -> x.print(crypto.showTransformSets()));
    g.exec("show crypto ipsec transform-set tag WORD:name", x -> x.print(crypto.showTransformSets(x.command().arg("name"))),
        "Crypto transform set with this tag", "Tag of the transform set");
    g.exec("show crypto ipsec transform-set default", x -> x.print(crypto.showTransformSets(Optional.of(
        TransformFeature.DEFAULT))), "Crypto default transform set").since(Release.R15_1);
    g.prefix(Mode.EXEC, "show crypto ipsec profile", "Show ipsec profile information");
    g.exec("show crypto ipsec profile", x -> x.print(crypto.showIpsecProfiles(Optional.empty())));
    g.exec("show crypto ipsec profile tag WORD:name", x -> x.print(crypto.showIpsecProfiles(x.command().arg("name"))),
        "Show a single profile", "Profile name");
    g.exec("show crypto sockets", x -> x.print(crypto.showSockets()), "Secure Socket Information").since(Release.R12_4);
    g.prefix(Mode.EXEC, "show crypto ipsec security-association", "Show parameters for IPSec security associations");
    g.exec("show crypto ipsec security-association lifetime", x -> x.print(ShowIpsecSettings.lifetime(crypto.release(),
        crypto.config())), "Lifetime of security associations");
    g.exec("show crypto ipsec security-association idle-time", x -> x.print(ShowIpsecSettings.idleTime(crypto.release(),
        crypto.config())), "Idle time of security associations").since(Release.R12_3);
  }

  private void maps(Grammar g) {
    g.prefix(Mode.EXEC, "show crypto map", "Crypto maps");
    g.exec("show crypto map", x -> x.print(crypto.showCryptoMap()));
    g.exec("show crypto map interface IFNAME:interface", this::map, "Crypto maps for a specific interface", "interface");
    g.exec("show crypto map tag WORD:tag", this::map, "Crypto maps with a given tag", "Crypto map tag");
    g.prefix(Mode.EXEC, "show crypto dynamic-map", "Crypto map templates");
    g.exec("show crypto dynamic-map", this::dynamicMap);
    g.exec("show crypto dynamic-map tag WORD:tag", this::dynamicMap, "Crypto map templates with a given tag",
        "Crypto map template tag");
  }

  private void dynamicMap(Execution x) {
    x.print(crypto.showDynamicMap(x.command().arg("tag")));
  }

  private void map(Execution x) {
    x.print(crypto.showCryptoMap(x.command().arg("tag"), x.command().arg("interface").map(InterfaceName::of)));
  }
}
