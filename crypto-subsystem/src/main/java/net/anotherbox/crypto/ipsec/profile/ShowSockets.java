package net.anotherbox.crypto.ipsec.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.ipsec.sa.IdentStatus;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto sockets}: tunnels as users of IPsec. */
public final class ShowSockets {
  private static final Screen SCREEN = Screen.load(ShowSockets.class, "sockets.screen");

  private ShowSockets() {}

  /** @param idents what there is of each tunnel */
  public static String render(Release release, Protection protection, List<IdentStatus> idents) {
    var rows = new ArrayList<Map<String, Object>>();
    var heads = new LinkedHashMap<String, Map<String, Object>>();
    for (ProtectedTunnel t : protection.tunnels()) {
      heads.putIfAbsent(t.head(), Facts.of("profile", t.profileName(), "head", t.head()));
      if (t.complete() && t.up()) rows.add(row(t, idents));
    }
    return SCREEN.render(release, Facts.of("count", rows.size(), "sockets", rows, "heads", List.copyOf(heads.values())));
  }

  private static Map<String, Object> row(ProtectedTunnel t, List<IdentStatus> idents) {
    boolean open = idents.stream().anyMatch(i -> i.map().equals(t.head()) && i.peer().equals(t.remote().orElseThrow())
        && i.sas().stream().anyMatch(IdentStatus.Sas::established));
    var f = Facts.of("short", t.name().brief(), "local", t.local().orElseThrow(), "remote", t.remote().orElseThrow(),
        "local-ident", t.localProxy().socket(), "remote-ident", t.remoteProxy().socket(), "profile", t.profileName(),
        "state", open ? "Open" : "Opening");
    if (t.shared()) f.put("shared", "");
    return f;
  }
}
