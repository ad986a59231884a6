package net.anotherbox.crypto.ipsec.sa;

import java.util.LinkedHashMap;
import java.util.Map;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.sa.IsakmpSaStatus;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto engine …} but for {@code connections active}, and {@code show crypto eli}. */
public final class ShowEngine {
  private static final Screen CONFIGURATION = screen("configuration");
  private static final Screen ACCELERATOR = screen("accelerator");
  private static final Screen DH = screen("dh");
  private static final Screen DROPPED = screen("dropped");
  private static final Screen FLOW = screen("flow");
  private static final Screen ELI = screen("eli");

  private final IkeEngine ike;
  private final KeyEngine engine;

  public ShowEngine(IkeEngine ike, KeyEngine engine) {
    this.ike = ike;
    this.engine = engine;
  }

  private static Screen screen(String name) {
    return Screen.load(ShowEngine.class, "engine-" + name + ".screen");
  }

  /** Name and kind of the only engine. */
  public static String configuration(Release release) {
    return CONFIGURATION.render(release, Map.of());
  }

  /** That there is no accelerator. */
  public static String accelerator(Release release) {
    return ACCELERATOR.render(release, Map.of());
  }

  /** The exponents in use: one for each ISAKMP SA that has got so far. */
  public String dh(Release release) {
    return DH.render(release, Facts.of("connections", ike.statuses().stream().filter(s -> !s.deleted()
        && s.policy().isPresent()).map(s -> Facts.of("conn", s.conn(), "group", "Group " + s.policy().get().group(), "left",
            s.secondsLeft())).toList()));
  }

  /** Packets that were to be encrypted and could not be, by interface. */
  public String dropped(Release release) {
    var counts = new LinkedHashMap<String, Map<String, Object>>();
    for (IdentStatus i : engine.statuses()) {
      var f = counts.computeIfAbsent(i.interfaceName().toString(), n -> Facts.of("interface", n, "address",
          i.local() == null ? "unassigned" : i.local(), "drops", 0L));
      f.merge("drops", i.noSaDrops() + i.out().sendErrors(), (a, b) -> (Long) a + (Long) b);
    }
    return DROPPED.render(release, Facts.of("interfaces", counts.values().stream().filter(f -> (Long) f.get("drops") > 0)
        .toList()));
  }

  /** The flows of the engine, one for each SA. */
  public String flow(Release release) {
    var rows = new java.util.ArrayList<Map<String, Object>>();
    for (Ident i : engine.idents().all())
      for (SaPair p : i.pairs()) {
        var n = p.sas().numbers();
        rows.add(Facts.of("flow", n.inFlow(), "conn", n.inConn()));
        if (p.established()) rows.add(Facts.of("flow", n.outFlow(), "conn", n.outConn()));
      }
    return FLOW.render(release, Facts.of("flows", rows));
  }

  /** What the software engine carries. */
  public String eli(Release release) {
    return ELI.render(release, Facts.of("ike", ike.statuses().stream().filter(IsakmpSaStatus::usable).count(), "dh",
        ike.statuses().stream().filter(s -> !s.deleted() && s.policy().isPresent()).count(), "ipsec", engine.statuses()
            .stream().mapToInt(IdentStatus::count).sum()));
  }
}
