package net.anotherbox.crypto.isakmp.profile;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.isakmp.key.KeyEncryption;
import net.anotherbox.crypto.isakmp.key.Keyrings;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** What holds for ISAKMP as a whole, ISAKMP profiles, peers and client groups. */
public final class IsakmpFeature implements Feature {
  private static final Mode PEER = new Mode("isakmp-peer", "config-isakmp-peer", "ISAKMP peer attribute definition:");
  private static final Mode GROUP = new Mode("isakmp-group", "config-isakmp-group", "ISAKMP group policy config commands:");
  private static final String NO_CLIENTS =
      "there is no Xauth and no mode configuration: clients of this kind cannot connect";
  private final Personality personality;
  private final KeyEncryption encryption;
  private Line enable;
  private Line identity;
  private Line noAggressive;
  private Line mostSas;
  private Line mostNegotiating;
  private Line defaultPolicy;
  private Line fragmentation;
  private Line peerAddress;
  private Line peerHostname;
  private Line endpoint;
  private Line password;
  private ProfileLines profiles;

  public IsakmpFeature(Personality personality, KeyEncryption encryption) {
    this.personality = personality;
    this.encryption = encryption;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto isakmp", "Configure ISAKMP policy");
    enable = g.line(Mode.CONFIG, "crypto isakmp enable", "Enable ISAKMP").onByDefault().active();
    identity = g.line(Mode.CONFIG, "crypto isakmp identity {address|dn|hostname}:identity",
        "Set the identity which ISAKMP will use",
        "Use the IP address of the interface for the identity",
        "Use the distinguished name of the router cert for the identity",
        "Use the hostname of the router for the identity").slot("crypto isakmp identity").defaults("address").security()
        .support(e -> e.required("identity").equals("dn")
            ? new Support.Partial("there are no certificates: the address of the interface is the identity")
            : Support.ACTIVE);
    noAggressive = g.line(Mode.CONFIG, "crypto isakmp aggressive-mode disable", "Disable ISAKMP aggressive mode",
        "Disable inbound and outbound AG mode")
        .slot("crypto isakmp aggressive-mode").security().active();
    g.line(Mode.CONFIG, "crypto isakmp disconnect-revoked-peers", "Disconnect Crypto Session with Revoked Peer")
        .slot("crypto isakmp disconnect-revoked-peers").security()
        .partial("there are no certificates that could be revoked");
    g.line(Mode.CONFIG, "crypto isakmp xauth timeout <5-90>:seconds", "Set Extended Authentication values",
        "Set timeout for xauth response",
        "Number of seconds to wait").slot("crypto isakmp xauth timeout").partial(NO_CLIENTS);
    limits(g);
    peers(g);
    profiles = new ProfileLines(g, personality, NO_CLIENTS);
    groups(g);
  }

  private void limits(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto call", "Configure Crypto Call Admission Control");
    g.prefix(Mode.CONFIG, "crypto call admission", "Configure Crypto Call Admission Control");
    g.prefix(Mode.CONFIG, "crypto call admission limit", "Configure Crypto Call admission Control limit");
    g.prefix(Mode.CONFIG, "crypto call admission limit ike", "Config IKE limits");
    mostSas = g.line(Mode.CONFIG, "crypto call admission limit ike sa <0-99999>:count",
        "Maximum number of IKE SAs to allow before call admission", "Maximum number of SAs")
        .slot("crypto call admission limit ike sa").clearsOnNo().security().active();
    mostNegotiating = g.line(Mode.CONFIG, "crypto call admission limit ike in-negotiation-sa <10-99999>:count",
        "Maximum number of in-negotiation IKE SAs to allow before call admission", "Maximum number of SAs")
        .slot("crypto call admission limit ike in-negotiation-sa").clearsOnNo().security().active();
    fragmentation = g.line(Mode.CONFIG, "crypto isakmp fragmentation", "Enable IKE Fragmentation if required")
        .slot("crypto isakmp fragmentation").since(Release.R15_1).active();
    defaultPolicy = g.line(Mode.CONFIG, "crypto isakmp default policy", "Set default", "ISAKMP default policy")
        .slot("crypto isakmp default policy").onByDefault().since(Release.R15_1).security().active();
  }

  private void peers(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto isakmp peer", "Set Peer Policy");
    peerAddress = g.line(Mode.CONFIG, "crypto isakmp peer address A.B.C.D:address [vrf WORD:vrf]", "Set peer IP address",
        "Peer IP address", "VRF of the peer",
        "VRF name").opens(PEER).keyed("address", "vrf").active();
    peerHostname = g.line(Mode.CONFIG, "crypto isakmp peer hostname WORD:hostname", "Set peer hostname",
        "Hostname of the peer").opens(PEER)
        .keyed("hostname").active();
    g.prefix(PEER, "set", "Set attribute");
    g.prefix(PEER, "set aggressive-mode", "Set the aggressive mode attributes");
    endpoint = g.line(PEER,
        "set aggressive-mode client-endpoint {ipv4-address A.B.C.D:address|fqdn WORD:fqdn|user-fqdn WORD:user}",
        "Set the client endpoint", "Type ID_IPV4",
        "Client's address", "Type ID_FQDN", "Client's name", "Type ID_USER_FQDN", "Client's user name")
        .slot("client-endpoint").security().active();
    password = encryption.encrypts(g.line(PEER, "set aggressive-mode password [0|6]:secret WORD:secret",
        "Set the preshared key",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies an ENCRYPTED password will follow", "The UNENCRYPTED (cleartext) user password").slot("password")
        .security()
        .support(e -> password(e).isPresent() ? Support.ACTIVE : new Support.Partial(
            "the password is encrypted with a master key that this box does not have: the keyrings are asked")));
    g.line(PEER, "description LINE:text", "Specify a description of this peer", "Description").slot("description")
        .kept("a remark");
  }

  private static void groups(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto isakmp client", "Set client configuration policy");
    g.prefix(Mode.CONFIG, "crypto isakmp client configuration", "Set configuration policy");
    g.line(Mode.CONFIG, "crypto isakmp client configuration group WORD:name", "Set group profile attributes",
        "Name of the group").opens(GROUP)
        .keyed("name").security().partial(NO_CLIENTS);
    g.line(Mode.CONFIG, "crypto isakmp client configuration address-pool local WORD:pool", "Set network address for client",
        "Use a local pool",
        "Name of the pool").slot("address-pool").partial(NO_CLIENTS);
    group(g, "key [0|6] WORD", "pre-shared key/IKE password", "Specifies an UNENCRYPTED password will follow",
        "Specifies an ENCRYPTED password will follow",
        "The UNENCRYPTED (cleartext) user password");
    group(g, "dns A.B.C.D [A.B.C.D]", "DNS Addresses", "Primary DNS server", "Secondary DNS server");
    group(g, "wins A.B.C.D [A.B.C.D]", "WINS Addresses", "Primary WINS server", "Secondary WINS server");
    group(g, "domain WORD", "Set default domain name to send to client", "Domain name");
    group(g, "pool WORD", "Set name of address pool", "Name of the pool");
    group(g, "acl {<100-199>|WORD}", "Specify split tunneling inclusion access-list number", "IP access-list number",
        "Access-list name");
    group(g, "save-password", "Allows remote client to save XAUTH password");
    group(g, "netmask A.B.C.D", "netmask used by the client for local connectivity", "Subnet mask");
    group(g, "include-local-lan", "Enable Local LAN Access with no split tunnel");
    group(g, "group-lock", "Enforce group lock feature");
    group(g, "max-users <1-5000>", "Maximum number of users for this group", "Maximum number");
    group(g, "max-logins <1-10>", "Maximum simultaneous logins for users in this group", "Maximum number");
    g.line(GROUP, "backup-gateway {A.B.C.D|WORD}", "Specify backup gateway", "IP address of the gateway",
        "Name of the gateway").slot("backup-gateway")
        .many().partial(NO_CLIENTS);
    g.line(GROUP, "split-dns WORD", "DNS name to append for resolution", "Name").slot("split-dns").many()
        .partial(NO_CLIENTS);
    g.line(GROUP, "banner LINE:text", "Specify mode config banner", "c banner-text c, where 'c' is a delimiting character")
        .slot("banner")
        .partial(NO_CLIENTS);
  }

  private static Line group(Grammar g, String syntax, String... help) {
    String slot = syntax.split(" ")[0];
    return g.line(GROUP, syntax, help).slot(slot).security().partial(NO_CLIENTS);
  }

  /** Whether ISAKMP is on. */
  public boolean enabled(Section root) {
    return root.isOn(enable);
  }

  /**
   * What phase 1 goes by.
   *
   * @param addresses of our interfaces, where they have one
   */
  public IsakmpConfig read(Section root, List<IsakmpPolicy> policies, Keyrings keyrings, HostTable names,
      Function<InterfaceName, Optional<Address>> addresses) {
    Identity own = root.value(identity, "identity").filter("hostname"::equals).<Identity>map(h ->
        new Identity.Fqdn(names.fqdn())).orElse(new Identity.OfInterface());
    return new IsakmpConfig(policies, root.isOn(defaultPolicy), keyrings, profiles.read(root, names.fqdn(), addresses),
        root.where(l -> l == peerAddress || l == peerHostname).map(this::peer).toList(), own, !root.isOn(noAggressive),
        new IsakmpConfig.Admission(count(root, mostSas), count(root, mostNegotiating)), root.has(fragmentation));
  }

  private static int count(Section root, Line line) {
    return root.value(line, "count").map(Integer::parseInt).orElse(0);
  }

  private AggressivePeer peer(Entry e) {
    Whose whose = e.arg("hostname").<Whose>map(Whose.Host::new)
        .orElseGet(() -> new Whose.Network(Ipv4.of(e.required("address")), 32));
    return new AggressivePeer(whose, e.body().one(password).flatMap(this::password),
        e.body().one(endpoint).map(IsakmpFeature::endpoint));
  }

  private Optional<String> password(Entry e) {
    return encryption.read(Optional.empty(), e.required("secret"));
  }

  private static Identity endpoint(Entry e) {
    return e.arg("address").<Identity>map(a -> new Identity.OfAddress(Ipv4.of(a)))
        .or(() -> e.arg("fqdn").map(Identity.Fqdn::new)).orElseGet(() -> new Identity.UserFqdn(e.required("user")));
  }
}
