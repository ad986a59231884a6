package net.anotherbox.shell.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.release.Screen;

/** One line with all that can be said of it, as {@code show terminal} and {@code show line N} do. */
final class LineDetails {
  private static final int DEFAULT_LENGTH = 24;
  private static final int DEFAULT_WIDTH = 80;

  private final Shell shell;
  private final Screen screen = Screen.load(LineDetails.class, "show-terminal.screen");

  LineDetails(Shell shell) {
    this.shell = shell;
  }

  String of(LineName line) {
    LineConfig c = shell.config().line(line);
    LineManners m = shell.config().manners(line);
    Optional<Seat> seat = shell.sessions().at(line);
    var facts = new HashMap<String, Object>(Map.of("number", line.absolute(shell.wording().personality().platform()),
        "location", m.location(), "type", seat.map(Seat::terminalType).orElse(""), "length",
        setting(seat, "length", c.length().orElse(DEFAULT_LENGTH)), "width",
        setting(seat, "width", c.width().orElse(DEFAULT_WIDTH)), "status", status(line, seat), "idle",
        time(c.execTimeoutSeconds()), "session", time(m.sessionTimeoutSeconds()), "warning",
        m.absoluteTimeoutSeconds() == 0 ? "never" : time(m.warningSeconds())));
    facts.put(seat.isPresent() ? "sitting" : "free", true);
    seat.ifPresent(s -> facts.put("since", String.format("%02d:%02d:%02d", s.activeSeconds() / 3600,
        s.activeSeconds() / 60 % 60, s.activeSeconds() % 60)));
    facts.put("editing", setting(seat, "editing", m.editing() ? 1 : 0) != 0 ? "enabled" : "disabled");
    int history = setting(seat, "history", c.historySize());
    facts.put(history > 0 ? "remembering" : "forgetting", true);
    facts.put("history", history);
    facts.put("help", setting(seat, "full-help", 0) != 0 ? "enabled" : "disabled");
    facts.put("escape", "^^x");
    facts.put(line.kind() == LineName.Kind.VTY ? "virtual" : "physical", true);
    facts.put("inputs", line.kind() == LineName.Kind.VTY ? shell.config().inputs(line) : "none");
    return screen.render(shell.wording().personality().release(), facts);
  }

  private static int setting(Optional<Seat> seat, String name, int otherwise) {
    return seat.map(s -> s.terminal(name)).orElse(otherwise);
  }

  private static String status(LineName line, Optional<Seat> seat) {
    var s = new StringBuilder(line.kind() == LineName.Kind.AUX ? "No Exit Banner" : "Ready");
    if (seat.isPresent()) s = new StringBuilder("PSI Enabled, Ready, Active").append(
        seat.get().terminal("length") == 0 ? "" : ", Automore On");
    if (seat.filter(Seat::isMonitoring).isPresent() && line.kind() == LineName.Kind.VTY) s.append(", Monitor");
    return s.toString();
  }

  private static String time(int seconds) {
    return seconds == 0 ? "never" : String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
