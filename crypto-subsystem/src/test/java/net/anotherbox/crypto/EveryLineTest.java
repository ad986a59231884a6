package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.crypto.isakmp.failure.ShowFailures;
import net.anotherbox.crypto.isakmp.key.KeyEncryption;
import net.anotherbox.crypto.isakmp.key.MasterKeyStore;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks the ways through all lines of crypto, in every release: what says that it is ACTIVE must tell somebody something.
 */
class EveryLineTest {
  /** What must be there for a line to say something, and the way into its mode. */
  private static final String GROUND = """
      crypto isakmp policy 20
       lifetime 7200
      crypto isakmp key secret address 192.0.2.77
      crypto keyring RING
       pre-shared-key address 192.0.2.76 key secret
      crypto isakmp profile PROFILE
       match identity address 192.0.2.75
      crypto ipsec transform-set SET esp-3des esp-sha-hmac
      crypto ipsec profile PROTECTS
       set transform-set SET
      crypto isakmp peer address 192.0.2.74
      crypto dynamic-map TEMPLATE 10
       set transform-set SET
      crypto map MAP 10 ipsec-isakmp
       set peer 192.0.2.73
       set transform-set SET
       match address 101
      crypto map MAP 20 ipsec-isakmp dynamic TEMPLATE
      interface FastEthernet0/1
       crypto map MAP
      """;
  private static final String SINCE_15_1 = """
      crypto map ipv6 SIX 10 ipsec-isakmp
       set peer 2001:DB8::73
       set transform-set SET
       match address SIX
      interface FastEthernet0/1
       ipv6 crypto map SIX
      """;
  private static final Map<String, String> WAYS_IN = Map.of("config-isakmp", "crypto isakmp policy 20", "config-keyring",
      "crypto keyring RING", "isakmp-profile", "crypto isakmp profile PROFILE", "cfg-crypto-trans",
      "crypto ipsec transform-set SET esp-3des esp-sha-hmac", "ipsec-profile", "crypto ipsec profile PROTECTS",
      "isakmp-peer", "crypto isakmp peer address 192.0.2.74", "crypto-dynamic-map", "crypto dynamic-map TEMPLATE 10",
      "crypto-map", "crypto map MAP 10 ipsec-isakmp", "interface", "interface FastEthernet0/1",
      "crypto-map-ipv6", "crypto map ipv6 SIX 10 ipsec-isakmp");
  private static final int FORKS = 8;
  private static final int CHOICES = 12;
  /** Read by the key encryption itself, and the modules' own. */
  private static final Set<String> READ_ELSEWHERE = Set.of("password encryption aes", "interface IFNAME:name", "ip host");

  /** What the ground says already. */
  private static final Set<String> REPEATS = Set.of("interface: crypto ipsec df-bit copy",
      "interface: crypto ipsec fragmentation before-encryption", "interface: crypto map MAP");
  /** At least so many ways are ACTIVE in the oldest release, or the walk has lost its way. */
  private static final int MANY = 120;

  private final Map<InterfaceName, InterfaceTable.State> states = new TreeMap<>();
  private final List<CryptoConfig> told = new ArrayList<>();
  private int active;
  private Configuration configuration;
  private Section ground;
  private Grammar grammar;
  private ConfigEditor editor;
  private Pair pair;

  static Stream<Release> releases() {
    return Release.KNOWN.stream();
  }

  private void assemble(Release release) {
    var personality = new Personality(release, Platform.C3725);
    configuration = new Configuration();
    told.clear();
    grammar = new Grammar(personality);
    var encryption = new KeyEncryption(personality, configuration, MasterKeyStore.inMemory(), new SeededRandomness(7));
    var features = new CryptoFeatures(personality, interfaces(), new HandMadeTunnels(), root -> lists(), root -> Map.of(), encryption,
        told::add);
    features.declare(grammar);
    pair = new Pair();
    var commands = new CryptoCommands(pair.left.crypto, pair.left.log);
    commands.declare(grammar);
    grammar.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "interface")
        .opens(Modes.INTERFACE).keyed("name").active();
    grammar.line(Mode.CONFIG, "ip host WORD:name A.B.C.D:address", "IP", "Host", "Name", "Address").slot("ip host")
        .keyed("name").active();
    configuration.add(encryption);
    configuration.add(features);
    configuration.add(commands);
    editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    String all = release.compareTo(Release.R15_1) < 0 ? GROUND : GROUND + SINCE_15_1;
    all.lines().forEach(l -> assertTrue(editor.type(l) instanceof Outcome.Accepted, release + ": " + l));
    while (editor.mode() != Mode.CONFIG) editor.exit();
    ground = configuration.current();
  }

  private InterfaceTable interfaces() {
    for (String n : List.of("FastEthernet0/1", "FastEthernet0/0")) {
      var name = InterfaceName.of(n);
      states.put(name, new InterfaceTable.State(name, Optional.of("eth-" + name.brief()),
          Optional.of(Ipv4.of("198.51.100." + (n.endsWith("0") ? 9 : 1))), 24, true, true, 1500));
    }
    return new InterfaceTable() {
      @Override
      public Optional<State> state(InterfaceName name) {
        return Optional.ofNullable(states.get(name));
      }

      @Override
      public Collection<State> all() {
        return states.values();
      }

      @Override
      public void onChange(Runnable l) {}
    };
  }

  private static Map<String, List<AccessRule>> lists() {
    var rule = new AccessRule(true, PacketMatch.ip(PacketMatch.ANY_PROTOCOL, Ipv4.ANY, Ipv4.of("255.255.255.255"), Ipv4.ANY,
        Ipv4.of("255.255.255.255")), "permit ip any any");
    return Map.of("101", List.of(rule), "100", List.of(rule), "NAME", List.of(rule));
  }

  private CryptoConfig last() {
    return told.get(told.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatIsActiveTellsSomebodySomething(Release release) {
    assemble(release);
    var silent = new TreeSet<String>();
    for (var byMode : ways(release).entrySet())
      for (String way : byMode.getValue()) if (isSilent(byMode.getKey(), way)) silent.add(byMode.getKey().id() + ": " + way);
    assertEquals(REPEATS, silent);
    assertTrue(active > MANY, active + " ways");
  }

  /** All that can be typed in the modes of crypto, arguments filled in. */
  private Map<Mode, Set<String>> ways(Release release) {
    var ways = new LinkedHashMap<Mode, Set<String>>();
    for (Mode m : grammar.modes()) {
      if (m.isExec()) continue;
      for (Line l : grammar.lines(m))
        if (l.command().isEmpty() && !READ_ELSEWHERE.contains(l.slot()))
          ways.computeIfAbsent(m, x -> new LinkedHashSet<>()).addAll(ways(l));
    }
    return ways;
  }

  /** The ways through one line: each choice of each fork, with the first and the last choice at all others. */
  private static Set<String> ways(Line l) {
    var found = new LinkedHashSet<String>();
    for (int fork = 0; fork < FORKS; fork++)
      for (int choice = 0; choice < CHOICES; choice++)
        for (boolean first : new boolean[] {true, false}) found.add(filled(l.way(choosing(fork, choice, first))));
    return found;
  }

  private static IntUnaryOperator choosing(int fork, int choice, boolean first) {
    var at = new int[1];
    return n -> at[0]++ == fork ? Math.min(choice, n - 1) : first || at[0] > FORKS ? 0 : n - 1;
  }

  private static String filled(List<String> way) {
    var words = new ArrayList<String>();
    for (String w : way) words.add(switch (w) {
      case "WORD" -> words.equals(List.of("crypto", "map")) ? "MAP" : "NAME";
      case "LINE" -> "some text";
      case "A.B.C.D" -> words.contains("address") && words.getLast().matches("\\d+\\.\\d+\\.\\d+\\.\\d+") ? "255.255.255.0"
          : "192.0.2.0";
      case "X:X:X:X::X" -> "2001:DB8::1";
      case "X:X:X:X::X/<0-128>" -> "2001:DB8::/64";
      case "IFNAME" -> "FastEthernet0/0";
      default -> w.startsWith("<") ? number(w) : w;
    });
    return String.join(" ", words);
  }

  /** One that is no default: neither bound of the range. */
  private static String number(String range) {
    String[] p = range.substring(1, range.length() - 1).split("-");
    return Long.toString(Math.min(Long.parseLong(p[0]) + 17, Long.parseLong(p[1])));
  }

  /** Types it to the ground, takes it back, and says whether it is ACTIVE and nobody has noticed. */
  private boolean isSilent(Mode mode, String way) {
    if (mode != Mode.CONFIG) {
      String in = WAYS_IN.get(mode.id());
      if (in == null) return declaresAny(mode, way);
      if (!(grammar.parse(editor.place(), in) instanceof Matched)) return false;   // no such mode in this release
      assertTrue(editor.type(in) instanceof Outcome.Accepted, in);
    }
    Object before = known();
    boolean taken = false;
    if (grammar.parse(editor.place(), way) instanceof Matched m && !m.line().isDefault(m) | m.line().isOnByDefault()) {
      taken = isActive(m) && editor.type((m.line().isOnByDefault() ? "no " : "") + way) instanceof Outcome.Accepted;
    }
    if (taken) active++;
    boolean silent = taken && before.equals(known());
    while (editor.mode() != Mode.CONFIG) editor.exit();
    configuration.commit(root -> ground, () -> {});
    return silent;
  }

  /** A mode that none of the lines above opens is one of lines without effect. */
  private boolean declaresAny(Mode mode, String way) {
    return grammar.parse(new Grammar.Place(mode, null, 15), way) instanceof Matched m && isActive(m);
  }

  private static boolean isActive(Matched m) {
    return m.line().support(Entry.of(m.line().key(Section.EMPTY, m), m, false)) instanceof Support.Active;
  }

  /** What those know who read lines of crypto. */
  private Object known() {
    return List.of(last(), ShowFailures.diagnosis(Release.R15_1, pair.left.crypto.diagnosis()));
  }
}
