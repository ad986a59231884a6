package net.anotherbox.shell.session;

import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;

/**
 * Sessions from here to elsewhere. The box opens none, as a line with {@code transport output none} does, so each of the
 * commands gets that line's answer and the lists of such sessions are empty.
 */
final class OutgoingFeature {
  private final Shell shell;

  OutgoingFeature(Shell shell) {
    this.shell = shell;
  }

  void declare(Grammar g) {
    g.exec("telnet [LINE:host]", x -> refuse(x, "telnet"), "Open a telnet connection",
        "IP address or hostname of a remote system");
    g.exec("ssh LINE:host", x -> refuse(x, "ssh"), "Open a secure shell client connection",
        "-l, -p, -v and IP address or hostname of a remote system");
    g.exec("rlogin LINE:host", x -> refuse(x, "rlogin"), "Open an rlogin connection",
        "IP address or hostname of a remote system");
    g.exec("connect [LINE:host]", x -> refuse(x, "telnet"), "Open a terminal connection",
        "IP address or hostname of a remote system");
    g.exec("show sessions", this::none, "Information about Telnet connections");
    g.exec("where", this::none, "List active connections").privilege(0);
    g.exec("resume [WORD]", this::none, "Resume an active network connection",
        "The name or number of an active network connection");
    g.exec("disconnect [WORD]", this::none, "Disconnect an existing network connection",
        "The name or number of an active network connection");
    g.exec("name-connection", this::none, "Name an existing network connection");
    for (String other : List.of("pad", "tunnel", "x28", "x3", "lat", "mop", "ppp", "slip", "xremote")) g.exec(other
        + " [LINE]", x -> refuse(x, other), help(other), "Parameters").hidden();
  }

  private static String help(String command) {
    return "Open a " + command + " connection";
  }

  private void refuse(Execution x, String protocol) {
    x.print(shell.wording().say("outgoing-refused", Map.of("protocol", protocol)) + "\n");
  }

  private void none(Execution x) {
    x.print(shell.wording().say("no-connections") + "\n");
  }
}
