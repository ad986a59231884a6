package net.anotherbox.shell.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Hears of connections: gives each its line, takes it back, and tells the log. */
final class SshListener implements SessionListener {
  /** What must be in common, and what IOS calls it. */
  private static final Map<KexProposalOption, String> NEEDED = new java.util.EnumMap<>(Map.of(
      KexProposalOption.ALGORITHMS, "kex algorithm", KexProposalOption.SERVERKEYS, "hostkey algorithm",
      KexProposalOption.C2SENC, "cipher", KexProposalOption.S2CENC, "cipher", KexProposalOption.C2SMAC, "hmac",
      KexProposalOption.S2CMAC, "hmac"));

  private final SshAccess access;
  private final SshConnections connections;

  SshListener(SshAccess access, SshConnections connections) {
    this.access = access;
    this.connections = connections;
  }

  @Override
  public void sessionCreated(Session session) {
    connections.came(session);
    access.came(session);
  }

  @Override
  public void sessionNegotiationEnd(Session session, Map<KexProposalOption, String> client,
      Map<KexProposalOption, String> server, Map<KexProposalOption, String> agreed, Throwable reason) {
    if (reason != null) NEEDED.forEach((option, name) -> compare(name, client.get(option), server.get(option)));
  }

  private void compare(String name, String client, String server) {
    if (client == null || server == null) return;
    List<String> ours = List.of(server.split(","));
    for (String c : client.split(",")) if (ours.contains(c)) return;
    access.mismatch(Map.of("what", name, "client", printable(client), "server", server));
  }

  /** The other side chooses these bytes. */
  private static String printable(String names) {
    String cut = names.length() > 200 ? names.substring(0, 200) : names;
    return cut.replaceAll("[^ -~]", ".");
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.KeyEstablished) {
      var facts = new HashMap<>(connections.facts(session));
      facts.put("result", "Succeeded");
      access.event("session", session, facts);
    }
  }

  @Override
  public void sessionClosed(Session session) {
    var facts = new HashMap<>(connections.facts(session));
    facts.put("user", connections.user(session));
    // it may be said more than once
    if (connections.went(session)) access.event("close", session, facts);
    access.went(session);
  }
}
