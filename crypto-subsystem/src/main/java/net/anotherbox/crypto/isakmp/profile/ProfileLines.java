package net.anotherbox.crypto.isakmp.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile.Match;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** {@code crypto isakmp profile} and what stands in it. */
final class ProfileLines {
  private static final Mode PROFILE = new Mode("isakmp-profile", "conf-isa-prof",
      "Crypto ISAKMP Profile configuration commands:");
  private static final Catalogue TEXTS = Catalogue.load(ProfileLines.class, "profile.msg");
  private static final String HOST_MASK = Ipv4.mask(32).toString();

  private final Grammar g;
  private final Personality personality;
  private final Line profile;
  private final Line keyring;
  private final Line self;
  private final Line match;
  private final Line match6;
  private final Line matchName;
  private final Line keepalive;
  private final Line initiate;
  private final Line local;
  private Line virtualTemplate;

  ProfileLines(Grammar g, Personality personality, String noClients) {
    this.g = g;
    this.personality = personality;
    profile = g.line(Mode.CONFIG, "crypto isakmp profile WORD:name [accounting WORD:list]", "Define ISAKMP Profiles",
        "Name of the profile", "Enable AAA accounting", "Name of the list").opens(PROFILE).keyed("name").security()
        .note(m -> text("profile-incomplete")).support(e -> e.arg("list").isEmpty() ? Support.ACTIVE
            : new Support.Partial("sessions are not accounted for"));
    line("description LINE:text", "description", "Specify a description of this profile", "Description").kept("a remark");
    keyring = line("keyring WORD:keyring", "keyring", "Specify keyring to use", "Name of the keyring").keyed("keyring")
        .security().active();
    line("vrf WORD:vrf", "vrf", "Specify the VRF it is related to", "VRF name").security()
        .partial("there is one routing table: decrypted packets are routed by it");
    self = line("self-identity {address|fqdn|user-fqdn WORD:user}:kind", "self-identity", "Specify Identity to use",
        "IP address", "Hostname of the router", "User name at a host", "The name").security().active();
    line("ca trust-point WORD:name", "ca trust-point", "Specify certificate authorities to trust",
        "Specify certificate authority to use", "Name of the CA").security().partial("there are no certificates");
    match = line("match identity address A.B.C.D:address [A.B.C.D:mask]", "match", "Match values from peer",
        "Match a peer identity", "IP Address(es) for peer matching", "IP address prefix", "Specify mask").many().security()
        .blankBehind(e -> true).active();
    match6 = line("match identity address ipv6 X:X:X:X::X/<0-128>:address6", "match", "Match values from peer",
        "Match a peer identity", "IP Address(es) for peer matching", "IPv6 address", "IPv6 prefix").many().security()
        .blankBehind(e -> true).active();
    matchName = line("match identity {group WORD:name|host [domain:domain] WORD:name|user [domain:domain] WORD:name}:kind",
        "match", "Match values from peer", "Match a peer identity", "Match a group name", "Name of the group",
        "Match a peer's FQDN", "Match a domain", "Name", "Match a user FQDN", "Match a domain", "Name").many().security()
        .active();
    keepalive = line("keepalive <10-3600>:seconds retry <2-60>:retry", "keepalive",
        "Set a keepalive interval for use with IOS peers", "Number of seconds between keep alives",
        "Specify the retry interval", "Number of seconds between retries")
        .active();
    initiate = line("initiate mode aggressive", "initiate mode", "Initiate ISAKMP Exchange", "Specify mode to use",
        "Aggressive mode").security().active();
    local = line("local-address {A.B.C.D|IFNAME}:local", "local-address",
        "Interface or address to use for local address for this isakmp profile", "IP address of the interface", "interface")
        .security().active();
    clients(noClients);
  }

  /** Profiles are printed three blanks in; their mode gives one. */
  private Line line(String syntax, String slot, String... help) {
    return g.line(PROFILE, syntax, help).slot(slot).indented(2);
  }

  private void clients(String noClients) {
    line("client authentication list WORD:list", "client authentication", "Specify client configuration settings",
        "Configure AAA authentication", "Configure authentication list", "Named list").security().partial(noClients);
    line("isakmp authorization list WORD:list", "isakmp authorization", "ISAKMP Authorization command",
        "Authorization parameters.", "Configure authorization list", "Named list").security().partial(noClients);
    line("client configuration address {initiate|respond}", "client configuration address",
        "Specify client configuration settings", "Specify client configuration settings",
        "Set client's configuration address", "Push an address", "Accept a request").security().partial(noClients);
    line("client configuration group WORD:group", "client configuration group", "Specify client configuration settings",
        "Specify client configuration settings", "Set the group", "Name of the group").security().partial(noClients);
    virtualTemplate = line("virtual-template <1-200>:number", "virtual-template",
        "Specify the virtual-template for dynamic interface creation.", "Virtual-template interface number").security()
        .active();
  }

  private Optional<String> text(String name) {
    return TEXTS.render(personality.release(), name, Map.of());
  }

  /** The profiles in their order. @param addresses of our interfaces, where they have one */
  List<IsakmpProfile> read(Section root, String fqdn, Function<InterfaceName, Optional<Address>> addresses) {
    return root.all(profile).flatMap(e -> read(e, fqdn, addresses).stream()).toList();
  }

  /** Empty if it is bound to an interface without an address: it is for nobody. */
  private Optional<IsakmpProfile> read(Entry e, String fqdn, Function<InterfaceName, Optional<Address>> addresses) {
    Section body = e.body();
    var bound = body.value(local, "local");
    Optional<Address> address = bound.flatMap(l -> Ipv4.parse(l).map(Address.class::cast)
        .or(() -> addresses.apply(InterfaceName.of(l))));
    if (bound.isPresent() && address.isEmpty()) return Optional.empty();
    var matches = body.where(l -> l == match || l == match6 || l == matchName).map(this::match).toList();
    Optional<Identity> own = body.one(self).map(s -> s.arg("user").<Identity>map(Identity.UserFqdn::new)
        .orElseGet(() -> s.required("kind").equals("fqdn") ? new Identity.Fqdn(fqdn) : new Identity.OfInterface()));
    var alive = body.one(keepalive).map(k -> new IsakmpProfile.Keepalive(Integer.parseInt(k.required("seconds")),
        Integer.parseInt(k.required("retry"))));
    return Optional.of(new IsakmpProfile(e.required("name"), body.all(keyring).map(k -> k.required("keyring")).toList(),
        matches, own, body.isOn(initiate), address, alive, body.value(virtualTemplate, "number").map(Integer::parseInt)));
  }

  private Match match(Entry e) {
    if (e.is(match)) return new Match.ByAddress(new Whose.Network(Ipv4.of(e.required("address")),
        Ipv4.of(e.arg("mask").orElse(HOST_MASK)).prefixLength().orElse(32)));
    if (e.is(match6)) {
      String[] prefix = e.required("address6").split("/");
      return new Match.ByAddress(new Whose.Network(Ipv6.of(prefix[0]), Integer.parseInt(prefix[1])));
    }
    String name = e.required("name");
    boolean domain = e.arg("domain").isPresent();
    return switch (e.required("kind").split(" ")[0]) {
      case "host" -> domain ? new Match.HostDomain(name) : new Match.Host(name);
      case "user" -> domain ? new Match.UserDomain(name) : new Match.User(name);
      default -> new Match.Group(name);
    };
  }
}
