package net.anotherbox.shell.aaa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.aaa.AaaServer.Protocol;
import net.anotherbox.shell.access.Secrets;
import net.anotherbox.shell.access.Type7;

/**
 * The servers of AAA and their groups: {@code radius-server}, {@code tacacs-server}, and what later releases have
 * instead.
 */
public final class ServerLines implements Feature {
  private static final Mode RADIUS_GROUP = new Mode("sg-radius", "config-sg-radius",
      "RADIUS Server-group commands:");
  private static final Mode TACACS_GROUP = new Mode("sg-tacacs+", "config-sg-tacacs+", "TACACS+ Server-group commands:");
  private static final Mode RADIUS_SERVER = new Mode("radius-server", "config-radius-server", "RADIUS server sub-mode:");
  private static final Mode TACACS_SERVER = new Mode("server-tacacs", "config-server-tacacs", "TACACS server sub-mode:");
  private static final String KEY = "key [0|7]:type LINE:secret";
  private static final String[] KEY_HELP = {"Per-server encryption key", "Specifies an UNENCRYPTED key will follow",
      "Specifies HIDDEN key will follow", "The UNENCRYPTED (cleartext) shared key"};
  private static final String RADIUS_OPTIONS = "[acct-port <0-65535>:acct-port|auth-port <0-65535>:auth-port"
      + "|retransmit <0-100>:retransmit|timeout <1-1000>:timeout]*";
  private static final String[] RADIUS_HELP = {"UDP port for RADIUS accounting server (default is 1646)", "Port number",
      "UDP port for RADIUS authentication server (default is 1645)", "Port number",
      "Specify the number of retries to active server (overrides default)", "Number of retries for a transaction",
      "Time to wait for a RADIUS server to reply (overrides default)",
          "Timeout value in seconds to wait for server to reply"};
  private static final String TACACS_OPTIONS = "[port <1-65535>:port|single-connection|timeout <1-1000>:timeout]*";
  private static final String[] TACACS_HELP = {"TCP port for TACACS+ server (default is 49)", "Port number",
      "Multiplex all packets over a single tcp connection to server (for CiscoSecure)",
      "Time to wait for this TACACS server to reply (overrides default)",
      "Timeout value in seconds to wait for server to reply"};
  private static final int RADIUS_PORT = 1645;
  private static final int RADIUS_ACCOUNTING = 1646;
  private static final int TACACS_PORT = 49;
  private static final int TIMEOUT = 5;
  private static final int RETRANSMITS = 3;
  private final List<Line> keys = new ArrayList<>();
  private final Map<Mode, Map<String, Line>> own = new HashMap<>();
  private Line radiusHost;
  private Line radiusServer;
  private Line radiusSource;
  private Line radiusGroup;
  private Line deadtime;
  private Line tacacsHost;
  private Line tacacsServer;
  private Line tacacsSource;
  private Line tacacsGroup;
  private final Map<String, Line> general = new HashMap<>();

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "aaa", "Authentication, Authorization and Accounting.");
    g.prefix(Mode.CONFIG, "aaa group", "AAA group definitions");
    g.prefix(Mode.CONFIG, "aaa group server", "AAA Server group definitions");
    radius(g);
    radiusRest(g);
    tacacs(g);
    namedRadius(g);
    namedTacacs(g);
    groups(g);
  }

  /** Lines whose plain key {@code service password-encryption} hides. */
  public List<Line> keys() {
    return keys;
  }

  private static String[] help(Object... parts) {
    return Stream.of(parts).flatMap(p -> p instanceof String[] s ? Stream.of(s) : Stream.of((String) p))
        .toArray(String[]::new);
  }

  private Line key(Line l) {
    keys.add(l.security().active().check((s, m) -> m.negated() || !m.has("secret")
        || Secrets.wellFormed(Integer.parseInt(m.arg("type").orElse("0")), m.required("secret")) ? Optional.empty()
            : Optional.of("Invalid encrypted keys\n")));
    return l;
  }

  private Line number(Grammar g, String name, String word, String range, String... help) {
    Line l = g.line(Mode.CONFIG, name + " " + word + " " + range + ":value", help).slot(name + " " + word).clearsOnNo();
    general.put(name + " " + word, l);
    return l.active();
  }

  private void radius(Grammar g) {
    g.prefix(Mode.CONFIG, "radius-server", "Modify RADIUS query parameters");
    radiusHost = key(g.line(Mode.CONFIG, "radius-server host A.B.C.D:host " + RADIUS_OPTIONS + " [" + KEY + "]",
        help("Specify a RADIUS server", "IP address of RADIUS server", RADIUS_HELP, KEY_HELP)).slot("radius-server host")
        .keyed("host", "auth-port", "acct-port").clearsOnNo("host").rewrite(ServerLines::withPorts));
    general.put("radius-server key", key(g.line(Mode.CONFIG, "radius-server " + KEY,
        help("encryption key shared with the radius servers",
        "Specifies an UNENCRYPTED key will follow", "Specifies HIDDEN key will follow",
        "The UNENCRYPTED (cleartext) shared key")).slot("radius-server key").clearsOnNo()));
    number(g, "radius-server", "timeout", "<1-1000>", "Time to wait for a RADIUS server to reply",
        "Wait time (default 5 seconds)");
    number(g, "radius-server", "retransmit", "<0-100>", "Specify the number of retries to active server",
        "Number of retries for a transaction (default is 3)");
    deadtime = number(g, "radius-server", "deadtime", "<1-1440>", "Time to stop using a server that doesn't respond",
        "time in minutes");
    radiusSource = g.line(Mode.CONFIG, "ip radius source-interface IFNAME:name", "RADIUS configuration commands",
        "Specify interface for source address in RADIUS packets", "Interface").slot("ip radius source-interface")
        .clearsOnNo().active();
  }

  /** The ports stand in the line whether they were typed or not. */
  private static Matched withPorts(Matched m) {
    if (m.negated() || !m.has("host")) return m;
    var words = new ArrayList<>(List.of("radius-server", "host", m.required("host")));
    Matched out = m;
    for (var p : List.of(Map.entry("auth-port", RADIUS_PORT), Map.entry("acct-port", RADIUS_ACCOUNTING))) {
      String v = last(m, p.getKey()).orElse(Integer.toString(p.getValue()));
      words.addAll(List.of(p.getKey(), v));
      out = out.with(p.getKey(), v);
    }
    for (String o : List.of("timeout", "retransmit")) {
      Optional<String> v = last(m, o);
      if (v.isEmpty()) continue;
      words.addAll(List.of(o, v.get()));
      out = out.with(o, v.get());
    }
    m.arg("secret").ifPresent(k -> {
      words.add("key");
      m.arg("type").ifPresent(words::add);
      words.add(k);
    });
    return out.withWords(words);
  }

  /** Of an option that was said twice the later one counts. */
  private static Optional<String> last(Matched m, String option) {
    return m.arg(option).map(v -> v.substring(v.lastIndexOf(' ') + 1));
  }

  private static void radiusRest(Grammar g) {
    g.line(Mode.CONFIG, "radius-server {dead-criteria|directed-request|domain-stripping|retry|transaction|unique-ident}"
        + ":what [LINE]", "Set the criteria used to decide when a radius server is marked dead",
        "Allow user to specify radius server to use with `@server'", "Strip the domain from the username",
        "Specify how the next packet is sent after timeout.", "Specify per-transaction parameters",
        "Higher order bits of Acct-Session-Id", "Its parameters").many()
        .partial("names go to the servers as they were typed, and a server is dead after its time-outs");
    g.line(Mode.CONFIG, "radius-server {accounting|attribute|authorization|challenge-noecho|configure-nas|local|load-balance"
        + "|optional-passwords|source-ports|vsa}:what [LINE]", "Accounting information configuration",
        "Customize selected radius attributes", "Authorization processing information",
        "Data echoing to screen is disabled during Access-Challenge",
        "Attempt to upload static routes and IP pools at startup", "Configure local RADIUS server",
        "Radius load-balancing options.",
        "The first RADIUS request can be made without requesting a password",
        "source ports used for sending out RADIUS requests", "Vendor specific attribute configuration", "Its parameters")
        .many().partial("requests carry the attributes they always carry");
    g.prefix(Mode.CONFIG, "tacacs-server", "Modify TACACS query parameters");
    g.line(Mode.CONFIG, "tacacs-server {administration|directed-request|dns-alias-lookup|packet}:what [LINE]",
        "Start tacacs+ deamon handling administrative messages", "Allow user to specify tacacs server to use with `@server'",
        "Enable IP Domain Name System Alias lookup for TACACS servers", "Modify TACACS+ packet options", "Its parameters")
        .negatable().many().partial("names go to the servers as they were typed");
  }

  private void tacacs(Grammar g) {
    tacacsHost = key(g.line(Mode.CONFIG, "tacacs-server host A.B.C.D:host " + TACACS_OPTIONS + " [" + KEY + "]",
        help("Specify a TACACS server", "IP address of TACACS server", TACACS_HELP, KEY_HELP)).slot("tacacs-server host")
        .keyed("host").clearsOnNo("host"));
    general.put("tacacs-server key", key(g.line(Mode.CONFIG, "tacacs-server " + KEY, help("Set TACACS+ encryption key.",
        "Specifies an UNENCRYPTED key will follow", "Specifies HIDDEN key will follow",
        "The UNENCRYPTED (cleartext) shared key")).slot("tacacs-server key").clearsOnNo()));
    number(g, "tacacs-server", "timeout", "<1-1000>", "Time to wait for a TACACS server to reply",
        "Wait time (default 5 seconds)");
    tacacsSource = g.line(Mode.CONFIG, "ip tacacs source-interface IFNAME:name", "TACACS configuration commands",
        "Specify interface for source address in TACACS packets", "Interface").slot("ip tacacs source-interface")
        .clearsOnNo().active();
  }

  private Line in(Grammar g, Mode mode, String name, String syntax, String... help) {
    Line l = g.line(mode, syntax, help).slot(name).clearsOnNo();
    own.computeIfAbsent(mode, k -> new HashMap<>()).put(name, l);
    return l;
  }

  private void namedRadius(Grammar g) {
    radiusServer = g.line(Mode.CONFIG, "radius server WORD:name", "RADIUS configuration", "RADIUS server",
        "Name for the radius server configuration").since(Release.R15_2).opens(RADIUS_SERVER).keyed("name").security()
        .active();
    in(g, RADIUS_SERVER, "address", "address ipv4 A.B.C.D:host [acct-port <0-65535>:acct-port"
        + "|auth-port <0-65535>:auth-port]*", help("Specify the radius server address", "IPv4 Address",
            "IPv4 Address of radius server", "UDP port for RADIUS accounting server (default is 1646)", "Port number",
            "UDP port for RADIUS authentication server (default is 1645)", "Port number")).active();
    key(in(g, RADIUS_SERVER, "key", KEY, KEY_HELP));
    in(g, RADIUS_SERVER, "retransmit", "retransmit <0-100>:value", "Number of retries to active server",
        "Number of retries for a transaction").active();
    in(g, RADIUS_SERVER, "timeout", "timeout <1-1000>:value", "Time to wait (in seconds) for this radius server to reply",
        "Wait time").active();
  }

  private void namedTacacs(Grammar g) {
    tacacsServer = g.line(Mode.CONFIG, "tacacs server WORD:name", "TACACS+ configuration", "TACACS+ server",
        "Name for the tacacs server configuration").since(Release.R15_2).opens(TACACS_SERVER).keyed("name").security()
        .active();
    in(g, TACACS_SERVER, "address", "address ipv4 A.B.C.D:host", "Specify the TACACS+ server address", "IPv4 Address",
        "IPv4 Address of tacacs server").active();
    key(in(g, TACACS_SERVER, "key", KEY, KEY_HELP));
    in(g, TACACS_SERVER, "port", "port <1-65535>:value", "TCP port for TACACS+ server (default is 49)", "Port number")
        .active();
    in(g, TACACS_SERVER, "timeout", "timeout <1-1000>:value", "Time to wait for this TACACS server to reply", "Wait time")
        .active();
    in(g, TACACS_SERVER, "single-connection", "single-connection", "Multiplex all packets over a single tcp connection")
        .kept("each request has a connection of its own");
  }

  private void groups(Grammar g) {
    radiusGroup = g.line(Mode.CONFIG, "aaa group server radius WORD:name", "Radius server-group definition",
        "Server group name").opens(RADIUS_GROUP).keyed("name").security().active();
    tacacsGroup = g.line(Mode.CONFIG, "aaa group server tacacs+ WORD:name", "Tacacs+ server-group definition",
        "Server group name").opens(TACACS_GROUP).keyed("name").security().active();
    String ports = "[acct-port <0-65535>:acct-port|auth-port <0-65535>:auth-port]*";
    Line member = g.line(RADIUS_GROUP, "server A.B.C.D:host " + ports, help("Specify a RADIUS server",
        "IP address of RADIUS server", "UDP port for RADIUS accounting server (default is 1646)", "Port number",
        "UDP port for RADIUS authentication server (default is 1645)", "Port number")).slot("server")
        .keyed("host", "auth-port", "acct-port").security().active();
    Line named = g.line(RADIUS_GROUP, "server name WORD:name", "Specify a RADIUS server", "Name of radius server",
        "Name of radius server")
        .slot("server name").keyed("name").since(Release.R15_2).security().active();
    Line own1 = key(g.line(RADIUS_GROUP, "server-private A.B.C.D:host " + RADIUS_OPTIONS + " [" + KEY + "]",
        help("Define a private RADIUS server (per group)", "IP address of RADIUS server", RADIUS_HELP, KEY_HELP))
        .slot("server-private").keyed("host").clearsOnNo("host"));
    in(g, RADIUS_GROUP, "source", "ip radius source-interface IFNAME:name", "Internet Protocol config commands",
        "RADIUS configuration commands", "Specify interface for source address in RADIUS packets", "Interface").active();
    g.line(RADIUS_GROUP, "deadtime <1-1440>", "Specify time in minutes to ignore an unresponsive server", "Minutes")
        .slot("deadtime").clearsOnNo().partial("radius-server deadtime holds for all groups");
    g.line(RADIUS_GROUP, "{accounting|attribute|authorization|load-balance|throttle}:what LINE",
        "Specify a RADIUS attribute filter for accounting", "Customize selected radius attributes",
        "Specify a RADIUS attribute filter for authorization", "Server group load-balancing options.",
        "Throttle requests to server", "Its parameters").many()
        .partial("requests carry the attributes they always carry");
    Line member2 = g.line(TACACS_GROUP, "server A.B.C.D:host", "Specify a TACACS+ server", "IP address of TACACS+ server")
        .slot("server").keyed("host").security().active();
    Line named2 = g.line(TACACS_GROUP, "server name WORD:name", "Specify a TACACS+ server", "Name of tacacs server",
        "Name of tacacs server")
        .slot("server name").keyed("name").since(Release.R15_2).security().active();
    Line own2 = key(g.line(TACACS_GROUP, "server-private A.B.C.D:host " + TACACS_OPTIONS + " [" + KEY + "]",
        help("Define a private TACACS+ server (per group)", "IP address of TACACS+ server", TACACS_HELP, KEY_HELP))
        .slot("server-private").keyed("host").clearsOnNo("host"));
    in(g, TACACS_GROUP, "source", "ip tacacs source-interface IFNAME:name", "Internet Protocol config commands",
        "TACACS configuration commands", "Specify interface for source address in TACACS packets", "Interface").active();
    own.get(RADIUS_GROUP).putAll(Map.of("server", member, "server name", named, "server-private", own1));
    own.get(TACACS_GROUP).putAll(Map.of("server", member2, "server name", named2, "server-private", own2));
  }

  // ---- reading ----

  int deadSeconds(Section root) {
    return root.value(deadtime, "value").map(m -> Integer.parseInt(m) * 60).orElse(0);
  }

  /** Servers by group, in the order of typing; those in named groups are in the general ones, too, unless private. */
  Map<String, List<AaaServer>> groups(Section root) {
    var found = new HashMap<String, List<AaaServer>>();
    found.put("radius", all(root, Protocol.RADIUS));
    found.put("tacacs+", all(root, Protocol.TACACS));
    root.all(radiusGroup).forEach(e -> found.put(e.required("name"), members(root, e, RADIUS_GROUP, Protocol.RADIUS)));
    root.all(tacacsGroup).forEach(e -> found.put(e.required("name"), members(root, e, TACACS_GROUP, Protocol.TACACS)));
    return found;
  }

  private List<AaaServer> all(Section root, Protocol p) {
    boolean radius = p == Protocol.RADIUS;
    return Stream.concat(root.all(radius ? radiusHost : tacacsHost).map(e -> server(root, p, e)),
        root.all(radius ? radiusServer : tacacsServer).flatMap(e -> named(root, p, e).stream())).toList();
  }

  private static String plain(Entry e) {
    String stored = e.arg("secret").orElse("");
    return e.arg("type").orElse("0").equals("7") ? Type7.reveal(stored).orElse("") : stored;
  }

  private int general(Section root, String name, int otherwise) {
    return Optional.ofNullable(general.get(name)).flatMap(l -> root.value(l, "value")).map(Integer::parseInt)
        .orElse(otherwise);
  }

  private static int number(Entry e, String name, int otherwise) {
    return e.arg(name).map(Integer::parseInt).orElse(otherwise);
  }

  /** A server whose settings stand in one line. */
  private AaaServer server(Section root, Protocol p, Entry e) {
    String name = p == Protocol.RADIUS ? "radius-server" : "tacacs-server";
    String key = e.arg("secret").isPresent() ? plain(e) : root.one(general.get(name + " key")).map(ServerLines::plain)
        .orElse("");
    return new AaaServer(p, Ipv4.of(e.required("host")),
        p == Protocol.RADIUS ? number(e, "auth-port", RADIUS_PORT) : number(e, "port", TACACS_PORT),
        number(e, "acct-port", RADIUS_ACCOUNTING), key, number(e, "timeout", general(root, name + " timeout", TIMEOUT)),
        number(e, "retransmit", general(root, name + " retransmit", RETRANSMITS)), source(root, p));
  }

  private String source(Section root, Protocol p) {
    return root.value(p == Protocol.RADIUS ? radiusSource : tacacsSource, "name").orElse("");
  }

  /** A server with a section of its own; none before it has an address. */
  private Optional<AaaServer> named(Section root, Protocol p, Entry server) {
    Map<String, Line> lines = own.get(p == Protocol.RADIUS ? RADIUS_SERVER : TACACS_SERVER);
    String name = p == Protocol.RADIUS ? "radius-server" : "tacacs-server";
    Section body = server.body();
    String key = body.one(lines.get("key")).or(() -> root.one(general.get(name + " key"))).map(ServerLines::plain)
        .orElse("");
    int timeout = body.value(lines.get("timeout"), "value").map(Integer::parseInt)
        .orElse(general(root, name + " timeout", TIMEOUT));
    int retransmits = Optional.ofNullable(lines.get("retransmit")).flatMap(l -> body.value(l, "value"))
        .map(Integer::parseInt).orElse(general(root, name + " retransmit", RETRANSMITS));
    int port = Optional.ofNullable(lines.get("port")).flatMap(l -> body.value(l, "value")).map(Integer::parseInt)
        .orElse(TACACS_PORT);
    return body.one(lines.get("address")).map(a -> new AaaServer(p, Ipv4.of(a.required("host")),
        p == Protocol.RADIUS ? number(a, "auth-port", RADIUS_PORT) : port, number(a, "acct-port", RADIUS_ACCOUNTING), key,
        timeout, retransmits, source(root, p)));
  }

  private List<AaaServer> members(Section root, Entry group, Mode mode, Protocol p) {
    Map<String, Line> lines = own.get(mode);
    String source = group.body().value(lines.get("source"), "name").orElse("");
    var found = new ArrayList<AaaServer>();
    for (Entry e : group.body().entries()) {
      if (e.is(lines.get("server-private"))) found.add(server(root, p, e));
      if (e.is(lines.get("server"))) all(root, p).stream().filter(s -> isThis(s, e)).findFirst().ifPresent(found::add);
      if (e.is(lines.get("server name"))) root.all(p == Protocol.RADIUS ? radiusServer : tacacsServer)
          .filter(s -> s.required("name").equals(e.required("name"))).findFirst().flatMap(s -> named(root, p, s))
          .ifPresent(found::add);
    }
    return found.stream().map(s -> s.from(source)).toList();
  }

  private static boolean isThis(AaaServer s, Entry e) {
    return s.address().toString().equals(e.required("host")) && (s.protocol() == Protocol.TACACS
        || s.port() == number(e, "auth-port", RADIUS_PORT)
            && s.accountingPort() == number(e, "acct-port", RADIUS_ACCOUNTING));
  }
}
