package net.anotherbox.shell.aaa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One method of a list.
 *
 * @param group name of the server group, "radius" or "tacacs+" for all servers of the kind; empty for other methods
 */
record Method(Kind kind, String group) {
  enum Kind {
    LOCAL, LOCAL_CASE, LINE, ENABLE, NONE, GROUP, IF_AUTHENTICATED,
    /** What the box cannot do (Kerberos): such a method never says anything. */
    UNKNOWN
  }

  private static final Map<String, Kind> WORDS = Map.of("local", Kind.LOCAL, "local-case", Kind.LOCAL_CASE,
      "line", Kind.LINE, "enable", Kind.ENABLE, "none", Kind.NONE, "if-authenticated", Kind.IF_AUTHENTICATED);

  /** Reads "group radius local". */
  static List<Method> list(String words) {
    var found = new ArrayList<Method>();
    String[] w = words.strip().split(" +");
    for (int i = 0; i < w.length; i++) {
      if (w[i].equals("group") && i + 1 < w.length) found.add(new Method(Kind.GROUP, w[++i]));
      else if (!w[i].isEmpty()) found.add(new Method(WORDS.getOrDefault(w[i], Kind.UNKNOWN), ""));
    }
    return List.copyOf(found);
  }

  /** Whether a name is needed to ask it. */
  boolean asksName() {
    return switch (kind) {
      case LOCAL, LOCAL_CASE, GROUP -> true;
      case LINE, ENABLE, NONE, IF_AUTHENTICATED, UNKNOWN -> false;
    };
  }
}
