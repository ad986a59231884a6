package net.anotherbox.shell.box;

import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.output.Wording;

/** The configuration as a whole: shown, written, erased. */
final class CopyFeature implements Feature {
  private static final int PRIVILEGED = 15;

  private final ConfigText text;
  private final PlatformFacts platform;
  private final Log log;
  private final Wording wording;

  CopyFeature(ConfigText text, PlatformFacts platform, Log log, Wording wording) {
    this.text = text;
    this.platform = platform;
    this.log = log;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show running-config [full]", x -> running(x, text.running(g, x.session().privilege())),
        "Current operating configuration", "full configuration").privilege(PRIVILEGED);
    g.exec("show running-config all", x -> running(x, text.all(g, x.session().privilege())),
        "Current operating configuration", "Configuration with defaults").since(Release.R12_4).privilege(PRIVILEGED);
    g.exec("show running-config view full", x -> running(x, text.running()), "Current operating configuration",
        "View options", "Full view").since(Release.R12_4).privilege(PRIVILEGED);
    g.exec("show running-config interface IFNAME:name", this::ofInterface, "Current operating configuration",
        "Show interface configuration",
        "Interface").privilege(PRIVILEGED);
    new RunningParts(text, wording, this::running).declare(g);
    g.exec("show startup-config", this::startup, "Contents of startup configuration").privilege(PRIVILEGED);
    g.exec("show configuration", this::startup, "Contents of Non-Volatile memory").privilege(PRIVILEGED);
    g.prefix(Mode.EXEC, "write", "Write running configuration to memory, network, or terminal");
    g.exec("write [memory]", this::write, "Write to NV memory").privilege(PRIVILEGED);
    g.exec("write terminal", x -> running(x, text.running(g, x.session().privilege())), "Write to terminal")
        .privilege(PRIVILEGED);
    g.exec("write erase", this::erase, "Erase NV memory").privilege(PRIVILEGED);
    g.prefix(Mode.EXEC, "erase", "Erase a filesystem");
    g.exec("erase startup-config", this::erase, "Erase contents of configuration memory").privilege(PRIVILEGED);
    g.exec("erase nvram:", this::erase, "Filesystem to be erased").privilege(PRIVILEGED);
  }

  private void running(Execution x, String shown) {
    x.print(wording.say("building") + "\n\n" + wording.say("current-size", Map.of("bytes", ConfigText.bytes(shown))) + "\n"
        + shown + "\n");
  }

  private void ofInterface(Execution x) {
    String name = x.command().required("name");
    text.running(name).ifPresentOrElse(t -> running(x, t), () -> x.print(wording.say("interface-missing",
        Map.of("name", name)) + "\n"));
  }

  private void startup(Execution x) {
    text.startup().ifPresentOrElse(
        t -> x.print(wording.say("startup-size", Map.of("bytes", ConfigText.bytes(t), "size", platform.nvramBytes())) + "\n"
        + t + "\n"),
        () -> x.print(wording.say("startup-missing") + "\n"));
  }

  /** Also what {@code reload} does if it is to save. */
  void write(Execution x) {
    x.print(wording.say("building") + "\n");
    try {
      text.save();
    } catch (RuntimeException e) {
      // The store's own words; whoever waits for "[OK]" must know that there is none.
      x.print(wording.say("not-written", Map.of("reason", String.valueOf(e.getMessage()))) + "\n");
      return;
    }
    x.print(wording.say("ok") + "\n");
  }

  private void erase(Execution x) {
    x.confirm(wording.say("erase-question"), yes -> {
      if (yes) {
        text.erase();
        x.print(wording.say("erased") + "\n");
        log.syslog("SYS", 7, "NV_BLOCK_INIT", wording.say("nv-block-init"));
      }
      x.done();
    });
  }
}
