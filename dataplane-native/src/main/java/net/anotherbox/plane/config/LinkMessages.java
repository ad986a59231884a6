package net.anotherbox.plane.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.value.InterfaceName;

/** What the log is told of the states of links and line protocols: each change once. */
final class LinkMessages {
  /** IOS tells of the line protocol a second after the link. */
  private static final long LINE_PROTOCOL_DELAY = 1_000;

  /** The texts, which differ from release to release. */
  interface Texts {
    String say(String message, Map<String, ?> facts);
  }

  private final Loop loop;
  private final Log log;
  private final Texts texts;
  private final Predicate<InterfaceName> lineUp;
  private final Map<InterfaceName, String> said = new HashMap<>();
  private final Set<InterfaceName> lineSaidUp = new HashSet<>();

  /** @param lineUp whether the line protocol of an interface is up at this moment */
  LinkMessages(Loop loop, Log log, Texts texts, Predicate<InterfaceName> lineUp) {
    this.loop = loop;
    this.log = log;
    this.texts = texts;
    this.lineUp = lineUp;
  }

  /** @param tunnel which tells of its line protocol itself; of its link nothing is said when it is made */
  void state(InterfaceName name, String now, boolean tunnel) {
    String before = said.put(name, now);
    if (now.equals(before) || before == null && (tunnel || now.equals("down"))) return;
    if (now.startsWith("admin")) log.syslog("LINK", 5, "CHANGED", texts.say("link-changed", Map.of("interface", name)));
    else log.syslog("LINK", 3, "UPDOWN", texts.say("link-updown", Map.of("interface", name, "state", now)));
    if (!tunnel) loop.after(LINE_PROTOCOL_DELAY, () -> line(name));
  }

  private void line(InterfaceName name) {
    boolean up = lineUp.test(name);
    if (up ? lineSaidUp.add(name) : lineSaidUp.remove(name)) line(name, up);
  }

  void line(InterfaceName name, boolean up) {
    log.syslog("LINEPROTO", 5, "UPDOWN", texts.say("line-updown", Map.of("interface", name, "state", up ? "up" : "down")));
  }

  /** It is no more: another of its name begins anew. */
  void forget(InterfaceName name) {
    said.remove(name);
    lineSaidUp.remove(name);
  }
}
