package net.anotherbox.crypto;

import java.util.function.BiFunction;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.crypto.session.ShowCryptoSession;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code show crypto session} and {@code clear crypto session}. */
final class SessionCommands implements Feature {
  private static final String SHOW = "show crypto session";
  private static final String CLEAR = "clear crypto session";
  private static final String DETAIL = "detailed output";

  private final CryptoSubsystem crypto;

  SessionCommands(CryptoSubsystem crypto) {
    this.crypto = crypto;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, SHOW, "Show crypto sessions (tunnels)");
    g.prefix(Mode.EXEC, SHOW + " detail", DETAIL);
    show(g, "", Release.R12_4);
    show(g, " local A.B.C.D:local", Release.R12_4, "Show crypto sessions for a local crypto endpoint", "Local IP address");
    show(g, " remote A.B.C.D:remote", Release.R12_4, "Show crypto sessions for a remote IKE peer", "Remote IP address");
    show(g, " remote X:X:X:X::X:remote", Release.R15_1, "Show crypto sessions for a remote IKE peer", "Remote IPv6 address");
    show(g, " remote A.B.C.D:remote port <1-65535>:port", Release.R12_4, "Show crypto sessions for a remote IKE peer",
        "Remote IP address", "Remote port", "Port number");
    show(g, " interface IFNAME:interface", Release.R12_4, "Show crypto sessions on an interface", "interface");
    for (String vrf : new String[] {"fvrf", "ivrf"})
      g.exec(SHOW + " " + vrf + " WORD:vrf", x -> x.print(shown().render(crypto.release(), NONE)),
          "Show crypto sessions of " + (vrf.equals("fvrf") ? "a front-door" : "an inside") + " VRF", "VRF name")
          .since(Release.R12_4);
    g.prefix(Mode.EXEC, SHOW + " brief", "brief output");
    g.exec(SHOW + " brief", x -> x.print(shown().brief(crypto.release(), ShowCryptoSession.Which.ALL)))
        .since(Release.R15_1);
    g.exec(SHOW + " summary", x -> x.print(shown().summary(crypto.release())), "summary of crypto sessions")
        .since(Release.R15_1);
    clears(g);
  }

  /** There are no VRFs: nothing is in one. */
  private static final ShowCryptoSession.Which NONE = new ShowCryptoSession.Which(java.util.Optional.empty(),
      java.util.Optional.empty(), java.util.Optional.of(0), java.util.Optional.empty());

  private ShowCryptoSession shown() {
    return crypto.session();
  }

  private void show(Grammar g, String words, Release since, String... help) {
    command(g, SHOW + words, (s, w) -> s.render(crypto.release(), w), since, help);
    var more = java.util.Arrays.copyOf(help, help.length + 1);
    more[help.length] = DETAIL;
    command(g, SHOW + words + " detail", (s, w) -> s.detail(crypto.release(), w), since, more);
  }

  private void command(Grammar g, String syntax, BiFunction<ShowCryptoSession, ShowCryptoSession.Which, String> screen,
      Release since, String... help) {
    g.exec(syntax, x -> x.print(screen.apply(shown(), which(x))), help).since(since);
  }

  private static ShowCryptoSession.Which which(Execution x) {
    return new ShowCryptoSession.Which(IsakmpShows.address(x, "local"), IsakmpShows.address(x, "remote"),
        x.command().arg("port").map(Integer::parseInt), x.command().arg("interface").map(InterfaceName::of));
  }

  private void clears(Grammar g) {
    g.prefix(Mode.EXEC, CLEAR, "clear crypto sessions (tunnels)");
    clear(g, "");
    clear(g, " local A.B.C.D:local", "Clear crypto sessions for a local crypto endpoint", "Local IP address");
    clear(g, " remote A.B.C.D:remote", "Clear crypto sessions for a remote IKE peer", "Remote IP address");
    clear(g, " remote A.B.C.D:remote port <1-65535>:port", "Clear crypto sessions for a remote IKE peer",
        "Remote IP address", "Remote port", "Port number");
  }

  private void clear(Grammar g, String words, String... help) {
    g.exec(CLEAR + words, x -> {
      var which = which(x);
      crypto.clearSession(which.local(), which.remote(), which.port());
    }, help).privilege(CryptoCommands.ENABLED).since(Release.R12_4);
  }
}
