package net.anotherbox.shell.file;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.CopyServer;

/** The commands about files, wired to each other. */
public final class FileFeatures implements Feature {
  private final FileSystems systems;
  private final List<Feature> features;
  private final Archives archives;

  /** @param lookup addresses of names ({@code ip host}); asked on the control thread */
  public FileFeatures(Loop loop, FilePorts ports, ConfigFiles configs, Supplier<String> hostname,
      Function<String, Optional<Ipv4>> lookup, Configuration configuration, Log log, Personality personality) {
    var wording = new Wording(Catalogue.load(FileFeatures.class, "file.msg"), personality);
    systems = new FileSystems(loop, ports.flash(), configs, new RemoteFiles(ports, lookup, wording), wording);
    archives = new Archives(systems);
    var prompts = new PromptFeature(configuration);
    features = List.of(prompts, new DirFeature(systems, log), new ManageFeature(systems, prompts),
        new CopyFeature(systems, prompts, hostname, log));
  }

  @Override
  public void declare(Grammar g) {
    for (Feature f : features) f.declare(g);
  }

  public TextFiles texts() {
    return systems;
  }

  /** What the archive needs. */
  public Archives archives() {
    return archives;
  }

  /** Serves files over SSH. */
  public CopyServer copyServer() {
    return new ScpServer(systems);
  }
}
