package net.anotherbox.shell.file;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.FileError;

/** {@code copy} from anything to anything, and {@code configure memory}. */
final class CopyFeature implements Feature {
  private static final int PRIVILEGED = 15;
  private static final Url RUNNING = new Url("system", "", "/running-config");
  private static final Url STARTUP = new Url("nvram", "", "/startup-config");

  private final FileSystems files;
  private final PromptFeature prompts;
  private final Supplier<String> hostname;
  private final Log log;

  CopyFeature(FileSystems files, PromptFeature prompts, Supplier<String> hostname, Log log) {
    this.files = files;
    this.prompts = prompts;
    this.hostname = hostname;
    this.log = log;
  }

  @Override
  public void declare(Grammar g) {
    g.type("FROM", new FileName(files::all, "Copy from * file system"));
    g.type("TO", new FileName(files::all, "Copy to * file system"));
    g.prefix(Mode.EXEC, "copy", "Copy from one file to another");
    g.exec("copy [/erase|/noverify|/verify] {running-config|startup-config|FROM}:from {running-config|startup-config|TO}:to",
        this::copy, "Erase destination file system.", "Don't verify image signature before reload.",
        "Verify image signature before reload.", "Copy from current system configuration", "Copy from startup configuration",
        "Copy from a file system", "Update (merge with) current system configuration", "Copy to startup configuration",
        "Copy to a file system").privilege(PRIVILEGED);
    g.prefix(Mode.EXEC, "configure", "Enter configuration mode");
    g.exec("configure memory", this::memory, "Configure from NV memory").privilege(PRIVILEGED);
  }

  private Url end(Execution x, String typed) {
    return switch (typed) {
      case "running-config" -> RUNNING;
      case "startup-config" -> STARTUP;
      default -> plain(files.place(x.session(), typed));
    };
  }

  /** The two configurations are at the root, said or not. */
  private static Url plain(Url u) {
    return u.scheme().equals("system") || u.scheme().equals("nvram") ? u.file("/" + u.resolved().orElse(u.path())) : u;
  }

  private void copy(Execution x) {
    Url from = end(x, x.command().required("from"));
    Url to = end(x, x.command().required("to"));
    for (Url u : List.of(from, to)) {
      if (!files.isKnown(u.scheme())) {
        x.print(files.error("error-opening", u, new FileError(FileError.Reason.NO_DEVICE)) + "\n");
        return;
      }
    }
    new Dialogue(x, from, to, "").start();
  }

  private void memory(Execution x) {
    new Dialogue(x, STARTUP, RUNNING, "memory").run();
  }

  /** One copy: what is still to be known is asked, then it runs. */
  private final class Dialogue {
    private final Execution x;
    private Url from;
    private Url to;
    /** What {@code %SYS-5-CONFIG_I} calls the source; its URL if empty. */
    private final String called;

    Dialogue(Execution x, Url from, Url to, String called) {
      this.x = x;
      this.from = from;
      this.to = to;
      this.called = called;
    }

    void start() {
      if (from.isRemote()) remoteSource();
      else if (from.name().isEmpty() && !from.scheme().equals("null")) source();
      else remote();
    }

    private void ask(String question, String proposal, Consumer<String> then) {
      x.ask(files.wording.say(question, Map.of("name", proposal)), true, answer -> {
        String a = answer.strip().isEmpty() ? proposal : answer.strip();
        if (a.isEmpty()) {
          x.print(files.wording.say("no-answer") + "\n");
          x.done();
        } else {
          then.accept(a);
        }
      });
    }

    private void remoteSource() {
      host(from, u -> {
        from = u;
        if (from.path().isEmpty()) source();
        else remote();
      });
    }

    /** The address, and for scp the name, that a URL lacks. */
    private void host(Url u, Consumer<Url> then) {
      if (u.host().isEmpty()) ask("ask-remote", "", a -> user(u.at(u.user().isEmpty() ? a : u.user() + "@" + a), then));
      else user(u, then);
    }

    private void user(Url u, Consumer<Url> then) {
      if (!u.scheme().equals("scp") || !u.user().isEmpty()) {
        then.accept(u);
        return;
      }
      String mine = x.session().user().isEmpty() ? hostname.get() : x.session().user();
      ask(u == from || from.scheme().equals("scp") ? "ask-source-user" : "ask-destination-user", mine, a ->
          then.accept(u.at(a + "@" + u.authority())));
    }

    private void source() {
      ask("ask-source", "", a -> {
        from = Url.parse(a).orElseGet(() -> from.file(a));
        remote();
      });
    }

    void remote() {
      if (to.isRemote() && (to.host().isEmpty() || to.scheme().equals("scp") && to.user().isEmpty())) host(to, u -> {
        to = u;
        destination();
      });
      else destination();
    }

    /** What a file is called if nobody says otherwise. */
    private String proposal() {
      if (to.scheme().equals("system")) return "running-config";
      if (to.scheme().equals("nvram")) return "startup-config";
      if (!to.name().isEmpty()) return to.path().startsWith("/") ? to.path().substring(1) : to.path();
      if (!to.isRemote()) return from.scheme().equals("null") ? "" : to.path() + from.name();
      boolean config = from.equals(RUNNING) || from.equals(STARTUP);
      return to.path() + (config ? hostname.get().toLowerCase(Locale.ROOT) + "-confg" : from.name());
    }

    private void destination() {
      String name = proposal();
      boolean said = !to.name().isEmpty() || to.scheme().equals("null");
      if (to.scheme().equals("null") || prompts.isQuiet() && (said || !name.isEmpty())) {
        if (!said) to = to.file(name);
        overwriting();
        return;
      }
      ask("ask-destination", name, a -> {
        if (!a.equals(name) || !said) to = Url.parse(a).orElseGet(() -> named(a));
        overwriting();
      });
    }

    private Url named(String a) {
      return a.startsWith("/") || !to.path().startsWith("/") ? to.file(a) : to.file("/" + a);
    }

    private void overwriting() {
      boolean there = files.isFlash(to) && files.isThere(to);
      if (!there || prompts.isQuiet()) {
        run();
        return;
      }
      x.print(files.wording.say("warning-exists") + "\n");
      x.confirm(files.wording.say("confirm-overwrite"), yes -> {
        if (yes) run();
        else x.done();
      });
    }

    void run() {
      x.later();
      if (to.scheme().equals("scp") || from.scheme().equals("scp")) password();
      else carry();
    }

    private void password() {
      Url u = from.scheme().equals("scp") ? from : to;
      if (u.equals(to)) x.print(files.wording.say("writing", Map.of("name", to.name())) + "\n");
      if (u.password().isPresent()) {
        carry();
        return;
      }
      x.ask(files.wording.say("ask-password"), false, secret -> {
        Url full = u.at(u.user() + ":" + secret + "@" + u.host());
        if (u.equals(from)) from = full;
        else to = full;
        carry();
      });
    }

    private void carry() {
      if (from.equals(RUNNING) && to.equals(STARTUP)) x.print(files.wording.say("building") + "\n");
      long began = files.loop.clock().millis();
      Source source;
      Target target;
      try {
        source = files.source(from);
      } catch (FileError e) {
        end(files.error("error-opening", from, e));
        return;
      }
      try {
        target = files.target(to);
      } catch (FileError e) {
        end(files.error("error-opening", to, e));
        return;
      }
      if (files.isFlash(from) && files.isFlash(to)) x.print(files.wording.say("in-progress"));
      if (from.scheme().equals("tftp")) x.print(files.wording.say("accessing", Map.of("url", from)) + "\n");
      var marks = new Progress(files.loop, x);
      x.onBreak(marks::breakOff);
      files.wait(() -> FileSystems.carry(source, target, marks), c -> arrived(c, began), e ->
          end((from.isRemote() || to.isRemote() ? "\n" : "") + files.error("error-opening", from.isRemote() || !to.isRemote()
              && e.reason() != FileError.Reason.NO_SPACE ? from : to, e)));
    }

    private void arrived(FileSystems.Copied c, long began) {
      try {
        if (from.scheme().equals("tftp")) x.print("\n" + files.wording.say("ok-bytes", Map.of("bytes", c.bytes())) + "\n");
        String said = files.arrived(to, c, x.session());
        x.print(said);
        if (to.scheme().equals("nvram")) x.print(files.wording.say("ok") + "\n");
        if (to.scheme().equals("system")) configured();
        if (from.equals(RUNNING) && to.equals(STARTUP)) {
          x.done();
          return;
        }
        long millis = Math.max(1, files.loop.clock().millis() - began);
        end((from.isRemote() || to.isRemote() || files.isFlash(from) && files.isFlash(to) ? "\n" : "")
            + files.wording.say("copied", Map.of("bytes", c.bytes(),
            "seconds", String.format("%d.%03d", millis / 1000, millis % 1000), "rate", c.bytes() * 1000 / millis)));
      } catch (FileError e) {
        end(files.error("error-writing", to, e));
      }
    }

    private void configured() {
      String by = x.session().user().isEmpty() ? "console" : x.session().user();
      String on = x.session().line().startsWith("con") ? ""
          : " on " + x.session().line().replace(" ", "") + " (" + x.session().from() + ")";
      log.syslog("SYS", 5, "CONFIG_I", files.wording.say("config-i", Map.of("from", called.isEmpty() ? from : called,
          "by", by + on)));
    }

    private void end(String text) {
      x.print(text + "\n");
      x.done();
    }
  }
}
