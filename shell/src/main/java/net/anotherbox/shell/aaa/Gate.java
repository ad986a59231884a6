package net.anotherbox.shell.aaa;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.Authenticator;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;

/** Decides who may come in and what he may do, as the configuration says at that moment. */
public final class Gate implements Authenticator {
  private static final int TRIES = 3;
  /** No longer names are looked at: no server and no configuration has them. */
  private static final int LONGEST_NAME = 253;
  /** Longer passwords are nobody's, and are not hashed: a digest goes over them a thousand times. */
  private static final int LONGEST_PASSWORD = 256;
  /** Digests under way at once: each of scrypt takes 16 MB. */
  private static final int HASHING = 2;
  private static final int HIGHEST = 15;

  private final Loop loop;
  private final Log log;
  private final Wording shell;
  private final Wording words;
  private final Locals locals;
  private final Supplier<AaaPolicy> policy;
  private final ServerSide servers;
  private final LoginWatch watch;
  private final Semaphore hashing = new Semaphore(HASHING, true);
  final Lockouts lockouts = new Lockouts();

  /** @param shell texts of the shell; @param words those of AAA */
  Gate(Loop loop, Log log, Wording shell, Wording words, Locals locals, Supplier<AaaPolicy> policy, ServerSide servers,
      LoginWatch watch) {
    this.loop = loop;
    this.log = log;
    this.shell = shell;
    this.words = words;
    this.locals = locals;
    this.policy = policy;
    this.servers = servers;
    this.watch = watch;
  }

  /** The state in which one attempt is decided. */
  private record View(AaaPolicy policy, Locals.Entrance entrance, List<Locals.User> users, Optional<PasswordCheck> enable,
      boolean quiet) {
    List<Method> methods(LineName line) {
      String list = entrance.list("login");
      List<Method> found = policy.login().get(list);
      if (found != null) return found;
      if (!list.equals(AaaPolicy.DEFAULT)) return List.of();
      return List.of(new Method(line.kind() == LineName.Kind.CON ? Method.Kind.NONE : Method.Kind.LOCAL, ""));
    }

    /** Whether this method can be asked at all; a line without a password cannot. */
    boolean available(Method m) {
      return switch (m.kind()) {
        case LINE -> entrance.password().isPresent();
        case ENABLE -> enable.isPresent();
        case UNKNOWN -> false;
        case GROUP -> !policy.groups().getOrDefault(m.group(), List.of()).isEmpty();
        case LOCAL, LOCAL_CASE, NONE, IF_AUTHENTICATED -> true;
      };
    }
  }

  private View view(Caller caller) {
    return new View(policy.get(), locals.line(caller.line()), locals.users(), locals.enable(HIGHEST), watch.refuses(caller));
  }

  <T> T onLoop(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    loop.post(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
        throw e;
      }
    });
    return answer.join();
  }

  // ---- questions ----

  @Override
  public Dialogue dialogue(Caller caller) {
    View v = onLoop(() -> view(caller));
    return v.policy.newModel() ? byLists(v, caller) : byLine(v);
  }

  private Dialogue byLine(View v) {
    Locals.Entrance e = v.entrance;
    Questions questions = switch (e.login()) {
      case NONE -> Questions.NONE;
      case LOCAL -> Questions.NAME_AND_PASSWORD;
      case LINE_PASSWORD -> e.password().isPresent() ? Questions.PASSWORD : Questions.REFUSED;
    };
    return new Dialogue(questions, "\n" + shell.say("user-access") + "\n\n", shell.say("username-prompt"),
        shell.say("password-prompt"), e.login() == Login.LOCAL ? shell.say("login-invalid") : "",
        switch (questions) {
          case PASSWORD -> shell.say("bad-passwords");
          case REFUSED -> shell.say("password-required");
          default -> "";
        }, TRIES);
  }

  private Dialogue byLists(View v, Caller caller) {
    AaaPolicy.Words w = v.policy.words();
    Optional<Method> first = v.methods(caller.line()).stream().filter(v::available).findFirst();
    Questions questions = first.isEmpty() ? Questions.REFUSED
        : first.get().kind() == Method.Kind.NONE ? Questions.NONE
            : first.get().asksName() ? Questions.NAME_AND_PASSWORD : Questions.PASSWORD;
    String failed = w.failure().orElse(shell.say("authentication-failed"));
    return new Dialogue(questions, w.banner().map(b -> "\n" + b + "\n").orElse("\n" + shell.say("user-access") + "\n\n"),
        w.namePrompt().orElse(shell.say("username-prompt")), w.passwordPrompt().orElse(shell.say("password-prompt")),
        failed, questions == Questions.REFUSED ? failed : "", v.policy.attempts());
  }

  // ---- logins ----

  @Override
  public Verdict check(Caller caller, String user, char[] password) {
    View v = onLoop(() -> view(caller));
    Verdict verdict = v.quiet || user.length() > LONGEST_NAME || password.length > LONGEST_PASSWORD ? new Verdict.No()
        : v.policy.newModel() ? byMethods(v, caller, user, password) : byLine(v, caller, user, password);
    boolean in = verdict instanceof Verdict.In;
    boolean asked = v.policy.newModel() || v.entrance.login() != Login.NONE || caller.by() == Caller.Transport.SSH;
    if (asked) pause(onLoop(() -> watch.happened(caller, user, in)));
    return verdict;
  }

  /** Holds up the caller, and nobody else. */
  private void pause(int seconds) {
    if (seconds <= 0) return;
    var over = new CompletableFuture<Void>();
    loop.post(() -> loop.after(seconds * 1000L, () -> over.complete(null)));
    over.join();
  }

  /** Somebody who has shown his key to SSH; whatever the lists say, he is a user of the configuration. */
  public Verdict byKey(Caller caller, String user) {
    View v = onLoop(() -> view(caller));
    Optional<Locals.User> found = find(v.users, user, true);
    if (v.quiet || found.isEmpty() || onLoop(() -> lockouts.isLocked(user) || !entitled(found.get(), caller))) {
      return new Verdict.No();
    }
    onLoop(() -> watch.happened(caller, user, true));
    return v.policy.newModel() ? started(v, caller, new Asking(caller, user), Optional.empty()) : in(found.get());
  }

  private static Verdict in(Locals.User u) {
    return new Verdict.In(new Identity(u.name(), u.privilege().orElse(Identity.OF_LINE)));
  }

  private static Verdict nameless() {
    return new Verdict.In(new Identity("", Identity.OF_LINE));
  }

  /** SSH has no way to ask for less than a name and a password: it asks the users whatever the line's login is. */
  private Verdict byLine(View v, Caller caller, String user, char[] password) {
    Login login = caller.by() == Caller.Transport.SSH ? Login.LOCAL : v.entrance.login();
    return switch (login) {
      case NONE -> nameless();
      case LINE_PASSWORD -> v.entrance.password().map(p -> p.matches(password)).orElse(false) ? nameless()
          : new Verdict.No();
      case LOCAL -> local(v, caller, user, true, password) instanceof ServerAnswer.Yes ? in(find(v.users, user,
          true).orElseThrow())
          : new Verdict.No();
    };
  }

  private static Optional<Locals.User> find(List<Locals.User> users, String name, boolean exactly) {
    Optional<Locals.User> same = users.stream().filter(u -> u.name().equals(name)).findFirst();
    return same.isPresent() || exactly ? same
        : users.stream().filter(u -> u.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))).findFirst();
  }

  /** Silence if there is no such user. */
  private ServerAnswer local(View v, Caller caller, String name, boolean exactly, char[] password) {
    Optional<Locals.User> user = find(v.users, name, exactly);
    Optional<PasswordCheck> slowest = v.users.stream().flatMap(u -> u.password().stream())
        .max(java.util.Comparator.comparingInt(LocalUsers::cost));
    hashing.acquireUninterruptibly();
    boolean fits;
    try {
      fits = LocalUsers.fits(user, slowest, password);
    } finally {
      hashing.release();
    }
    if (user.isEmpty()) return new ServerAnswer.Silence();
    boolean in = onLoop(() -> counted(v, user.get(), fits) && entitled(user.get(), caller));
    return in ? ServerAnswer.Yes.plain() : new ServerAnswer.No();
  }

  /** Whether he comes from where he may, and for the first time if there is to be but one. On the control thread. */
  private boolean entitled(Locals.User user, Caller caller) {
    boolean may = (caller.from().isEmpty() || user.accessClass().map(l -> locals.permits(l, caller)).orElse(true))
        && (!user.oneTime() || find(locals.users(), user.name(), true).isPresent());
    if (may && user.oneTime()) locals.spend(user.name());
    return may;
  }

  /** Administrators are never locked, so that somebody can unlock the others. */
  private boolean counted(View v, Locals.User user, boolean fits) {
    String name = user.name();
    if (v.policy.maxFail() == 0 || !v.policy.newModel()) return fits;
    if (lockouts.isLocked(name)) return false;
    if (fits) {
      lockouts.succeeded(name);
    } else if (user.privilege().orElse(1) < HIGHEST && lockouts.failed(name, v.policy.maxFail(), loop.clock().wall())) {
      log.syslog("AAA", 5, "USER_LOCKED", words.say("user-locked", Map.of("user", name)));
    }
    return fits;
  }

  private Verdict byMethods(View v, Caller caller, String user, char[] password) {
    var asking = new Asking(caller, user);
    for (Method m : v.methods(caller.line())) {
      if (!v.available(m)) continue;
      switch (ask(v, m, asking, password)) {
        case ServerAnswer.Yes y -> {
          return started(v, caller, asking, m.kind() == Method.Kind.GROUP ? Optional.of(y) : Optional.empty());
        }
        case ServerAnswer.No n -> {
          return new Verdict.No();
        }
        case ServerAnswer.Silence s -> { }
      }
    }
    return new Verdict.No();
  }

  private ServerAnswer ask(View v, Method m, Asking asking, char[] password) {
    return switch (m.kind()) {
      case LOCAL -> local(v, asking.caller(), asking.user(), false, password);
      case LOCAL_CASE -> local(v, asking.caller(), asking.user(), true, password);
      case LINE -> answer(v.entrance.password().orElseThrow().matches(password));
      case ENABLE -> answer(v.enable.orElseThrow().matches(password));
      case NONE -> ServerAnswer.Yes.plain();
      case GROUP -> servers.login(v.policy, m.group(), asking, password, OptionalInt.empty());
      case IF_AUTHENTICATED, UNKNOWN -> new ServerAnswer.Silence();
    };
  }

  private static ServerAnswer answer(boolean good) {
    return good ? ServerAnswer.Yes.plain() : new ServerAnswer.No();
  }

  /** {@code aaa authorization exec}. @param granted what a server said when it let him in, if one did */
  private Verdict started(View v, Caller caller, Asking asking, Optional<ServerAnswer.Yes> granted) {
    var plain = new Verdict.In(new Identity(asking.user(), Identity.OF_LINE));
    if (caller.line().kind() == LineName.Kind.CON && !v.policy.console()) return plain;
    Optional<List<Method>> list = v.policy.authorization("exec", v.entrance.list("authorization exec"));
    if (list.isEmpty()) return plain;
    for (Method m : list.get()) {
      switch (authorizeExec(v, m, asking, granted)) {
        case ServerAnswer.Yes y -> {
          return new Verdict.In(new Identity(asking.user(), y.privilege().orElse(Identity.OF_LINE)));
        }
        case ServerAnswer.No n -> {
          return new Verdict.Refused(shell.say("authorization-failed"));
        }
        case ServerAnswer.Silence s -> { }
      }
    }
    return new Verdict.Refused(shell.say("authorization-failed"));
  }

  private ServerAnswer authorizeExec(View v, Method m, Asking asking, Optional<ServerAnswer.Yes> granted) {
    return switch (m.kind()) {
      case NONE, IF_AUTHENTICATED -> ServerAnswer.Yes.plain();
      case LOCAL, LOCAL_CASE -> find(v.users, asking.user(), false)
          .<ServerAnswer>map(u -> new ServerAnswer.Yes(u.privilege(), List.of())).orElseGet(ServerAnswer.Silence::new);
      case GROUP -> servers.exec(v.policy, m.group(), asking, granted);
      case LINE, ENABLE, UNKNOWN -> new ServerAnswer.Silence();
    };
  }

  // ---- enable ----

  @Override
  public Enabling enabling(Caller caller, String user, int level) {
    boolean console = caller.line().kind() == LineName.Kind.CON;
    AaaPolicy p = policy.get();
    Optional<PasswordCheck> wanted = locals.enable(level);
    String prompt = shell.say("password-prompt");
    if (!p.newModel()) {
      if (wanted.isPresent()) {
        return new Enabling(true, Optional.of(prompt), shell.say(wanted.get().isSecret() ? "bad-secrets" : "bad-passwords"),
            TRIES);
      }
      return new Enabling(console, Optional.empty(), shell.say("no-password-set"), 0);
    }
    Optional<Method> first = enableMethods(p, console).stream().filter(m -> usable(p, caller, m, level)).findFirst();
    if (first.isEmpty()) return new Enabling(false, Optional.empty(), shell.say("error-in-authentication"), 0);
    if (first.get().kind() == Method.Kind.NONE) return new Enabling(true, Optional.empty(), "", 0);
    return new Enabling(true, Optional.of(p.words().passwordPrompt().orElse(prompt)), shell.say("access-denied"), 1);
  }

  /** Without a list the enable password is asked for; at a console on which there is none, nothing. */
  private static List<Method> enableMethods(AaaPolicy p, boolean console) {
    return p.enable().orElse(console ? Method.list("enable none") : Method.list("enable"));
  }

  private boolean usable(AaaPolicy p, Caller caller, Method m, int level) {
    return switch (m.kind()) {
      case ENABLE -> locals.enable(level).isPresent();
      case LINE -> locals.line(caller.line()).password().isPresent();
      case GROUP -> !p.groups().getOrDefault(m.group(), List.of()).isEmpty();
      case NONE -> true;
      default -> false;
    };
  }

  @Override
  public boolean enables(Caller caller, String user, int level, char[] password) {
    record Moment(AaaPolicy policy, Optional<PasswordCheck> wanted, Optional<PasswordCheck> line, List<Method> methods) {}
    Moment now = onLoop(() -> {
      AaaPolicy p = policy.get();
      boolean console = caller.line().kind() == LineName.Kind.CON;
      return new Moment(p, locals.enable(level), locals.line(caller.line()).password(),
          p.newModel() ? enableMethods(p, console).stream().filter(m -> usable(p, caller, m, level)).toList()
              : Method.list("enable"));
    });
    for (Method m : now.methods) {
      ServerAnswer a = switch (m.kind()) {
        case ENABLE -> now.wanted.map(w -> answer(w.matches(password))).orElseGet(ServerAnswer.Silence::new);
        case LINE -> now.line.map(w -> answer(w.matches(password))).orElseGet(ServerAnswer.Silence::new);
        case NONE -> ServerAnswer.Yes.plain();
        case GROUP -> servers.login(now.policy, m.group(), new Asking(caller, user), password, OptionalInt.of(level));
        default -> new ServerAnswer.Silence();
      };
      if (!(a instanceof ServerAnswer.Silence)) return a instanceof ServerAnswer.Yes;
    }
    return false;
  }

  // ---- commands ----

  private Optional<List<Method>> commandMethods(AaaPolicy p, Caller caller, int level) {
    if (!p.newModel() || caller.line().kind() == LineName.Kind.CON && !p.console()) return Optional.empty();
    String about = "commands " + level;
    return p.authorization(about, locals.line(caller.line()).list("authorization " + about));
  }

  @Override
  public boolean watchesCommands() {
    return policy.get().newModel();
  }

  @Override
  public boolean asksForCommand(Caller caller, int level, boolean configuration) {
    AaaPolicy p = policy.get();
    return (!configuration || p.configCommands()) && commandMethods(p, caller, level).isPresent();
  }

  @Override
  public boolean mayRun(Caller caller, Identity who, int level, List<String> command) {
    record Moment(AaaPolicy policy, List<Method> methods, boolean local) {}
    Moment now = onLoop(() -> {
      AaaPolicy p = policy.get();
      return new Moment(p, commandMethods(p, caller, level).orElse(Method.list("none")),
          find(locals.users(), who.name(), false).isPresent());
    });
    for (Method m : now.methods) {
      ServerAnswer a = switch (m.kind()) {
        case NONE -> ServerAnswer.Yes.plain();
        case IF_AUTHENTICATED -> who.name().isEmpty() ? new ServerAnswer.Silence() : ServerAnswer.Yes.plain();
        case LOCAL, LOCAL_CASE -> now.local ? ServerAnswer.Yes.plain() : new ServerAnswer.Silence();
        case GROUP -> servers.command(now.policy, m.group(), new Asking(caller, who.name()), level, command);
        case LINE, ENABLE, UNKNOWN -> new ServerAnswer.Silence();
      };
      if (!(a instanceof ServerAnswer.Silence)) return a instanceof ServerAnswer.Yes;
    }
    return false;
  }

  // ---- records ----

  @Override
  public void began(Caller caller, Identity who) {
    servers.began(policy.get(), locals.line(caller.line()).list("accounting exec"), new Asking(caller, who.name()));
  }

  @Override
  public void ran(Caller caller, Identity who, int level, String command) {
    servers.ran(policy.get(), locals.line(caller.line()).list("accounting commands " + level), new Asking(caller,
        who.name()),
        level, command);
  }

  @Override
  public void ended(Caller caller, Identity who) {
    servers.ended(policy.get(), new Asking(caller, who.name()));
  }
}
