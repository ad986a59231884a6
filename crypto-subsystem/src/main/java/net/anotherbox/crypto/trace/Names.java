package net.anotherbox.crypto.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of names beside this class, one a line; {@code #} begins a comment. */
final class Names {
  private Names() {}

  static List<String> load(String file) {
    try (var r = new BufferedReader(new InputStreamReader(Names.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      return r.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
