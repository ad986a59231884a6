package net.anotherbox.shell.output;

import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * {@code | include}, {@code exclude}, {@code begin}, {@code section}, {@code section exclude} and {@code count}: a sink
 * before another sink.
 */
public final class OutputFilter implements LineSink {
  /** What is done with the lines. */
  public enum Kind { BEGIN, COUNT, EXCLUDE, INCLUDE, SECTION, SECTION_EXCLUDE }

  private final Kind kind;
  private final Pattern pattern;
  private final LineSink next;
  private final IntFunction<String> countText;
  private final StringBuilder unfinished = new StringBuilder();
  private boolean begun;
  private int sectionIndent = -1;
  private int count;

  /** @param countText what {@code count} prints of a number of lines */
  public OutputFilter(Kind kind, Pattern pattern, LineSink next, IntFunction<String> countText) {
    this.kind = kind;
    this.pattern = pattern;
    this.next = next;
    this.countText = countText;
  }

  @Override
  public boolean part(String text) {
    unfinished.append(text);
    return true;
  }

  @Override
  public boolean line(String text) {
    String whole = unfinished + text;
    unfinished.setLength(0);
    return !passes(whole) || next.line(whole);
  }

  private boolean passes(String line) {
    boolean found = pattern.matcher(line).find();
    return switch (kind) {
      case INCLUDE -> found;
      case EXCLUDE -> !found;
      case BEGIN -> begun |= found;
      case COUNT -> {
        if (found) count++;
        yield false;
      }
      case SECTION -> inSection(line, found);
      case SECTION_EXCLUDE -> !inSection(line, found);
    };
  }

  /** A line that matches, and the lines after it that are indented more. */
  private boolean inSection(String line, boolean found) {
    int indent = line.length() - line.stripLeading().length();
    if (sectionIndent >= 0 && indent > sectionIndent && !line.isBlank()) return true;
    sectionIndent = found ? indent : -1;
    return found;
  }

  @Override
  public void end() {
    if (!unfinished.isEmpty()) line("");
    if (kind == Kind.COUNT) next.line(countText.apply(count));
    next.end();
  }
}
