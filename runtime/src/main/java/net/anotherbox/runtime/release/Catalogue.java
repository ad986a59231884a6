package net.anotherbox.runtime.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each message of a feature says, release by release. File format: a message's name at column 0, then one line per
 * release at which its text changed, {@code   12.3 |text|}; a release takes the newest text not newer than itself;
 * {@code -} is silence; {@code \n} and {@code \t} stand for themselves; {@code #} begins a comment. The bars keep trailing
 * blanks visible.
 */
public final class Catalogue {
  private final String file;
  private final TreeMap<String, Texts> messages = new TreeMap<>();

  private Catalogue(String file) {
    this.file = file;
  }

  /** Loads the file that lies beside the class. @throws IllegalArgumentException on any line that is not understood */
  public static Catalogue load(Class<?> anchor, String name) {
    return parse(name, Texts.resource(anchor, name));
  }

  static Catalogue parse(String file, List<String> lines) {
    var c = new Catalogue(file);
    Texts at = null;
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) continue;
      if (!Character.isWhitespace(line.charAt(0))) {
        at = new Texts();
        if (c.messages.put(line.strip(), at) != null) throw new IllegalArgumentException(file + ": twice: " + line);
      } else if (at == null || !at.add(line)) {
        throw new IllegalArgumentException(file + ": not understood: " + line);
      }
    }
    return c;
  }

  /**
   * The text of a message in this release, or empty where the release says nothing.
   *
   * @throws IllegalArgumentException if there is no such message
   */
  public Optional<String> render(Release release, String name, Map<String, ?> facts) {
    Texts t = messages.get(name);
    if (t == null) throw new IllegalArgumentException(file + ": no message " + name);
    Template template = t.in(release);
    if (template.silent()) return Optional.empty();
    var out = new StringBuilder();
    template.render(facts, f -> messages.containsKey(f) ? messages.get(f).in(release) : null, out);
    return Optional.of(out.toString());
  }

  public Set<String> names() {
    return messages.keySet();
  }

  /** The facts a message may ask for in any release, those of its fragments included. For the rule tests. */
  public Set<String> facts(String name) {
    var found = new java.util.TreeSet<String>();
    var seen = new HashMap<String, Boolean>();
    var todo = new ArrayList<String>(List.of(name));
    while (!todo.isEmpty()) {
      String n = todo.remove(todo.size() - 1);
      if (seen.put(n, true) != null) continue;
      for (Template t : messages.get(n).all())
        for (String f : t.fields()) if (messages.containsKey(f)) todo.add(f); else found.add(f);
    }
    return found;
  }
}
