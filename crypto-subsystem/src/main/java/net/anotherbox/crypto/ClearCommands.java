package net.anotherbox.crypto;

import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Release;

/** {@code clear crypto sa …} and {@code clear crypto isakmp …}. */
final class ClearCommands implements Feature {
  private static final String SA = "clear crypto sa";
  private static final Catalogue TEXTS = Catalogue.load(ClearCommands.class, "clear.msg");

  private final CryptoSubsystem crypto;

  ClearCommands(CryptoSubsystem crypto) {
    this.crypto = crypto;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "clear crypto", "Encryption subsystem");
    g.prefix(Mode.EXEC, SA, "Clear all crypto SAs");
    enabled(g.exec(SA, x -> crypto.clearSa()));
    enabled(g.exec(SA + " counters", x -> crypto.keyEngine().clearCounters(), "Reset the SA counters"));
    enabled(g.exec(SA + " map WORD:map", x -> crypto.keyEngine().clearMap(x.command().required("map")),
        "Clear all SAs for a given crypto map", "Crypto map name"));
    enabled(g.exec(SA + " peer A.B.C.D:peer", this::peer, "Clear all SAs for a given crypto peer",
        "Crypto peer's IP address"));
    enabled(g.exec(SA + " peer X:X:X:X::X:peer", this::peer, "Clear all SAs for a given crypto peer",
        "Crypto peer's IPv6 address"));
    for (String word : new String[] {"entry", "spi"})
      enabled(g.exec(SA + " " + word + " A.B.C.D:address {ah|esp}:protocol <256-4294967295>:spi", this::entry,
          "Clear SA by SPI", "Destination address", "AH protocol", "ESP protocol", "SPI of the SA"));
    enabled(g.exec(SA + " vrf WORD:vrf", x -> x.print(say("no-vrf", Map.of("vrf",
        x.command().required("vrf")))), "Clear all SAs for a given VRF", "VRF name")).since(Release.R12_3);
    g.prefix(Mode.EXEC, "clear crypto isakmp", "Flush the ISAKMP database");
    enabled(g.exec("clear crypto isakmp [<1-2147483647>:connection]", x -> crypto.clearIsakmp(x.command().arg("connection")
        .map(Integer::parseInt)), "connection id of SA"));
    enabled(g.exec("clear crypto isakmp active", x -> crypto.clearIsakmp(java.util.Optional.empty()), "Clear active SAs"))
        .since(Release.R12_4);
    enabled(g.exec("clear crypto isakmp standby", x -> x.print(say("no-standby", Map.of())), "Clear standby SAs"))
        .since(Release.R12_4);
  }

  private String say(String message, Map<String, ?> facts) {
    return TEXTS.render(crypto.release(), message, facts).orElse("");
  }

  private static Line enabled(Line l) {
    return l.privilege(CryptoCommands.ENABLED);
  }

  private void peer(Execution x) {
    IsakmpShows.address(x, "peer").ifPresent(crypto::clearSa);
  }

  private void entry(Execution x) {
    crypto.keyEngine().clearEntry(IsakmpShows.address(x, "address").orElseThrow(),
        Integer.parseUnsignedInt(x.command().required("spi")));
  }
}
