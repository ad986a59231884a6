package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.shell.access.Secrets;
import net.anotherbox.shell.box.Accounts.Kind;
import net.anotherbox.shell.box.Accounts.LineSettings;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.LineManners;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.ShellConfig;

/** {@code line con|aux|vty} and what stands under it. */
final class LineFeature implements Feature, Participant {
  static final Mode LINE = new Mode("config-line", "config-line", "Line configuration commands:");
  private static final int FACTORY_VTYS = 5;
  private static final Set<String> TRANSPORTS = Set.of("lapb-ta", "lat", "mop", "pad", "rlogin", "ssh", "telnet", "udptn",
      "v120");
  private static final Set<String> PREFERRED = Set.of("telnet", "all");
  private static final Predicate<Entry> VTY = e -> e.arg("kind").orElse("").equals("vty");

  private final Configuration configuration;
  private final LoggingLevels levels;
  private final Wording wording;
  private Line con;
  private Line aux;
  private Line vty;
  private Line login;
  private Line vtyLogin;
  private Line loginLocal;
  private Line password;
  private Line timeout;
  private Line privilege;
  private Line synchronous;
  private Line length;
  private Line width;
  private Line historySize;
  private Line history;
  private Line input;
  private Line preferred;
  private Line output;
  private Line accessClass;
  private Line accessClass6;
  private Line exec;
  private Line vtyExec;
  private boolean telnetServed;
  private final MannersLines manners = new MannersLines();

  LineFeature(Configuration configuration, LoggingLevels levels, Wording wording) {
    this.configuration = configuration;
    this.levels = levels;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "line", "Configure a terminal line");
    con = g.line(Mode.CONFIG, "line console:kind <0-0>:first", "Primary terminal line", "First Line number")
        .printed("|line con {first}|");
    aux = g.line(Mode.CONFIG, "line aux:kind <0-0>:first", "Auxiliary line", "First Line number")
        .printed("|line aux {first}|");
    vty = g.line(Mode.CONFIG, "line vty:kind <0-807>:first [<1-807>:last]", "Virtual terminal", "First Line number",
        "Last Line number")
        .check((s, m) -> last(m) >= first(m) ? Optional.empty() : Optional.of(wording.say("vty-range", Map.of()) + "\n"));
    for (Line l : List.of(con, vty)) l.opens(LINE).slot("line").keyed("kind", "first", "last").sorted().active();
    aux.opens(LINE).slot("line").keyed("kind", "first", "last").kept("the box has no auxiliary port");
    for (Line l : List.of(con, aux)) l.standing();
    vty.checkNo((s, m) -> first(m) < FACTORY_VTYS
        ? Optional.of(wording.say("vty-last", Map.of("count", FACTORY_VTYS)) + "\n") : Optional.empty());
    g.line(Mode.CONFIG, "line <1-999>:first [<2-999>:last]", "First Line number", "Last Line number").opens(LINE)
        .slot("line")
        .keyed("kind", "first", "last").sorted().kept("the box has no such line");
    g.type("SLOTLINE", new SlottedLine());
    g.line(Mode.CONFIG, "line SLOTLINE:first [SLOTLINE:last]", "First line on a module", "Last line on a module").opens(LINE)
        .slot("line").keyed("first", "last").kept("the box has no such line");
    declareLogin(g);
    declareSession(g);
    declareTransport(g);
    declareWithoutEffect(g);
    manners.declare(g);
  }

  /** With {@code aaa new-model} its lists decide; who types such a line is told so, as on the original. */
  private Optional<String> refusedByAaa() {
    return newModel() ? Optional.of(wording.say("login-aaa") + "\n") : Optional.empty();
  }

  private boolean newModel() {
    return configuration.current().get("aaa new-model").filter(e -> !e.negated()).isPresent();
  }

  /** Where a password is asked for and none is set, nobody gets in; IOS says so line by line. */
  private Optional<String> disabled(Entry section, Matched typed) {
    if (section.arg("kind").isEmpty()) return Optional.empty();
    Kind kind = Kind.valueOf(section.required("kind").toUpperCase(Locale.ROOT).substring(0, 3));
    var said = new StringBuilder();
    for (int n = first(section); n <= last(section); n++) {
      if (setting(configuration.current(), kind, n, password).isPresent()) continue;
      int line = new LineName(LineName.Kind.valueOf(kind.name()), n).absolute(wording.personality().platform());
      said.append(wording.say("login-disabled", Map.of("line", line))).append('\n');
    }
    return Optional.of(said.toString());
  }

  private Support unlessLists(Support otherwise) {
    return newModel() ? new Support.Kept("aaa new-model is on: its lists say who comes in") : otherwise;
  }

  private void declareLogin(Grammar g) {
    String checking = "Enable password checking";
    login = g.line(LINE, "login", checking).in(VTY.negate()).slot("login").security()
        .support(e -> unlessLists(Support.ACTIVE)).checkTyped((s, m) -> refusedByAaa()).warns(this::disabled);
    vtyLogin = g.line(LINE, "login", checking).in(VTY).slot("login").negatable().security()
        .support(e -> unlessLists(e.negated() ? new Support.Partial(
            "SSH always asks for a user: the users of the box are asked for all the same; Telnet asks nothing")
            : Support.ACTIVE)).checkTyped((s, m) -> refusedByAaa()).warns(this::disabled);
    loginLocal = g.line(LINE, "login local", checking, "Local password checking").slot("login").security()
        .support(e -> unlessLists(Support.ACTIVE)).checkTyped((s, m) -> refusedByAaa());
    g.line(LINE, "login tacacs", checking, "Use tacacs server for password checking").slot("login").security()
        .partial("no TACACS server is asked; nobody gets in by it");
    password = g.line(LINE, "password [0|7]:type LINE:secret", "Set a password",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies a HIDDEN password will follow", "The UNENCRYPTED (cleartext) line password")
        .slot("password").clearsOnNo().security().active()
        .checkTyped((s, m) -> m.arg("type").orElse("0").equals("0")
            ? CredentialsFeature.tooShort(configuration.current(), m.required("secret").length(),
                wording) : Optional.empty())
        .check((s, m) -> m.negated() || Secrets.wellFormed(Integer.parseInt(m.arg("type").orElse("0")), m.required("secret"))
            ? Optional.empty() : Optional.of(wording.say("password-bad", Map.of()) + "\n"));
    accessClass = g.line(LINE, "access-class WORD:list {in|out}:direction [vrf-also]",
        "Filter connections based on an IP access list",
        "Access-list number or name", "Filter incoming connections", "Filter outgoing connections",
        "Same access list is applied for all VRFs").slot("access-class").keyed("direction").clearsOnNo().security()
        .support(e -> e.required("direction").equals("in") ? Support.ACTIVE
            : RemoteAccess.STANDARD.test(e.required("list")) ? Support.ACTIVE
            : new Support.Partial("only numbers of standard lists say where sessions may go: by another nobody gets out"));
    accessClass6 = g.line(LINE, "ipv6 access-class WORD:list {in|out}:direction", "IPv6 options",
        "Filter connections based on an IPv6 access list",
        "Access-list name", "Filter incoming connections", "Filter outgoing connections").slot("ipv6 access-class")
        .keyed("direction")
        .clearsOnNo().security()
        .support(e -> e.required("direction").equals("in")
            ? Support.ACTIVE
            : new Support.Kept("sessions to elsewhere go over IPv4 only"));
    privilege = g.line(LINE, "privilege level <0-15>:level", "Change privilege level for line",
        "Assign default privilege level for line",
        "Default privilege level for line").slot("privilege level").clearsOnNo().security().active();
  }

  private void declareSession(Grammar g) {
    timeout = g.line(LINE, "exec-timeout <0-35791>:minutes [<0-2147483>:seconds]", "Set the EXEC timeout",
        "Timeout in minutes",
        "Timeout in seconds").slot("exec-timeout").printed("|exec-timeout {minutes} {seconds}|")
        .printedNo("|exec-timeout 0 0|")
        .negatable().clearsOnNo().rewrite(m -> m.has("seconds") ? m : m.with("minutes", m.arg("minutes").orElse("0"))
        .with("seconds", "0"))
        .active();
    vtyExec = g.line(LINE, "exec", "Start an EXEC process").in(VTY).slot("exec").onByDefault().security().active();
    exec = g.line(LINE, "exec", "Start an EXEC process").in(VTY.negate()).slot("exec").onByDefault().security()
        .support(e -> e.negated() ? new Support.Partial("a session is given all the same") : Support.ACTIVE);
    g.prefix(LINE, "logging", "Modify message logging facilities");
    synchronous = g.line(LINE, "logging synchronous [level {<0-7>|all}:level|limit <0-2147483647>:limit]*",
        "Synchronized message output",
        "Severity level to output asynchronously", "Severity level number", "All messages", "Messages queue size",
        "Number of messages").slot("logging synchronous").clearsOnNo().active();
    length = g.line(LINE, "length <0-512>:value", "Set number of lines on a screen",
        "Number of lines on screen (0 for no pausing)")
        .slot("length").clearsOnNo().active();
    width = g.line(LINE, "width <0-512>:value", "Set width of the display terminal", "Number of characters on a screen line")
        .slot("width").clearsOnNo().active();
    g.prefix(LINE, "history", "Enable and control the command history function");
    historySize = g.line(LINE, "history size <0-256>:value", "Set history buffer size", "Size of history buffer")
        .slot("history size").clearsOnNo().active();
    history = g.line(LINE, "history", "Enable and control the command history function").onByDefault().active();
  }

  private void declareTransport(Grammar g) {
    g.prefix(LINE, "transport", "Define transport protocols for line");
    input = g.line(LINE, "transport input {all|none|{" + transports() + "} [" + transports() + "]*}:protocols",
        transportHelp(
        "Define which protocols to use when connecting to the terminal server")).slot("transport input").clearsOnNo()
        .security()
        .support(this::inputSupport);
    output = g.line(LINE, "transport output {all|none|{" + transports() + "} [" + transports() + "]*}:protocols",
        transportHelp(
        "Define which protocols to use for outgoing connections")).slot("transport output").clearsOnNo()
        .security().active();
    preferred = g.line(LINE, "transport preferred {all|none|{" + transports() + "} [" + transports() + "]*}:protocol",
        transportHelp("Specify the preferred protocol to use"))
        .slot("transport preferred").clearsOnNo().support(e -> e.required("protocol").equals("none") ? Support.ACTIVE
            : PREFERRED.contains(e.required("protocol")) ? Support.ACTIVE
                : new Support.Partial("words that are no command are called by Telnet"));
  }

  private static String transports() {
    return TRANSPORTS.stream().sorted().collect(java.util.stream.Collectors.joining("|"));
  }

  private static String[] transportHelp(String what) {
    var help = new ArrayList<>(List.of(what, "All protocols", "No protocols"));
    for (int i = 0; i < 2; i++) help.addAll(protocolHelp());
    return help.toArray(String[]::new);
  }

  private static List<String> protocolHelp() {
    return List.of("LAPB Terminal Adapter", "DEC LAT protocol", "DEC MOP Remote Console Protocol", "X.3 PAD",
        "Unix rlogin protocol",
        "TCP/IP SSH protocol",
        "TCP/IP Telnet protocol", "UDPTN async via UDP protocol", "Async over ISDN");
  }

  private Support inputSupport(Entry e) {
    Set<String> wanted = transportsOf(e);
    boolean telnet = wanted.contains("telnet") && !telnetServed;
    boolean others = !wanted.equals(TRANSPORTS) && wanted.stream().anyMatch(w -> !w.equals("ssh") && !w.equals("telnet"));
    if (telnet) return new Support.Partial("Telnet is served only by a box that was started with --telnet");
    return others ? new Support.Partial("SSH and Telnet are served, and nothing else") : Support.ACTIVE;
  }

  /** From now on Telnet has a door. */
  void telnetServed() {
    telnetServed = true;
  }

  private void declareWithoutEffect(Grammar g) {
    String serial = "the line's speed is the terminal's own matter";
    g.line(LINE, "stopbits {1|1.5|2}:bits", "Set async line stop bits", "One stop bit", "One and one-half stop bits",
        "Two stop bits")
        .slot("stopbits").clearsOnNo().kept(serial);
    g.line(LINE, "speed <0-4294967295>", "Set the transmit and receive speeds", "Transmit and receive speeds").slot("speed")
        .clearsOnNo().kept(serial);
    g.line(LINE, "databits {5|6|7|8}", "Set number of data bits per character", "Number of bits per character",
        "Number of bits per character",
        "Number of bits per character", "Number of bits per character").slot("databits").clearsOnNo().kept(serial);
    g.line(LINE, "parity {even|mark|none|odd|space}", "Set terminal parity", "Even parity", "Mark parity", "No parity",
        "Odd parity",
        "Space parity").slot("parity").clearsOnNo().kept(serial);
    g.line(LINE, "flowcontrol {hardware|none|software} [in|out]", "Set the flow control", "Set hardware flow control",
        "Set no flow control",
        "Set software flow control", "Listen to flow control from the attached device",
        "Send flow control information to the attached device")
        .slot("flowcontrol").clearsOnNo().kept(serial);
    g.line(LINE, "modem {Dialin|Host|InOut}", "Configure the Modem Control Lines", "Usr/Telebit",
        "Configure for NULL modem", "Dial in and out")
        .slot("modem").clearsOnNo().kept("there is no modem");
    g.line(LINE, "activation-character", "Define the activation character").onByDefault()
        .kept("a session begins when it is opened");
    g.line(LINE, "escape-character {<0-255>|BREAK|DEFAULT|NONE|WORD}", "Change the current line's escape character",
        "ASCII code", "BREAK",
        "Set default escape character", "Disable escape entirely", "Escape character").slot("escape-character").clearsOnNo()
        .partial("the escape character stays Ctrl-^");
    g.line(LINE, "notify", "Inform users of output from concurrent sessions")
        .kept("there are no concurrent sessions on a line");
  }

  MannersLines manners() {
    return manners;
  }

  Line password() {
    return password;
  }

  // ---- ranges ----

  private static int first(Matched m) {
    return Integer.parseInt(m.required("first"));
  }

  private static int last(Matched m) {
    return Integer.parseInt(m.arg("last").orElse(m.required("first")));
  }

  private static int first(Entry e) {
    return Integer.parseInt(e.required("first"));
  }

  private static int last(Entry e) {
    return Integer.parseInt(e.arg("last").orElse(e.required("first")));
  }

  @Override
  public boolean rewrites() {
    return true;
  }

  /** A range typed over the release's own {@code line vty 0 4} takes over what stands there. */
  @Override
  public void apply(Section before, Section now) {
    if (Section.same(before, now, vty)) return;
    List<Entry> covered = now.all(vty).filter(Entry::factory).filter(f -> cover(now, f).isPresent()).toList();
    if (covered.isEmpty()) return;
    configuration.then(() -> configuration.commit(root -> {
      Section s = root;
      for (Entry f : covered) {
        Entry wide = cover(s, f).orElseThrow();
        Section body = f.body();
        for (Entry e : wide.body().entries()) body = body.with(e);
        s = s.without(f.key()).with(wide.withBody(body));
      }
      return s;
    }, () -> {}));
  }

  private Optional<Entry> cover(Section s, Entry f) {
    return s.all(vty).filter(e -> e != f && !e.factory() && first(e) <= first(f) && last(e) >= last(f)).findFirst();
  }

  // ---- reading ----

  List<Entry> terminals(Section root) {
    return root.all(vty).toList();
  }

  int vtyCount(Section root) {
    return Math.max(FACTORY_VTYS, root.all(vty).mapToInt(e -> last(e) + 1).max().orElse(0));
  }

  /** Of several ranges that hold a terminal the narrowest decides, setting by setting. */
  Optional<Entry> setting(Section root, Kind kind, int number, Line... oneOf) {
    return settings(root, kind, number, oneOf).findFirst();
  }

  /** {@code access-class … in} of a virtual terminal. */
  Optional<String> accessClass(Section root, int number, boolean six) {
    return settings(root, Kind.VTY, number, six ? accessClass6 : accessClass)
        .filter(e -> e.required("direction").equals("in")).findFirst().flatMap(e -> e.arg("list"));
  }

  private java.util.stream.Stream<Entry> settings(Section root, Kind kind, int number, Line... oneOf) {
    Line of = switch (kind) {
      case CON -> con;
      case AUX -> aux;
      case VTY -> vty;
    };
    return root.all(of).filter(e -> first(e) <= number && number <= last(e))
        .sorted(Comparator.comparingInt(e -> last(e) - first(e)))
        .flatMap(e -> List.of(oneOf).stream().flatMap(l -> e.body().all(l)));
  }

  private OptionalInt number(Section root, Kind kind, int number, Line line, String name) {
    return setting(root, kind, number, line).map(e -> OptionalInt.of(Integer.parseInt(e.required(name))))
        .orElse(OptionalInt.empty());
  }

  LineSettings settings(Section root, Kind kind, int n) {
    Optional<Entry> asks = setting(root, kind, n, login, vtyLogin, loginLocal);
    Login how = asks.isEmpty() ? kind == Kind.VTY ? Login.LINE_PASSWORD : Login.NONE
        : asks.get().is(loginLocal) ? Login.LOCAL : asks.get().negated() ? Login.NONE : Login.LINE_PASSWORD;
    int idle = setting(root, kind, n, timeout).map(e -> e.negated() ? 0
        : Integer.parseInt(e.required("minutes")) * 60 + Integer.parseInt(e.required("seconds"))).orElse(600);
    boolean remembers = setting(root, kind, n, history).map(e -> !e.negated()).orElse(true);
    return new LineSettings(how, setting(root, kind, n, password).flatMap(e -> CredentialsFeature.stored(e, false)), idle,
        number(root, kind, n, privilege, "level").orElse(1), setting(root, kind, n, synchronous).isPresent(),
        kind == Kind.CON ? levels.console(root) : levels.monitor(root), number(root, kind, n, length, "value"),
        number(root, kind, n, width, "value"), remembers ? number(root, kind, n, historySize, "value").orElse(10) : 0,
        setting(root, kind, n, input).map(LineFeature::transportsOf).orElse(Set.of("ssh", "telnet")),
        setting(root, kind, n, exec, vtyExec).map(e -> !e.negated()).orElse(true));
  }

  Set<String> transportOutput(Section root, Kind kind, int n) {
    return setting(root, kind, n, output).map(LineFeature::transportsOf).orElse(TRANSPORTS);
  }

  Accounts.Talk talk(Section root, Kind kind, int n) {
    boolean hosts = setting(root, kind, n, preferred).map(e -> !e.required("protocol").equals("none")).orElse(true);
    var usual = ShellConfig.Synchronous.DEFAULT;
    var waiting = setting(root, kind, n, synchronous).map(e -> new ShellConfig.Synchronous(
        e.arg("level").map(l -> l.equals("all") ? Log.DEBUGGING : Integer.parseInt(l)).orElse(usual.asynchronous()),
        e.arg("limit").map(Integer::parseInt).orElse(usual.limit()))).orElse(usual);
    return new Accounts.Talk(hosts, waiting);
  }

  LineManners manners(Section root, Kind kind, int n) {
    return manners.read(l -> setting(root, kind, n, l), access(root, kind, n, "in"), access(root, kind, n, "out"));
  }

  private String access(Section root, Kind kind, int n, String direction) {
    return setting(root, kind, n, accessClass).filter(e -> e.required("direction").equals(direction))
        .flatMap(e -> e.arg("list")).orElse("-");
  }

  private static Set<String> transportsOf(Entry e) {
    String words = e.required("protocols");
    if (words.equals("none")) return Set.of();
    return words.equals("all") ? TRANSPORTS : new LinkedHashSet<>(List.of(words.split(" ")));
  }
}
