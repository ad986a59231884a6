package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Screen;

/** The lines and who is at them: {@code show users}, {@code show line}, {@code clear line}. */
final class LinesFeature {
  private static final int PRIVILEGED = 15;
  private static final String ONE = "{console <0-0>|aux <0-0>|vty <0-807>}";
  private static final String[] ONE_HELP = {"Primary terminal line", "Line number", "Auxiliary line", "Line number",
      "Virtual terminal", "Line number"};

  private final Shell shell;
  private final Screen showUsers = Screen.load(LinesFeature.class, "show-users.screen");
  private final Screen showLines = Screen.load(LinesFeature.class, "show-line.screen");
  private final Screen summary = Screen.load(LinesFeature.class, "show-line-summary.screen");
  private final LineDetails details;

  LinesFeature(Shell shell) {
    this.shell = shell;
    this.details = new LineDetails(shell);
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show users [all] [wide]", this::users, "Display information about terminal lines",
        "Include information about inactive ports", "Use wide format");
    g.exec("who [all]", this::users, "List users on active lines", "Include information about inactive ports").hidden();
    g.exec("systat [all]", this::users, "Display information about terminal lines",
        "Include information about inactive ports").privilege(0);
    g.exec("show line", this::lines, "TTY line information");
    g.exec("show line summary", this::summary, "TTY line information", "Quick line status summary");
    g.exec("show line <0-999>:number", x -> one(x, numbered(x)), "TTY line information", "Line number");
    g.exec("show line " + ONE + ":line", x -> one(x, named(x)), help("TTY line information"));
    g.exec("show terminal", this::own, "Display terminal configuration parameters");
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.exec("clear line <0-999>:number", x -> clear(x, numbered(x)), "Reset a terminal line", "Line number")
        .privilege(PRIVILEGED);
    g.exec("clear line " + ONE + ":line", x -> clear(x, named(x)), help("Reset a terminal line")).privilege(PRIVILEGED);
  }

  private static String[] help(String first) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(ONE_HELP));
    return all.toArray(String[]::new);
  }

  private Platform platform() {
    return shell.wording().personality().platform();
  }

  private List<LineName> all() {
    var all = new ArrayList<>(List.of(LineName.CONSOLE, LineName.AUX));
    for (int n = 0; n < shell.config().vtyCount(); n++) all.add(LineName.vty(n));
    return all;
  }

  private Optional<LineName> numbered(Execution x) {
    int number = Integer.parseInt(x.command().required("number"));
    return all().stream().filter(l -> l.absolute(platform()) == number).findFirst();
  }

  private Optional<LineName> named(Execution x) {
    String[] words = x.command().required("line").split(" ");
    var kind = switch (words[0]) {
      case "console" -> LineName.Kind.CON;
      case "aux" -> LineName.Kind.AUX;
      default -> LineName.Kind.VTY;
    };
    var line = new LineName(kind, Integer.parseInt(words[1]));
    return all().contains(line) ? Optional.of(line) : Optional.empty();
  }

  /** A line that is not there is no line number: complained of where it stands. */
  private void absent(Execution x) {
    if (x.command().has("number")) x.invalid("number");
    else x.print(shell.wording().say("line-absent") + "\n");
  }

  // ---- show users ----

  private void users(Execution x) {
    boolean inactive = x.command().words().contains("all");
    List<Map<String, ?>> rows = new ArrayList<>();
    for (LineName l : all()) {
      Optional<SessionTable.Row> at = shell.sessions().at(l).map(Seat::row);
      if (at.isPresent()) rows.add(row(x, at.get()));
      else if (inactive) rows.add(Map.of("own", " ", "number", l.absolute(platform()), "line", l.toString(), "user", "",
          "host", "", "idle", TimestampStyle.uptime(0), "from", ""));
    }
    x.print(showUsers.render(shell.wording().personality().release(), Map.of("users", rows)));
  }

  private Map<String, ?> row(Execution x, SessionTable.Row r) {
    String location = shell.config().manners(r.line()).location();
    return Map.of("own", r.line().toString().equals(x.session().line()) ? "*" : " ", "number",
        r.line().absolute(platform()), "line", r.line().toString(), "user", r.user(), "host",
        shell.sessions().at(r.line()).flatMap(s -> s.conversations().host())
        .orElse("idle"), "idle",
        TimestampStyle.uptime(r.idleMillis() / 1000), "from", r.from().isEmpty() ? location : r.from());
  }

  // ---- show line ----

  private Map<String, Object> line(LineName l) {
    LineManners m = shell.config().manners(l);
    var facts = new HashMap<String, Object>(Map.of("active", shell.sessions().at(l).isPresent() ? "*" : " ", "number",
        l.absolute(platform()), "speed", l.kind() == LineName.Kind.AUX ? "9600/9600" : "", "out", m.accessOut(), "in",
        m.accessIn(), "uses", shell.sessions().uses(l), "rotary", m.rotary() == 0 ? "-" : m.rotary()));
    facts.put("type", l.kind() == LineName.Kind.CON ? "CTY" : l.kind().name());
    return facts;
  }

  private void lines(Execution x) {
    var facts = new HashMap<String, Object>();
    facts.put("lines", all().stream().map(this::line).toList());
    if (platform().auxLine() > 2) facts.put("unused", "1-" + (platform().auxLine() - 1));
    else facts.put("unused", "2-" + (platform().firstVty() - 1));
    facts.put("gap", true);
    x.print(showLines.render(shell.wording().personality().release(), facts));
  }

  private void one(Execution x, Optional<LineName> line) {
    if (line.isEmpty()) {
      absent(x);
      return;
    }
    x.print(showLines.render(shell.wording().personality().release(), Map.of("lines", List.of(line(line.get())))));
    x.print("\n" + details.of(line.get()));
  }

  private void own(Execution x) {
    x.print(details.of(shell.sessions().of(x.session().line()).name()));
  }

  /** A character for each line: "u" in use without a user, "U" with one, "-" never used, "." used before. */
  private void summary(Execution x) {
    var marks = new StringBuilder();
    int active = 0;
    int never = 0;
    int nameless = 0;
    for (LineName l : all()) {
      Optional<Seat> at = shell.sessions().at(l);
      if (at.isPresent()) active++;
      if (at.isPresent() && at.get().user().isEmpty()) nameless++;
      if (shell.sessions().uses(l) == 0) never++;
      marks.append(at.isPresent() ? at.get().user().isEmpty() ? 'u' : 'U' : shell.sessions().uses(l) == 0 ? '-' : '.');
    }
    x.print(summary.render(shell.wording().personality().release(), Map.of("marks", marks, "active", active, "never",
        never, "nameless", nameless)));
  }

  // ---- clear line ----

  private void clear(Execution x, Optional<LineName> line) {
    if (line.isEmpty()) {
      absent(x);
      return;
    }
    if (line.get().toString().equals(x.session().line())) {
      x.print(shell.wording().say("line-own") + "\n");
      return;
    }
    x.confirm(shell.wording().say("confirm"), yes -> {
      if (yes) {
        shell.sessions().hangUp(line.get());
        x.print(shell.wording().say("line-cleared") + "\n");
      }
      x.done();
    });
  }
}
