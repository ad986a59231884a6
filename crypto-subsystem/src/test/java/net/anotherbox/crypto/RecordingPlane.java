package net.anotherbox.crypto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Address;

/** A packet plane that writes down what it is told and counts what the test says; refuses what a real one could not do. */
final class RecordingPlane implements CryptoPlane {
  final Map<Long, SaSpec> installed = new LinkedHashMap<>();
  final Map<Long, SaCounters> counters = new HashMap<>();
  final List<Long> removed = new ArrayList<>();
  FlowTable flows = FlowTable.EMPTY;
  Events events;
  int flowTables;

  @Override
  public void events(Events listener) {
    events = listener;
  }

  @Override
  public void flows(FlowTable table) {
    flows = table;
    flowTables++;
    for (SaSpec s : installed.values())
      if (!has(s.ident())) throw new AssertionError("flow taken from under " + s);
  }

  private boolean has(long ident) {
    return idents().anyMatch(i -> i.id() == ident) || flows.protections().stream().anyMatch(p -> p.ident() == ident);
  }

  java.util.stream.Stream<FlowTable.Ident> idents() {
    return flows.maps().stream().flatMap(m -> m.entries().stream()).flatMap(e -> e.rules().stream()).flatMap(r ->
        r.idents().stream());
  }

  @Override
  public void install(SaSpec sa) {
    if (installed.put(sa.handle(), sa) != null) throw new AssertionError("handle used twice");
    if (!has(sa.ident())) throw new AssertionError("no flow for " + sa);
    sa.esp().ifPresent(e -> length(e.cipherKey(), e.cipher().keyBytes));
    sa.esp().ifPresent(e -> length(e.integrityKey(), e.integrity().keyBytes));
    sa.ah().ifPresent(a -> length(a.key(), a.integrity().keyBytes));
  }

  private static void length(byte[] key, int wanted) {
    if (key.length != wanted) throw new AssertionError("key of " + key.length + " bytes, not " + wanted);
  }

  /** Where the peers of SAs are now: "address port", by handle. */
  final Map<Long, String> moved = new HashMap<>();

  @Override
  public void move(long handle, Address remote, int remotePort) {
    if (installed.containsKey(handle)) moved.put(handle, remote + " " + remotePort);
  }

  @Override
  public SaCounters remove(long handle) {
    if (installed.remove(handle) == null) throw new AssertionError("removed twice: " + handle);
    removed.add(handle);
    return counters.getOrDefault(handle, SaCounters.ZERO);
  }

  @Override
  public SaCounters counters(long handle) {
    if (!installed.containsKey(handle)) throw new AssertionError("asked for what is gone");
    return counters.getOrDefault(handle, SaCounters.ZERO);
  }

  @Override
  public IdentCounters counters(String interfaceName, long ident) {
    return IdentCounters.ZERO;
  }

  Optional<SaSpec> newest(boolean inbound) {
    return installed.values().stream().filter(s -> s.inbound() == inbound).reduce((a, b) -> b);
  }

  /** So many packets of 100 bytes have gone through this SA. */
  void carried(SaSpec sa, long packets) {
    counters.put(sa.handle(), new SaCounters(packets, packets * 100, 0, 0, 0, 0, 0));
  }
}
