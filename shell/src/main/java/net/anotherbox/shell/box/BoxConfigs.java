package net.anotherbox.shell.box;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.shell.file.ConfigFiles;
import net.anotherbox.shell.output.Wording;

/** The two configurations as commands about files see them. */
final class BoxConfigs implements ConfigFiles {
  private final ConfigText text;
  private final Function<Session, ConfigEditor> editors;
  private final PlatformFacts platform;
  private final IntSupplier privateBytes;
  private final Wording shell;

  BoxConfigs(ConfigText text, Function<Session, ConfigEditor> editors, PlatformFacts platform, IntSupplier privateBytes,
      Wording shell) {
    this.text = text;
    this.editors = editors;
    this.platform = platform;
    this.privateBytes = privateBytes;
    this.shell = shell;
  }

  @Override
  public String running() {
    return text.running();
  }

  @Override
  public Optional<String> startup() {
    return text.startup();
  }

  @Override
  public void startup(String now) {
    text.save(now);
  }

  @Override
  public void eraseStartup() {
    text.erase();
  }

  @Override
  public String merge(String lines, Session by) {
    return MergeReport.of(ConfigLoader.add(lines, editors.apply(by)), shell);
  }

  @Override
  public int privateBytes() {
    return privateBytes.getAsInt();
  }

  @Override
  public int nvramBytes() {
    return platform.nvramBytes();
  }

  @Override
  public long flashBytes() {
    return platform.flashBytes();
  }

  @Override
  public List<String> flashNames() {
    return platform.flashNames();
  }

  @Override
  public boolean flashIsLinear() {
    return platform.facts().get("flash").contains("System flash");
  }
}
