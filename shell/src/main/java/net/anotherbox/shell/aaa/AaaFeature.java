package net.anotherbox.shell.aaa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/** The lines of {@code aaa …} but those of the servers: method lists and what goes with them. */
public final class AaaFeature implements Feature {
  private static final int ATTEMPTS = 3;
  /** The list's name. */
  private static final String LIST = "{default|WORD}:list ";
  private static final String[] LIST_HELP = {"The default list.", "Named list."};
  private static final String GROUP = "group {radius|tacacs+|WORD}";
  private static final String[] GROUP_HELP = {"Use Server-group", "Use list of all Radius hosts.",
      "Use list of all Tacacs+ hosts.", "Server-group name"};

  private final ServerLines servers;
  private Line newModel;
  private Line login;
  private Line enable;
  private Line attempts;
  private Line words;
  private Line texts;
  private Line maxFail;
  private Line exec;
  private Line commands;
  private Line console;
  private Line configCommands;
  private Line accountExec;
  private Line accountCommands;

  /** @param servers whose lines it declares with its own */
  public AaaFeature(ServerLines servers) {
    this.servers = servers;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "aaa", "Authentication, Authorization and Accounting.");
    newModel = g.line(Mode.CONFIG, "aaa new-model",
        "Enable NEW access control commands and functions.(Disables OLD commands.)").negatable().security().active();
    authentication(g);
    authorization(g);
    accounting(g);
    others(g);
    servers.declare(g);
  }

  private static String[] help(Object... parts) {
    var all = new ArrayList<String>();
    for (Object p : parts) {
      if (p instanceof String[] several) all.addAll(List.of(several));
      else all.add((String) p);
    }
    return all.toArray(String[]::new);
  }

  /** One method at least, then any number of others. */
  private static String methods(String words) {
    return "{" + words + "}:methods [{" + words + "}+]:methods";
  }

  private static Support byMethods(Entry e) {
    boolean known = Method.list(e.arg("methods").orElse("")).stream().noneMatch(m -> m.kind() == Method.Kind.UNKNOWN);
    return known ? Support.ACTIVE
        : new Support.Partial("Kerberos and cached profiles are not asked: such a method is passed over");
  }

  private void authentication(Grammar g) {
    g.prefix(Mode.CONFIG, "aaa authentication", "Authentication configurations parameters.");
    String ways = "enable|" + GROUP + "|krb5|krb5-telnet|line|local|local-case|none|passwd-expiry";
    String[] each = help("Use enable password for authentication.", GROUP_HELP, "Use Kerberos 5 authentication.",
        "Allow logins only if already authenticated via Kerberos V Telnet.", "Use line password for authentication.",
        "Use local username authentication.", "Use case-sensitive local username authentication.", "NO authentication.",
        "enable the login list to provide password aging support");
    login = g.line(Mode.CONFIG, "aaa authentication login " + LIST + methods(ways),
        help("Set authentication lists for logins.", LIST_HELP, each, each)).slot("aaa authentication login").keyed("list")
        .security().support(AaaFeature::byMethods);
    String level = "enable|" + GROUP + "|line|none";
    String[] its = help("Use enable password for authentication.", GROUP_HELP, "Use line password for authentication.",
        "NO authentication.");
    enable = g.line(Mode.CONFIG, "aaa authentication enable default:list " + methods(level),
        help("Set authentication list for enable.", "The default authentication list.", its, its))
        .slot("aaa authentication enable").security().active();
    String others = GROUP + "|if-needed|krb5|local|local-case|none";
    String[] theirs = help(GROUP_HELP, "Only authenticate if needed.", "Use Kerberos 5 authentication.",
        "Use local username authentication.", "Use case-sensitive local username authentication.", "NO authentication.");
    g.line(Mode.CONFIG, "aaa authentication {arap|dot1x|eou|nasi|ppp|sgbp}:what " + LIST + methods(others),
        help("Set authentication lists for arap.", "Set authentication lists for IEEE 802.1x.",
            "Set authentication lists for EAPoUDP", "Set authentication lists for NASI.",
            "Set authentication lists for ppp.", "Set authentication lists for sgbp.", LIST_HELP, theirs, theirs))
        .slot("aaa authentication").keyed("what", "list").security().partial("nobody comes in by that way");
    attempts = g.line(Mode.CONFIG, "aaa authentication attempts login <1-25>:count",
        "Set the maximum number of login attempts", "Set the maximum number of attempts for login",
        "Number of login attempts").slot("aaa authentication attempts").clearsOnNo().security().active();
    String text = "c message-text c, where 'c' is a delimiting character";
    texts = g.line(Mode.CONFIG, "aaa authentication {banner|fail-message}:what LINE:raw",
        "Message to use when starting login/authentication.", "Message to use for failed login/authentication.", text)
        .slot("aaa authentication").keyed("what").delimited()
        .printed("|aaa authentication {what} {mark}{head}{block}{mark}|").active();
    words = g.line(Mode.CONFIG, "aaa authentication {password-prompt|username-prompt}:what LINE:text",
        "Text to use when prompting for a password", "Text to use when prompting for a username", "Text of prompt")
        .slot("aaa authentication").keyed("what").active();
  }

  private void authorization(Grammar g) {
    g.prefix(Mode.CONFIG, "aaa authorization", "Authorization configurations parameters.");
    String words = GROUP + "|if-authenticated|krb5-instance|local|none";
    String[] each = help(GROUP_HELP, "Succeed if user has authenticated.", "Use Kerberos instance privilege maps.",
        "Use local database.", "No authorization (always succeeds).");
    exec = g.line(Mode.CONFIG, "aaa authorization exec " + LIST + methods(words),
        help("For starting an exec (shell).", LIST_HELP, each, each)).slot("aaa authorization exec").keyed("list")
        .printed("12.2 |aaa authorization exec {list} {methods} |").security().support(AaaFeature::byMethods);
    commands = g.line(Mode.CONFIG, "aaa authorization commands <0-15>:level " + LIST + methods(words),
        help("For exec (shell) commands.", "Enable level", LIST_HELP, each, each)).slot("aaa authorization commands")
        .keyed("level", "list").printed("12.2 |aaa authorization commands {level} {list} {methods} |").security()
        .support(AaaFeature::byMethods);
    g.line(Mode.CONFIG, "aaa authorization {auth-proxy|configuration|ipmobile|network|reverse-access}:what " + LIST
        + methods(words), help("For Authentication Proxy Services",
            "For downloading configurations from AAA server", "For Mobile IP services.",
            "For network services. (PPP, SLIP, ARAP)", "For reverse access connections", LIST_HELP, each, each))
        .slot("aaa authorization").keyed("what", "list")
        .printed("12.2 |aaa authorization {what} {list} {methods} |").security()
        .partial("there is no such service that would ask for it");
    console = g.line(Mode.CONFIG, "aaa authorization console", "For enabling console authorization").security().active();
    configCommands = g.line(Mode.CONFIG, "aaa authorization config-commands", "For configuration mode commands.")
        .onByDefault().security().active();
  }

  private void accounting(Grammar g) {
    g.prefix(Mode.CONFIG, "aaa accounting", "Accounting configurations parameters.");
    String how = "{none|{start-stop|stop-only|wait-start}:mode [broadcast] {" + GROUP + "}:methods [{" + GROUP
        + "}+]:methods}";
    String[] each = help("No accounting.", "Record start and stop without waiting", "Record stop when service terminates.",
        "Same as start-stop but wait for start-record commit.", "Use Broadcast for Accounting", GROUP_HELP, GROUP_HELP);
    accountExec = g.line(Mode.CONFIG, "aaa accounting exec " + LIST + how, help("For starting an exec (shell).", LIST_HELP,
        each)).slot("aaa accounting exec").keyed("list").active();
    accountCommands = g.line(Mode.CONFIG, "aaa accounting commands <0-15>:level " + LIST + how,
        help("For exec (shell) commands.", "Enable level", LIST_HELP, each)).slot("aaa accounting commands")
        .keyed("level", "list").active();
    String none = "no record is made of it";
    g.line(Mode.CONFIG, "aaa accounting {auth-proxy|connection|dot1x|network|resource|system}:what " + LIST + how,
        help("For authentication proxy events.", "For outbound connections. (telnet, rlogin)",
            "For dot1x sessions.", "For network services. (PPP, SLIP, ARAP)", "For resource events",
            "For system events.", LIST_HELP, each))
        .slot("aaa accounting").keyed("what", "list").partial(none);
    g.line(Mode.CONFIG, "aaa accounting {gigawords|nested|redundancy|send|session-duration|suppress|update}:what [LINE]",
        "64 bit interface counters to support Radius attributes 52 & 53.",
        "When starting PPP from EXEC, generate NETWORK records before EXEC-STOP record.",
        "Redundancy Accounting", "Send records to accounting server.",
            "Set the preference for calculating session durations",
        "Do not generate accounting records for a specific type of user.", "Enable accounting update records.",
        "Its parameters").slot("aaa accounting").keyed("what").partial("records begin and end; nothing is sent between");
  }

  private void others(Grammar g) {
    maxFail = g.line(Mode.CONFIG, "aaa local authentication attempts max-fail <1-65535>:count", "AAA Local method options",
        "Local Authentication options", "Set options for login attempts",
        "Set number of unsuccessful attempts before locking out user",
        "Value for unsuccessful login attempts allowed before lockout").slot("aaa local authentication").clearsOnNo()
        .security().active();
    g.line(Mode.CONFIG, "aaa session-id {common|unique}", "AAA Session ID",
        "Use the same ID for all account types", "Use a different ID for each account type").slot("aaa session-id")
        .clearsOnNo().kept("a session has one id in all its records");
    g.line(Mode.CONFIG, "aaa max-sessions <1-32767>", "Adjust initial hash size for estimated max sessions",
        "Maximum sessions estimate").slot("aaa max-sessions").clearsOnNo().kept("the tables grow as they must");
    g.line(Mode.CONFIG, "aaa {attribute|nas|pod|user}:what LINE", "AAA attribute definitions",
        "NAS specific configuration", "POD processing", "AAA user definitions", "Its parameters").many().security()
        .partial("there is nothing that would use it");
  }

  // ---- reading ----

  boolean isOn(Section root) {
    return root.has(newModel);
  }

  /** Where it is off nothing else is read: it is asked for before every command. */
  AaaPolicy policy(Section root) {
    if (!isOn(root)) return AaaPolicy.OFF;
    var lists = new HashMap<String, List<Method>>();
    root.all(login).forEach(e -> lists.put(e.required("list"), Method.list(e.required("methods"))));
    return new AaaPolicy(true, lists, root.one(enable).map(e -> Method.list(e.required("methods"))),
        authorizations(root), accountings(root), root.has(console), root.isOn(configCommands),
        root.value(attempts, "count").map(Integer::parseInt).orElse(ATTEMPTS),
        root.value(maxFail, "count").map(Integer::parseInt).orElse(0), servers.groups(root), servers.deadSeconds(root),
        new AaaPolicy.Words(text(root, "banner"), text(root, "fail-message"), word(root, "username-prompt"),
            word(root, "password-prompt")));
  }

  private Map<String, Map<String, List<Method>>> authorizations(Section root) {
    var found = new HashMap<String, Map<String, List<Method>>>();
    root.all(exec).forEach(e -> found.computeIfAbsent("exec", k -> new HashMap<>())
        .put(e.required("list"), Method.list(e.required("methods"))));
    root.all(commands).forEach(e -> found.computeIfAbsent("commands " + e.required("level"), k -> new HashMap<>())
        .put(e.required("list"), Method.list(e.required("methods"))));
    return found;
  }

  private Map<String, Map<String, AaaPolicy.Accounted>> accountings(Section root) {
    var found = new HashMap<String, Map<String, AaaPolicy.Accounted>>();
    root.all(accountExec).forEach(e -> accounted(e).ifPresent(a -> found.computeIfAbsent("exec", k -> new HashMap<>())
        .put(e.required("list"), a)));
    root.all(accountCommands).forEach(e -> accounted(e).ifPresent(a -> found
        .computeIfAbsent("commands " + e.required("level"), k -> new HashMap<>()).put(e.required("list"), a)));
    return found;
  }

  private static Optional<AaaPolicy.Accounted> accounted(Entry e) {
    return e.arg("mode").map(m -> new AaaPolicy.Accounted(!m.equals("stop-only"), Method.list(e.required("methods"))));
  }

  private Optional<String> text(Section root, String what) {
    return root.all(texts).filter(e -> e.required("what").equals(what)).findFirst()
        .map(e -> e.required("head") + e.arg("block").orElse(""));
  }

  /** What stands in quotes, or the whole text. */
  private Optional<String> word(Section root, String what) {
    return root.all(words).filter(e -> e.required("what").equals(what)).findFirst().map(e -> e.required("text"))
        .map(t -> t.length() > 1 && t.startsWith("\"") && t.endsWith("\"") ? t.substring(1, t.length() - 1) : t);
  }
}
