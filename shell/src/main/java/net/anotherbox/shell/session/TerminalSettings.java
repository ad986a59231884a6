package net.anotherbox.shell.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.anotherbox.shell.line.History;

/** How big somebody's terminal is, what it can do, and what has been typed at it. Belongs to the control thread. */
final class TerminalSettings {
  private final History exec = new History();
  private final History configuring = new History();
  private final Map<String, Integer> values = new HashMap<>();
  /** Settings that were made by configuration or command: the terminal's own size no longer counts. */
  private final Set<String> chosen = new HashSet<>();
  private String type = "";

  /**
   * What the line is configured to, and what the terminal says of itself where it is not: with the connection, or since
   * then, as telnet clients do while their user logs in.
   */
  void begin(LineConfig c, boolean editing, Connection own) {
    values.put("length", c.length().orElse(values.getOrDefault("length", own.length())));
    values.put("width", c.width().orElse(values.getOrDefault("width", own.width())));
    remember(c.historySize());
    values.put("editing", editing ? 1 : 0);
    if (c.length().isPresent()) chosen.add("length");
    if (c.width().isPresent()) chosen.add("width");
  }

  int get(String name) {
    return values.getOrDefault(name, 0);
  }

  void choose(String name, int value) {
    values.put(name, value);
    chosen.add(name);
    if (name.equals("history")) remember(value);
  }

  private void remember(int lines) {
    values.put("history", lines);
    exec.size(lines);
    configuring.size(lines);
  }

  /** The window has another size. */
  void resized(int width, int length) {
    if (!chosen.contains("width")) values.put("width", width);
    if (!chosen.contains("length")) values.put("length", length);
  }

  History history(boolean configuration) {
    return configuration ? configuring : exec;
  }

  String type() {
    return type;
  }

  void type(String now) {
    type = now;
  }
}
