package net.anotherbox.crypto.isakmp.sa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.runtime.value.Address;

/** All ISAKMP SAs, by their cookies and by their peers. */
final class SaTable {
  private record Cookies(long initiator, long responder) {}

  private record First(long cookie, Address remote) {}

  private final Set<IsakmpSa> all = new LinkedHashSet<>();
  private final Map<Cookies, IsakmpSa> byCookies = new HashMap<>();
  private final Map<First, IsakmpSa> byFirst = new HashMap<>();
  private final Map<IsakmpSa, First> firsts = new HashMap<>();
  private final Map<IsakmpSa, Cookies> keys = new HashMap<>();

  void add(IsakmpSa sa) {
    all.add(sa);
    index(sa);
    if (sa.initiator()) return;
    var first = new First(sa.initiatorCookie(), sa.remote());
    firsts.put(sa, first);
    byFirst.put(first, sa);
  }

  /** An initiator has learned the responder's cookie. */
  void index(IsakmpSa sa) {
    var key = new Cookies(sa.initiatorCookie(), sa.phaseOne().responderCookie());
    var old = keys.put(sa, key);
    if (old != null) byCookies.remove(old, sa);
    byCookies.put(key, sa);
  }

  void remove(IsakmpSa sa) {
    all.remove(sa);
    byCookies.remove(keys.remove(sa), sa);
    var first = firsts.remove(sa);
    if (first != null) byFirst.remove(first, sa);
  }

  Optional<IsakmpSa> find(long initiatorCookie, long responderCookie) {
    return Optional.ofNullable(byCookies.get(new Cookies(initiatorCookie, responderCookie)));
  }

  /** The responder's SA that this peer has begun with this cookie. */
  Optional<IsakmpSa> findFirst(long initiatorCookie, Address remote) {
    return Optional.ofNullable(byFirst.get(new First(initiatorCookie, remote)));
  }

  /** Those with this peer, oldest first; a copy. */
  List<IsakmpSa> with(Address local, Address remote) {
    return all.stream().filter(s -> s.remote().equals(remote) && s.local().equals(local)).toList();
  }

  /** Those with this peer; behind a NAT, with the one at this port. @param natPort 0 without a NAT */
  List<IsakmpSa> with(Address local, Address remote, int natPort) {
    return with(local, remote).stream().filter(s -> s.facts().natPort() == natPort).toList();
  }

  Optional<IsakmpSa> usable(Address local, Address remote, int natPort) {
    return with(local, remote, natPort).reversed().stream().filter(IsakmpSa::usable).findFirst();
  }

  /** The newest that exchanges may run under. */
  Optional<IsakmpSa> usable(Address local, Address remote) {
    return with(local, remote).reversed().stream().filter(IsakmpSa::usable).findFirst();
  }

  Collection<IsakmpSa> all() {
    return Collections.unmodifiableCollection(all);
  }

  /** A copy, for those who delete while they walk. */
  List<IsakmpSa> copy() {
    return new ArrayList<>(all);
  }

  int size() {
    return all.size();
  }
}
