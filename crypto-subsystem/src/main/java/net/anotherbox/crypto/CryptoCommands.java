package net.anotherbox.crypto;

import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto}, {@code clear crypto} and {@code debug crypto}. */
public final class CryptoCommands implements Feature {
  private static final int ENABLED = 15;

  private final CryptoSubsystem crypto;
  private final Log log;

  public CryptoCommands(CryptoSubsystem crypto, Log log) {
    this.crypto = crypto;
    this.log = log;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show crypto", "Encryption module");
    g.prefix(Mode.EXEC, "show crypto isakmp", "Show ISAKMP");
    g.exec("show crypto isakmp sa", x -> x.print(crypto.showIsakmpSa()), "Show ISAKMP Security Associations");
    g.exec("show crypto isakmp policy", x -> x.print(crypto.showIsakmpPolicy()), "Show ISAKMP protection suite policy");
    g.exec("show crypto isakmp key", x -> x.print(crypto.showIsakmpKey()), "Show ISAKMP preshared keys").privilege(ENABLED);
    g.prefix(Mode.EXEC, "show crypto ipsec", "Show IPSEC policy");
    g.prefix(Mode.EXEC, "show crypto ipsec sa", "IPSEC SA table");
    g.exec("show crypto ipsec sa", x -> x.print(crypto.showIpsecSa()));
    g.exec("show crypto ipsec sa interface IFNAME:interface", this::ipsecSa, "Show info for specific interface",
        "interface");
    g.exec("show crypto ipsec sa map WORD:map", this::ipsecSa, "IPSEC SA table for a specific crypto map",
        "Crypto map name");
    g.exec("show crypto ipsec sa peer A.B.C.D:peer", this::ipsecSa, "Show all IPSEC SAs with this peer", "Peer address");
    g.exec("show crypto ipsec transform-set", x -> x.print(crypto.showTransformSets()), "Crypto transform sets");
    g.prefix(Mode.EXEC, "show crypto map", "Crypto maps");
    g.exec("show crypto map", x -> x.print(crypto.showCryptoMap()));
    g.exec("show crypto map interface IFNAME:interface", this::map, "Crypto maps for a specific interface", "interface");
    g.exec("show crypto map tag WORD:tag", this::map, "Crypto maps with a given tag", "Crypto map tag");
    g.prefix(Mode.EXEC, "show crypto dynamic-map", "Crypto map templates");
    g.exec("show crypto dynamic-map", x -> x.print(crypto.showDynamicMap(Optional.empty())));
    g.exec("show crypto dynamic-map tag WORD:tag", x -> x.print(crypto.showDynamicMap(x.command().arg("tag"))),
        "Crypto map templates with a given tag", "Crypto map template tag");
    g.exec("show crypto engine connections active", x -> x.print(crypto.showEngineConnectionsActive()),
        "Show crypto engine info",
        "Show crypto engine connection information", "Show all active crypto engine connections");
    g.prefix(Mode.EXEC, "show crypto call", "Show crypto call admission info");
    g.prefix(Mode.EXEC, "show crypto call admission", "Show crypto call admission info");
    g.exec("show crypto call admission statistics", x -> x.print(crypto.showCallAdmission()),
        "Show crypto call admission statistics").since(Release.R12_3);
    clears(g);
    for (DebugFlag f : CryptoSubsystem.flags()) debug(g, f);
  }

  private void ipsecSa(Execution x) {
    x.print(crypto.showIpsecSa(x.command().arg("interface").map(InterfaceName::of), x.command().arg("map"), peer(x)));
  }

  private void map(Execution x) {
    x.print(crypto.showCryptoMap(x.command().arg("tag"), x.command().arg("interface").map(InterfaceName::of)));
  }

  private static Optional<Address> peer(Execution x) {
    return x.command().arg("peer").map(Ipv4::of);
  }

  private void clears(Grammar g) {
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "clear crypto", "Encryption subsystem");
    g.prefix(Mode.EXEC, "clear crypto sa", "Clear all crypto SAs");
    g.exec("clear crypto sa", x -> crypto.clearSa()).privilege(ENABLED);
    g.exec("clear crypto sa peer A.B.C.D:peer", x -> peer(x).ifPresent(crypto::clearSa),
        "Clear all SAs for a given crypto peer",
        "Crypto peer's IP address").privilege(ENABLED);
    g.exec("clear crypto isakmp [<1-2147483647>:connection]", x -> crypto.clearIsakmp(x.command().arg("connection")
        .map(Integer::parseInt)),
        "Flush the ISAKMP database", "connection id of SA").privilege(ENABLED);
    g.exec("clear crypto session", x -> {
      crypto.clearSa();
      crypto.clearIsakmp(Optional.empty());
    }, "clear crypto sessions (tunnels)").privilege(ENABLED);
  }

  /** "debug", and the two ways to take it back. */
  private void debug(Grammar g, DebugFlag flag) {
    String help = flag.item();
    g.prefix(Mode.EXEC, "debug", "Debugging functions (see also 'undebug')");
    g.prefix(Mode.EXEC, "debug crypto", "Cryptographic subsystem");
    g.exec("debug " + flag.command(), x -> set(x, flag, true), help).privilege(ENABLED);
    g.prefix(Mode.EXEC, "undebug", "Disable debugging functions (see also 'debug')");
    g.prefix(Mode.EXEC, "undebug crypto", "Cryptographic subsystem");
    g.exec("undebug " + flag.command(), x -> set(x, flag, false), help).privilege(ENABLED);
    g.prefix(Mode.EXEC, "no", "Disable debugging functions");
    g.prefix(Mode.EXEC, "no debug", "Debugging functions (see also 'undebug')");
    g.prefix(Mode.EXEC, "no debug crypto", "Cryptographic subsystem");
    g.exec("no debug " + flag.command(), x -> set(x, flag, false), help).privilege(ENABLED);
  }

  private void set(Execution x, DebugFlag flag, boolean on) {
    log.set(flag, on);
    x.print(flag.item() + (on ? " is on" : " is off") + "\n");
  }
}
