package net.anotherbox.shell.box;

import net.anotherbox.config.feature.Session;

/**
 * Somebody as the journal names him: "ada@vty0 10.0.0.7 3", who at which line, from where, and the number of his time in
 * configuration mode since the box has started.
 */
record Who(String name, String from, int session) {
  private static final String NOWHERE = "-";

  static Who of(Session s, int session) {
    String line = s.line().startsWith("con") ? "console" : s.line().replace(" ", "");
    String name = (s.user().isEmpty() ? line.isEmpty() ? "boot" : line : s.user()) + (line.isEmpty() ? "" : "@" + line);
    return new Who(name, s.from(), session);
  }

  /** As log messages name who has set something: "console", "ada", "ada on vty0 (10.0.0.7)". */
  static String configured(Session s) {
    if (s.line().startsWith("con")) return s.user().isEmpty() ? "console" : s.user();
    String line = s.line().replace(" ", "") + " (" + s.from() + ")";
    return s.user().isEmpty() ? line : s.user() + " on " + line;
  }

  /** Reads what a row of the journal has. */
  static Who parse(String journalled) {
    String[] p = journalled.split(" ");
    return new Who(p[0], p.length < 2 || p[1].equals(NOWHERE) ? "" : p[1],
        p.length < 3 || !p[2].matches("\\d{1,9}") ? 1 : Integer.parseInt(p[2]));
  }

  /** The user alone. */
  String user() {
    return name.contains("@") ? name.substring(0, name.lastIndexOf('@')) : name;
  }

  /** The line: "console", "vty0"; "boot" at no line. */
  String line() {
    return name.substring(name.lastIndexOf('@') + 1);
  }

  @Override
  public String toString() {
    return name + " " + (from.isEmpty() ? NOWHERE : from) + " " + session;
  }
}
