package net.anotherbox.crypto.isakmp.profile;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;

/** What holds for ISAKMP as a whole, ISAKMP profiles, peers and client groups. */
public final class IsakmpFeature implements Feature {
  private static final Mode PROFILE = new Mode("isakmp-profile", "conf-isa-prof",
      "Crypto ISAKMP Profile configuration commands:");
  private static final Mode PEER = new Mode("isakmp-peer", "config-isakmp-peer", "ISAKMP peer attribute definition:");
  private static final Mode GROUP = new Mode("isakmp-group", "config-isakmp-group", "ISAKMP group policy config commands:");
  private static final String NO_PROFILES = "ISAKMP profiles are not there: peers are treated by the global settings";
  private static final String NO_CLIENTS =
      "there is no Xauth and no mode configuration: clients of this kind cannot connect";
  private static final String NO_AGGRESSIVE = "only main mode is spoken";

  private Line enable;

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto isakmp", "Configure ISAKMP policy");
    enable = g.line(Mode.CONFIG, "crypto isakmp enable", "Enable ISAKMP").onByDefault().active();
    g.line(Mode.CONFIG, "crypto isakmp identity {address|dn|hostname}:identity", "Set the identity which ISAKMP will use",
        "Use the IP address of the interface for the identity",
        "Use the distinguished name of the router cert for the identity",
        "Use the hostname of the router for the identity").slot("crypto isakmp identity").defaults("address").security()
        .partial("the address of the interface is the identity");
    g.line(Mode.CONFIG, "crypto isakmp aggressive-mode disable", "Disable ISAKMP aggressive mode",
        "Disable inbound and outbound AG mode")
        .slot("crypto isakmp aggressive-mode").security().kept("aggressive mode is never spoken");
    g.line(Mode.CONFIG, "crypto isakmp disconnect-revoked-peers", "Disconnect Crypto Session with Revoked Peer")
        .slot("crypto isakmp disconnect-revoked-peers").security()
        .partial("there are no certificates that could be revoked");
    g.line(Mode.CONFIG, "crypto isakmp xauth timeout <5-90>:seconds", "Set Extended Authentication values",
        "Set timeout for xauth response",
        "Number of seconds to wait").slot("crypto isakmp xauth timeout").partial(NO_CLIENTS);
    g.line(Mode.CONFIG, "crypto isakmp diagnose error [<1-256>:count]", "Enable ISAKMP diagnostics", "Error diagnostics",
        "Number of entries")
        .slot("crypto isakmp diagnose error").kept("the log has the errors");
    peers(g);
    profiles(g);
    groups(g);
  }

  private static void peers(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto isakmp peer", "Set Peer Policy");
    g.line(Mode.CONFIG, "crypto isakmp peer address A.B.C.D:address [vrf WORD:vrf]", "Set peer IP address",
        "Peer IP address", "VRF of the peer",
        "VRF name").opens(PEER).keyed("address", "vrf").partial(NO_AGGRESSIVE);
    g.line(Mode.CONFIG, "crypto isakmp peer hostname WORD:hostname", "Set peer hostname", "Hostname of the peer").opens(PEER)
        .keyed("hostname")
        .partial(NO_AGGRESSIVE);
    g.prefix(PEER, "set", "Set attribute");
    g.prefix(PEER, "set aggressive-mode", "Set the aggressive mode attributes");
    g.line(PEER, "set aggressive-mode client-endpoint {ipv4-address A.B.C.D|fqdn WORD|user-fqdn WORD}",
        "Set the client endpoint", "Type ID_IPV4",
        "Client's address", "Type ID_FQDN", "Client's name", "Type ID_USER_FQDN", "Client's user name")
        .slot("client-endpoint").partial(NO_AGGRESSIVE);
    g.line(PEER, "set aggressive-mode password [0|6]:secret WORD:secret", "Set the preshared key",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies an ENCRYPTED password will follow", "The UNENCRYPTED (cleartext) user password").slot("password")
        .security().partial(NO_AGGRESSIVE);
    g.line(PEER, "description LINE:text", "Specify a description of this peer", "Description").slot("description")
        .kept("a remark");
  }

  private static void profiles(Grammar g) {
    g.line(Mode.CONFIG, "crypto isakmp profile WORD:name [accounting WORD:list]", "Define ISAKMP Profiles",
        "Name of the profile",
        "Enable AAA accounting", "Name of the list").opens(PROFILE).keyed("name").security().partial(NO_PROFILES);
    profile(g, "description LINE:text", "description", "Specify a description of this profile", "Description");
    profile(g, "keyring WORD:keyring", "keyring", "Specify keyring to use", "Name of the keyring");
    profile(g, "vrf WORD:vrf", "vrf", "Specify the VRF it is related to", "VRF name");
    profile(g, "self-identity {address|fqdn|user-fqdn WORD}", "self-identity", "Specify Identity to use", "IP address",
        "Hostname of the router",
        "User name at a host", "The name");
    profile(g, "ca trust-point WORD:name", "ca trust-point", "Specify certificate authorities to trust",
        "Specify certificate authority to use", "Name of the CA");
    profile(g, "match identity address A.B.C.D [A.B.C.D]", "match", "Match values from peer", "Match a peer identity",
        "IP Address(es) for peer matching",
        "IP address prefix", "Specify mask").many();
    profile(g, "match identity address ipv6 X:X:X:X::X/<0-128>", "match", "Match values from peer", "Match a peer identity",
        "IP Address(es) for peer matching", "IPv6 address", "IPv6 prefix").many();
    profile(g, "match identity {group WORD|host [domain] WORD|user [domain] WORD}", "match", "Match values from peer",
        "Match a peer identity",
        "Match a group name", "Name of the group", "Match a peer's FQDN", "Match a domain", "Name", "Match a user FQDN",
        "Match a domain", "Name").many();
    profile(g, "client authentication list WORD:list", "client authentication", "Specify client configuration settings",
        "Configure AAA authentication",
        "Configure authentication list", "Named list");
    profile(g, "isakmp authorization list WORD:list", "isakmp authorization", "ISAKMP Authorization command",
        "Authorization parameters.",
        "Configure authorization list", "Named list");
    profile(g, "client configuration address {initiate|respond}", "client configuration address",
        "Specify client configuration settings",
        "Specify client configuration settings", "Set client's configuration address", "Push an address",
        "Accept a request");
    profile(g, "client configuration group WORD:group", "client configuration group",
        "Specify client configuration settings",
        "Specify client configuration settings", "Set the group", "Name of the group");
    profile(g, "keepalive <10-3600> retry <2-60>", "keepalive", "Set a keepalive interval for use with IOS peers",
        "Number of seconds between keep alives",
        "Specify the retry interval", "Number of seconds between retries");
    profile(g, "initiate mode aggressive", "initiate mode", "Initiate ISAKMP Exchange", "Specify mode to use",
        "Aggressive mode");
    profile(g, "virtual-template <1-200>:number", "virtual-template",
        "Specify the virtual-template for dynamic interface creation.",
        "Virtual-template interface number");
    profile(g, "local-address {A.B.C.D|IFNAME}", "local-address",
        "Interface or address to use for local address for this isakmp profile",
        "IP address of the interface", "interface");
  }

  /** Profiles are printed three blanks in; their mode gives one. */
  private static Line profile(Grammar g, String syntax, String slot, String... help) {
    return g.line(PROFILE, syntax, help).slot(slot).indented(2).security().partial(NO_PROFILES);
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
}
