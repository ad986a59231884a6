package net.anotherbox.shell.access;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.anotherbox.shell.session.Caller;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;

/** The connections of SSH that stand at this moment, as {@code show ssh} lists them. From any thread. */
public final class SshConnections {
  /**
   * A row.
   *
   * @param number of the virtual terminal
   * @param state "Session started" once somebody has logged in
   */
  public record Row(int number, boolean in, String encryption, String mac, boolean started, String user) {}

  private record Known(Session session, String user, boolean started) {}

  private final Map<Session, Known> all = new ConcurrentHashMap<>();

  void came(Session s) {
    all.put(s, new Known(s, "", false));
  }

  /** @return whether it was there */
  boolean went(Session s) {
    return all.remove(s) != null;
  }

  void authenticated(Session s, String user, boolean in) {
    all.computeIfPresent(s, (k, v) -> new Known(s, user, in));
  }

  String user(Session s) {
    Known k = all.get(s);
    return k == null ? "" : k.user;
  }

  /** What was agreed on, "" before that. */
  Map<String, Object> facts(Session s) {
    return Map.of("cipher", agreed(s, KexProposalOption.S2CENC), "hmac", mac(s, KexProposalOption.S2CMAC,
        KexProposalOption.S2CENC));
  }

  private static String agreed(Session s, KexProposalOption o) {
    String v = s.getNegotiatedKexParameter(o);
    return v == null ? "" : v;
  }

  /** Ciphers that authenticate by themselves have no other. */
  private static String mac(Session s, KexProposalOption mac, KexProposalOption cipher) {
    String c = agreed(s, cipher);
    return c.contains("gcm") || c.contains("poly1305") ? c : agreed(s, mac);
  }

  /** By terminal, each direction a row. */
  public List<Row> rows() {
    return all.values().stream().filter(k -> k.session.getAttribute(SshAccess.CALLER) != null)
        .sorted(Comparator.comparingInt(k -> k.session.getAttribute(SshAccess.CALLER).line().number()))
        .flatMap(k -> List.of(row(k, true), row(k, false)).stream()).toList();
  }

  private static Row row(Known k, boolean in) {
    Caller c = k.session.getAttribute(SshAccess.CALLER);
    KexProposalOption cipher = in ? KexProposalOption.C2SENC : KexProposalOption.S2CENC;
    KexProposalOption mac = in ? KexProposalOption.C2SMAC : KexProposalOption.S2CMAC;
    return new Row(c.line().number(), in, agreed(k.session, cipher), mac(k.session, mac, cipher), k.started, k.user);
  }
}
