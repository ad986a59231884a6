package net.anotherbox.runtime.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A text with fields. {@code {name}} prints a fact, {@code {name:X}} through {@link String#format} ("%X"), {@code
 * {name:u}} an int as unsigned, {@code {name:-16s}} padded. A field may also name another message of the same catalogue
 * (a fragment). Braces that must be printed are doubled: "{{" and "}}".
 */
final class Template {
  static final Template SILENT = new Template(List.of());
  private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{([A-Za-z][A-Za-z0-9_-]*)(?::([-#0-9a-zA-Z.]+))?}");

  /** Literal text, or a field with its format. */
  record Part(String literal, String field, String format) {}

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  static Template parse(String text) {
    var parts = new ArrayList<Part>();
    var m = FIELD.matcher(text);
    int at = 0;
    var literal = new StringBuilder();
    while (m.find()) {
      literal.append(text, at, m.start());
      at = m.end();
      if (m.group(1) == null) {
        literal.append(m.group().charAt(0));
        continue;
      }
      if (!literal.isEmpty()) parts.add(new Part(literal.toString(), null, null));
      literal.setLength(0);
      parts.add(new Part(null, m.group(1), m.group(2)));
    }
    literal.append(text.substring(at));
    parts.add(new Part(literal.toString(), null, null));
    return new Template(parts);
  }

  boolean silent() {
    return this == SILENT;
  }

  List<String> fields() {
    return parts.stream().filter(p -> p.field != null).map(Part::field).toList();
  }

  /**
   * @param fragment the template that a field names, or null if it names a fact
   * @throws IllegalStateException if a field is neither a fact nor a fragment: a bug of ours that a test must find
   */
  void render(Map<String, ?> facts, Function<String, Template> fragment, StringBuilder out) {
    for (Part p : parts) {
      if (p.literal != null) {
        out.append(p.literal);
        continue;
      }
      Object v = facts.get(p.field);
      if (v == null) {
        Template t = fragment.apply(p.field);
        if (t == null) throw new IllegalStateException("no fact " + p.field);
        if (p.format == null) {
          t.render(facts, fragment, out);
          continue;
        }
        var inner = new StringBuilder();
        t.render(facts, fragment, inner);
        v = inner.toString();
      }
      out.append(p.format == null ? v.toString() : format(p.format, v));
    }
  }

  private static String format(String format, Object v) {
    if (format.equals("u")) return Long.toString(Integer.toUnsignedLong(((Number) v).intValue()));
    return String.format("%" + format, v);
  }
}
