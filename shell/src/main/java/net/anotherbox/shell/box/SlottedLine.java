package net.anotherbox.shell.box;

import java.util.Map;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.ArgumentType;

/** The number of a terminal line on a module: slot, perhaps subslot, and port, as in "0/0/0". */
final class SlottedLine implements ArgumentType {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,2}/\\d{1,2}(/\\d{1,2})?");
  private static final Pattern START = Pattern.compile("\\d{1,2}(/(\\d{1,2}(/(\\d{1,2})?)?)?)?");

  @Override
  public boolean accepts(String token) {
    return WHOLE.matcher(token).matches();
  }

  @Override
  public boolean mayBegin(String start) {
    return START.matcher(start).matches();
  }

  @Override
  public Map<String, String> choices() {
    return Map.of("<0-2>/<0-3>", "Slot and port of a line on a module");
  }
}
