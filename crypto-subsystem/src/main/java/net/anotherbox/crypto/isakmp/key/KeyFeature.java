package net.anotherbox.crypto.isakmp.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** {@code crypto isakmp key} and {@code crypto keyring}. */
public final class KeyFeature implements Feature {
  private static final Mode KEYRING = new Mode("config-keyring", "conf-keyring", "Crypto Keyring commands:");
  private static final Catalogue TEXTS = Catalogue.load(KeyFeature.class, "key.msg");
  private static final String HOST_MASK = Ipv4.mask(32).toString();
  private static final String NO_MASTER_KEY =
      "the key is encrypted with a master key that this box does not have: the peer has no key";
  private final Personality personality;
  private final KeyEncryption encryption;
  private Line byAddress;
  private Line byAddress6;
  private Line byHostname;
  private Line keyring;
  private Line local;

  public KeyFeature(Personality personality, KeyEncryption encryption) {
    this.personality = personality;
    this.encryption = encryption;
  }

  @Override
  public void declare(Grammar g) {
    String[] form = {"Set pre-shared key for remote peer", "Specifies an UNENCRYPTED password will follow",
        "Specifies an ENCRYPTED password will follow", "The UNENCRYPTED (cleartext) user password",
        "define shared key with IP address"};
    byAddress = g.line(Mode.CONFIG,
        "crypto isakmp key [0|6]:form WORD:secret address A.B.C.D:address [A.B.C.D:mask] [no-xauth:xauth]",
        with(form, "Peer IP address", "Peer IP subnet mask", "Bypasses XAuth for this peer")).slot("crypto isakmp key")
        .keyed("address", "mask").security().rewrite(KeyFeature::plain).check(this::exists).support(this::support);
    byAddress6 = g.line(Mode.CONFIG,
        "crypto isakmp key [0|6]:form WORD:secret address ipv6 X:X:X:X::X/<0-128>:address6 [no-xauth:xauth]",
        with(form, "define shared key with IPv6 address", "IPv6 prefix of the peer", "Bypasses XAuth for this peer"))
        .slot("crypto isakmp key").keyed("address6").security().rewrite(KeyFeature::plain).support(this::support);
    form[4] = "define shared key with hostname";
    byHostname = g.line(Mode.CONFIG, "crypto isakmp key [0|6]:form WORD:secret hostname WORD:hostname [no-xauth:xauth]",
        with(form, "hostname of the peer", "Bypasses XAuth for this peer")).slot("crypto isakmp key").keyed("hostname")
        .security().rewrite(KeyFeature::plain).support(this::support);
    for (Line l : List.of(byAddress, byAddress6, byHostname)) encryption.encrypts(l);
    keyring(g);
  }

  private void keyring(Grammar g) {
    keyring = g.line(Mode.CONFIG, "crypto keyring WORD:name [vrf WORD:vrf]", "Key ring commands", "Name of the keyring",
        "VRF keyring belongs to", "VRF name").opens(KEYRING).keyed("name").rewrite(m -> m.with("scope",
            m.arg("vrf").map(v -> " vrf " + v).orElse("")))
        .printed("12.2 |crypto keyring {name}{scope} |", "15.2 |crypto keyring {name}{scope}  |").security().support(KeyFeature::vrf);
    g.line(KEYRING, "description LINE:text", "Specify a description of this keyring", "Description").slot("description")
        .indented(1).kept("a remark");
    local = g.line(KEYRING, "local-address {A.B.C.D|IFNAME}:local", "Limit keyring to the local interface or address",
        "IP address of the interface", "interface").slot("local-address").indented(1).active();
    g.prefix(KEYRING, "pre-shared-key", "Set pre-shared key for remote peer");
    ring(g, "pre-shared-key address A.B.C.D:address key", "|pre-shared-key address {address} key {secret}|",
        "Remote peer IP address", "Peer IP address").keyed("address");
    ring(g, "pre-shared-key address A.B.C.D:address A.B.C.D:mask key",
        "|pre-shared-key address {address} {mask} key {secret}|", "Remote peer IP address", "Peer IP address",
        "Peer IP subnet mask").keyed("address", "mask");
    ring(g, "pre-shared-key address ipv6 X:X:X:X::X/<0-128>:address6 key",
        "|pre-shared-key address ipv6 {address6} key {secret}|", "Remote peer IP address", "Remote peer IPv6 address",
        "IPv6 prefix of the peer").keyed("address6");
    ring(g, "pre-shared-key hostname WORD:hostname key", "|pre-shared-key hostname {hostname} key {secret}|",
        "Remote peer host name", "Hostname of the peer").keyed("hostname");
  }

  private Line ring(Grammar g, String syntax, String printed, String... help) {
    return encryption.encrypts(g.line(KEYRING, syntax + " [0|6]:secret WORD:secret", with(help, "Pre-shared key",
        "Specifies an UNENCRYPTED password will follow", "Specifies an ENCRYPTED password will follow",
        "The UNENCRYPTED (cleartext) user password")).slot("pre-shared-key").indented(1).security()
        .rewrite(KeyFeature::unencrypted).printed(printed).support(this::support));
  }

  private static Support vrf(Entry e) {
    return e.arg("vrf").isEmpty() ? Support.ACTIVE
        : new Support.Partial("there is one routing table: the keyring is used for peers in any");
  }

  private static String[] with(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /** IOS writes neither the 0 of an unencrypted key nor a host's mask. */
  private static Matched plain(Matched m) {
    var words = new ArrayList<>(m.words());
    Map<String, String> args = new HashMap<>(m.args());
    if (words.size() > 3 && args.remove("form", "0")) words.remove(3);
    if (args.remove("mask", HOST_MASK)) words.remove(words.lastIndexOf(HOST_MASK));
    return new Matched(m.line(), m.negated(), m.toDefault(), List.copyOf(words), Map.copyOf(args), m.typed());
  }

  private static Matched unencrypted(Matched m) {
    return m.arg("secret").filter(s -> s.startsWith("0 ")).map(s -> m.with("secret", s.substring(2))).orElse(m);
  }

  private Support support(Entry e) {
    return secret(e).isPresent() ? Support.ACTIVE : new Support.Partial(NO_MASTER_KEY);
  }

  private Optional<String> secret(Entry e) {
    return encryption.read(e.arg("form"), e.required("secret"));
  }

  /** A key is not replaced: it must be taken away first. */
  private Optional<String> exists(Section root, Matched m) {
    if (root.get(m.line().key(root, m)).isEmpty()) return Optional.empty();
    return TEXTS.render(personality.release(), "key-exists",
        Map.of("address", m.required("address"), "mask", m.arg("mask").orElse(HOST_MASK)));
  }

  /**
   * The keyrings, that of {@code crypto isakmp key} first, with the keys that can be used.
   *
   * @param addresses of our interfaces, where they have one
   */
  public List<Keyring> keyrings(Section root, Function<InterfaceName, Optional<Address>> addresses) {
    var rings = new ArrayList<Keyring>();
    rings.add(Keyring.ofDefault(root.where(l -> l == byAddress || l == byAddress6 || l == byHostname).map(this::read)
        .flatMap(Optional::stream).toList()));
    root.all(keyring).forEach(e -> {
      var bound = e.body().value(local, "local");
      var address = bound.flatMap(l -> Ipv4.parse(l).map(Address.class::cast)
          .or(() -> addresses.apply(InterfaceName.of(l))));
      // One that is bound to an interface without an address is for nobody.
      if (bound.isEmpty() || address.isPresent())
        rings.add(new Keyring(e.required("name"), address, e.body().where(l -> l.slot().equals("pre-shared-key"))
            .map(this::read).flatMap(Optional::stream).toList()));
    });
    return List.copyOf(rings);
  }

  private Optional<PresharedKey> read(Entry e) {
    return secret(e).map(s -> new PresharedKey(s, whose(e)));
  }

  private Whose whose(Entry e) {
    if (e.arg("hostname").isPresent()) return new Whose.Host(e.required("hostname"));
    if (e.arg("address6").isPresent()) {
      String[] prefix = e.required("address6").split("/");
      return new Whose.Network(Ipv6.of(prefix[0]), Integer.parseInt(prefix[1]));
    }
    int length = Ipv4.of(e.arg("mask").orElse(HOST_MASK)).prefixLength().orElse(32);
    return new Whose.Network(Ipv4.of(e.required("address")), length);
  }
}
