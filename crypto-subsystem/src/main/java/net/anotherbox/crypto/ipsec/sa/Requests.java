package net.anotherbox.crypto.ipsec.sa;

import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.ted.ProtectedFlows;
import net.anotherbox.crypto.isakmp.ted.TunnelDiscovery;
import net.anotherbox.crypto.isakmp.ted.Wanted;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** Asks IKE for SAs: when a packet needs one, when one nears its end, when discovery has found a peer. */
final class Requests implements ProtectedFlows {
  private static final long REQUEST_MILLIS = 30_000;
  private static final int REQUESTS = 2;

  private final KeyEngine engine;
  private final Loop loop;
  private final SaWords words;
  private final IdentTable idents;
  private final EntryTerms terms;
  private final Predicate<Address> canSend;
  private IkeEngine ike;
  private TunnelDiscovery discovery;

  Requests(KeyEngine engine, Loop loop, SaWords words, IdentTable idents, EntryTerms terms, Predicate<Address> canSend) {
    this.engine = engine;
    this.loop = loop;
    this.words = words;
    this.idents = idents;
    this.terms = terms;
    this.canSend = canSend;
  }

  void connect(IkeEngine asked, TunnelDiscovery finder) {
    ike = asked;
    discovery = finder;
  }

  /** A packet waits for an SA. */
  void acquire(long ident, Address source, Address destination) {
    var found = idents.find(ident);
    if (found.isEmpty()) return;
    Ident i = found.get();
    if (i.isTemplate()) {
      discover(i, source, destination);
      return;
    }
    if (i.entry().terms().perHost() && !i.key().narrower()) i = hosts(i, source, destination);
    // The packet may have been lost while the SA was coming up, and be heard of only now.
    if (i.requesting() || i.newest().isPresent()) return;
    i.beginWithPeers();
    begin(i);
    engine.dropEmpty(i);
  }

  /** {@code level per-host}: SAs for these two hosts alone. */
  private Ident hosts(Ident wide, Address source, Address destination) {
    var local = host(source, wide.localProxy());
    var remote = host(destination, wide.remoteProxy());
    return wide.covers(local, remote) ? engine.exactly(wide, local, remote, wide.peer()) : wide;
  }

  private static Proxy host(Address a, Proxy wide) {
    return new Proxy(a, a.bytes().length * Byte.SIZE, wide.protocol(), wide.port());
  }

  /** A dynamic entry begins nothing by itself, unless its peers are to be discovered. */
  private void discover(Ident i, Address source, Address destination) {
    var b = i.binding();
    if (i.dynamic().filter(CryptoMap.Dynamic::discover).isEmpty() || b.local() == null || b.linuxName() == null
        || !canSend.test(b.local()) || !(source instanceof Ipv4 from) || !(destination instanceof Ipv4 to)) return;
    var offers = terms.offers(i, b.local());
    if (!offers.isEmpty()) discovery.discover(new Wanted(i.id(), b.interfaceName(), b.linuxName(), b.local(), from, to,
        i.localProxy(), i.remoteProxy(), offers.get(0).suite(), terms.seconds(i), terms.kilobytes(i)));
  }

  @Override
  public Optional<Flow> flow(String linuxName, Ipv4 own, Ipv4 others) {
    return idents.discovering().stream().filter(i -> linuxName.equals(i.binding().linuxName())
        && i.binding().local() != null && i.localProxy().prefix().contains(own)
        && i.remoteProxy().prefix().contains(others)).findFirst()
        .map(i -> new Flow(i.binding().local(), i.localProxy(), i.remoteProxy()));
  }

  @Override
  public void discovered(Wanted w, Address peer, Proxy localProxy, Proxy remoteProxy, Runnable created) {
    var wide = idents.find(w.ident());
    if (wide.isEmpty() || !wide.get().isTemplate() || !wide.get().covers(localProxy, remoteProxy)) return;
    if (!wide.get().entry().peers().isEmpty() && !wide.get().entry().peers().contains(peer)) return;
    var i = engine.exactly(wide.get(), localProxy, remoteProxy, peer);
    if (i.requesting() || !i.pairs().isEmpty()) return;
    i.beginWithPeers();
    request(i, true).ifPresent(r -> {
      i.await(loop.after(REQUEST_MILLIS, () -> timer(i, r)));
      ike.discovered(r, created);
    });
    engine.dropEmpty(i);
  }

  /** Asks the ident's peer, unless that is never done. */
  void begin(Ident i) {
    if (i.onlyResponds()) return;
    request(i, false).ifPresent(r -> ask(i, r));
  }

  private Optional<SaRequest> request(Ident i, boolean discovered) {
    Address local = i.binding().local();
    if (local == null || !canSend.test(local)) return Optional.empty();
    var offers = terms.offers(i, i.peer());
    if (offers.isEmpty()) return Optional.empty();
    return Optional.of(new SaRequest(i.id(), local, i.peer(), i.localProxy(), i.remoteProxy(), offers, i.entry().pfsGroup(),
        terms.seconds(i), terms.kilobytes(i), engine.allocateSpi(), discovered));
  }

  private void ask(Ident i, SaRequest r) {
    i.await(loop.after(REQUEST_MILLIS, () -> timer(i, r)));
    words.requested(r);
    ike.request(r);
  }

  /** IOS asks twice and then lets the packets be lost. */
  private void timer(Ident i, SaRequest r) {
    int count = i.requestCount();
    words.timerFired(r, count);
    if (count < REQUESTS) {
      ask(i, r);
      return;
    }
    i.stopRequest();
    engine.release(r.spi());
    engine.gaveUp(i);
    // Where there is another peer, the word that this one does not answer is still to come, and is for this ident.
    if (i.entry().peers().size() <= 1) engine.dropEmpty(i);
  }

  /** A tunnel's may have been fulfilled by the peer's own while phase 1 went on. */
  boolean wants(SaRequest r) {
    var i = idents.find(r.ident());
    if (i.isEmpty() || !i.get().isTunnel() || i.get().requesting()) return true;
    engine.release(r.spi());
    return false;
  }

  /** @param unreachable no agreement with this peer at all: another one may be tried */
  void failed(SaRequest r, boolean unreachable) {
    engine.release(r.spi());
    var i = idents.find(r.ident());
    if (i.isEmpty()) return;
    boolean others = unreachable && i.get().entry().peers().size() > 1;
    boolean more = others && i.get().nextPeer();
    if (others) idents.ofEntryOf(i.get()).filter(x -> x != i.get() && x.peer().equals(r.remote()))
        .forEach(Ident::nextPeer);
    i.get().stopRequest();
    if (more) begin(i.get());
    engine.dropEmpty(i.get());
  }
}
