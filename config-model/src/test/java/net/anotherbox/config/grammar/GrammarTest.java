package net.anotherbox.config.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrammarTest {
  private static final Mode ISAKMP = new Mode("config-isakmp", "config-isakmp", "ISAKMP commands:");
  private static final Mode INTERFACE = new Mode("interface", "config-if", "Interface configuration commands:");

  private final Personality personality = new Personality(Release.R12_4, Platform.C3725);
  private final Grammar g = new Grammar(personality);
  private final Configuration configuration = new Configuration();
  private final ConfigEditor editor =
      new ConfigEditor(g, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");

  @BeforeEach
  void declareSomeLines() {
    g.prefix(Mode.CONFIG, "crypto", "Encryption module");
    g.prefix(Mode.CONFIG, "crypto isakmp", "Configure ISAKMP policy");
    g.line(Mode.CONFIG, "crypto isakmp policy <1-10000>:priority", "Set policy for an ISAKMP protection suite",
        "Priority of protection suite")
        .opens(ISAKMP).keyed("priority").sorted().active();
    g.line(Mode.CONFIG, "crypto isakmp key WORD:secret address A.B.C.D:address [A.B.C.D:mask]",
        "Set pre-shared key for remote peer",
        "pre-shared key", "define shared key with IP address", "Peer IP address", "Peer IP subnet mask")
            .keyed("address", "mask").active();
    g.line(ISAKMP, "encryption {des|3des|aes}:encryption", "Set encryption algorithm for protection suite", "DES", "3DES",
        "AES")
        .defaults("des").printed("|encr {encryption}|").active();
    g.line(ISAKMP, "authentication {pre-share|rsa-encr|rsa-sig}", "Set authentication method", "a", "b", "c")
        .defaults("rsa-sig").active();
    g.line(ISAKMP, "group {1|2|5}", "Set the Diffie-Hellman group", "Group 1", "Group 2", "Group 5").defaults("1").active();
    g.line(ISAKMP, "hash {md5|sha}", "Set hash algorithm", "Message Digest 5", "Secure Hash Standard").defaults("sha")
        .active();
    g.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "interface").opens(INTERFACE)
        .keyed("name").sorted().active();
    g.line(Mode.CONFIG, "access-list <100-199>:number {permit|deny} ip any any [log]", "Add an access list entry",
        "IP extended access list",
        "Specify packets to forward", "Specify packets to reject", "Any Internet Protocol", "Any source host",
            "Any destination host", "Log matches")
        .many().clearsOnNo("number").active();
    g.line(INTERFACE, "ip address A.B.C.D:address A.B.C.D:mask [secondary]", "Interface Internet Protocol config commands",
        "Set the IP address of an interface", "IP address", "IP subnet mask", "Make this IP address a secondary address")
            .slot("ip address").clearsOnNo().negatable().active();
    g.line(INTERFACE, "ip redirects", "Interface Internet Protocol config commands",
        "Enable sending ICMP Redirect messages").onByDefault().active();
    g.line(INTERFACE, "shutdown", "Shutdown the selected interface").active();
    g.line(INTERFACE, "description LINE:text", "Interface specific description",
        "Up to 240 characters describing this interface").active();
  }

  private String type(String... lines) {
    var out = new StringBuilder();
    for (String l : lines) {
      Outcome o = editor.type(l);
      switch (o) {
        case Outcome.NotUnderstood n -> out.append(switch (n.why()) {
          case Parsed.Invalid i -> "invalid@" + i.column();
          case Parsed.Ambiguous a -> "ambiguous";
          case Parsed.Incomplete i -> "incomplete";
          default -> "?";
        }).append('\n');
        case Outcome.Refused r -> out.append(r.text());
        default -> {}
      }
    }
    return out.toString();
  }

  private String running() {
    String all = new RunningConfig(ConfigOrder.load()).render(configuration.current(), Release.R12_4);
    return String.join("\n", all.lines().filter(l -> !l.equals("!") && !l.equals("end")).toList());
  }

  @Test
  void everyDeclaredWordHasHelp() {
    assertEquals(java.util.List.of(), g.violations());
  }

  @Test
  void aLineDeclaredTwiceIsFoundUnlessItIsOfAnotherRelease() {
    g.line(Mode.CONFIG, "tea WORD:sort", "Tea", "Sort").until(Release.R15_2).active();
    g.line(Mode.CONFIG, "tea WORD:kind", "Tea", "Sort").since(Release.R15_2).active();
    assertEquals(List.of(), g.repetitions());
    g.line(Mode.CONFIG, "tea WORD", "Tea", "Sort").active();
    assertEquals(List.of("config: tea WORD"), g.repetitions());
  }

  @Test
  void hardwareAddressesAreWrittenWhole() {
    g.line(Mode.CONFIG, "kettle H.H.H:mac", "Kettle", "48-bit hardware address").active();
    assertEquals("", type("kettle 1.AB.cd00"));
    assertEquals("kettle 0001.00ab.cd00", running());
    for (String wrong : List.of("1.2", "1.2.3.4", "1.2.g", "12345.1.1"))
      assertTrue(type("kettle " + wrong).startsWith("invalid@"), wrong);
    assertEquals(java.util.List.of(), g.violations());
  }

  @Test
  void anActionRunsAndIsNoLineThatIsKept() {
    g.action(Mode.CONFIG, "brew <1-9>:cups", x -> {}, "Brew tea", "Cups");
    Outcome o = editor.type("brew 3");
    assertTrue(o instanceof Outcome.Runs r && r.command().required("cups").equals("3"), o.toString());
    assertEquals("", running());
    assertEquals("invalid@0\ninvalid@0\ninvalid@5\n", type("no brew 3", "default brew 3", "brew 0"));
    assertEquals(java.util.List.of(), g.violations());
  }

  @Test
  void anActionEndsASubmodeAsAnyGlobalLine() {
    g.action(Mode.CONFIG, "brew <1-9>:cups", x -> {}, "Brew tea", "Cups");
    assertEquals("", type("crypto isakmp policy 1", "brew 3"));
    assertEquals(Mode.CONFIG, editor.mode());
  }

  @Test
  void whatWouldBeUnderstoodIsNotTyped() {
    type("interface FastEthernet0/0");
    assertEquals(java.util.List.of("shutdown"), editor.understood("shut").orElseThrow().words());
    assertEquals(Mode.CONFIG, editor.understood("cry isa pol 10").orElseThrow().line().mode());
    for (String none : java.util.List.of("shutdowm", "", "!", "end", "exit", "crypto isakmp policy"))
      assertTrue(editor.understood(none).isEmpty(), none);
    assertEquals(INTERFACE, editor.mode());
    assertEquals("interface FastEthernet0/0", running());
  }

  @Test
  void abbreviationsAreWrittenWhole() {
    assertEquals("", type("cry isa pol 10", "encr 3des", "auth pre", "group 2", "int fa 0/1",
        "ip addr 10.0.0.1 255.0.0.0", "descr  a  b"));
    assertEquals("crypto isakmp policy 10\n encr 3des\n authentication pre-share\n group 2\n"
        + "interface FastEthernet0/1\n description a  b\n ip address 10.0.0.1 255.0.0.0", running());
  }

  @Test
  void errorsPointAtTheCharacter() {
    assertEquals("invalid@21\n", type("crypto isakmp policy 0"));
    assertEquals("incomplete\n", type("crypto isakmp policy"));
    assertEquals("invalid@11\n", type("crypto isakxp policy 1"));
    assertEquals("ambiguous\n", type("crypto isakmp policy 1", "auth rsa"));
  }

  @Test
  void noTakesBackAndForgetsWhatFollows() {
    type("crypto isakmp policy 10", "group 2", "no group", "encr aes", "no encryption 3des");
    assertEquals("crypto isakmp policy 10", running());
    assertEquals("incomplete\n", type("no crypto"));
    type("no crypto isakmp policy 10", "access-list 101 permit ip any any", "access-list 101 deny ip any any log",
        "access-list 102 permit ip any any");
    type("no access-list 101");
    assertEquals("access-list 102 permit ip any any", running());
    assertEquals("incomplete\n", type("no access-list"));
  }

  @Test
  void whatIsTypedAnewIsShownEvenIfItIsTheDefault() {
    type("crypto isakmp policy 10", "hash sha");
    assertEquals("crypto isakmp policy 10\n hash sha", running());
    type("hash md5", "hash sha");
    assertEquals("crypto isakmp policy 10", running());
  }

  @Test
  void anotherSpellingOfADefaultThatIsShownLeavesItThere() {
    for (String words : List.of("ip domain lookup", "ip domain-lookup"))
      g.line(Mode.CONFIG, words, words.endsWith(" lookup") ? new String[] {"ip", "domain", "lookup"} : new String[] {"ip", "lookup"})
          .slot("lookup").onByDefault().printed("|ip domain lookup|").active();
    type("ip domain lookup", "ip domain-lookup");
    assertEquals("ip domain lookup", running());
    type("no ip domain-lookup", "ip domain lookup");
    assertEquals("", running());
  }

  @Test
  void negationsOfWhatIsOnAreShown() {
    type("interface FastEthernet0/0", "no ip redirects", "no ip address", "shutdown");
    assertEquals("interface FastEthernet0/0\n no ip address\n no ip redirects\n shutdown", running());
    type("ip redirects", "no shut");
    assertEquals("interface FastEthernet0/0\n no ip address", running());
  }

  @Test
  void globalLinesEndASubmode() {
    type("interface FastEthernet0/0", "crypto isakmp policy 5", "group 5", "interface FastEthernet0/1", "shutdown");
    assertEquals("interface", editor.mode().id());
    assertInstanceOf(Outcome.Left.class, editor.type("end"));
    assertEquals(Mode.CONFIG, editor.mode());
  }

  @Test
  void helpListsWhatMayFollow() {
    var global = Grammar.Place.global();
    assertEquals("  <1-10000>  Priority of protection suite\n\n", g.help(global, "cry isa pol "));
    assertEquals("isakmp\n", g.help(global, "crypto is"));
    assertTrue(g.help(global, "crypto isakmp key x address 1.1.1.1 ").endsWith("  <cr>\n\n"));
    assertEquals("crypto", g.completion(global, "cr").orElse(""));
  }

  @Test
  void whatIsShownReadsBackAsTheSame() {
    type("crypto isakmp policy 10", "encr 3des", "hash sha", "crypto isakmp policy 9", "interface Fa0/1",
        "no ip redirects", "ip address 1.2.3.4 255.0.0.0");
    String shown = running();
    var again = new Configuration();
    assertEquals(java.util.List.of(), ConfigLoader.load(shown,
        new ConfigEditor(g, again, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "")));
    String all = new RunningConfig(ConfigOrder.load()).render(again.current(), Release.R12_4);
    assertEquals(shown, String.join("\n", all.lines().filter(l -> !l.equals("!") && !l.equals("end")).toList()));
  }

  @Test
  void aLineMayBeAnotherSpellingOfLinesElsewhere() {
    Mode list = new Mode("list", "config-list", "List commands:");
    g.line(Mode.CONFIG, "list <1-9>:number", "A list", "Its number").opens(list).keyed("number").sorted()
        .inline(e -> "entry " + e.required("number")).active();
    g.line(list, "{allow|forbid} WORD:what", "Allow", "Forbid", "What").many().active();
    g.line(Mode.CONFIG, "entry <1-9>:number {allow|forbid} WORD", "An entry of a list", "Its number", "Allow", "Forbid",
        "What")
        .clearsOnNo("number").means((s, m) -> m.negated() ? java.util.List.of("no list " + m.required("number"))
            : java.util.List.of("list " + m.required("number"), String.join(" ", m.words().subList(2, m.words().size()))))
                .active();
    type("entry 2 allow x", "entry 1 allow a", "list 2", "forbid y");
    assertEquals("entry 1 allow a\nentry 2 allow x\nentry 2 forbid y", running());
    type("no entry 2");
    assertEquals("entry 1 allow a", running());
  }

  @Test
  void noMayBeRefused() {
    g.line(Mode.CONFIG, "part WORD:name", "A part", "Its name").keyed("name").active()
        .checkNo((s, m) -> m.required("name").equals("fixed") ? java.util.Optional.of("% built in\n")
            : java.util.Optional.empty());
    assertEquals("% built in\n", type("part fixed", "part loose", "no part fixed", "no part loose"));
    assertEquals("part fixed", running());
  }

  @Test
  void modesOfOneIdTakeTheSameLines() {
    g.line(Mode.CONFIG, "sub WORD:name", "A part of an interface", "Its name").keyed("name").active()
        .opens(new Mode("interface", "config-subif", "Interface configuration commands:"));
    assertEquals("", type("sub a", "shutdown"));
    assertEquals("config-subif", editor.mode().prompt());
    type("default sub a");
    assertEquals("sub a", running());
  }

  @Test
  void remarksAndIndentsArePrintedAndBlocksStandAsTyped() {
    Mode ring = new Mode("ring", "config-ring", "Ring commands:");
    g.line(Mode.CONFIG, "ring WORD:name", "A ring", "Its name").keyed("name").opens(ring).active()
        .remark(e -> e.body().isEmpty(), "12.2 -", "12.4 |! Empty|");
    g.line(ring, "stone WORD:stone", "A stone", "Its name").indented(2).active();
    g.line(ring, "text", "A text").block(m -> java.util.Optional.of("quit")).printed("|text\n{block}quit|").active();
    type("ring a", "ring b", "stone red");
    var text = assertInstanceOf(Outcome.NeedsBlock.class, editor.type("text"));
    editor.block(text.line(), "one\n  two\n");
    assertEquals("ring a\n ! Empty\nring b\n   stone red\n text\none\n  two\nquit", running());
  }

  @Test
  void aNewSectionMayBeginWithLinesOfTheRelease() {
    g.line(Mode.CONFIG, "port WORD:name", "A port", "Its name").keyed("name").active().opens(INTERFACE)
        .begins(m -> java.util.List.of("no ip address"));
    type("port a", "port b", "ip address 10.0.0.1 255.0.0.0", "port a", "shutdown");
    assertEquals("port a\n no ip address\n shutdown\nport b\n ip address 10.0.0.1 255.0.0.0", running());
    type("default port a");
    assertEquals("port a\n no ip address\nport b\n ip address 10.0.0.1 255.0.0.0", running());
  }

  @Test
  void aNegationTypedTwiceStays() {
    type("interface FastEthernet0/0", "no ip address", "no ip address");
    assertEquals("interface FastEthernet0/0\n no ip address", running());
  }

  @Test
  void theReleasesOwnLinesGiveWayToTypedOnesAndNotTheOtherWayRound() {
    var factory = ConfigEditor.factory(g, configuration, new VirtualLoop(Instant.EPOCH).clock());
    factory.type("interface FastEthernet0/0");
    factory.type("no ip address");
    type("interface FastEthernet0/0", "no ip address");
    var address = configuration.current().entries().iterator().next().body().entries().iterator().next();
    assertTrue(address.negated() && !address.factory());
    type("ip address 10.0.0.1 255.0.0.0");
    factory.type("no ip address");
    assertEquals("interface FastEthernet0/0\n ip address 10.0.0.1 255.0.0.0", running());
  }

  @Test
  void aCommitMayEntailAnother() {
    var order = new java.util.ArrayList<String>();
    configuration.add((before, now) -> {
      order.add("first " + now.entries().size());
      if (now.entries().size() == 1) configuration.then(() -> editor.type("interface FastEthernet0/1"));
    });
    configuration.add((before, now) -> order.add("second " + now.entries().size()));
    type("interface FastEthernet0/0");
    assertEquals(java.util.List.of("first 1", "second 1", "first 2", "second 2"), order);
  }

  @Test
  void aLineThatCannotBeJournalledIsRefused() {
    CommitLog full = new CommitLog() {
      @Override
      public void clear() {}

      @Override
      public void append(Row row) {
        throw new IllegalStateException("disk full");
      }

      @Override
      public java.util.List<Row> last(int count) {
        return java.util.List.of();
      }
    };
    var typist = new ConfigEditor(g, configuration, full, new VirtualLoop(Instant.EPOCH).clock(), "test");
    var refused = assertInstanceOf(Outcome.Refused.class, typist.type("interface FastEthernet0/0"));
    assertEquals("% The journal cannot be written, the line is not in force: disk full\n", refused.text());
    assertEquals("", running());
    assertEquals(Mode.CONFIG, typist.mode());
  }

  private Parsed exec(int privilege, String typed) {
    return g.parse(new Grammar.Place(Mode.EXEC, null, privilege), typed);
  }

  private void declareShows() {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show clock [detail]", x -> { }, "Display the system clock", "Display detailed information");
    g.exec("show running-config", x -> { }, "Current operating configuration").privilege(15);
    g.exec("clear counters", x -> { }, "Reset functions", "Clear counters").privilege(15);
    g.exec("clear line <0-9>", x -> { }, "Reset functions", "Reset a terminal line", "Line number").privilege(15);
  }

  private void give(String words, int level, boolean all) {
    g.levels(new CommandLevels(java.util.Map.of(CommandLevels.key(Mode.EXEC, words),
        new CommandLevels.Given(level, all))));
  }

  @Test
  void aCommandLoweredIsForThoseOfItsLevel() {
    declareShows();
    give("show running-config", 7, false);
    assertInstanceOf(Matched.class, exec(7, "sh run"));
    assertInstanceOf(Parsed.Invalid.class, exec(6, "sh run"));
    assertInstanceOf(Matched.class, exec(6, "sh clock det"));
    assertInstanceOf(Parsed.Invalid.class, exec(7, "clear counters"));
  }

  @Test
  void aWordRaisedBarsAllThatBeginsWithIt() {
    declareShows();
    give("show", 7, false);
    assertEquals(new Parsed.Invalid(0, 0), exec(1, "show clock"));
    assertInstanceOf(Matched.class, exec(7, "show clock"));
    assertInstanceOf(Parsed.Invalid.class, exec(7, "show running-config"));
  }

  @Test
  void allThatFollowsAWordCanBeLoweredWithIt() {
    declareShows();
    give("clear", 5, true);
    assertInstanceOf(Matched.class, exec(5, "clear line 3"));
    assertInstanceOf(Matched.class, exec(5, "clear counters"));
    assertInstanceOf(Parsed.Invalid.class, exec(4, "clear counters"));
    assertEquals("counters\n", g.help(new Grammar.Place(Mode.EXEC, null, 5), "clear c"));
  }

  @Test
  void keywordsAreWrittenWholeWhateverTheirLevel() {
    declareShows();
    assertEquals(java.util.Optional.of("show running-config"), g.keywords(Mode.EXEC, "sh run"));
    assertEquals(java.util.Optional.empty(), g.keywords(Mode.EXEC, "sh nothing"));
    assertEquals(java.util.Optional.empty(), g.keywords(Mode.EXEC, "clear line 3"));
  }

  @Test
  void aLowLevelSeesOnlyWhatItMayType() {
    editor.type("access-list 100 permit ip any any");
    editor.type("crypto isakmp policy 10");
    editor.type("group 2");
    g.levels(new CommandLevels(java.util.Map.of(CommandLevels.key(Mode.CONFIG, "crypto"), new CommandLevels.Given(7, false),
        CommandLevels.key(Mode.CONFIG, "crypto isakmp"), new CommandLevels.Given(7, false),
        CommandLevels.key(Mode.CONFIG, "crypto isakmp policy"), new CommandLevels.Given(7, false))));
    var seen = g.visible(configuration.current(), Mode.CONFIG, null, 7);
    assertEquals(1, seen.entries().size());
    assertTrue(seen.entries().iterator().next().body().isEmpty());
  }

  @Test
  void whoTypesConfigurationTypesWhatHisLevelMay() {
    editor.typedAt(() -> 7);
    assertInstanceOf(Outcome.NotUnderstood.class, editor.type("crypto isakmp policy 10"));
    assertInstanceOf(Outcome.Left.class, editor.type("end"));
  }

  @Test
  void anOptionStandsOnceInALineAndIsNoLongerListed() {
    g.line(Mode.CONFIG, "trace WORD:host [count <1-9>:count|size <1-9>:size|quiet]*", "Trace", "Host", "How many", "Number",
        "How big", "Number", "Without a word").active();
    g.line(Mode.CONFIG, "methods {group WORD|local} [{group WORD|local}+]", "Methods", "Group", "Name", "Local", "Group",
        "Name", "Local").active();
    assertInstanceOf(Matched.class, g.parse(Grammar.Place.global(), "trace a size 1 quiet count 2"));
    assertEquals(15, assertInstanceOf(Parsed.Invalid.class, g.parse(Grammar.Place.global(), "trace a size 1 size 2")).column());
    assertEquals("  count  How many\n  quiet  Without a word\n  <cr>\n\n", g.help(Grammar.Place.global(), "trace a size 1 "));
    assertEquals("  <cr>\n\n", g.help(Grammar.Place.global(), "trace a quiet size 1 count 2 "));
    assertInstanceOf(Matched.class, g.parse(Grammar.Place.global(), "methods group a local group b"));
  }

  @Test
  void saysWhatFollowsInTheNumbersOfAnInterface() {
    var at = Grammar.Place.global();
    assertEquals("<0-2>\n", g.help(at, "interface FastEthernet0/"));
    assertEquals(".  <cr>\n", g.help(at, "interface fa0/1"));
    assertEquals("<0-2147483647>\n", g.help(at, "interface lo1"));
    assertEquals("", g.help(at, "interface xy1"));
  }

  @Test
  void nothingFollowsWhatLeavesAMode() {
    assertEquals("  <cr>\n\n", g.help(Grammar.Place.global(), "exit "));
    assertEquals("  <cr>\n\n", g.help(Grammar.Place.global(), "end "));
    assertEquals("", g.help(Grammar.Place.global(), "exit now "));
  }

  @Test
  void whatIsTakenBackIsEnoughWhenItSaysWhich() {
    assertTrue(g.help(Grammar.Place.global(), "no access-list 101 ").endsWith("  <cr>\n\n"));
    assertTrue(g.help(Grammar.Place.global(), "no interface Loopback0 ").endsWith("  <cr>\n\n"));
    assertTrue(!g.help(Grammar.Place.global(), "no crypto isakmp ").contains("<cr>"));
    assertTrue(!g.help(Grammar.Place.global(), "access-list 101 ").contains("<cr>"));
  }
}
