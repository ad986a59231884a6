package net.anotherbox.shell.box;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.RollbackStore.Pending;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigDiff;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.file.Archives;
import net.anotherbox.shell.file.TextFiles;
import net.anotherbox.shell.output.Wording;

/**
 * {@code configure replace}, {@code configure confirm}, {@code configure revert}, and what tells two configurations
 * apart.
 */
final class ReplaceFeature implements Feature {
  private static final int PRIVILEGED = 15;

  private final Replacement replacement;
  private final Rollback rollback;
  private final ArchiveFeature archive;
  private final Archives files;
  private final Function<Session, ConfigEditor> editors;
  private final Function<Session, String> who;
  private final Wording wording;

  ReplaceFeature(Replacement replacement, Rollback rollback, ArchiveFeature archive, Archives files,
      Function<Session, ConfigEditor> editors, Function<Session, String> who, Wording wording) {
    this.replacement = replacement;
    this.rollback = rollback;
    this.archive = archive;
    this.files = files;
    this.editors = editors;
    this.who = who;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "configure", "Enter configuration mode");
    g.prefix(Mode.EXEC, "configure replace", "Replace the running-config with a new config file");
    g.exec("configure replace WORD:url [list|force|nolock|ignorecase|time <1-120>:minutes"
        + "|revert trigger {error|timer <1-120>:minutes}*]*:options", this::replace, "URL of config file that will replace "
        + "running-config", "List the command lines applied in each pass", "Perform replace without prompting",
        "Don't acquire lock during the operation", "Ignore the case while comparing configs",
        "Time for which to wait for confirmation", "Time in minutes", "Parameters for reverting the configuration",
        "Configure the triggers for reverting", "Revert if an error occurs", "Revert after a time", "Time in minutes")
        .privilege(PRIVILEGED).since(Release.R12_4);
    g.exec("configure terminal revert timer [idle]:idle <1-120>:minutes", this::terminal, "Configure from the terminal",
        "Parameters for reverting the configuration", "Time after which to revert", "Idle time that triggers reverting",
        "Time in minutes").privilege(PRIVILEGED).since(Release.R12_4);
    g.exec("configure confirm", this::confirm, "Confirm replacement of running-config with a new config file")
        .privilege(PRIVILEGED).since(Release.R12_4);
    g.prefix(Mode.EXEC, "configure revert", "Parameters for reverting the configuration");
    g.exec("configure revert now", this::revert, "Cancel the timer and revert the configuration now").privilege(PRIVILEGED)
        .since(Release.R12_4);
    g.exec("configure revert timer [idle]:idle <1-120>:minutes", this::again, "Change the timed rollback settings",
        "Idle time that triggers reverting", "Time in minutes").privilege(PRIVILEGED).since(Release.R12_4);
    shows(g);
  }

  private void shows(Grammar g) {
    g.prefix(Mode.EXEC, "show archive", "Archive functions");
    g.prefix(Mode.EXEC, "show archive config", "Archive config functions");
    g.exec("show archive config differences [WORD:first] [WORD:second] [ignorecase]:case", this::differences,
        "Differences between two configuration files", "First file", "Second file", "Ignore the case").privilege(PRIVILEGED)
        .since(Release.R12_4);
    g.exec("show archive config incremental-diffs WORD:first [ignorecase]:case", this::incremental,
        "Incremental differences between a file and the running configuration", "File", "Ignore the case")
        .privilege(PRIVILEGED).since(Release.R12_4);
    g.exec("show archive config rollback timer", this::timer, "Timed rollback", "Settings of the timed rollback")
        .privilege(PRIVILEGED).since(Release.R12_4);
  }

  private void say(Execution x, String name, Map<String, ?> facts) {
    x.print(wording.say(name, facts) + "\n");
  }

  private static boolean has(Execution x, String word) {
    return x.command().words().contains(word);
  }

  // ---- replace ----

  private void replace(Execution x) {
    boolean timed = x.command().arg("minutes").isPresent() || has(x, "revert");
    if (timed && archive.enabled().isEmpty()) {
      say(x, "rollback-needs-archive", Map.of());
      return;
    }
    x.later();
    String url = x.command().required("url");
    files.texts().read(x.session(), url, a -> {
      switch (a) {
        case TextFiles.Answer.Failed f -> finish(x, f.error());
        case TextFiles.Answer.Done d when !Replacement.isWhole(d.text()) -> finish(x, wording.say("rollback-not-a-config"));
        case TextFiles.Answer.Done d when has(x, "force") -> backUp(x, d.text());
        case TextFiles.Answer.Done d -> x.ask(wording.say("rollback-question"), true, answer -> {
          if ("yes".startsWith(answer.strip().toLowerCase(Locale.ROOT)) && !answer.isBlank()) backUp(x, d.text());
          else x.done();
        });
      }
    });
  }

  private void finish(Execution x, String text) {
    x.print(text + "\n");
    x.done();
  }

  /** With a timer the way back comes first: once it is sure, the change may happen. */
  private void backUp(Execution x, String text) {
    Optional<Integer> minutes = x.command().arg("minutes").map(m -> Integer.parseInt(m.split(" ")[0]));
    if (minutes.isEmpty()) {
      perform(x, text);
      return;
    }
    way(x, minutes.get(), false, () -> perform(x, text));
  }

  private void way(Execution x, int minutes, boolean idle, Runnable then) {
    if (rollback.pending().isPresent()) {
      finish(x, wording.say("rollback-already"));
      return;
    }
    String before = replacement.running();
    archive.save(x.session(), a -> {
      switch (a) {
        case TextFiles.Answer.Failed f -> finish(x, f.error());
        case TextFiles.Answer.Done d -> {
          say(x, "rollback-backing-up", Map.of("url", d.text()));
          rollback.begin(x.session(), who.apply(x.session()), minutes, idle, d.text(), before);
          then.run();
        }
      }
    });
  }

  private void perform(Execution x, String text) {
    String user = who.apply(x.session());
    String before = replacement.running();
    Replacement.Result r = replacement.replace(text, user);
    if (has(x, "list")) for (int i = 0; i < r.passes(); i++) list(x, i + 1, r.commands().get(i));
    if (r.isWhole()) {
      finish(x, wording.say("rollback-done", Map.of("passes", r.passes())));
      return;
    }
    x.print(r.refusal().orElse(""));
    if (!r.rejected().isEmpty()) failed(x, r.rejected());
    x.print(wording.say("rollback-aborted", Map.of("passes", Math.max(1, r.passes()))) + "\n");
    if (has(x, "error") || r.refusal().isPresent()) {
      boolean restored = replacement.replace(before, user).isWhole();
      x.print(wording.say(restored ? "rollback-restored" : "rollback-not-restored") + "\n");
      if (x.command().arg("minutes").isPresent()) rollback.settle();
    }
    x.done();
  }

  private void failed(Execution x, List<Rejected> rejected) {
    var out = new StringBuilder();
    for (Rejected r : rejected) out.append(SecretMask.of(r.line())).append('\n');
    x.print(wording.say("rollback-failed", Map.of("commands", out)) + "\n");
  }

  private void list(Execution x, int pass, List<String> commands) {
    var out = new StringBuilder();
    for (String c : commands) out.append(SecretMask.indented(c)).append('\n');
    x.print(wording.say("rollback-list", Map.of("pass", pass, "commands", out)) + "\n");
  }

  // ---- changes to be confirmed ----

  private void terminal(Execution x) {
    if (archive.enabled().isEmpty()) {
      say(x, "rollback-needs-archive", Map.of());
      return;
    }
    x.later();
    way(x, Integer.parseInt(x.command().required("minutes")), x.command().arg("idle").isPresent(), () -> {
      x.print(wording.say("configure-heading") + "\n");
      x.session().configure(editors.apply(x.session()));
      x.done();
    });
  }

  private void confirm(Execution x) {
    if (rollback.pending().isEmpty()) say(x, "rollback-none", Map.of());
    else rollback.confirm(x.session());
  }

  private void revert(Execution x) {
    Optional<Pending> p = rollback.pending();
    if (p.isEmpty()) {
      say(x, "rollback-none", Map.of());
      return;
    }
    say(x, "rollback-rolling", Map.of("url", p.get().called()));
    x.print(rollback.now(who.apply(x.session())));
  }

  private void again(Execution x) {
    if (rollback.pending().isEmpty()) say(x, "rollback-none", Map.of());
    else rollback.again(x.session(), Integer.parseInt(x.command().required("minutes")), x.command().arg("idle").isPresent());
  }

  private void timer(Execution x) {
    Optional<Pending> p = rollback.pending();
    if (p.isEmpty()) say(x, "rollback-none", Map.of());
    else say(x, p.get().idle() ? "rollback-timer-idle" : "rollback-timer", Map.of("since", rollback.said(p.get().since()),
        "minutes", p.get().minutes(), "user", Who.parse(p.get().user()).user()));
  }

  // ---- differences ----

  /** Reads both, one after the other. */
  private void both(Execution x, String first, String second, java.util.function.BiConsumer<String, String> then) {
    x.later();
    read(x, first, a -> read(x, second, b -> {
      then.accept(a, b);
      x.done();
    }));
  }

  private void read(Execution x, String url, Consumer<String> then) {
    files.texts().read(x.session(), url, a -> {
      switch (a) {
        case TextFiles.Answer.Failed f -> finish(x, f.error());
        case TextFiles.Answer.Done d -> then.accept(d.text());
      }
    });
  }

  private void differences(Execution x) {
    // A file and the word behind it read alike, so "ignorecase" may have been taken for a file.
    List<String> names = java.util.stream.Stream.of("first", "second").flatMap(n -> x.command().arg(n).stream()).toList();
    String first = names.isEmpty() ? "system:running-config" : names.getFirst();
    String second = names.isEmpty() ? "nvram:startup-config" : names.size() > 1 ? names.get(1) : "system:running-config";
    both(x, first, second, (a, b) -> {
      var diff = new ConfigDiff(a, b, x.command().arg("case").isPresent());
      x.print(wording.say("diff-heading") + "\n" + (diff.isEmpty() ? wording.say("diff-none") + "\n" : diff.contextual()));
    });
  }

  private void incremental(Execution x) {
    both(x, "system:running-config", x.command().required("first"), (a, b) -> {
      var diff = new ConfigDiff(a, b, x.command().arg("case").isPresent());
      List<String> lines = diff.merging();
      var out = new StringBuilder(wording.say("diff-commands")).append('\n');
      for (String l : lines) out.append(l).append('\n');
      if (!diff.moved().isEmpty()) out.append(wording.say("diff-moved")).append('\n');
      out.append("end\n");
      if (lines.isEmpty()) out.append(wording.say("diff-none")).append('\n');
      x.print(out.toString());
    });
  }
}
