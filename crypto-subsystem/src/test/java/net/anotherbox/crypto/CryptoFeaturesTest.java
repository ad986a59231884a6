package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.ipsec.transform.TransformSet;
import net.anotherbox.crypto.isakmp.key.KeyEncryption;
import net.anotherbox.crypto.isakmp.key.MasterKeyStore;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Authentication;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CryptoFeaturesTest {
  private static final class Table implements InterfaceTable {
    final Map<InterfaceName, State> states = new TreeMap<>();
    Runnable listener;

    void set(String name, String address, boolean up) {
      var n = InterfaceName.of(name);
      states.put(n, new State(n, Optional.of("eth-" + n.brief()), Optional.of(Ipv4.of(address)), 24, true, up, 1500));
      if (listener != null) listener.run();
    }

    @Override
    public Optional<State> state(InterfaceName name) {
      return Optional.ofNullable(states.get(name));
    }

    @Override
    public Collection<State> all() {
      return states.values();
    }

    @Override
    public void onChange(Runnable l) {
      listener = l;
    }
  }

  private final Personality personality = new Personality(Release.R12_3, Platform.C2611XM);
  private final Table interfaces = new Table();
  private final HandMadeTunnels tunnels = new HandMadeTunnels();
  private final List<CryptoConfig> told = new ArrayList<>();
  private final Configuration configuration = new Configuration();
  private final MasterKeyStore masterKey = MasterKeyStore.inMemory();
  private Grammar grammar;
  private ConfigEditor editor;

  @BeforeEach
  void assemble() {
    grammar = new Grammar(personality);
    interfaces.set("FastEthernet0/1", "200.56.4.1", true);
    interfaces.set("Loopback0", "10.9.9.9", true);
    var encryption = new KeyEncryption(personality, configuration, masterKey, new SeededRandomness(7));
    var features = new CryptoFeatures(personality, interfaces, tunnels, root -> Map.of(), root -> Map.of(), encryption, told::add);
    features.declare(grammar);
    grammar.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "interface")
        .opens(Modes.INTERFACE)
        .keyed("name").sorted().active();
    configuration.add(encryption);
    configuration.add(features);
    editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
  }

  /** Types lines; what was said about them comes back. */
  private String type(String lines) {
    var out = new StringBuilder();
    for (String l : lines.split("\n")) out.append(said(editor.type(l), l));
    return out.toString();
  }

  private static String said(Outcome o, String line) {
    return switch (o) {
      case Outcome.Accepted a -> a.note();
      case Outcome.Refused r -> r.text();
      case Outcome.NotUnderstood n -> "not understood: " + line + (n.why() instanceof Parsed.Invalid i ? " @" + i.column()
          : "") + "\n";
      case Outcome.NeedsBlock b -> "needs block\n";
      case Outcome.Nothing n -> "";
      case Outcome.Left l -> "";
      case Outcome.Runs r -> "runs";
    };
  }

  /** The running configuration without "end", runs of "!" as one, none at the ends. */
  private String running(Release release) {
    var kept = new ArrayList<String>();
    for (String l : new RunningConfig(ConfigOrder.load()).render(configuration.current(), release).lines().toList())
      if (!l.equals("end") && !(l.equals("!") && (kept.isEmpty() || kept.get(kept.size() - 1).equals("!")))) kept.add(l);
    if (!kept.isEmpty() && kept.get(kept.size() - 1).equals("!")) kept.remove(kept.size() - 1);
    return String.join("\n", kept);
  }

  private CryptoConfig last() {
    return told.get(told.size() - 1);
  }

  private static final String SITEB = """
      crypto isakmp policy 1
       encr 3des
       authentication pre-share
       group 5
      !
      crypto isakmp policy 2
       encr 3des
       hash md5
       authentication pre-share
       group 5
      !
      crypto isakmp policy 3
       authentication pre-share
       group 5
      !
      crypto isakmp policy 4
       encr 3des
       authentication pre-share
       group 2
      crypto isakmp key thisisasecretpassword address 200.100.1.1
      !
      crypto ipsec transform-set Default esp-3des esp-sha-hmac\s
      !
      crypto map IPSEC 15 ipsec-isakmp\s
       set peer 200.100.9.9
       set transform-set Default\s
       set pfs group5
       match address OTHER
      crypto map IPSEC 60 ipsec-isakmp\s
       set peer 200.100.1.1
       set transform-set Default\s
       match address SITEB_to_SITEA
      !
      interface FastEthernet0/1
       crypto map IPSEC
      """;

  @Test
  void everyWordHasHelpAndEveryLineSaysWhatItDoes() {
    assertEquals(List.of(), grammar.violations());
  }

  @Test
  void theLinksysDocumentBecomesPoliciesKeysSetsAndMaps() {
    type(SITEB);
    var pre = Authentication.PRE_SHARE;
    assertEquals(List.of(new IsakmpPolicy(1, Encryption.TRIPLE_DES, 0, Hash.SHA, pre, 5, 86400),
        new IsakmpPolicy(2, Encryption.TRIPLE_DES, 0, Hash.MD5, pre, 5, 86400),
        new IsakmpPolicy(3, Encryption.DES, 0, Hash.SHA, pre, 5, 86400),
        new IsakmpPolicy(4, Encryption.TRIPLE_DES, 0, Hash.SHA, pre, 2, 86400)), last().isakmp().policies());
    assertEquals(List.of(new PresharedKey("thisisasecretpassword", Ipv4.of("200.100.1.1"), 32)), keys());
    assertEquals(Map.of("Default", new TransformSet("Default", List.of("esp-3des", "esp-sha-hmac"),
        Optional.of(new Suite(Cipher.TRIPLE_DES, Integrity.HMAC_SHA1_96)), true)), last().transformSets());
    assertEquals(List.of(new CryptoMap.Entry(15, List.of(Ipv4.of("200.100.9.9")), List.of("Default"), "OTHER", 5, 0, 0),
        new CryptoMap.Entry(60, List.of(Ipv4.of("200.100.1.1")), List.of("Default"), "SITEB_to_SITEA", 0, 0, 0)),
        last().maps().get("IPSEC").entries());
    assertEquals(List.of(new CryptoConfig.Binding(InterfaceName.of("Fa0/1"), "eth-Fa0/1", Ipv4.of("200.56.4.1"), true, 1500,
        "IPSEC")),
        last().bindings());
  }

  @Test
  void theLinksysDocumentIsPrintedAsItStands() {
    type(SITEB);
    assertEquals(SITEB, running(Release.R12_3) + "\n");
  }

  @Test
  void theTedAndTheDynamicMapDocumentArePrintedAsTheyStand() {
    String text = """
        crypto isakmp policy 10
         hash md5
         authentication pre-share
        crypto isakmp key cisco123 address 0.0.0.0 0.0.0.0
        !
        crypto ipsec transform-set DYN-TS esp-des esp-md5-hmac\s
        !
        crypto dynamic-map DYN 10
         set transform-set DYN-TS\s
         match address 101
        !
        crypto map IPSEC 10 ipsec-isakmp dynamic DYN\s
        crypto map tedtag 10 ipsec-isakmp dynamic DYN discover
        !
        interface FastEthernet0/1
         crypto map IPSEC
        """;
    assertEquals("", type(text));
    assertEquals(text, running(Release.R12_4) + "\n");
    assertEquals(List.of(), last().maps().get("IPSEC").entries());
    assertEquals(0, ((PresharedKey.Whose.Network) keys().get(0).whose()).prefixLength());
  }

  @Test
  void theMainModeAndTheDmvpnDocumentArePrintedAsTheyStand() {
    personality.release(Release.R15_1);
    String text = """
        crypto isakmp policy 1
         encr 3des
         hash sha
         authentication pre-share
        crypto isakmp key cisco123 address 0.0.0.0 0.0.0.0
        crypto isakmp key cisco address ipv6 ::/0
        !
        crypto ipsec transform-set DMVPN-TSET esp-3des esp-sha-hmac\s
         mode transport
        crypto ipsec transform-set TRA esp-aes esp-sha-hmac\s
         mode transport
        !
        crypto ipsec profile DMVPN-IPSEC
         set transform-set DMVPN-TSET\s
        """;
    assertEquals("", type(text));
    assertEquals(text, running(Release.R15_1) + "\n");
    assertFalse(last().transformSets().get("TRA").tunnel());
    assertEquals(Optional.of(new Suite(Cipher.AES_128, Integrity.HMAC_SHA1_96)), last().transformSets().get("TRA").suite());
  }

  @Test
  void spellingIsThatOfIos() {
    type("crypto isakmp policy 20\nencryption aes 128\nlifetime 3600\ncrypto isakmp policy 9\nencr aes 256\ngroup 2\n"
        + "crypto isakmp key 0 abc address 1.1.1.1 255.255.255.255\ncrypto ipsec transform-set A esp-sha-hmac esp-aes 128\n"
        + "crypto map M 5\nset pfs");
    assertEquals("crypto isakmp policy 9\n encr aes 256\n group 2\n!\ncrypto isakmp policy 20\n encr aes\n lifetime 3600\n"
        + "crypto isakmp key abc address 1.1.1.1\n!\ncrypto ipsec transform-set A esp-sha-hmac esp-aes \n!\n"
        + "crypto map M 5 ipsec-isakmp \n ! Incomplete\n set pfs group1", running(Release.R12_4));
    assertEquals(256, last().isakmp().policies().get(0).keyBits());
    assertEquals(128, last().isakmp().policies().get(1).keyBits());
    assertEquals(1, last().maps().get("M").entries().get(0).pfsGroup());
  }

  @Test
  void aNewMapIsAnnouncedAsDisabledOnce() {
    assertEquals(
        "% NOTE: This new crypto map will remain disabled until a peer\n\tand a valid access list have been configured.\n",
        type("crypto map M 10 ipsec-isakmp"));
    assertEquals("", type("crypto map M 10 ipsec-isakmp"));
  }

  @Test
  void aKeyIsNotReplacedUntilItIsTakenAway() {
    type("crypto isakmp key one address 10.0.0.1");
    assertEquals("A pre-shared key for address mask 10.0.0.1 255.255.255.255 already exists!\n",
        type("crypto isakmp key second address 10.0.0.1"));
    type("no crypto isakmp key one address 10.0.0.1\ncrypto isakmp key second address 10.0.0.1");
    assertEquals("second", keys().get(0).secret());
    assertFalse(last().toString().contains("second"));
  }

  @Test
  void keysAreStoredInType6WhenThereIsAMasterKeyAndUsedInClear() {
    type("crypto isakmp key crypto address 10.0.0.1\ncrypto keyring R\npre-shared-key address 10.0.0.2 key ring\nexit\n"
        + "crypto isakmp peer address 10.0.0.3\nset aggressive-mode password 0 peer\nexit\npassword encryption aes");
    assertTrue(running(Release.R12_4).contains("crypto isakmp key crypto address 10.0.0.1"));
    masterKey.save(Optional.of("Cisco123"));
    type("crypto isakmp key 0 later hostname h.example.com");
    String now = running(Release.R12_4);
    for (String clear : List.of("key crypto", "key ring", "password peer", "later")) assertFalse(now.contains(clear), now);
    assertTrue(now.contains("crypto isakmp key 6 "), now);
    assertTrue(now.contains("pre-shared-key address 10.0.0.2 key 6 "), now);
    assertTrue(now.contains("set aggressive-mode password 6 "), now);
    assertEquals(List.of("crypto", "later"), keys().stream().map(PresharedKey::secret).toList());
    assertEquals("ring", last().isakmp().keyrings().rings().get(1).keys().get(0).secret());
    assertEquals(Optional.of("peer"), last().isakmp().peers().get(0).password());
    assertFalse(now.contains("Cisco123"));
    for (Entry e : configuration.current().entries()) assertTrue(e.line().support(e) instanceof Support.Active, e::toString);
    assertEquals("runs", type("no key config-key password-encrypt"));
    assertTrue(type("default key config-key password-encrypt").startsWith("not understood"));
    masterKey.save(Optional.of("another key"));
    type("crypto isakmp identity hostname");
    assertEquals(List.of(), keys());
    assertTrue(configuration.current().entries().stream().anyMatch(e -> e.line().support(e) instanceof Support.Partial));
  }

  @Test
  void replayCheckingIsReadOfTheBoxAndOfEntries() {
    assertEquals(64, CryptoConfig.EMPTY.replayWindow());
    type("crypto ipsec security-association replay window-size 256\ncrypto map M 10 ipsec-isakmp\n"
        + "set security-association replay disable\ncrypto map M 20 ipsec-isakmp\n"
        + "set security-association replay window-size 512\ncrypto map M 30 ipsec-isakmp");
    assertEquals(256, last().replayWindow());
    assertEquals(List.of(Optional.of(0), Optional.of(512), Optional.empty()),
        last().maps().get("M").entries().stream().map(e -> e.terms().replayWindow()).toList());
    type("crypto ipsec security-association replay disable");
    assertEquals(0, last().replayWindow());
  }

  @Test
  void whatIsNamedMustExistAndStayWhileItIsUsed() {
    assertEquals("ERROR: Crypto Map with tag \"X\" does not exist.\n", type("interface FastEthernet0/1\ncrypto map X"));
    assertTrue(type("crypto map X 10 ipsec-isakmp\nset transform-set NONE")
        .endsWith("ERROR: transform set with tag \"NONE\" does not exist.\n"));
    type("crypto ipsec transform-set T esp-des esp-md5-hmac\ncrypto map X 10\nset transform-set T\ncrypto map "
        + "X 20 ipsec-isakmp\n"
        + "interface FastEthernet0/1\ncrypto map X");
    assertEquals("", type("no crypto map X 20"));
    assertTrue(type("no crypto map X").contains("in use by interface(s): FastEthernet0/1"));
    assertTrue(type("no crypto map X 10").contains("in use"));
    assertTrue(type("no crypto ipsec transform-set T").contains("in use"));
    assertEquals("",
        type("interface FastEthernet0/1\nno crypto map\nexit\nno crypto map X\nno crypto ipsec transform-set T"));
    assertEquals(Map.of(), last().maps());
    assertEquals("interface FastEthernet0/1", running(Release.R12_3));
  }

  @Test
  void noMapTakesAllItsEntriesAndNoOther() {
    type("crypto map A 10 ipsec-isakmp\ncrypto map A 2 ipsec-isakmp\ncrypto map A local-address Loopback0\ncrypto "
        + "map B 1 ipsec-isakmp");
    assertEquals(
        "crypto map A local-address Loopback0\ncrypto map A 2 ipsec-isakmp \n ! Incomplete\ncrypto map "
        + "A 10 ipsec-isakmp \n ! Incomplete\n"
        + "crypto map B 1 ipsec-isakmp \n ! Incomplete", running(Release.R12_4));
    type("no crypto map A");
    assertEquals("crypto map B 1 ipsec-isakmp \n ! Incomplete", running(Release.R12_4));
  }

  @Test
  void theLocalAddressOfAMapIsThatOfItsInterface() {
    type("crypto map A 10 ipsec-isakmp\ncrypto map A local-address Loopback0\ninterface FastEthernet0/1\ncrypto map A");
    assertEquals(Ipv4.of("10.9.9.9"), last().bindings().get(0).local());
  }

  @Test
  void aChangedInterfaceIsToldAndAnUnchangedOneIsNot() {
    type(SITEB);
    int before = told.size();
    interfaces.set("FastEthernet0/1", "200.56.4.1", true);
    assertEquals(before, told.size());
    interfaces.set("FastEthernet0/1", "200.56.4.1", false);
    assertEquals(before + 1, told.size());
    assertFalse(last().bindings().get(0).up());
  }

  @Test
  void anInterfaceFragmentsByItsOwnLinesAheadOfTheGlobalOnes() {
    type("crypto ipsec transform-set T esp-3des esp-sha-hmac\ncrypto map M 1 ipsec-isakmp\nset peer 1.1.1.1\nset "
        + "transform-set T\nmatch address 101\ninterface FastEthernet0/1\ncrypto map M");
    assertEquals(Fragmentation.DEFAULT, last().bindings().get(0).fragmentation());
    type("crypto isakmp policy 1\ncrypto ipsec df-bit clear\ncrypto ipsec fragmentation after-encryption");
    assertEquals(new Fragmentation(DfBit.CLEAR, false), last().bindings().get(0).fragmentation());
    type("interface FastEthernet0/1\ncrypto ipsec df-bit set");
    assertEquals(new Fragmentation(DfBit.SET, false), last().bindings().get(0).fragmentation());
    type("interface FastEthernet0/1\nno crypto ipsec df-bit");
    type("crypto ipsec fragmentation before-encryption");
    assertEquals(new Fragmentation(DfBit.CLEAR, true), last().bindings().get(0).fragmentation());
  }

  @Test
  void weakerProtectionIsNeverOfferedInPlaceOfWhatIsMissing() {
    personality.release(Release.R15_2);
    type("crypto ipsec transform-set G esp-gcm 256 esp-sha-hmac\ncrypto ipsec transform-set H esp-seal ah-sha-hmac\ncrypto "
        + "isakmp policy 1\ngroup 2\n"
        + "crypto isakmp key 6 XYZ address 1.1.1.1");
    assertEquals(Optional.empty(), last().transformSets().get("G").suite());
    assertEquals(Optional.empty(), last().transformSets().get("H").suite());
    assertEquals(List.of(), keys());
    for (Entry x : configuration.current().entries()) {
      boolean whole = x.line().support(x) instanceof Support.Active && x.body().entries().stream().allMatch(y -> y.line()
          .support(y) instanceof Support.Active);
      assertFalse(whole, x.words().toString());
    }
  }

  @Test
  void theSetThatStandsThereUnaskedIsTakenByEntriesWithoutOneUntilItIsTakenAway() {
    String entry = "crypto map M 1 ipsec-isakmp\nset peer 1.1.1.1\nmatch address 101\nexit\n";
    type(entry);
    assertEquals(Map.of(), last().transformSets());
    assertFalse(last().maps().get("M").entries().get(0).complete());
    type("no crypto map M");
    personality.release(Release.R15_1);
    type(entry);
    assertTrue(last().maps().get("M").entries().get(0).complete());
    assertEquals(Optional.of(new Suite(Cipher.AES_128, Integrity.HMAC_SHA1_96)), last().transformSets().get("default")
        .suite());
    assertFalse(running(Release.R15_1).contains("Incomplete"));
    type("no crypto ipsec transform-set default");
    assertFalse(last().maps().get("M").entries().get(0).complete());
    assertTrue(running(Release.R15_1).startsWith("no crypto ipsec transform-set default\n!\n"));
    type("default crypto ipsec transform-set default\ncrypto map M 1\nset transform-set default\nexit");
    assertFalse(last().transformSets().get("default").tunnel());
    type("crypto ipsec transform-set default esp-aes 256 esp-sha-hmac");
    assertEquals(Optional.of(new Suite(Cipher.AES_256, Integrity.HMAC_SHA1_96)), last().transformSets().get("default")
        .suite());
    assertEquals("", type("crypto ipsec transform-set def esp-3des"));
  }

  @Test
  void aMapOfIpv6IsApartFromThoseOfIpv4() {
    personality.release(Release.R15_1);
    String map = "crypto map ipv6 SIX 10 ipsec-isakmp \n set peer 2001:DB8::2\n set transform-set default \n match address L";
    assertTrue(type("crypto map ipv6 SIX 10").startsWith("% NOTE: This new crypto map will remain disabled"));
    assertTrue(running(Release.R15_1).contains("crypto map ipv6 SIX 10 ipsec-isakmp \n ! Incomplete"));
    assertEquals("", type(map + "\nexit\ninterface FastEthernet0/1\nipv6 crypto map SIX"));
    assertTrue(running(Release.R15_1).contains(map), () -> running(Release.R15_1));
    assertTrue(running(Release.R15_1).contains("\n ipv6 crypto map SIX"), () -> running(Release.R15_1));
    assertTrue(last().maps().isEmpty());
    assertEquals(List.of(Ipv6.of("2001:DB8::2")), last().maps(true).get("SIX").entries().get(0).peers());
    assertEquals("SIX", last().bindings().stream().filter(CryptoConfig.Binding::ipv6).findFirst().orElseThrow().mapName());
    configuration.current().where(l -> l.slot().contains("crypto map ipv6")).forEach(e ->
        assertEquals(Support.ACTIVE, e.line().support(e)));
    assertFalse(type("exit\ncrypto map IP 10 ipsec-isakmp").contains("not understood"), "the name of a map of IPv4");
    assertEquals("ERROR: Crypto Map with tag \"SEVEN\" does not exist.\n",
        type("exit\ninterface FastEthernet0/1\nipv6 crypto map SEVEN"));
    assertTrue(type("exit\nno crypto map ipv6 SIX").contains("is in use by interface(s): FastEthernet0/1"));
    type("interface FastEthernet0/1\nno ipv6 crypto map\nexit\nno crypto map ipv6 SIX");
    assertFalse(running(Release.R15_1).contains("map ipv6"));
    assertTrue(last().bindings().isEmpty());
  }

  @Test
  void transformsOfOneKindExcludeEachOther() {
    assertEquals("not understood: crypto ipsec transform-set T esp-des esp-3des @41\n",
        type("crypto ipsec transform-set T esp-des esp-3des"));
    assertEquals("  ah-md5-hmac   AH-HMAC-MD5 transform\n  ah-sha-hmac   AH-HMAC-SHA transform\n"
        + "  comp-lzs      IP Compression using the LZS compression algorithm\n  esp-md5-hmac  ESP transform using "
        + "HMAC-MD5 auth\n"
        + "  esp-sha-hmac  ESP transform using HMAC-SHA auth\n  <cr>\n\n",
        grammar.help(Grammar.Place.global(), "crypto ipsec transform-set T esp-des "));
    assertEquals("not understood: hash sha256 @8\n", type("crypto isakmp policy 1\nhash sha256"));
  }

  @Test
  void certificatesAreKeptAsTheyWereTyped() {
    type("crypto pki trustpoint CA\n revocation-check none\ncrypto pki certificate chain CA");
    var block = assertInstanceOf(Outcome.NeedsBlock.class, editor.type(" certificate ca 01"));
    assertEquals("quit", block.delimiter());
    editor.block(block.line(), "  30820220 30820189\n  \t");
    assertEquals("crypto pki certificate chain CA\n certificate ca 01\n  30820220 30820189\n  \tquit",
        running(Release.R12_4).substring(running(Release.R12_4).indexOf("crypto pki certificate")));
  }

  @Test
  void globalLifetimesAndTheSwitchReachTheSubsystem() {
    type("crypto ipsec security-association lifetime seconds 900\ncrypto ipsec security-association lifetime "
        + "kilobytes disable\nno crypto isakmp enable");
    assertEquals(900, last().lifetimeSeconds());
    assertEquals(0, last().lifetimeKilobytes());
    assertFalse(last().enabled());
    type("crypto isakmp enable\nno crypto ipsec security-association lifetime seconds");
    assertTrue(last().enabled());
    assertEquals(3600, last().lifetimeSeconds());
  }

  @Test
  void everyConfigurationReadsBackAsTheSame() {
    personality.release(Release.R15_2);
    String text = """
        crypto pki trustpoint CA
         enrollment url http://10.0.0.1:80
         revocation-check none
        !
        crypto keyring UK \s
          pre-shared-key address 100.1.1.1 key CISCO
          pre-shared-key address 100.2.0.0 255.255.0.0 key 6 XYZ
        !
        crypto isakmp policy 5
         encr aes 256
         hash sha256
         authentication pre-share
         group 14
         lifetime 3600
        crypto isakmp identity hostname
        crypto isakmp keepalive 10 5
        crypto isakmp client configuration group ezvpn
         key cisco
         pool EZVPN-POOL
        crypto isakmp profile UK
           keyring UK
           self-identity fqdn
           match identity address 100.1.1.1 255.255.255.255\s
           keepalive 10 retry 5
           initiate mode aggressive
        !
        crypto ipsec security-association lifetime seconds 900
        crypto ipsec security-association replay window-size 1024
        crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac\s
         mode tunnel
        !
        crypto ipsec profile P
         set security-association lifetime seconds 900
         set transform-set T\s
         set pfs group14
         set isakmp-profile UK
        !
        crypto ipsec df-bit clear
        !
        crypto map M isakmp authorization list EZVPN
        crypto map M local-address Loopback0
        crypto map M 10 ipsec-isakmp\s
         description to the hub
         set peer 10.1.1.1
         set peer hub.example.com
         set security-association lifetime kilobytes 100000
         set security-association lifetime seconds 1200
         set transform-set T\s
         set pfs group2
         set isakmp-profile UK
         match address 101
         reverse-route static
        crypto map M 20 gdoi\s
         set group G
        """;
    String said = type(text);
    assertEquals(
        "% A profile is deemed incomplete until it has match identity statements\n"
            + "% NOTE: This new crypto map will remain disabled until a peer\n\tand a valid access list have been configured.\n",
        said);
    assertEquals(text, running(Release.R15_2) + "\n");
  }

  @Test
  void theModeIsPrintedFrom152OnWhetherTypedOrNot() {
    type("crypto ipsec transform-set A esp-des\ncrypto ipsec transform-set B esp-des\nmode tunnel\ncrypto ipsec transform-set C esp-des\nmode transport");
    String a = "crypto ipsec transform-set A esp-des \n";
    String b = "crypto ipsec transform-set B esp-des \n";
    String c = "crypto ipsec transform-set C esp-des \n mode transport";
    assertEquals(a + b + c, running(Release.R12_4));
    assertEquals(a + " mode tunnel\n" + b + " mode tunnel\n" + c, running(Release.R15_2));
  }

  private List<PresharedKey> keys() {
    return last().isakmp().keyrings().rings().get(0).keys();
  }
}
