package net.anotherbox.shell.aaa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.shell.output.Wording;

/** {@code login block-for} and its like, {@code security …}, and what they show. */
final class LoginFeature implements Feature, Participant, LoginWatch.Outside {
  private final Configuration configuration;
  private final Log log;
  private final Wording words;
  private final Supplier<Surroundings> around;
  private final Screen showLogin = Screen.load(LoginFeature.class, "show-login.screen");
  private final Screen showFailures = Screen.load(LoginFeature.class, "show-login-failures.screen");
  private LoginWatch watch;
  private Line block;
  private Line delay;
  private Line quiet;
  private Line failure;
  private Line success;
  private Line rate;

  LoginFeature(Configuration configuration, Log log, Wording words, Supplier<Surroundings> around) {
    this.configuration = configuration;
    this.log = log;
    this.words = words;
    this.around = around;
  }

  void watch(LoginWatch w) {
    watch = w;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "login", "Enable secure login checking");
    block = g.line(Mode.CONFIG, "login block-for <1-65535>:block attempts <1-65535>:attempts within <1-65535>:within",
        "Set quiet-mode active time period", "Time period in seconds", "Set max number of fail attempts", "Fail attempts",
        "Watch period for fail attempts", "Time period in seconds").slot("login block-for").clearsOnNo().security().active();
    delay = g.line(Mode.CONFIG, "login delay <1-10>:seconds", "Set delay between successive fail login",
        "Time period in seconds").slot("login delay").clearsOnNo().security().active();
    quiet = g.line(Mode.CONFIG, "login quiet-mode access-class WORD:list", "Set quiet-mode options",
        "Set access class for quiet-mode", "Access-list number or name").slot("login quiet-mode").clearsOnNo().security()
        .active();
    String[] how = {"Generate syslogs on login", "Number of attempts before it is logged", "Number of attempts",
        "Generate traps"};
    failure = logged(g, "on-failure", "Set options for failed login attempt", "Generate syslogs on login failure", how);
    success = logged(g, "on-success", "Set options for successful login attempt", "Generate syslogs on successful logins",
        how);
    g.prefix(Mode.CONFIG, "security", "Infra Security CLIs");
    rate = g.line(Mode.CONFIG, "security authentication failure rate <2-1024>:count [log]:log",
        "Authentication security CLIs", "Authentication failure logging", "Authentication failure threshold rate",
        "Authentication failure threshold rate", "log a message if the number of failures exceeds the rate")
        .slot("security authentication").clearsOnNo().security().active();
    g.line(Mode.CONFIG, "security passwords min-length <0-16>:length", "Password security CLIs",
        "Minimum length of passwords", "Minimum length of all user/enable passwords").slot("security passwords").clearsOnNo()
        .security().active();
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show login", this::show, "Display Secure Login Configurations and State");
    g.exec("show login failures", this::showFailures, "Display Secure Login Configurations and State",
        "Failed login attempts").privilege(15);
  }

  private static Line logged(Grammar g, String which, String help, String log, String[] how) {
    return g.line(Mode.CONFIG, "login " + which + " {log:log [every <1-65535>:every]|trap [every <1-65535>]}", help, log,
        how[1], how[2], how[3], how[1], how[2]).slot("login " + which).clearsOnNo().security()
        .support(e -> e.arg("log").isPresent() ? net.anotherbox.config.grammar.Support.ACTIVE
            : new net.anotherbox.config.grammar.Support.Partial("no traps are sent"));
  }

  @Override
  public LoginWatch.Settings settings() {
    Section root = configuration.current();
    Optional<Entry> b = root.one(block);
    return new LoginWatch.Settings(number(b, "block"), number(b, "attempts"), number(b, "within"),
        number(root.one(delay), "seconds"), root.value(quiet, "list"), every(root.one(failure)), every(root.one(success)),
        number(root.one(rate), "count"), root.one(rate).filter(e -> e.arg("log").isPresent()).isPresent());
  }

  private static int number(Optional<Entry> e, String name) {
    return e.flatMap(x -> x.arg(name)).map(Integer::parseInt).orElse(0);
  }

  private static int every(Optional<Entry> e) {
    return e.filter(x -> x.arg("log").isPresent()).map(x -> x.arg("every").map(Integer::parseInt).orElse(1)).orElse(0);
  }

  @Override
  public boolean permits(String list, Address from, int port) {
    return around.get().lists().permits(list, from, port);
  }

  @Override
  public void apply(Section before, Section now) {
    if (before.one(block).isPresent() && now.one(block).isEmpty()) watch.settle();
  }

  private void show(Execution x) {
    LoginWatch.Settings s = settings();
    var facts = new HashMap<String, Object>();
    if (s.delay() > 0) facts.put("delay", s.delay());
    else facts.put(s.block() > 0 ? "defaultDelay" : "noDelay", true);
    s.quietList().ifPresentOrElse(l -> facts.put("list", l), () -> facts.put("noList", true));
    if (s.successesLogged() == 1) facts.put("successes", true);
    if (s.successesLogged() > 1) facts.put("everySuccess", s.successesLogged());
    if (s.failuresLogged() == 1) facts.put("failures", true);
    if (s.failuresLogged() > 1) facts.put("everyFailure", s.failuresLogged());
    if (s.block() == 0) {
      facts.put("unwatched", true);
    } else {
      facts.putAll(Map.of("watched", true, "attempts", s.attempts(), "within", s.within(), "block", s.block(), "total",
          watch.total()));
      long left = watch.quietSeconds();
      if (left > 0) {
        facts.put("quiet", left);
        facts.put(s.quietList().isPresent() ? "restricted" : "denyingAll", true);
      } else {
        facts.putAll(Map.of("normal", true, "left", watch.windowSeconds(), "inWindow", watch.inWindow()));
      }
    }
    x.print(showLogin.render(words.personality().release(), facts));
  }

  private void showFailures(Execution x) {
    List<Map<String, Object>> rows = new ArrayList<>();
    watch.failures().forEach((f, c) -> rows.add(Map.of("user", f.user(), "from", f.from(), "port", f.port(), "count",
        c.times(), "time", Stamp.of(log, c.last()))));
    x.print(showFailures.render(words.personality().release(), Map.of(rows.isEmpty() ? "none" : "some", true, "failures",
        rows,
        "total", watch.total())));
  }
}
