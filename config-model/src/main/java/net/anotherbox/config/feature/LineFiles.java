package net.anotherbox.config.feature;

import java.util.List;
import net.anotherbox.config.grammar.Grammar;

/**
 * Families of lines that stand whole in files: see {@link LineFile}.
 *
 * @param near whose package the files are in
 */
public record LineFiles(Class<?> near, List<String> resources) implements Feature {
  public static LineFiles of(Class<?> near, String... resources) {
    return new LineFiles(near, List.of(resources));
  }

  @Override
  public void declare(Grammar g) {
    for (String r : resources) LineFile.declare(g, near, r);
  }
}
