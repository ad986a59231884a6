package net.anotherbox.crypto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.LineFiles;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.CryptoConfig.Ipv6Maps;
import net.anotherbox.crypto.ikev2.Ikev2Feature;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.map.Ipv6MapFeature;
import net.anotherbox.crypto.ipsec.map.MapFeature;
import net.anotherbox.crypto.ipsec.profile.AccessTemplate;
import net.anotherbox.crypto.ipsec.profile.FragmentationFeature;
import net.anotherbox.crypto.ipsec.profile.IpsecProfile;
import net.anotherbox.crypto.ipsec.profile.ProfileFeature;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.ipsec.profile.Protection;
import net.anotherbox.crypto.ipsec.transform.TransformFeature;
import net.anotherbox.crypto.isakmp.key.KeyEncryption;
import net.anotherbox.crypto.isakmp.key.KeyFeature;
import net.anotherbox.crypto.isakmp.key.Keyrings;
import net.anotherbox.crypto.isakmp.liveness.LivenessFeature;
import net.anotherbox.crypto.isakmp.policy.PolicyFeature;
import net.anotherbox.crypto.isakmp.profile.HostTable;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.isakmp.profile.IsakmpFeature;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.pki.PkiFeature;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * All configuration lines that begin with "crypto", and what they come to: a {@link CryptoConfig}, made anew after each
 * commit and each change of an interface, and handed on when it differs from the last one.
 */
public final class CryptoFeatures implements Feature, Participant {
  /** Of an underlay that is not known. */
  private static final int UNDERLAY_MTU = 1500;

  private final InterfaceTable interfaces;
  private final TunnelTable tunnels;
  private final Function<Section, Map<String, List<AccessRule>>> accessLists;
  private final Function<Section, Map<String, List<AccessRule>>> ipv6AccessLists;
  private final Consumer<CryptoConfig> configured;
  private final KeyEncryption encryption;
  private final PolicyFeature policies = new PolicyFeature();
  private final KeyFeature keys;
  private final IsakmpFeature isakmp;
  private final LivenessFeature liveness = new LivenessFeature();
  private final TransformFeature transforms;
  private final MapFeature maps;
  private final Ipv6MapFeature ipv6Maps;
  private final ProfileFeature profiles = new ProfileFeature();
  private final FragmentationFeature fragmentation = new FragmentationFeature();
  private final PkiFeature pki;
  private Section current = Section.EMPTY;
  private CryptoConfig last;
  /** Whether the last configuration said anything of IPsec. */
  private boolean secures;

  /**
   * @param accessLists reads the access lists out of a configuration, by name or number
   * @param ipv6AccessLists the same of those for IPv6
   * @param encryption reads keys of type 6; takes part in the configuration by itself
   * @param configured told each new configuration, on the loop; the first commit always tells one, so that what a killed
   *     process left behind is replaced
   */
  public CryptoFeatures(Personality personality, InterfaceTable interfaces, TunnelTable tunnels,
      Function<Section, Map<String, List<AccessRule>>> accessLists,
      Function<Section, Map<String, List<AccessRule>>> ipv6AccessLists, KeyEncryption encryption,
      Consumer<CryptoConfig> configured) {
    this.encryption = encryption;
    this.interfaces = interfaces;
    this.tunnels = tunnels;
    this.accessLists = accessLists;
    this.ipv6AccessLists = ipv6AccessLists;
    this.configured = configured;
    isakmp = new IsakmpFeature(personality, encryption);
    keys = new KeyFeature(personality, encryption);
    transforms = new TransformFeature(personality);
    maps = new MapFeature(personality, transforms);
    ipv6Maps = new Ipv6MapFeature(personality, transforms);
    pki = new PkiFeature();
    interfaces.onChange(this::evaluate);
    tunnels.onChange(this::evaluate);
    encryption.onChange(this::evaluate);
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto", "Encryption module");
    for (Feature f : List.of(encryption, isakmp, liveness, policies, keys, profiles, fragmentation, transforms, maps, ipv6Maps,
        pki, new Ikev2Feature(),
        LineFiles.of(CryptoFeatures.class, "crypto.lines"))) f.declare(g);
  }

  @Override
  public Optional<String> prepare(Section before, Section candidate) {
    return !concerned(before, candidate) ? Optional.empty()
        : maps.refusal(before, candidate).or(() -> ipv6Maps.refusal(before, candidate));
  }

  @Override
  public void apply(Section before, Section now) {
    current = now;
    if (last == null || concerned(before, now)) evaluate();
  }

  /** Whether anything differs that a crypto map may rest on. */
  private static boolean concerned(Section before, Section now) {
    return Section.changed(before, now).stream().anyMatch(l -> isOurs(l) || HostTable.concerns(l)
        || l.slot().startsWith("ip access-list") || l.slot().startsWith("ipv6 access-list") || l.slot().startsWith("ip domain")
        || l.opens().filter(Modes.INTERFACE::equals).isPresent());
  }

  private static boolean isOurs(Line l) {
    return l.slot().startsWith("crypto");
  }

  private void evaluate() {
    boolean any = !tunnels.protectedTunnels().isEmpty() || current.any(CryptoFeatures::isOurs);
    if (last != null && !any && !secures) return;   // a thousand interfaces and no word of IPsec
    secures = any;
    CryptoConfig now = read(current);
    if (now.equals(last)) return;
    last = now;
    configured.accept(now);
  }

  /** What this configuration tells the subsystem, the interfaces being as they are now. */
  CryptoConfig read(Section root) {
    Map<String, List<Address>> hosts = HostTable.read(root).addresses();
    Function<String, List<Address>> names = name -> hosts.getOrDefault(name, List.of());
    List<String> otherwise = transforms.otherwise(root);
    Map<String, CryptoMap> all = maps.maps(root, names);
    all.replaceAll((name, map) -> map.orSets(otherwise));
    var dynamic = maps.dynamicMaps(root, names);
    dynamic.replaceAll((name, entries) -> CryptoMap.orSets(entries, otherwise));
    var six = ipv6Maps.maps(root, names);
    six.replaceAll((name, map) -> map.orSets(otherwise));
    var phaseOne = isakmp(root);
    return new CryptoConfig(isakmp.enabled(root), phaseOne, transforms.sets(root), all,
        dynamic, named(accessLists.apply(root), all, dynamic), bindings(root), profiles.lifetimeSeconds(root),
        profiles.lifetimeKilobytes(root), profiles.idleSeconds(root), liveness.read(root),
        profiles.replayWindow(root), protection(root, phaseOne), six.isEmpty() ? Ipv6Maps.NONE : new Ipv6Maps(six,
            named(ipv6AccessLists.apply(root), six, Map.of())));
  }

  private Protection protection(Section root, IsakmpConfig phaseOne) {
    var named = profiles.profiles(root);
    named.replaceAll((name, p) -> p.orSets(transforms.otherwise(root)));
    return new Protection(named, tunnels.protectedTunnels().stream().map(t -> new ProtectedTunnel(t.name(), t.deviceName(),
        t.encapsulation(), t.payload(), t.local(), t.remote(), t.underlay(), mtu(t), t.up(), t.profile(),
        Optional.ofNullable(named.get(t.profile())), t.shared(), fragmentation.of(root, t.name()))).toList(),
        templates(named, phaseOne));
  }

  private List<AccessTemplate> templates(Map<String, IpsecProfile> named, IsakmpConfig phaseOne) {
    var out = new ArrayList<AccessTemplate>();
    for (TunnelTable.Template t : tunnels.templates()) {
      var profile = named.get(t.profile());
      if (profile == null || !profile.complete()) continue;
      phaseOne.profiles().stream().filter(p -> p.virtualTemplate().map(String::valueOf).equals(Optional.of(
          t.name().number()))).forEach(p -> out.add(new AccessTemplate(t.name(), p.name(), t.payload(), locals(t, p),
          profile)));
    }
    return List.copyOf(out);
  }

  /** Where peers may call: the template's source, the profile's address, or any that an interface has. */
  private List<Address> locals(TunnelTable.Template t, IsakmpProfile p) {
    var one = t.local().or(p::local);
    if (one.isPresent()) return List.of(one.get());
    return interfaces.all().stream().filter(InterfaceTable.State::lineUp).flatMap(s -> t.payload() == 6
        ? interfaces.ipv6(s.name()).stream().filter(a -> !a.tentative() && !a.address().isLinkLocal()).map(a -> (Address) a
            .address()) : s.address().<Address>map(a -> a).stream()).distinct().toList();
  }

  private int mtu(TunnelTable.Protected t) {
    return t.underlay().flatMap(interfaces::state).map(InterfaceTable.State::mtu).orElse(UNDERLAY_MTU);
  }

  private IsakmpConfig isakmp(Section root) {
    var hosts = HostTable.read(root);
    return isakmp.read(root, policies.policies(root), new Keyrings(keys.keyrings(root, this::local), hosts.addresses()),
        hosts, this::local);
  }

  /** The lists that maps name: a change of any other is none of ours. */
  private static Map<String, List<AccessRule>> named(Map<String, List<AccessRule>> lists, Map<String, CryptoMap> all,
      Map<String, List<CryptoMap.Entry>> dynamic) {
    var named = new HashMap<String, List<AccessRule>>();
    Stream.concat(all.values().stream().map(CryptoMap::entries), dynamic.values().stream()).flatMap(List::stream)
        .map(CryptoMap.Entry::accessList).filter(n -> n != null && lists.containsKey(n))
        .forEach(n -> named.put(n, lists.get(n)));
    return named;
  }

  private List<Binding> bindings(Section root) {
    var bindings = new ArrayList<Binding>();
    maps.onInterfaces(root).forEach((name, map) -> interfaces.state(name).ifPresent(s -> bindings.add(new Binding(name,
        s.linuxName().orElse(null), local(maps.localAddress(root, map).orElse(name)).orElse(null), s.lineUp(), s.mtu(),
        map, fragmentation.of(root, name)))));
    ipv6Maps.onInterfaces(root).forEach((name, map) -> interfaces.state(name).ifPresent(s -> bindings.add(new Binding(name,
        s.linuxName().orElse(null), local6(name).orElse(null), s.lineUp(), s.mtu(), map, fragmentation.of(root, name), true))));
    return List.copyOf(bindings);
  }

  /** One that nobody else has, and that is known beyond the link. */
  private Optional<Address> local6(InterfaceName name) {
    return interfaces.ipv6(name).stream().filter(a -> !a.tentative() && !a.address().isLinkLocal()).findFirst().map(
        InterfaceTable.Ipv6On::address);
  }

  private Optional<Address> local(InterfaceName name) {
    return interfaces.state(name).flatMap(InterfaceTable.State::address).map(Address.class::cast);
  }
}
