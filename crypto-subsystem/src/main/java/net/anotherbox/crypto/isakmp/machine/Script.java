package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.anotherbox.crypto.trace.Switch;

/** The actions of one step, as they are written down. */
final class Script {
  private final Supplier<Map<String, Object>> common;
  private List<Action> actions = new ArrayList<>();

  /** @param common facts that every message gets: asked for when the message is written */
  Script(Supplier<Map<String, Object>> common) {
    this.common = common;
  }

  void add(Action action) {
    actions.add(action);
  }

  /** {@code debug crypto isakmp}. */
  void isakmp(String message, Object... facts) {
    trace(Switch.ISAKMP, message, facts);
  }

  void ipsec(String message, Object... facts) {
    trace(Switch.IPSEC, message, facts);
  }

  void engine(String message, Object... facts) {
    trace(Switch.ENGINE, message, facts);
  }

  private void trace(Switch on, String message, Object... facts) {
    var m = common.get();
    for (int i = 0; i < facts.length; i += 2) m.put((String) facts[i], facts[i + 1]);
    actions.add(new Action.Trace(on, message, m));
  }

  void syslog(int severity, String mnemonic, Object... facts) {
    var m = common.get();
    for (int i = 0; i < facts.length; i += 2) m.put((String) facts[i], facts[i + 1]);
    actions.add(new Action.Syslog(severity, mnemonic, m));
  }

  /** All that was written since the last call. */
  List<Action> take() {
    var out = actions;
    actions = new ArrayList<>();
    return out;
  }
}
