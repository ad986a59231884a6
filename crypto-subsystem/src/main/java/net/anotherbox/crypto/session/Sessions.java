package net.anotherbox.crypto.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.ipsec.sa.IdentStatus;
import net.anotherbox.crypto.ipsec.sa.KeyEngine;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.sa.IsakmpSaStatus;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** The sessions of this moment: those of the crypto maps, and peers who have an ISAKMP SA and nothing else. */
final class Sessions {
  private record Key(InterfaceName interfaceName, Address peer) {}

  private final IkeEngine ike;
  private final KeyEngine engine;
  private final SessionLog log;

  Sessions(IkeEngine ike, KeyEngine engine, SessionLog log) {
    this.ike = ike;
    this.engine = engine;
    this.log = log;
  }

  /** In the order of the crypto maps. */
  List<Session> all() {
    var flows = new LinkedHashMap<Key, List<IdentStatus>>();
    for (IdentStatus i : engine.statuses())
      if (i.peer() != null) flows.computeIfAbsent(new Key(i.interfaceName(), i.peer()), k -> new ArrayList<>()).add(i);
    var sas = ike.statuses().reversed();
    var sessions = new ArrayList<Session>();
    flows.forEach((k, of) -> sessions.add(session(k, of.getFirst().local(), of, sas)));
    for (IsakmpSaStatus s : sas) {
      var on = engine.interfaceOf(s.local());
      if (s.deleted() || on.isEmpty() || hasFlows(s, flows)) continue;
      if (flows.putIfAbsent(new Key(on.get(), s.remote()), List.of()) != null) continue;
      sessions.add(session(new Key(on.get(), s.remote()), s.local(), List.of(), sas));
    }
    return sessions;
  }

  /** Several tunnels may have one source, so that what is with its peer is not found by the interface of that. */
  private static boolean hasFlows(IsakmpSaStatus s, Map<Key, List<IdentStatus>> flows) {
    return flows.entrySet().stream().anyMatch(f -> f.getKey().peer.equals(s.remote())
        && f.getValue().stream().anyMatch(i -> s.local().equals(i.local())));
  }

  private Session session(Key k, Address local, List<IdentStatus> flows, List<IsakmpSaStatus> sas) {
    var with = sas.stream().filter(s -> s.remote().equals(k.peer) && s.local().equals(local)).toList();
    var living = with.stream().filter(s -> !s.deleted()).toList();
    return new Session(k.interfaceName, local, k.peer, living.isEmpty() ? with.stream().limit(1).toList() : living, flows,
        log.upMillis(local, k.peer));
  }
}
