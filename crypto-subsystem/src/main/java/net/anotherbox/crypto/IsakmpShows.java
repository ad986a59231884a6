package net.anotherbox.crypto;

import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.crypto.isakmp.failure.ShowFailures;
import net.anotherbox.crypto.isakmp.policy.ShowIsakmpPolicy;
import net.anotherbox.crypto.isakmp.profile.ShowIsakmpProfile;
import net.anotherbox.crypto.isakmp.sa.IsakmpSaStatus;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** {@code show crypto isakmp …}. */
final class IsakmpShows implements Feature {
  private static final String SA = "show crypto isakmp sa";

  private final CryptoSubsystem crypto;

  IsakmpShows(CryptoSubsystem crypto) {
    this.crypto = crypto;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show crypto isakmp", "Show ISAKMP");
    g.prefix(Mode.EXEC, SA, "Show ISAKMP Security Associations");
    sas(g);
    admission(g);
    profiles(g);
    failures(g);
    g.prefix(Mode.EXEC, "show crypto isakmp policy", "Show ISAKMP protection suite policy");
    g.exec("show crypto isakmp policy", x -> x.print(crypto.showIsakmpPolicy()));
    g.exec("show crypto isakmp key", x -> x.print(crypto.showIsakmpKey()), "Show ISAKMP preshared keys")
        .privilege(CryptoCommands.ENABLED);
    g.prefix(Mode.EXEC, "show crypto isakmp peers", "Show ISAKMP peer structures");
    g.exec("show crypto isakmp peers", x -> peers(x, s -> true)).since(Release.R12_3);
    g.exec("show crypto isakmp peers A.B.C.D:peer", x -> peers(x, to(x)), "Peer address").since(Release.R12_3);
    g.exec("show crypto isakmp peers X:X:X:X::X:peer", x -> peers(x, to(x)), "Peer IPv6 address").since(Release.R15_1);
  }

  private void profiles(Grammar g) {
    g.prefix(Mode.EXEC, "show crypto isakmp profile", "Show ISAKMP profiles");
    g.exec("show crypto isakmp profile", this::profile).since(Release.R12_3);
    g.exec("show crypto isakmp profile tag WORD:tag", this::profile, "ISAKMP profile with this tag", "Tag of the profile")
        .since(Release.R12_4);
    g.exec("show crypto isakmp default policy", x -> x.print(ShowIsakmpPolicy.defaults(crypto.release())),
        "Show ISAKMP default policies", "Show ISAKMP default protection suite policies").since(Release.R15_1);
  }

  private void profile(Execution x) {
    x.print(ShowIsakmpProfile.render(crypto.release(), crypto.config().isakmp().profiles(), x.command().arg("tag")));
  }

  private void failures(Grammar g) {
    g.prefix(Mode.EXEC, "show crypto isakmp failures", "Show why negotiations failed, and what to do");
    g.exec("show crypto isakmp failures", this::failures);
    g.exec("show crypto isakmp failures A.B.C.D:peer", this::failures, "Peer address");
    g.exec("show crypto isakmp failures X:X:X:X::X:peer", this::failures, "Peer IPv6 address");
    g.prefix(Mode.EXEC, "show crypto isakmp diagnose", "Show ISAKMP diagnostics");
    g.prefix(Mode.EXEC, "show crypto isakmp diagnose error", "Error diagnostics");
    g.exec("show crypto isakmp diagnose error", x -> x.print(ShowFailures.diagnosis(crypto.release(), crypto.diagnosis())))
        .since(Release.R15_1);
    g.exec("show crypto isakmp diagnose error count",
        x -> x.print(ShowFailures.counts(crypto.release(), crypto.diagnosis())),
        "Counts of errors").since(Release.R15_1);
  }

  private void failures(Execution x) {
    x.print(ShowFailures.render(crypto.release(), crypto.failures(), address(x, "peer"), crypto.nowMillis()));
  }

  private void admission(Grammar g) {
    for (String verb : new String[] {"show", "clear"}) {
      g.prefix(Mode.EXEC, verb + " crypto call", verb.equals("show") ? "Show crypto call admission info"
          : "Clear crypto call admission info");
      g.prefix(Mode.EXEC, verb + " crypto call admission", "Crypto Call Admission Control");
    }
    g.exec("show crypto call admission statistics", x -> x.print(crypto.showCallAdmission()),
        "Show crypto call admission statistics").since(Release.R12_3);
    g.exec("clear crypto call admission statistics", x -> crypto.ike().admission().clear(),
        "Clear crypto call admission statistics").privilege(CryptoCommands.ENABLED).since(Release.R12_3);
  }

  private void sas(Grammar g) {
    g.exec(SA, x -> x.print(crypto.showIsakmpSa()));
    form(g, "detail", "Show detailed information", s -> true, true).since(Release.R12_3);
    form(g, "active", "Show active SAs", s -> true, false).since(Release.R12_4);
    g.exec(SA + " active detail", x -> x.print(crypto.isakmpSa().detail(crypto.release(), s -> true)),
        "Show detailed information").since(Release.R12_4);
    form(g, "standby", "Show standby SAs", s -> false, false).since(Release.R12_4);
    form(g, "nat", "Show NAT Translations of ISAKMP SAs", IsakmpSaStatus::natted, false).since(Release.R12_3);
    g.exec(SA + " count", x -> x.print(crypto.isakmpSa().count(crypto.release())), "Show ISAKMP SA count")
        .since(Release.R15_1);
    g.exec(SA + " vrf WORD:vrf", x -> x.print(crypto.isakmpSa().render(crypto.release(), s -> false)),
        "Show ISAKMP SAs of a VRF", "VRF name").since(Release.R15_1);
  }

  private Line form(Grammar g, String word, String help, Predicate<IsakmpSaStatus> which, boolean detail) {
    g.prefix(Mode.EXEC, SA + " " + word, help);
    return g.exec(SA + " " + word, x -> x.print(detail ? crypto.isakmpSa().detail(crypto.release(), which)
        : crypto.isakmpSa().render(crypto.release(), which)));
  }

  private void peers(Execution x, Predicate<IsakmpSaStatus> which) {
    x.print(crypto.isakmpSa().peers(crypto.release(), which));
  }

  private static Predicate<IsakmpSaStatus> to(Execution x) {
    Address peer = address(x, "peer").orElseThrow();
    return s -> s.remote().equals(peer);
  }

  /** An address that has been typed, of either kind. */
  static Optional<Address> address(Execution x, String name) {
    return x.command().arg(name).map(a -> a.indexOf(':') < 0 ? Ipv4.of(a) : Ipv6.of(a));
  }
}
