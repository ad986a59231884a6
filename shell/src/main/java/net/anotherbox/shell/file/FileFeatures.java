package net.anotherbox.shell.file;

import java.util.List;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.output.Wording;

/** The commands about files, wired to each other. */
public final class FileFeatures implements Feature {
  private final FileSystems systems;
  private final List<Feature> features;

  public FileFeatures(Loop loop, FilePorts ports, ConfigFiles configs, Personality personality) {
    var wording = new Wording(Catalogue.load(FileFeatures.class, "file.msg"), personality);
    systems = new FileSystems(loop, ports.flash(), configs, new FileSystems.Network() {
      @Override
      public Source from(Url url) throws FileError {
        throw new FileError(FileError.Reason.UNREACHABLE);
      }

      @Override
      public Target to(Url url) throws FileError {
        throw new FileError(FileError.Reason.UNREACHABLE);
      }
    }, wording);
    features = List.of();
  }

  @Override
  public void declare(Grammar g) {
    for (Feature f : features) f.declare(g);
  }

  public TextFiles texts() {
    return systems;
  }
}
