package net.anotherbox.shell.aaa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.port.StrongRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.HostServers;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.session.Authenticator.Questions;
import net.anotherbox.shell.session.Authenticator.Verdict;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AaaTest {
  private static final Caller SSH = new Caller(LineName.vty(0), "10.0.0.7", 22, Caller.Transport.SSH);
  private static final Caller TELNET = new Caller(LineName.vty(1), "10.0.0.8", 23, Caller.Transport.TELNET);

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final ControlLoop loop = new ControlLoop(failures::add);
  private final Configuration configuration = new Configuration();
  private final Personality personality = new Personality(Release.R15_2, Platform.C3725);
  private final Grammar grammar = new Grammar(personality);
  private final Map<String, Locals.User> users = new HashMap<>();
  private final Map<LineName, Locals.Entrance> lines = new HashMap<>();
  private Optional<PasswordCheck> enable = Optional.empty();
  private final Aaa aaa;
  private final ConfigEditor editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, loop.clock(), "test");

  AaaTest() {
    var messages = new Log(loop.clock());
    messages.add((severity, text) -> log.add(text));
    aaa = new Aaa(configuration, loop, messages, personality, new StrongRandomness(), new Locals() {
      @Override
      public List<User> users() {
        return List.copyOf(users.values());
      }

      @Override
      public Optional<PasswordCheck> enable(int level) {
        return enable;
      }

      @Override
      public void spend(String name) {
        users.remove(name);
      }

      @Override
      public boolean permits(String list, Caller caller) {
        return caller.from().equals(list);
      }

      @Override
      public Entrance line(LineName line) {
        return lines.getOrDefault(line, new Entrance(Login.NONE, Optional.empty(), Map.of()));
      }
    });
    aaa.features().forEach(f -> f.declare(grammar));
    aaa.participants().forEach(configuration::add);
    aaa.surroundings(new Surroundings(new HostServers(loop.clock()), n -> Optional.empty(), (l, a, p) -> l.equals("ME")));
    user("admin", 15, "cisco");
    user("bob", 1, "bobpw");
  }

  @AfterEach
  void stop() {
    loop.close();
    assertEquals(List.of(), failures);
  }

  private void user(String name, int privilege, String password) {
    users.put(name, new Locals.User(name, OptionalInt.of(privilege), false, Optional.of(plain(password))));
  }

  private static PasswordCheck plain(String password) {
    return new StoredPassword(0, password, false);
  }

  private void type(String... typed) {
    var refused = new ArrayList<String>();
    aaa.gate().onLoop(() -> {
      for (String t : typed) if (!(editor.type(t) instanceof Outcome.Accepted)) refused.add(t);
      return true;
    });
    assertEquals(List.of(), refused);
  }

  private Verdict login(Caller c, String user, String password) {
    return aaa.gate().check(c, user, password.toCharArray());
  }

  private static Verdict in(String name, int level) {
    return new Verdict.In(new Identity(name, level));
  }

  private static final Verdict NO = new Verdict.No();

  /** What {@code show tacacs} prints. */
  private String tacacsShown() {
    var m = (Matched) grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), "show tacacs");
    var out = new StringBuilder();
    aaa.gate().onLoop(() -> {
      m.line().command().orElseThrow().run(new Printing(m, out));
      return true;
    });
    return out.toString();
  }

  /** A command that does nothing but print. */
  private record Printing(Matched command, StringBuilder out) implements Execution {
    @Override
    public Session session() {
      throw new AssertionError("not asked for");
    }

    @Override
    public void print(String text) {
      out.append(text);
    }

    @Override
    public void later() {}

    @Override
    public void done() {}

    @Override
    public void ask(String question, boolean echo, Consumer<String> answer) {
      throw new AssertionError(question);
    }

    @Override
    public void confirm(String question, Consumer<Boolean> answer) {
      throw new AssertionError(question);
    }

    @Override
    public void onBreak(Runnable task) {}
  }

  // ---- IOS's own rules ----

  @Test
  void withoutNewModelTheLineDecides() {
    lines.put(TELNET.line(), new Locals.Entrance(Login.LINE_PASSWORD, Optional.of(plain("tfg")), Map.of()));
    assertEquals(Questions.PASSWORD, aaa.gate().dialogue(TELNET).questions());
    assertEquals(in("", Identity.OF_LINE), login(TELNET, "", "tfg"));
    assertEquals(NO, login(TELNET, "", "x"));
    lines.put(TELNET.line(), new Locals.Entrance(Login.LINE_PASSWORD, Optional.empty(), Map.of()));
    assertEquals("Password required, but none set", aaa.gate().dialogue(TELNET).givenUp());
    assertEquals(in("admin", 15), login(SSH, "admin", "cisco"));
  }

  @Test
  void newModelAloneAsksTheUsersAtTheTerminalsAndNobodyAtTheConsole() {
    type("aaa new-model");
    assertEquals(Questions.NONE, aaa.gate().dialogue(Caller.console()).questions());
    assertEquals(in("", Identity.OF_LINE), login(Caller.console(), "", ""));
    assertEquals(Questions.NAME_AND_PASSWORD, aaa.gate().dialogue(TELNET).questions());
    assertEquals(in("admin", Identity.OF_LINE), login(SSH, "admin", "cisco"));
    assertEquals(NO, login(SSH, "admin", "wrong"));
    assertEquals(NO, login(SSH, "nobody", "cisco"));
  }

  @Test
  void aUsersLevelCountsOnlyWithAuthorization() {
    type("aaa new-model", "aaa authentication login default local", "aaa authorization exec default local");
    assertEquals(in("admin", 15), login(SSH, "admin", "cisco"));
    assertEquals(in("admin", Identity.OF_LINE), login(Caller.console(), "admin", "cisco"));
    type("aaa authorization console");
    assertEquals(in("admin", 15), login(Caller.console(), "admin", "cisco"));
  }

  @Test
  void aListOfALineThatIsNowhereLetsNobodyIn() {
    type("aaa new-model", "aaa authentication login CONSOLE line none");
    lines.put(LineName.CONSOLE, new Locals.Entrance(Login.NONE, Optional.of(plain("con")), Map.of("login", "CONSOLE")));
    assertEquals(Questions.PASSWORD, aaa.gate().dialogue(Caller.console()).questions());
    assertEquals(NO, login(Caller.console(), "", "wrong"));
    lines.put(LineName.CONSOLE, new Locals.Entrance(Login.NONE, Optional.empty(), Map.of("login", "CONSOLE")));
    assertEquals(Questions.NONE, aaa.gate().dialogue(Caller.console()).questions());
    lines.put(SSH.line(), new Locals.Entrance(Login.NONE, Optional.empty(), Map.of("login", "MISSING")));
    assertEquals(Questions.REFUSED, aaa.gate().dialogue(SSH).questions());
    assertEquals(NO, login(SSH, "admin", "cisco"));
  }

  @Test
  void whoIsNotThereIsLeftToTheNextMethodAndAWrongPasswordIsNot() {
    type("aaa new-model", "aaa authentication login default local enable");
    enable = Optional.of(plain("ena"));
    assertEquals(in("stranger", Identity.OF_LINE), login(SSH, "stranger", "ena"));
    assertEquals(NO, login(SSH, "bob", "ena"));
  }

  @Test
  void localTakesAnyCaseAndLocalCaseDoesNot() {
    type("aaa new-model", "aaa authentication login default local");
    assertTrue(login(SSH, "BOB", "bobpw") instanceof Verdict.In);
    type("aaa authentication login default local-case");
    assertEquals(NO, login(SSH, "BOB", "bobpw"));
  }

  @Test
  void usersAreLockedAndUnlockedButNeverAdministrators() {
    type("aaa new-model", "aaa authentication login default local", "aaa local authentication attempts max-fail 2");
    for (int i = 0; i < 2; i++) assertEquals(NO, login(SSH, "bob", "x"));
    assertEquals(NO, login(SSH, "bob", "bobpw"));
    assertTrue(log.stream().anyMatch(l -> l.startsWith("%AAA-5-USER_LOCKED: User bob locked out")), log.toString());
    for (int i = 0; i < 5; i++) assertEquals(NO, login(SSH, "admin", "x"));
    assertTrue(login(SSH, "admin", "cisco") instanceof Verdict.In);
    assertTrue(aaa.gate().onLoop(() -> aaa.gate().lockouts.unlock("bob")));
    assertTrue(login(SSH, "bob", "bobpw") instanceof Verdict.In);
  }

  @Test
  void enableAsksWhatTheListSays() {
    assertFalse(aaa.gate().onLoop(() -> aaa.gate().enabling(TELNET, "", 15)).allowed());
    assertTrue(aaa.gate().onLoop(() -> aaa.gate().enabling(Caller.console(), "", 15)).allowed());
    type("aaa new-model");
    assertEquals("% Error in authentication.", aaa.gate().onLoop(() -> aaa.gate().enabling(TELNET, "", 15)).failed());
    enable = Optional.of(plain("ena"));
    assertEquals("% Access denied", aaa.gate().onLoop(() -> aaa.gate().enabling(TELNET, "", 15)).failed());
    assertTrue(aaa.gate().enables(TELNET, "bob", 15, "ena".toCharArray()));
    assertFalse(aaa.gate().enables(TELNET, "bob", 15, "no".toCharArray()));
    type("aaa authentication enable default none");
    assertTrue(aaa.gate().onLoop(() -> aaa.gate().enabling(TELNET, "", 15)).prompt().isEmpty());
  }

  @Test
  void hugeNamesAndPasswordsAreNobodys() {
    assertEquals(NO, login(SSH, "a".repeat(100_000), "cisco"));
    long before = loop.clock().millis();
    users.put("eve", new Locals.User("eve", OptionalInt.empty(), false,
        Optional.of(new StoredPassword(5, "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0", true))));
    assertEquals(NO, login(SSH, "eve", "x".repeat(10_000_000)));
    assertTrue(loop.clock().millis() - before < 5_000,
        "a password of ten million characters is not hashed a thousand times");
  }

  // ---- servers ----

  @Test
  void radiusSaysWhoMayComeInAndHowFar() throws IOException {
    try (var radius = new RadiusPeer()) {
      radius.passwords.put("ada", "a password longer than sixteen");
      radius.pairs.put("ada", "shell:priv-lvl=7");
      type("aaa new-model", "aaa authentication login default group radius local",
          "aaa authorization exec default group radius local", "aaa accounting exec default start-stop group radius",
          "radius-server host 127.0.0.1 auth-port " + radius.port() + " acct-port " + radius.port() + " key s3cr3t");
      assertEquals(in("ada", 7), login(SSH, "ada", "a password longer than sixteen"));
      assertEquals(NO, login(SSH, "ada", "wrong"));
      assertEquals(NO, login(SSH, "bob", "bobpw"), "a no of the server is not asked again of the users");
      aaa.gate().onLoop(() -> {
        aaa.gate().began(SSH, new Identity("ada", 7));
        aaa.gate().ended(SSH, new Identity("ada", 7));
        return true;
      });
      while (!(radius.heard.contains("account ada 1") && radius.heard.contains("account ada 2"))) Thread.onSpinWait();
    }
  }

  @Test
  void aServerThatIsDownLeavesItToTheUsers() throws IOException {
    try (var radius = new RadiusPeer()) {
      radius.dropped = 1000;
      type("aaa new-model", "aaa authentication login default group radius local", "radius-server timeout 1",
          "radius-server retransmit 1", "radius-server deadtime 5",
          "radius-server host 127.0.0.1 auth-port " + radius.port() + " acct-port 1646 key s3cr3t");
      assertEquals(in("bob", Identity.OF_LINE), login(SSH, "bob", "bobpw"));
      assertEquals(2, radius.heard.stream().filter("dropped"::equals).count(), "one request and one more");
      assertTrue(log.stream().anyMatch(l -> l.contains("%RADIUS-4-RADIUS_DEAD: RADIUS server 127.0.0.1:" + radius.port()
          + ",1646 is not responding.")), log.toString());
      assertEquals(NO, login(SSH, "bob", "wrong"));
    }
  }

  @Test
  void theSecondServerOfAGroupAnswersForTheFirst() throws IOException {
    try (var down = new RadiusPeer(); var up = new RadiusPeer()) {
      down.dropped = 1000;
      up.passwords.put("ada", "x");
      type("aaa new-model", "radius server ONE", "address ipv4 127.0.0.1 auth-port " + down.port() + " acct-port 1",
          "timeout 1",
          "retransmit 0", "key s3cr3t", "radius server TWO",
              "address ipv4 127.0.0.1 auth-port " + up.port() + " acct-port 2",
          "key 7 " + net.anotherbox.shell.access.Type7.hide("s3cr3t", 4), "aaa group server radius BOTH", "server name ONE",
          "server name TWO", "aaa authentication login default group BOTH");
      assertEquals(in("ada", Identity.OF_LINE), login(SSH, "ada", "x"));
      assertEquals(List.of("login ada x"), up.heard);
    }
  }

  @Test
  void tacacsAuthenticatesAuthorizesAndKeepsRecords() throws IOException {
    try (var tacacs = new TacacsPeer()) {
      tacacs.passwords.putAll(Map.of("ada", "lovelace", "enable", "level15"));
      tacacs.levels.put("ada", 15);
      tacacs.refused.add("cmd=reload");
      type("aaa new-model", "tacacs-server host 127.0.0.1 port " + tacacs.port() + " key t4c",
          "aaa authentication login default group tacacs+", "aaa authentication enable default group tacacs+ enable",
          "aaa authorization exec default group tacacs+", "aaa authorization commands 15 default group tacacs+",
          "aaa accounting commands 15 default start-stop group tacacs+");
      assertEquals(in("ada", 15), login(SSH, "ada", "lovelace"));
      assertEquals(NO, login(SSH, "ada", "byron"));
      assertTrue(aaa.gate().enables(SSH, "ada", 15, "level15".toCharArray()));
      var ada = new Identity("ada", 15);
      assertTrue(aaa.gate().onLoop(() -> aaa.gate().asksForCommand(SSH, 15, false)));
      assertFalse(aaa.gate().onLoop(() -> aaa.gate().asksForCommand(SSH, 1, false)));
      assertTrue(aaa.gate().mayRun(SSH, ada, 15, List.of("show", "running-config")));
      assertFalse(aaa.gate().mayRun(SSH, ada, 15, List.of("reload")));
      assertTrue(tacacs.heard.contains("authorize ada service=shell cmd=show cmd-arg=running-config cmd-arg=<cr>"),
          tacacs.heard.toString());
      aaa.gate().onLoop(() -> {
        aaa.gate().ran(SSH, ada, 15, "show running-config");
        return true;
      });
      while (tacacs.heard.stream().noneMatch(h -> h.startsWith("account 4") && h.endsWith("cmd=show running-config <cr>"))) {
        Thread.onSpinWait();
      }
      // ada, byron, enable, two commands; the record's connection may still be open
      assertTrue(tacacsShown().matches("(?s).*Server address: 127.0.0.1\n.* +Socket opens: +[5-9]\n.*Socket errors: +0\n.*"
          + "Failed Connect Attempts: +0\n.*"), this::tacacsShown);
    }
  }

  @Test
  void aServerWithAnotherKeyIsNoServer() throws IOException {
    try (var tacacs = new TacacsPeer()) {
      tacacs.passwords.put("bob", "bobpw");
      type("aaa new-model", "tacacs-server host 127.0.0.1 port " + tacacs.port() + " timeout 1 key wrong",
          "aaa authentication login default group tacacs+ local");
      assertEquals(in("bob", Identity.OF_LINE), login(SSH, "bob", "bobpw"));
      assertTrue(tacacsShown().matches("(?s).*Socket opens: +1\n +Socket closes: +0\n +Socket aborts: +1\n"
          + ".*Total Packets Sent: +1\n +Total Packets Recv: +0\n"), this::tacacsShown);
    }
  }

  // ---- many failures ----

  @Test
  void tooManyFailuresShutTheTerminalsForAWhileAndNeverTheConsole() {
    type("login block-for 100 attempts 3 within 60", "login on-failure log", "login quiet-mode access-class ME");
    type("no login block-for");
    type("login block-for 100 attempts 3 within 60");
    for (int i = 0; i < 3; i++) login(SSH, "root\33[2J\n", "x");
    assertTrue(log.stream().anyMatch(l -> l.contains("%SEC_LOGIN-1-QUIET_MODE_ON: ") && l.contains("[user: root^[[2J^J]")),
        log.toString());
    assertTrue(log.stream().allMatch(l -> l.indexOf('\33') < 0 && l.indexOf('\n') < 0));
    assertTrue(aaa.gate().onLoop(() -> !aaa.refuses(SSH)), "the list lets him through");
    type("no login quiet-mode access-class");
    assertTrue(aaa.gate().onLoop(() -> aaa.refuses(SSH)));
    assertEquals(NO, login(SSH, "admin", "cisco"));
    assertFalse(aaa.gate().onLoop(() -> aaa.refuses(Caller.console())));
    assertEquals(in("", Identity.OF_LINE), login(Caller.console(), "", ""));
    type("no login block-for");
    assertEquals(in("admin", 15), login(SSH, "admin", "cisco"));
  }

  @Test
  void aNameForOneLoginGoesWithItAndOneWithAListComesFromThereOnly() {
    Optional<PasswordCheck> pw = Optional.of(new StoredPassword(0, "pw", false));
    users.put("once", new Locals.User("once", OptionalInt.empty(), false, pw, Optional.empty(), true));
    users.put("home", new Locals.User("home", OptionalInt.empty(), false, pw, Optional.of("10.0.0.7"), false));
    Caller elsewhere = new Caller(LineName.vty(2), "10.0.0.9", 22, Caller.Transport.SSH);
    assertTrue(aaa.gate().check(SSH, "once", "no".toCharArray()) instanceof Verdict.No);
    assertTrue(aaa.gate().check(SSH, "once", "pw".toCharArray()) instanceof Verdict.In);
    assertTrue(aaa.gate().check(SSH, "once", "pw".toCharArray()) instanceof Verdict.No);
    assertTrue(aaa.gate().check(SSH, "home", "pw".toCharArray()) instanceof Verdict.In);
    assertTrue(aaa.gate().check(elsewhere, "home", "pw".toCharArray()) instanceof Verdict.No);
  }
}
