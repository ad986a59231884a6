package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.ipsec.transform.ShowTransformSets;
import net.anotherbox.crypto.ipsec.transform.TransformSet;
import net.anotherbox.crypto.isakmp.failure.FlowMismatch;
import net.anotherbox.crypto.isakmp.failure.FlowMismatch.Attribute;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort.Asked;

/** What a refused quick mode asked for, entry by entry beside what the crypto maps have. */
final class Differences {
  private Differences() {}

  /** No entry covers the proxies: those that there are with this peer. */
  static List<FlowMismatch> proxies(IdentTable idents, Asked a) {
    return idents.all().stream().filter(i -> a.local().equals(i.binding().local()) && !i.key().narrower()
        && !i.isTemplate() && i.entry().peers().contains(a.remote())).map(i -> new FlowMismatch(where(i), Attribute.PROXIES,
            a.localProxy().brief() + " to " + a.remoteProxy().brief(), i.localProxy().brief() + " to "
            + i.remoteProxy().brief())).toList();
  }

  /** Entries cover the proxies, but do not have this transform. */
  static List<FlowMismatch> transforms(List<Ident> found, Map<String, TransformSet> sets, Asked a) {
    var out = new ArrayList<FlowMismatch>();
    boolean ends = a.localProxy().isHost(a.local()) && a.remoteProxy().isHost(a.remote());
    for (Ident i : found)
      for (String name : i.entry().transformSets()) {
        TransformSet t = sets.get(name);
        if (t == null) continue;
        String where = where(i) + ", transform set " + name;
        if (!t.suite().equals(Optional.of(a.suite()))) out.add(new FlowMismatch(where, Attribute.TRANSFORMS,
            a.suite().words().strip(), ShowTransformSets.words(t).strip()));
        else if ((t.tunnel() || !ends) != a.tunnel()) out.add(new FlowMismatch(where, Attribute.MODE, mode(a.tunnel()),
            mode(t.tunnel())));
        else out.add(new FlowMismatch(where(i), Attribute.PFS, a.pfsGroup() == 0 ? "none" : "group" + a.pfsGroup(),
            "group" + i.entry().pfsGroup()));
      }
    return out;
  }

  private static String mode(boolean tunnel) {
    return tunnel ? "tunnel" : "transport";
  }

  private static String where(Ident i) {
    return "crypto map " + i.key().map() + " " + i.key().sequence();
  }
}
