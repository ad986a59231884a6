package net.anotherbox.crypto.isakmp.liveness;

import java.util.Optional;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;

/** The lines about keepalives, NAT and lost SAs. */
public final class LivenessFeature implements Feature {
  private static final int RETRY_SECONDS = 2;

  private Line keepalive;
  private Line natKeepalive;
  private Line encapsulation;
  private Line recovery;
  private Line sessions;

  @Override
  public void declare(Grammar g) {
    keepalive = g.line(Mode.CONFIG,
        "crypto isakmp keepalive <10-3600>:seconds [<2-60>:retry] [{on-demand|periodic}:mode]",
        "Set a keepalive interval for use with IOS peers",
        "Number of seconds between keep alives", "Number of seconds between retries if keepalive fails",
        "Send keepalives only when needed (default)",
        "Send keepalives at fixed intervals").slot("crypto isakmp keepalive").active();
    natKeepalive = g.line(Mode.CONFIG, "crypto isakmp nat keepalive <5-3600>:seconds",
        "Set a nat keepalive interval for use with IOS peers", "Set a keepalive interval",
        "Number of seconds between keep alives").slot("crypto isakmp nat keepalive").active();
    recovery = g.line(Mode.CONFIG, "crypto isakmp invalid-spi-recovery", "Initiate IKE and send Invalid SPI Notify")
        .slot("crypto isakmp invalid-spi-recovery").active();
    g.prefix(Mode.CONFIG, "crypto ipsec nat-transparency", "IPsec NAT transparency model");
    encapsulation = g.line(Mode.CONFIG, "crypto ipsec nat-transparency udp-encapsulation", "UDP encapsulation")
        .slot("crypto ipsec nat-transparency udp-encapsulation").onByDefault().security().active();
    g.line(Mode.CONFIG, "crypto ipsec nat-transparency spi-matching", "SPI matching")
        .slot("crypto ipsec nat-transparency spi-matching").security()
        .partial("SPIs are random: endpoints behind one address cannot be told apart by them");
    g.prefix(Mode.CONFIG, "crypto logging", "logging messages");
    sessions = g.line(Mode.CONFIG, "crypto logging session", "Log up/down session").slot("crypto logging session")
        .active();
  }

  /** What is configured. */
  public Liveness read(Section root) {
    return new Liveness(keepalive(root), root.value(natKeepalive, "seconds").map(Integer::parseInt).orElse(0),
        root.isOn(encapsulation), root.has(recovery), root.has(sessions));
  }

  private Optional<Liveness.Keepalive> keepalive(Section root) {
    return root.one(keepalive).map(e -> new Liveness.Keepalive(Integer.parseInt(e.arg("seconds").orElseThrow()),
        e.arg("retry").map(Integer::parseInt).orElse(RETRY_SECONDS), e.arg("mode").filter("periodic"::equals).isPresent()));
  }
}
