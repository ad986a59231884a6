package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.PacketMatch;

/** The idents in force, in the order of interfaces, entries and access lists; makes the plane's flow table of them. */
final class IdentTable {
  private CryptoConfig config = CryptoConfig.EMPTY;
  private Map<Ident.Key, Ident> idents = new LinkedHashMap<>();
  private long lastId;

  /** Takes over the configuration. Idents that are still in it live on. @return those that are not, with their SAs */
  List<Ident> configure(CryptoConfig now) {
    config = now;
    var old = idents;
    idents = new LinkedHashMap<>();
    for (Binding b : bindings()) {
      for (CryptoMap.Entry e : entries(b)) {
        for (AccessRule r : rules(e)) {
          if (!r.permit()) continue;
          var key = new Ident.Key(b.interfaceName(), b.mapName(), e.sequence(), r.match(), r.match());
          if (!idents.containsKey(key)) keep(old.remove(key), key, b, e);
          for (Ident narrower : narrower(old, key)) keep(old.remove(narrower.key()), narrower.key(), b, e);
        }
      }
    }
    return List.copyOf(old.values());
  }

  private void keep(Ident ident, Ident.Key key, Binding b, CryptoMap.Entry e) {
    if (ident == null) idents.put(key, Ident.of(++lastId, key, b, e));
    else {
      ident.update(b, e);
      idents.put(key, ident);
    }
  }

  private static List<Ident> narrower(Map<Ident.Key, Ident> from, Ident.Key key) {
    return from.values().stream().filter(i -> i.key().narrower() && i.key().rule().equals(key.rule())
        && i.key().interfaceName().equals(key.interfaceName()) && i.key().map().equals(key.map())
        && i.key().sequence() == key.sequence()).toList();
  }

  private List<Binding> bindings() {
    return config.bindings().stream().sorted((a, b) -> a.interfaceName().compareTo(b.interfaceName())).toList();
  }

  private List<CryptoMap.Entry> entries(Binding b) {
    var map = config.maps().get(b.mapName());
    return map == null ? List.of() : map.entries().stream().filter(CryptoMap.Entry::complete).toList();
  }

  private List<AccessRule> rules(CryptoMap.Entry e) {
    return config.accessLists().getOrDefault(e.accessList(), List.of());
  }

  /** All flows, narrower idents before the wider ones they are part of. */
  FlowTable flows() {
    var maps = new ArrayList<FlowTable.InterfaceMap>();
    for (Binding b : bindings()) {
      var entries = new ArrayList<FlowTable.Entry>();
      for (CryptoMap.Entry e : entries(b)) {
        var rules = new ArrayList<FlowTable.Rule>();
        for (AccessRule r : rules(e)) rules.add(new FlowTable.Rule(r.permit(), r.match(), r.permit() ? flows(b, e, r)
            : List.of()));
        if (!rules.isEmpty()) entries.add(new FlowTable.Entry(e.sequence(), List.copyOf(rules)));
      }
      maps.add(new FlowTable.InterfaceMap(b.interfaceName().toString(), b.linuxName(), b.mapName(), b.local(),
          List.copyOf(entries), b.fragmentation()));
    }
    return new FlowTable(List.copyOf(maps));
  }

  private List<FlowTable.Ident> flows(Binding b, CryptoMap.Entry e, AccessRule r) {
    var own = idents.get(new Ident.Key(b.interfaceName(), b.mapName(), e.sequence(), r.match(), r.match()));
    var out = new ArrayList<FlowTable.Ident>();
    narrower(idents, own.key()).stream()
        .sorted((x, y) -> y.localProxy().prefixLength() + y.remoteProxy().prefixLength() - x.localProxy()
            .prefixLength() - x.remoteProxy().prefixLength())
        .forEach(i -> out.add(i.flow()));
    out.add(own.flow());
    return List.copyOf(out);
  }

  Optional<Ident> find(long id) {
    return idents.values().stream().filter(i -> i.id() == id).findFirst();
  }

  Collection<Ident> all() {
    return idents.values();
  }

  /**
   * The idents under which this peer may have these proxies, in the order of the maps. An entry in which a deny covers them
   * first has none.
   */
  List<Ident> candidates(Address local, Address remote, Proxy localProxy, Proxy remoteProxy) {
    var out = new ArrayList<Ident>();
    for (Binding b : bindings()) {
      if (!local.equals(b.local())) continue;
      for (CryptoMap.Entry e : entries(b)) {
        if (!e.peers().contains(remote)) continue;
        for (AccessRule r : rules(e)) {
          var key = new Ident.Key(b.interfaceName(), b.mapName(), e.sequence(), r.match(), r.match());
          var ident = r.permit() ? idents.get(key) : Ident.of(0, key, b, e);
          if (!ident.covers(localProxy, remoteProxy)) continue;
          if (r.permit()) out.add(ident);
          break;
        }
      }
    }
    return out;
  }

  /** The ident for exactly these proxies under that of an access-list entry. @return whether it had to be made */
  boolean hasExactly(Ident wide, Proxy local, Proxy remote) {
    return wide.isFor(local, remote) || idents.containsKey(key(wide, local, remote));
  }

  Ident exactly(Ident wide, Proxy local, Proxy remote) {
    if (wide.isFor(local, remote)) return wide;
    var key = key(wide, local, remote);
    return idents.computeIfAbsent(key, k -> new Ident(++lastId, k, local, remote, wide.binding(), wide.entry()));
  }

  private static Ident.Key key(Ident wide, Proxy local, Proxy remote) {
    var selector = PacketMatch.proxy(local.protocol(), local.prefix(), local.port(), remote.prefix(), remote.port());
    var k = wide.key();
    return new Ident.Key(k.interfaceName(), k.map(), k.sequence(), k.rule(), selector);
  }

  /** A narrower ident that has no SAs any more. */
  void remove(Ident narrower) {
    idents.remove(narrower.key(), narrower);
  }
}
