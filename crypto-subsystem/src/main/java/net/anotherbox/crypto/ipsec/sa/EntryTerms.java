package net.anotherbox.crypto.ipsec.sa;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.ipsec.transform.TransformSet;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort.Asked;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort.Verdict;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.runtime.value.Address;

/** What the entries of the maps offer and accept, with the global values where they say nothing. */
final class EntryTerms {
  private final IdentTable idents;
  private CryptoConfig config = CryptoConfig.EMPTY;

  EntryTerms(IdentTable idents) {
    this.idents = idents;
  }

  void configure(CryptoConfig now) {
    config = now;
  }

  /** In order of preference; transport mode only between the peers themselves. */
  List<SaRequest.Offer> offers(Ident i, Address peer) {
    boolean ends = i.localProxy().isHost(i.binding().local()) && i.remoteProxy().isHost(peer);
    return i.entry().transformSets().stream().map(n -> config.transformSets().get(n))
        .filter(t -> t != null && t.suite().isPresent() && (ends || !t.transportRequired()))
        .map(t -> new SaRequest.Offer(t.suite().orElseThrow(), t.tunnel() || !ends)).toList();
  }

  int seconds(Ident i) {
    return i.entry().lifetimeSeconds() > 0 ? i.entry().lifetimeSeconds() : config.lifetimeSeconds();
  }

  /** 0 for none. */
  long kilobytes(Ident i) {
    if (i.entry().terms().unlimitedTraffic()) return 0;
    return i.entry().lifetimeKilobytes() > 0 ? i.entry().lifetimeKilobytes() : config.lifetimeKilobytes();
  }

  /** Packets; 0 for no checking, and always without authentication: a number that anybody may have written says nothing. */
  int replayWindow(Ident i, Suite suite) {
    return suite.authenticated() ? i.entry().terms().replayWindow().orElse(config.replayWindow()) : 0;
  }

  /** 0 for none. */
  int idleSeconds(Ident i) {
    return i.entry().terms().idleSeconds() > 0 ? i.entry().terms().idleSeconds() : config.idleSeconds();
  }

  /**
   * What the entries say to a peer's offer: the first that covers the proxies and has transform and group.
   *
   * @param profile whether the peer is known by an ISAKMP profile: an entry that names one is for such peers alone
   */
  Verdict verdict(Asked a, Predicate<String> profile) {
    var found = idents.candidates(a.local(), a.remote(), a.localProxy(), a.remoteProxy()).stream()
        .filter(i -> i.entry().terms().isakmpProfile().stream().allMatch(profile)).toList();
    if (found.isEmpty()) return idents.none(a.local(), a.remote());
    int missed = 0;
    boolean ends = a.localProxy().isHost(a.local()) && a.remoteProxy().isHost(a.remote());
    for (Ident i : found) {
      for (String name : i.entry().transformSets()) {
        TransformSet t = config.transformSets().get(name);
        if (t == null || !t.suite().equals(Optional.of(a.suite()))) continue;
        if (!mode(i, t, ends, a.tunnel())) continue;
        int wanted = i.entry().pfsGroup();
        if (wanted == 0 || wanted == a.pfsGroup()) return new Verdict.Accepted(i.id(), seconds(i), kilobytes(i));
        missed = wanted;
      }
    }
    return missed == 0 ? new Verdict.NoTransform() : new Verdict.NoGroup(missed);
  }

  /** A tunnel's set in transport mode takes a peer in tunnel mode too, unless it says {@code require}. */
  private static boolean mode(Ident i, TransformSet t, boolean ends, boolean tunnel) {
    if (t.transportRequired() && tunnel) return false;
    return (t.tunnel() || !ends) == tunnel || i.isTunnel() && tunnel;
  }
}
