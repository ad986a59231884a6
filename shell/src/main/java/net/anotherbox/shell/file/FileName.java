package net.anotherbox.shell.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.anotherbox.config.grammar.ArgumentType;

/** The kind of word that names a file: {@code ?} lists the file systems there are. */
record FileName(Supplier<List<String>> systems, String help) implements ArgumentType {
  @Override
  public boolean accepts(String token) {
    return !token.startsWith("/") || token.length() > 1 && !isOption(token);
  }

  private static boolean isOption(String token) {
    return List.of("/all", "/recursive", "/force", "/md5", "/ascii", "/binary", "/ebcdic").stream()
        .anyMatch(o -> o.startsWith(token));
  }

  @Override
  public int specificity() {
    return 1;
  }

  @Override
  public Map<String, String> choices() {
    var all = new LinkedHashMap<String, String>();
    for (String s : systems.get()) all.put(s + ":", help.replace("*", s + ":"));
    return all;
  }
}
