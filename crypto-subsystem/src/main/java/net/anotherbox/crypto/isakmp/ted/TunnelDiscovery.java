package net.anotherbox.crypto.isakmp.ted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.SaFacts;
import net.anotherbox.crypto.isakmp.machine.VendorIds;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.wire.DecodeError;

/** Sends probes and answers those of others. Belongs to the control thread. */
public final class TunnelDiscovery {
  private static final String STATE = "PEER_DISCOVERY";
  private static final String DONE = "delete_me flag/throw";
  private static final long RETRY_MILLIS = 10_000;
  private static final int RETRIES = 5;
  private static final long LINGER_MILLIS = 1_000;
  private static final long REST_MILLIS = 30_000;
  /** Probes of ours at a time, and answers in a second. */
  private static final int MOST = 64;
  private static final int PORT = 500;

  private record Goal(long ident, Ipv4 destination) {}

  private record Probing(Goal goal, Wanted wanted, Discovery exchange, byte[] datagram) {}

  private final Loop loop;
  private final Tracer tracer;
  private final Randomness randomness;
  private final IkeEngine ike;
  private final TransitPorts transit;
  private final RoutingTable routes;
  private final ProtectedFlows flows;
  private final Map<Long, Probing> byCookie = new LinkedHashMap<>();
  private final Map<Goal, Long> resting = new HashMap<>();
  private final List<Discovery> lingering = new ArrayList<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private List<TransitPorts.Watch> watched = List.of();

  public TunnelDiscovery(Loop loop, Tracer tracer, Randomness randomness, IkeEngine ike, TransitPorts transit,
      RoutingTable routes, ProtectedFlows flows) {
    this.loop = loop;
    this.tracer = tracer;
    this.randomness = randomness;
    this.ike = ike;
    this.transit = transit;
    this.routes = routes;
    this.flows = flows;
  }

  /** Probes of these watches are answered from now on. */
  public void watch(List<TransitPorts.Watch> now) {
    if (now.equals(watched)) return;
    watched = now;
    try {
      transit.intercept(now, this::probe);
    } catch (PortUnavailable e) {
      tracer.syslog(3, "TED_UNAVAILABLE", Map.of("reason", e.getMessage()));
    }
  }

  // Our probes

  /** Looks for a peer, unless that is being done or has just been in vain. */
  public void discover(Wanted w) {
    var goal = new Goal(w.ident(), w.destination());
    long now = loop.clock().millis();
    resting.values().removeIf(until -> until <= now);
    if (resting.containsKey(goal) || byCookie.size() >= MOST
        || byCookie.values().stream().anyMatch(p -> p.goal.equals(goal))) return;
    var exchange = new Discovery(ike.discovery(w.local(), w.destination(), true));
    long cookie = ike.cookie();
    var p = new Probing(goal, w, exchange, TedMessage.probe(cookie, w.local(), w.localProxy(), randomness));
    byCookie.put(cookie, p);
    announce(p);
    transmit(p);
    retryLater(cookie, p);
  }

  private void announce(Probing p) {
    var w = p.wanted;
    var hop = routes.neighbour(w.destination()).map(Ipv4::toString).orElse(w.destination().toString());
    var facts = p.exchange.facts().with("source", w.source(), "destination", w.destination(), "local-proxy",
        w.localProxy().text(), "gateway-proxy", w.local() + "/255.255.255.255/0/0 (type=1)", "suite", w.suite().words(),
        "seconds", w.seconds(), "kilobytes", w.kilobytes(), "via", w.interfaceName() + ":" + hop, "ipsec-protocol",
        w.suite().protocolName(), "protocol-number", w.suite().protocol(), "transform", w.suite().transformNumber(), "hmac",
        w.suite().hmacNumber(), "network", network(w.localProxy()));
    tracer.debug(Switch.IPSEC, "tunnel-discover", facts);
    say("received-ke-request", facts);
    for (String s : List.of("peer-discovery-message", "discovery-flow", "discovery-proxy", "local-port", "no-idb"))
      say(s, facts);
    sayOwnIdentity(p.exchange.facts(), PayloadType.ID);
    for (String s : List.of("first-id", "second-id", "beginning-discovery", "sending-via")) say(s, facts);
  }

  private void sayOwnIdentity(SaFacts facts, int next) {
    var f = facts.with("next", next, "type", Payload.Id.IPV4_ADDR, "protocol", 17, "port", PORT, "address", facts.local(),
        "short", 8, "length", 12);
    say("id-own", f);
    say("id-length", f);
  }

  private void transmit(Probing p) {
    var w = p.wanted;
    transit.send(w.linuxName(), w.source(), PORT, w.destination(), PORT, p.datagram);
  }

  private void retryLater(long cookie, Probing p) {
    p.exchange.await(loop.after(RETRY_MILLIS, () -> retry(cookie, p)));
  }

  private void retry(long cookie, Probing p) {
    if (p.exchange.attempts() == RETRIES) {
      byCookie.remove(cookie);
      resting.put(p.goal, loop.clock().millis() + REST_MILLIS);
      end(p.exchange, "Death by retransmission P1");
      return;
    }
    var facts = p.exchange.facts().with("state", STATE, "attempt", p.exchange.again());
    for (String s : List.of("retransmitting-1", "error-counter-1", "retransmitting-1-now", "sending")) say(s, facts);
    transmit(p);
    retryLater(cookie, p);
  }

  /** An answer to a probe of ours. Without that probe's cookie it is nothing. */
  public void answer(Address local, Address remote, byte[] datagram) {
    try {
      var m = TedMessage.read(datagram, MessageRules.DISCOVERY);
      var p = byCookie.get(m.header().initiatorCookie());
      if (p == null || !p.wanted.local().equals(local) || m.header().responderCookie() == 0) {
        count("no probe");
        return;
      }
      say("received", p.exchange.facts().with("remote", remote, "state", STATE));
      describe(m, p.exchange.facts(), m.header().responderCookie());
      take(p, m, m.header().initiatorCookie());
    } catch (DecodeError e) {
      count(e.field());
    }
  }

  private void take(Probing p, IsakmpMessage m, long cookie) {
    var w = p.wanted;
    var halves = TedMessage.halves(m);
    var theirs = halves.isEmpty() ? TedMessage.half(m) : Optional.of(halves.get(0));
    var remoteProxy = theirs.flatMap(t -> common(t, w.remoteProxy())).filter(t -> t.prefix().contains(w.destination()));
    var localProxy = (halves.isEmpty() ? Optional.of(w.localProxy()) : common(halves.get(1), w.localProxy()))
        .filter(t -> t.prefix().contains(w.source()));
    var gateway = TedMessage.gateway(m).filter(g -> !g.equals(w.local()));
    if (gateway.isEmpty() || localProxy.isEmpty() || remoteProxy.isEmpty()) {
      count("proxies");
      say("discovery-refused", p.exchange.facts().with());
      return;
    }
    var facts = p.exchange.facts().with("proxy-protocol", localProxy.get().protocol(), "ours", colon(localProxy.get()),
        "theirs", colon(remoteProxy.get()), "gateway", gateway.get());
    for (String s : List.of("discovery-response", "ted-proxies", "initiating-discovered")) say(s, facts);
    byCookie.remove(cookie);
    p.exchange.stop();
    flows.discovered(w, gateway.get(), localProxy.get(), remoteProxy.get(), () -> say("created-discovered", facts));
    end(p.exchange, DONE);
  }

  /** What both mean: the smaller of two networks of which one holds the other, with our protocol and port. */
  private static Optional<Proxy> common(Proxy theirs, Proxy ours) {
    if (!(theirs.address() instanceof Ipv4)) return Optional.empty();
    if (ours.prefix().contains(theirs.prefix())) return Optional.of(new Proxy(theirs.address(), theirs.prefixLength(),
        ours.protocol(), ours.port()));
    return theirs.prefix().contains(ours.prefix()) ? Optional.of(ours) : Optional.empty();
  }

  // Probes of others

  private void probe(String linuxName, Address source, int sourcePort, Address destination, int destinationPort,
      byte[] datagram) {
    try {
      var m = TedMessage.read(datagram, MessageRules.DISCOVERY);
      var gateway = TedMessage.gateway(m);
      if (gateway.isEmpty() || m.header().responderCookie() != 0 || !(source instanceof Ipv4 other)
          || !(destination instanceof Ipv4 own)) {
        count("no gateway");
        return;
      }
      var flow = flows.flow(linuxName, own, other);
      if (flow.isEmpty() || flow.get().local().equals(gateway.get())) count("not protected");
      else if (lingering.size() >= MOST) count("too many probes");
      else respond(m, flow.get(), gateway.get(), source, sourcePort);
    } catch (DecodeError e) {
      count(e.field());
    }
  }

  private void respond(IsakmpMessage m, ProtectedFlows.Flow flow, Address gateway, Address source, int sourcePort) {
    var exchange = new Discovery(ike.discovery(flow.local(), gateway, false));
    var facts = exchange.facts();
    say("received-new", Map.of("remote", source, "dport", PORT, "sport", sourcePort));
    say("local-port", facts.with());
    describe(m, facts, m.header().initiatorCookie());
    boolean version3 = m.all(Payload.Vendor.class).stream().anyMatch(TedMessage::isVersion3);
    var half = TedMessage.half(m);
    say("responding-to-probe", facts.with());
    say("discovering-peer", facts.with());
    say("half-proxies", facts.with("kind", half.isPresent() ? Payload.Id.IPV4_ADDR_SUBNET : 0, "network",
        half.map(TunnelDiscovery::network).orElse("0.0.0.0/0.0.0.0")));
    if (version3) say("version-3", facts.with());
    sayOwnIdentity(facts, version3 ? TedMessage.PROXIES : PayloadType.ID);
    var theirs = half.flatMap(h -> common(h, flow.remoteProxy())).orElse(flow.remoteProxy());
    byte[] answer = TedMessage.answer(m.header(), ike.cookie(), flow.local(), flow.localProxy(), theirs, version3,
        randomness);
    say("sending", facts.with("state", STATE));
    ike.transmit(flow.local(), gateway, answer);
    end(exchange, DONE);
    say("deleting-node", facts.with("m", 0, "error", "TRUE", "reason", DONE));
  }

  /** What IOS says of the payloads; of the vendor ID of version 3 only that there is one. */
  private void describe(IsakmpMessage m, SaFacts facts, long peersCookie) {
    int identities = 0;
    for (Payload p : m.payloads()) {
      switch (p) {
        case Payload.Vendor v -> {
          say("vendor", facts.with());
          if (VendorIds.isIos(v.value(), TedMessage.bytes(peersCookie))) say("vendor-ios", facts.with());
        }
        case Payload.Id id -> {
          say("processing", facts.with("payload", "ID", "m", 0));
          if (++identities == 2) Proxy.of(id).filter(x -> x.address() instanceof Ipv4).ifPresent(x ->
              say("id-subnet", facts.with("network", network(x), "protocol", x.protocol(), "port", x.port())));
        }
        // IOS counts its own payloads from 16 on.
        case Payload.Other o -> say("received-payload",
            facts.with("number", o.type() == TedMessage.PROXIES ? 16 : o.type()));
        default -> { }
      }
    }
  }

  // Both

  private void end(Discovery d, String reason) {
    d.delete();
    say("no-keepalives", d.facts().with());
    say("deleting-sa", d.facts().with("reason", reason, "state", STATE));
    lingering.add(d);
    d.await(loop.after(LINGER_MILLIS, () -> purge(d)));
  }

  private void purge(Discovery d) {
    lingering.remove(d);
    say("purging-sa", d.facts().with());
    if (!d.facts().initiator()) say("purging-node", d.facts().with("m", 0));
    tracer.debug(Switch.ENGINE, "delete-connection", d.facts().with());
  }

  private static String network(Proxy p) {
    return p.address() + "/" + Ipv4.mask(p.prefixLength());
  }

  private static String colon(Proxy p) {
    return network(p) + ":" + p.port();
  }

  private void say(String message, Map<String, Object> facts) {
    tracer.debug(Switch.ISAKMP, message, facts);
  }

  private void count(String reason) {
    refusals.merge(reason, 1L, Long::sum);
  }

  /** How often probes and answers were refused, by the field that was wrong or the reason. */
  public Map<String, Long> refusals() {
    return Map.copyOf(refusals);
  }

  /** {@code show crypto isakmp sa}'s rows: exchanges under way, and ended ones that linger. */
  public List<Map<String, Object>> rows() {
    var all = new ArrayList<Discovery>(lingering);
    byCookie.values().forEach(p -> all.add(p.exchange));
    return all.stream().map(d -> Facts.with(d.facts().with(), "dst", d.facts().initiator() ? d.facts().remote()
        : d.facts().local(), "src", d.facts().initiator() ? d.facts().local() : d.facts().remote(), "word", STATE,
        "status", d.deleted() ? "ACTIVE (deleted)" : "ACTIVE")).toList();
  }

  /** Exchanges, those that linger included: leak tests ask. */
  public int size() {
    return byCookie.size() + lingering.size();
  }

  /** Lets go of all. */
  public void close() {
    watch(List.of());
    byCookie.values().forEach(p -> p.exchange.stop());
    byCookie.clear();
    lingering.forEach(Discovery::stop);
    lingering.clear();
    resting.clear();
  }
}
