package net.anotherbox.crypto.session;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.crypto.ipsec.sa.IdentStatus;
import net.anotherbox.crypto.ipsec.sa.KeyEngine;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.sa.IsakmpSaStatus;
import net.anotherbox.crypto.isakmp.sa.ShowIsakmpSa;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto session} and its forms. */
public final class ShowCryptoSession {
  /** Which sessions: an empty restriction takes every one. */
  public record Which(Optional<Address> local, Optional<Address> remote, Optional<Integer> port,
      Optional<InterfaceName> interfaceName) {
    public static final Which ALL = new Which(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean takes(Session s) {
      return (local.isEmpty() || local.get().equals(s.local())) && (remote.isEmpty() || remote.get().equals(s.peer()))
          && (port.isEmpty() || port.get() == s.peerPort()) && (interfaceName.isEmpty()
              || interfaceName.get().equals(s.interfaceName()));
    }
  }

  private static final Screen SHORT = Screen.load(ShowCryptoSession.class, "crypto-session.screen");
  private static final Screen DETAIL = Screen.load(ShowCryptoSession.class, "crypto-session-detail.screen");
  private static final Screen BRIEF = Screen.load(ShowCryptoSession.class, "crypto-session-brief.screen");
  private static final Screen SUMMARY = Screen.load(ShowCryptoSession.class, "crypto-session-summary.screen");

  private final Sessions sessions;

  public ShowCryptoSession(IkeEngine ike, KeyEngine engine, SessionLog log) {
    sessions = new Sessions(ike, engine, log);
  }

  public String render(Release release, Which which) {
    return SHORT.render(release, facts(which::takes));
  }

  public String detail(Release release, Which which) {
    return DETAIL.render(release, facts(which::takes));
  }

  public String brief(Release release, Which which) {
    return BRIEF.render(release, facts(s -> which.takes(s) && s.status() != Session.Status.DOWN));
  }

  public String summary(Release release) {
    var all = sessions.all();
    long ike = all.stream().flatMap(s -> s.isakmp().stream()).filter(IsakmpSaStatus::usable).count();
    return SUMMARY.render(release, Facts.of("sessions", all.stream().filter(s -> s.status().up()).count(), "ike", ike,
        "ipsec", all.stream().flatMap(s -> s.flows().stream()).mapToInt(IdentStatus::count).sum() / 2));
  }

  private Map<String, Object> facts(Predicate<Session> which) {
    return Facts.of("sessions", sessions.all().stream().filter(which).map(ShowCryptoSession::facts).toList());
  }

  private static Map<String, Object> facts(Session s) {
    var status = s.status();
    var f = Facts.of("interface", s.interfaceName(), "short", s.interfaceName().brief(), "status", status.text(), "letters",
        status.letters(), "peer", s.peer(), "port", s.peerPort(), "id", s.identity(), "uptime", "", "isakmp", s.isakmp()
            .stream().map(ShowCryptoSession::facts).toList(), "flows", s.flows().stream().map(ShowCryptoSession::facts)
            .toList());
    f.put(status.up() ? "up" : "down", "");
    s.upMillis().ifPresent(ms -> {
      f.put("uptime", uptime(ms / 1000));
      f.put("since", "");
    });
    return f;
  }

  /** "00:01:47", from a day on "1d03h", from a week on "7w0d". */
  static String uptime(long seconds) {
    long hours = seconds / 3600;
    if (hours < 24) return String.format("%02d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60);
    return hours < 168 ? String.format("%dd%02dh", hours / 24, hours % 24) : hours / 168 + "w" + hours / 24 % 7 + "d";
  }

  private static Map<String, Object> facts(IsakmpSaStatus s) {
    return Facts.of("local", s.local(), "local-port", s.localPort(), "remote", s.remote(), "remote-port", s.remotePort(),
        "activity", s.usable() ? "Active" : "Inactive", "caps", s.capabilities().isEmpty() ? "(none)" : s.capabilities(),
        "conn", s.usable() ? s.conn() : 0, "lifetime", s.usable() ? ShowIsakmpSa.hms(s.secondsLeft()) : "0");
  }

  private static Map<String, Object> facts(IdentStatus i) {
    Optional<IdentStatus.Sas> sas = i.sas().reversed().stream().filter(IdentStatus.Sas::established).findFirst();
    return Facts.of("protocol", protocol(i.localProxy()), "from", end(i.localProxy()), "to", end(i.remoteProxy()),
        "count", i.count(), "dec", i.in().packets(), "enc", i.out().packets(), "drop-in", i.in().macFailures()
            + i.in().replayFailures() + i.in().malformed() + i.in().identityFailures(), "drop-out", i.out().sendErrors()
            + i.noSaDrops(), "kb-in", sas.map(IdentStatus.Sas::kilobytesIn).orElse(0L), "kb-out",
        sas.map(IdentStatus.Sas::kilobytesOut).orElse(0L), "seconds", sas.map(IdentStatus.Sas::secondsLeft).orElse(0L));
  }

  /** Everything over IPv6 has the number that it has in IPv4. */
  private static String protocol(Proxy p) {
    if (p.protocol() != 0) return "" + p.protocol();
    return p.address() instanceof Ipv4 ? "ip" : "41";
  }

  /** "host 10.1.1.1", "10.1.0.0/255.255.0.0", with a port if there is one. */
  private static String end(Proxy p) {
    String port = p.port() == 0 ? "" : " port " + p.port();
    if (p.isHost(p.address())) return "host " + p.address() + port;
    return p.network() + port;
  }
}
