package net.anotherbox.runtime.release;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a show command prints, row by row. A row between bars stands in every release; {@code row} is followed by indented
 * lines {@code 12.3 |text|} as in a {@link Catalogue}. {@code each NAME … end} repeats for every map in the list fact of
 * that name, {@code when NAME … end} stands only if there is such a fact. Nothing else is decided in a screen.
 */
public final class Screen {
  private interface Part {
    void print(Release release, Map<String, ?> facts, StringBuilder out);
  }

  private final List<Part> parts;

  private Screen(List<Part> parts) {
    this.parts = parts;
  }

  /** Loads the file that lies beside the class. */
  public static Screen load(Class<?> anchor, String name) {
    return parse(Texts.resource(anchor, name));
  }

  static Screen parse(List<String> lines) {
    var todo = new ArrayDeque<String>();
    for (String l : lines) if (!l.isBlank() && !l.startsWith("#")) todo.add(l.strip());
    var screen = new Screen(block(todo));
    if (!todo.isEmpty()) throw new IllegalArgumentException("end without each or when");
    return screen;
  }

  private static List<Part> block(Deque<String> lines) {
    var parts = new ArrayList<Part>();
    while (!lines.isEmpty()) {
      String line = lines.poll();
      if (line.equals("end")) return parts;
      if (line.startsWith("each ")) parts.add(each(line.substring(5), block(lines)));
      else if (line.startsWith("when ")) parts.add(when(line.substring(5), block(lines)));
      else if (line.equals("row")) parts.add(row(versions(lines)));
      else parts.add(row(Texts.of(line)));
    }
    return parts;
  }

  private static Texts versions(Deque<String> lines) {
    var t = new Texts();
    while (!lines.isEmpty() && !lines.peek().startsWith("|") && t.add(lines.peek())) lines.poll();
    return t;
  }

  private static Part each(String name, List<Part> body) {
    return (r, facts, out) -> {
      if (!(facts.get(name) instanceof List<?> items)) return;
      for (Object item : items) {
        var inner = new HashMap<String, Object>(facts);
        ((Map<?, ?>) item).forEach((k, v) -> inner.put((String) k, v));
        for (Part p : body) p.print(r, inner, out);
      }
    };
  }

  private static Part when(String name, List<Part> body) {
    return (r, facts, out) -> {
      if (facts.containsKey(name)) for (Part p : body) p.print(r, facts, out);
    };
  }

  private static Part row(Texts texts) {
    return (r, facts, out) -> {
      Template t = texts.in(r);
      if (t.silent()) return;
      t.render(facts, f -> null, out);
      out.append('\n');
    };
  }

  /** The text, each row ended by a newline. @throws IllegalStateException if a row asks for a fact that is not there */
  public String render(Release release, Map<String, ?> facts) {
    var out = new StringBuilder();
    for (Part p : parts) p.print(release, facts, out);
    return out.toString();
  }
}
