package net.anotherbox.crypto.ipsec.sa;

import java.util.Map;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** What the key engine says of its SAs: {@code debug crypto ipsec}. */
record SaWords(Tracer tracer, Behaviour behaviour, Clock clock) {
  private static final int IPV6_HEADER = 40;
  /** Where IOS's numbers for the tables of SAs lie: they tell them apart, no more. */
  private static final long FIRST_ROOT = 0x79e8000;
  private static final long ROOT_SIZE = 0x2a8;

  void say(String message, Map<String, Object> facts) {
    tracer.debug(Switch.IPSEC, message, facts);
  }

  private static Map<String, Object> facts(Address local, Address remote, Proxy localProxy, Proxy remoteProxy, Suite suite,
      boolean tunnel, Object... more) {
    return Facts.with(Facts.of("local", local, "remote", remote, "local-proxy", localProxy.text(), "remote-proxy",
        remoteProxy.text(),
        "ipsec-protocol", suite.protocolName(), "ip-protocol", suite.ipProtocol(),
        "suite", suite.words(), "mode", tunnel ? "Tunnel" : "Transport", "keysize", suite.keySize(), "source",
        localProxy.address(), "destination", remoteProxy.address(), "protocol", localProxy.protocol(), "source-port",
        localProxy.port(), "destination-port", remoteProxy.port()), more);
  }

  Map<String, Object> facts(SaPair p, boolean inbound) {
    var n = p.sas();
    long left = p.established() ? Math.max(0, (p.expiresAtMillis() - clock.millis()) / 1000) : n.seconds();
    return facts(n.local(), n.remote(), n.localProxy(), n.remoteProxy(), n.suite(), n.tunnel(), "pfs",
        n.pfsGroup() == 0 ? "" : "" + n.pfsGroup(), "seconds", n.offeredSeconds(), "kilobytes", n.offeredKilobytes(), "spi",
        inbound ? n.inSpi() : n.outSpi(), "conn", inbound ? n.numbers().inConn() : n.numbers().outConn(), "sa-dest",
        inbound ? n.local() : n.remote(), "own-seconds", left, "own-kilobytes", p.kilobytes(), "map", p.ident().key().map(),
        "sibling", 0x80000000 | n.numbers().inFlow());
  }

  void requested(SaRequest r) {
    var first = r.offers().get(0);
    say("sa-request", facts(r.local(), r.remote(), r.localProxy(), r.remoteProxy(), first.suite(), first.tunnel(), "pfs",
        r.pfsGroup() == 0 ? "0" : "" + r.pfsGroup(), "seconds", r.seconds(), "kilobytes", r.kilobytes(), "spi", r.spi()));
  }

  /** A tunnel is about to ask for its first SAs. */
  void opened(Ident i) {
    var first = i.tunnels().getFirst();
    boolean v6 = i.localProxy().address() instanceof Ipv6;
    socket("active-open", i);
    var f = Facts.of("map", i.key().map(), "number", i.number(), "local", i.binding().local(), "remote", i.peer(),
        "local-proxy", i.localProxy().text(), "remote-proxy", i.remoteProxy().text(), "mtu", first.mtu(), "mtu-before",
        first.mtu() - IPV6_HEADER, "root", FIRST_ROOT + i.id() * ROOT_SIZE);
    if (v6) say("ipv6-acl", f);
    say("recalculate-mtu", f);
    if (!v6) return;
    say("adjust-ident-mtu", f);
    say("adjust-path-mtu", f);
  }

  /** {@code debug crypto socket}. */
  void socket(String message, Ident i) {
    if (!i.isTunnel() || !tracer.isOn(Switch.SOCKET)) return;
    var l = i.localProxy();
    var r = i.remoteProxy();
    for (var t : i.tunnels())
      tracer.debug(Switch.SOCKET, message, Facts.of("local", i.binding().local(), "remote", i.peer(), "local-ident",
          l.network() + "/" + l.port(), "remote-ident", r.network() + "/" + r.port(), "protocol", l.protocol(), "short",
          t.name().brief()));
  }

  void timerFired(SaRequest r, int count) {
    say("timer-fired", facts(r.local(), r.remote(), r.localProxy(), r.remoteProxy(), r.offers().get(0).suite(), true,
        "count", count));
  }

  void created(SaPair p) {
    if (!tracer.isOn(Switch.IPSEC)) return;
    var in = facts(p, true);
    var out = facts(p, false);
    say("queue", Facts.with(in, "count", behaviour.number("install-messages")));
    say("initialize-in", in);
    say("initialize-out", out);
    if (p.ident().localProxy().address() instanceof Ipv4) say("install-proxy-match", in);
    say("map-found", in);
    say("reconnecting", in);
    say("flow-allocated", in);
    say("add-ident", in);
    say("create-sa", in);
    say("create-sa", out);
  }

  void enabled(SaPair p) {
    say("queue", Facts.with(facts(p, false), "count", 1));
    say("enable-notify", facts(p, false));
    say("enable-outbound", facts(p, false));
  }

  void deleted(SaPair p) {
    if (!tracer.isOn(Switch.IPSEC)) return;
    say("delete-sa", facts(p, true));
    say("delete-sa", facts(p, false));
  }
}
