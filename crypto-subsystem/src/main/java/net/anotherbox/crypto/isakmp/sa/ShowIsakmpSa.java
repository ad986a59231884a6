package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto isakmp sa}: the newest first, as IOS lists them. */
public final class ShowIsakmpSa {
  private static final Screen SCREEN = Screen.load(ShowIsakmpSa.class, "isakmp-sa.screen");

  private final IkeEngine engine;
  private final Supplier<List<Map<String, Object>>> discoveries;

  /** @param discoveries rows of the exchanges that look for peers */
  public ShowIsakmpSa(IkeEngine engine, Supplier<List<Map<String, Object>>> discoveries) {
    this.engine = engine;
    this.discoveries = discoveries;
  }

  public String render(Release release) {
    var newestFirst = engine.table().copy().reversed();
    return SCREEN.render(release, Facts.of(
        "sas", Stream.concat(newestFirst.stream().filter(s -> s.remote() instanceof Ipv4).map(ShowIsakmpSa::row),
            discoveries.get().stream()).toList(),
        "sas6", newestFirst.stream().filter(s -> !(s.remote() instanceof Ipv4)).map(ShowIsakmpSa::row).toList()));
  }

  private static Map<String, Object> row(IsakmpSa sa) {
    return sa.facts().with("dst", sa.initiator() ? sa.remote() : sa.local(), "src", sa.initiator() ? sa.local()
        : sa.remote(),
        "word", sa.deleted() ? sa.phaseOne().noState() : sa.phaseOne().word().strip(),
        "status", sa.deleted() ? "ACTIVE (deleted)" : "ACTIVE");
  }
}
