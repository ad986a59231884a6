package net.anotherbox.crypto.trace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conditions of {@code debug crypto condition} in force. With none, everything is shown; with some, what any of them is
 * about. A message that none can judge is shown where {@code unmatched} asks for it.
 */
public final class Conditions {
  private final Set<Condition> conditions = new LinkedHashSet<>();
  private final Set<Switch> unmatched = EnumSet.noneOf(Switch.class);

  public void set(Condition c, boolean wanted) {
    if (wanted) conditions.add(c);
    else conditions.remove(c);
  }

  /** Whether messages of this switch that no condition can judge are shown. */
  public void unmatched(Switch s, boolean wanted) {
    if (wanted) unmatched.add(s);
    else unmatched.remove(s);
  }

  public boolean unmatched(Switch s) {
    return unmatched.contains(s);
  }

  /** Takes all back. */
  public void reset() {
    conditions.clear();
    unmatched.clear();
  }

  /** In the order in which they were set. */
  public List<Condition> all() {
    return new ArrayList<>(conditions);
  }

  boolean pass(Switch of, Map<String, ?> facts) {
    if (conditions.isEmpty()) return true;
    boolean judged = false;
    for (Condition c : conditions) {
      var holds = c.holds(facts);
      if (holds.orElse(false)) return true;
      judged |= holds.isPresent();
    }
    return !judged && unmatched.contains(of);
  }
}
