package net.anotherbox.crypto.trace;

import java.util.HashMap;
import java.util.Map;

/** Facts of a message, by name. */
public final class Facts {
  private Facts() {}

  /** Names and values in turn. */
  public static Map<String, Object> of(Object... namesAndValues) {
    var m = new HashMap<String, Object>(namesAndValues.length);
    for (int i = 0; i < namesAndValues.length; i += 2) m.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return m;
  }

  /** These and some more, which win. */
  public static Map<String, Object> with(Map<String, Object> these, Object... namesAndValues) {
    var m = new HashMap<>(these);
    m.putAll(of(namesAndValues));
    return m;
  }
}
