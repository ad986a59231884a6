package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto isakmp sa} and its forms: the newest first, as IOS lists them. */
public final class ShowIsakmpSa {
  private static final Screen SHORT = Screen.load(ShowIsakmpSa.class, "isakmp-sa.screen");
  private static final Screen DETAIL = Screen.load(ShowIsakmpSa.class, "isakmp-sa-detail.screen");
  private static final Screen COUNT = Screen.load(ShowIsakmpSa.class, "isakmp-sa-count.screen");
  private static final Screen PEERS = Screen.load(ShowIsakmpSa.class, "isakmp-peers.screen");

  /** 15.x numbers its SAs from 1001, and the engine those it has taken from 1. */
  private static final int LAST_OF_FIRST_THOUSAND = 1000;

  private final IkeEngine engine;
  private final Supplier<List<Map<String, Object>>> discoveries;

  /** @param discoveries rows of the exchanges that look for peers */
  public ShowIsakmpSa(IkeEngine engine, Supplier<List<Map<String, Object>>> discoveries) {
    this.engine = engine;
    this.discoveries = discoveries;
  }

  /** All of them. */
  public String render(Release release) {
    return render(release, s -> true);
  }

  public String render(Release release, Predicate<IsakmpSaStatus> which) {
    var rows = rows(which);
    rows.merge("sas", discoveries.get(), (a, b) -> Stream.concat(((List<?>) a).stream(), ((List<?>) b).stream()).toList());
    return SHORT.render(release, rows);
  }

  /** With what was agreed on and how long it still holds. */
  public String detail(Release release, Predicate<IsakmpSaStatus> which) {
    return DETAIL.render(release, rows(which));
  }

  /** How many there are of each kind. */
  public String count(Release release) {
    var all = engine.statuses();
    return COUNT.render(release, Facts.of("active", all.stream().filter(IsakmpSaStatus::usable).count(), "negotiated",
        all.stream().filter(s -> !s.usable() && !s.deleted()).count(), "dead",
        all.stream().filter(IsakmpSaStatus::deleted).count()));
  }

  /** {@code show crypto isakmp peers}: whom IKE knows at this moment. */
  public String peers(Release release, Predicate<IsakmpSaStatus> which) {
    return PEERS.render(release, Facts.of("peers", engine.statuses().reversed().stream().filter(s -> !s.deleted())
        .filter(which).filter(IsakmpSaStatus::usable).map(s -> Facts.of("remote", s.remote(), "port", s.remotePort(),
        "local",
            s.local(), "id", s.identity())).distinct().toList()));
  }

  private Map<String, Object> rows(Predicate<IsakmpSaStatus> which) {
    var newestFirst = engine.statuses().reversed().stream().filter(which).toList();
    var v4 = Stream.concat(rows(newestFirst, true).stream(), discoveries.get().stream()).toList();
    return Facts.of("sas", v4, "sas6", rows(newestFirst, false));
  }

  private static List<Map<String, Object>> rows(List<IsakmpSaStatus> sas, boolean v4) {
    return sas.stream().filter(s -> s.remote() instanceof Ipv4 == v4).map(ShowIsakmpSa::row).toList();
  }

  private static Map<String, Object> row(IsakmpSaStatus s) {
    var f = Facts.with(s.facts(), "dst", s.initiator() ? s.remote() : s.local(), "src", s.initiator() ? s.local()
        : s.remote(), "word", s.word(), "status", s.deleted() ? "ACTIVE (deleted)" : "ACTIVE", "long",
        s.deleted() ? "DELETED" : "ACTIVE", "encr", s.policy().map(ShowIsakmpSa::encryption).orElse(""), "hash",
        s.policy().map(p -> p.hash().name().toLowerCase(java.util.Locale.ROOT)).orElse(""), "auth",
        s.policy().map(ShowIsakmpSa::authentication).orElse(""), "group", s.policy().map(p -> "" + p.group()).orElse(""),
        "slot", s.conn() > LAST_OF_FIRST_THOUSAND ? s.conn() - LAST_OF_FIRST_THOUSAND : s.conn(), "lifetime", s.deleted()
        ? "0" : hms(s.secondsLeft()), "caps", s.capabilities());
    if (s.policy().isPresent() && !s.deleted()) f.put("engine", "");
    return f;
  }

  private static String encryption(IsakmpPolicy p) {
    return switch (p.encryption()) {
      case DES -> "des";
      case TRIPLE_DES -> "3des";
      case AES -> "aes";
    };
  }

  private static String authentication(IsakmpPolicy p) {
    return switch (p.authentication()) {
      case PRE_SHARE -> "psk";
      case RSA_SIG -> "rsig";
      case RSA_ENCR -> "renc";
    };
  }

  /** "23:59:10"; 0 for none. */
  public static String hms(long seconds) {
    return seconds <= 0 ? "0" : String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
