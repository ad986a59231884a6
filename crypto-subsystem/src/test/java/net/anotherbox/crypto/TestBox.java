package net.anotherbox.crypto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.profile.AccessTemplate;
import net.anotherbox.crypto.ipsec.profile.IpsecProfile;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.ipsec.profile.Protection;
import net.anotherbox.crypto.ipsec.transform.TransformSet;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Authentication;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.PacketMatch;

/** A crypto subsystem on virtual time with one interface, and a configuration that tests change piece by piece. */
final class TestBox {
  final RecordingPlane plane = new RecordingPlane();
  final List<String> lines = new ArrayList<>();
  final List<RoutingTable.Injected> injected = new ArrayList<>();
  Optional<Ipv4> neighbour = Optional.empty();
  final RoutingTable routes = new RoutingTable() {
    @Override
    public void inject(Collection<Injected> wanted) {
      injected.clear();
      injected.addAll(wanted);
    }

    @Override
    public Optional<Ipv4> neighbour(Ipv4 destination) {
      return neighbour;
    }
  };
  final HandMadeTunnels tunnels = new HandMadeTunnels();
  final Log log;
  final CryptoSubsystem crypto;
  final Personality personality;
  Address local;

  List<IsakmpPolicy> policies = List.of(policy(10, Encryption.TRIPLE_DES, 0, Hash.SHA, 2, 86400));
  List<PresharedKey> keys = new ArrayList<>();
  Map<String, TransformSet> sets = new LinkedHashMap<>();
  Map<String, List<AccessRule>> lists = new LinkedHashMap<>();
  List<CryptoMap.Entry> entries = new ArrayList<>();
  List<CryptoMap.Dynamic> dynamics = new ArrayList<>();
  int idle;
  String mapName = "VPN";
  InterfaceName interfaceName = InterfaceName.of("FastEthernet0/1");
  boolean up = true;
  boolean bound = true;
  int pfs;
  boolean responderOnly;
  /** The ISAKMP profile whose peers get interfaces; empty for none. */
  String template = "";
  boolean profiled = true;
  Liveness liveness = Liveness.DEFAULT;
  int seconds = 3600;
  long kilobytes = 4_608_000;
  /** What a test changes of the rest. */
  UnaryOperator<IsakmpConfig> isakmp = c -> c;

  TestBox(VirtualLoop loop, MemoryNetwork network, String address, Release release, long seed) {
    local = Ipv4.of(address);
    log = new Log(loop.clock());
    log.add((severity, text) -> lines.add(text));
    personality = new Personality(release, Platform.C3725);
    crypto = new CryptoSubsystem(loop, log, new SeededRandomness(seed), network.box(loop), plane,
        network.transit(loop), routes, tunnels, personality);
    set("TS", Cipher.TRIPLE_DES, Integrity.HMAC_SHA1_96, true);
  }

  /** One whose peers are known by IPv6 addresses. */
  static TestBox v6(VirtualLoop loop, MemoryNetwork network, String address, Release release, long seed) {
    var b = new TestBox(loop, network, "0.0.0.0", release, seed);
    b.local = Ipv6.of(address);
    b.keys.add(new PresharedKey("cisco", Ipv6.of("::"), 0));
    return b;
  }

  /** The only entry, for the only list. */
  TestBox entry11(String peer) {
    return entry(11, lists.keySet().iterator().next(), 0, peer);
  }

  /** GRE between two hosts. */
  TestBox gre(String name, String from, String to) {
    lists.put(name, List.of(new AccessRule(true, PacketMatch.ip(47, Ipv4.of(from), Ipv4.ANY, Ipv4.of(to), Ipv4.ANY),
        "permit gre host " + from + " host " + to)));
    return this;
  }

  static IsakmpPolicy policy(int priority, Encryption e, int bits, Hash h, int group, int seconds) {
    return new IsakmpPolicy(priority, e, bits, h, Authentication.PRE_SHARE, group, seconds);
  }

  TestBox key(String secret, String network) {
    var p = Ipv4Prefix.of(network);
    keys.add(new PresharedKey(secret, p.address(), p.length()));
    return this;
  }

  TestBox set(String name, Cipher cipher, Integrity integrity, boolean tunnel) {
    set(name, new Suite(cipher, integrity), tunnel);
    return this;
  }

  TestBox set(String name, Suite suite, boolean tunnel) {
    sets.put(name, new TransformSet(name, List.of(suite.words()), Optional.of(suite), tunnel));
    return this;
  }

  TestBox list(String name, String... rules) {
    var l = new ArrayList<AccessRule>();
    for (String r : rules) {
      String[] w = r.split(" ");
      var from = Ipv4Prefix.of(w[1]);
      var to = Ipv4Prefix.of(w[2]);
      String text = w[0] + " ip " + from.address() + " " + from.mask().inverted() + " " + to.address() + " "
          + to.mask().inverted();
      l.add(new AccessRule(w[0].equals("permit"),
          PacketMatch.ip(PacketMatch.ANY_PROTOCOL, from.address(), from.mask().inverted(), to.address(),
              to.mask().inverted()), text));
    }
    lists.put(name, l);
    return this;
  }

  TestBox entry(int sequence, String list, int pfs, String... peers) {
    var p = new ArrayList<Address>();
    for (String s : peers) p.add(Ipv4.of(s));
    entries.add(new CryptoMap.Entry(sequence, List.copyOf(p), List.copyOf(sets.keySet()), list, pfs, 0, 0));
    return this;
  }

  /** {@code crypto map … N ipsec-isakmp dynamic TEMPLATE [discover]}, with one entry 10. @param list "" for none */
  TestBox dynamic(int sequence, String template, boolean discover, String list, int pfs, String... peers) {
    var p = new ArrayList<Address>();
    for (String s : peers) p.add(Ipv4.of(s));
    dynamics.add(new CryptoMap.Dynamic(sequence, template, discover, List.of(new CryptoMap.Entry(10, List.copyOf(p),
        List.copyOf(sets.keySet()), list.isEmpty() ? null : list, pfs, 0, 0))));
    return this;
  }

  CryptoConfig config() {
    var b = bound ? List.of(new Binding(interfaceName, "eth0", local, up, 1500, mapName)) : List.<Binding>of();
    return new CryptoConfig(true, isakmp.apply(IsakmpConfig.of(policies, List.copyOf(keys))), Map.copyOf(sets),
        bound ? Map.of(mapName, new CryptoMap(mapName, List.copyOf(entries), List.copyOf(dynamics))) : Map.of(), templates(),
        Map.copyOf(lists), b, seconds, kilobytes, idle, liveness).with(protection());
  }

  /** Every protected tunnel, with one profile of all transform sets. */
  private Protection protection() {
    var terms = new CryptoMap.Entry(IpsecProfile.FIRST_INSTANCE, List.of(), List.copyOf(sets.keySet()), null, pfs, 0, 0);
    var profile = new IpsecProfile("PRO", terms, responderOnly);
    return new Protection(profiled ? Map.of("PRO", profile) : Map.of(), tunnels.all.values().stream().map(t ->
        new ProtectedTunnel(t.name(), t.deviceName(), t.encapsulation(), t.payload(), t.local(), t.remote(), t.underlay(), 1500,
            t.up(), t.profile(), profiled ? Optional.of(profile) : Optional.empty(), t.shared(), Fragmentation.DEFAULT)).toList(),
        template.isEmpty() ? List.of() : List.of(new AccessTemplate(InterfaceName.of("Virtual-Template1"), template, 4,
            List.of(local), profile)));
  }

  private Map<String, List<CryptoMap.Entry>> templates() {
    var all = new LinkedHashMap<String, List<CryptoMap.Entry>>();
    for (CryptoMap.Dynamic d : dynamics) all.put(d.template(), d.entries());
    return all;
  }

  TestBox apply() {
    crypto.configure(config());
    return this;
  }

  TestBox debugAll() {
    for (var f : CryptoSubsystem.flags()) log.set(f, true);
    return this;
  }

  TestBox debug(String command) {
    for (var f : CryptoSubsystem.flags()) if (f.command().equals(command)) log.set(f, true);
    return this;
  }

  /** A packet for the first ident waits. */
  void packet() {
    var i = plane.idents().findFirst().orElseThrow();
    switch (i.selector()) {
      case PacketMatch m -> plane.events.acquire(i.id(), m.source(), m.destination(), 1);
      case Ipv6Match m -> plane.events.acquire(i.id(), m.source().address(), m.destination().address(), 1);
    }
  }

  /** A packet between these hosts waits. */
  void packet(String from, String to) {
    var i = plane.idents().findFirst().orElseThrow();
    plane.events.acquire(i.id(), Ipv4.of(from), Ipv4.of(to), 1);
  }

  boolean isUp() {
    return plane.newest(true).isPresent() && plane.newest(false).isPresent();
  }

  List<String> said(String part) {
    return lines.stream().filter(l -> l.contains(part)).toList();
  }
}
