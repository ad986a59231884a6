package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort.Asked;
import net.anotherbox.crypto.isakmp.machine.KeyEnginePort.Verdict;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.value.Address;

/** The SA payload of quick mode: what we offer, and which of a peer's offers we take (RFC 2407 section 4.5). */
final class QuickOffer {
  /**
   * What was agreed.
   *
   * @param offeredSeconds what the transform says; the DOI's default of 28800 if it says nothing
   * @param offeredKilobytes 0 if it says nothing
   */
  record Agreed(Proposal proposal, Transform transform, Suite suite, boolean tunnel, int group, int offeredSeconds,
      long offeredKilobytes, Verdict.Accepted accepted) {
    /** The smaller of the peers' wishes. */
    int seconds() {
      return Math.min(offeredSeconds, accepted.seconds());
    }

    long kilobytes() {
      if (offeredKilobytes == 0) return accepted.kilobytes();
      return accepted.kilobytes() == 0 ? offeredKilobytes : Math.min(offeredKilobytes, accepted.kilobytes());
    }
  }

  /** Who talks about which proxies. */
  record Between(Address local, Address remote, Proxy localProxy, Proxy remoteProxy) {}

  private static final int DEFAULT_SECONDS = 28800;

  private QuickOffer() {}

  /** A proposal for each transform set. */
  static Payload.Sa of(SaRequest r) {
    var proposals = new ArrayList<Proposal>();
    for (SaRequest.Offer o : r.offers())
      proposals.add(new Proposal(proposals.size() + 1, Protocol.ESP, spi(r.spi()),
          List.of(o.suite().transform(o.tunnel(), r.seconds(), r.kilobytes(), r.pfsGroup()))));
    return new Payload.Sa(Protocol.IPSEC_DOI, Protocol.IDENTITY_ONLY, List.copyOf(proposals), new byte[0]);
  }

  /** The answer: the transform that was taken, its attributes as they came, our own SPI. */
  static Payload.Sa answer(Agreed a, int spi) {
    var p = new Proposal(a.proposal.number(), Protocol.ESP, spi(spi), List.of(a.transform));
    return new Payload.Sa(Protocol.IPSEC_DOI, Protocol.IDENTITY_ONLY, List.of(p), new byte[0]);
  }

  static byte[] spi(int spi) {
    return new byte[] {(byte) (spi >> 24), (byte) (spi >> 16), (byte) (spi >> 8), (byte) spi};
  }

  /** The data of RESPONDER-LIFETIME: what we make shorter than the peer offered. Empty if nothing. */
  static byte[] shortened(Agreed a) {
    var list = new ArrayList<Attribute>();
    if (a.seconds() < a.offeredSeconds) {
      list.add(Attribute.of(Suite.LIFE_TYPE, Suite.SECONDS));
      list.add(Attribute.variable(Suite.LIFE_DURATION, a.seconds()));
    }
    if (a.offeredKilobytes > 0 && a.kilobytes() < a.offeredKilobytes) {
      list.add(Attribute.of(Suite.LIFE_TYPE, Suite.KILOBYTES));
      list.add(Attribute.variable(Suite.LIFE_DURATION, a.kilobytes()));
    }
    return IsakmpWriter.attributes(list);
  }

  /** The first offer that the key engine accepts; says how each is looked at. */
  static Optional<Agreed> choose(Payload.Sa sa, Between between, KeyEnginePort engine, Script script) {
    boolean alone = sa.proposals().stream().allMatch(p -> p.protocol() == Protocol.ESP || p.protocol() == Protocol.AH);
    for (Proposal p : sa.proposals()) {
      script.isakmp("checking-proposal", "proposal", p.number());
      if (p.protocol() != Protocol.ESP || !alone || p.spi().length != 4 || together(sa, p)) continue;
      for (int i = 0; i < p.transforms().size(); i++) {
        Transform t = p.transforms().get(i);
        describe(t, script);
        Long[] life = life(t);
        Optional<Suite> suite = Suite.of(t);
        long encapsulation = t.number(Suite.ENCAPSULATION);
        long group = Math.max(0, t.number(Suite.GROUP));
        boolean known = suite.isPresent() && life != null && encapsulation <= Suite.TRANSPORT && encapsulation != 0
            && (group == 0 || DhGroup.of((int) group).isPresent());
        if (!known) {
          script.isakmp("quick-unacceptable", "next", i + 1 < p.transforms().size() ? 3 : 0);
          continue;
        }
        script.isakmp("validate-proposal");
        script.isakmp("quick-acceptable");
        boolean tunnel = encapsulation != Suite.TRANSPORT;
        var asked = new Asked(between.local, between.remote, between.localProxy, between.remoteProxy, suite.get(), tunnel,
            (int) group);
        var verdict = validate(asked, engine, script);
        if (verdict instanceof Verdict.Accepted a)
          return Optional.of(new Agreed(p, t, suite.get(), tunnel, (int) group, life[0].intValue(), life[1], a));
        if (verdict instanceof Verdict.NoProxies) return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether another proposal of the same number must come with this one (AH with ESP): we have no such bundles. */
  private static boolean together(Payload.Sa sa, Proposal p) {
    return sa.proposals().stream().filter(o -> o.number() == p.number()).count() > 1;
  }

  private static Verdict validate(Asked a, KeyEnginePort engine, Script script) {
    Object[] block = {"suite", a.suite().words(), "mode", a.tunnel() ? "Tunnel" : "Transport", "local-proxy",
        a.localProxy().text(), "remote-proxy", a.remoteProxy().text(), "keysize", a.suite().keySize(), "pfs",
        a.pfsGroup() == 0 ? "" : "" + a.pfsGroup(), "source", a.localProxy().address(), "destination",
        a.remoteProxy().address(), "protocol", a.localProxy().protocol(), "source-port", a.localProxy().port(),
        "destination-port", a.remoteProxy().port()};
    script.ipsec("validate-part", block);
    script.ipsec("validate-request", block);
    script.isakmp("validate-request");
    script.ipsec("proxy-match", block);
    Verdict v = engine.validate(a);
    switch (v) {
      case Verdict.Accepted x -> { }
      case Verdict.NoProxies x -> {
        script.ipsec("no-map", block);
        script.ipsec("no-proxies", block);
        script.isakmp("policy-invalidated", "error", 32);
      }
      case Verdict.NoTransform x -> {
        script.ipsec("no-transform", block);
        script.isakmp("policy-invalidated", "error", 256);
      }
    }
    return v;
  }

  /** Seconds and kilobytes, or null if the attributes make no sense. */
  private static Long[] life(Transform t) {
    long seconds = DEFAULT_SECONDS;
    long kilobytes = 0;
    long type = 0;
    for (Attribute a : t.attributes()) {
      if (a.type() == Suite.LIFE_TYPE) type = a.number();
      else if (a.type() == Suite.LIFE_DURATION) {
        if (a.number() <= 0) return null;
        if (type == Suite.SECONDS) seconds = a.number();
        else if (type == Suite.KILOBYTES) kilobytes = a.number();
        else return null;
      }
    }
    return new Long[] {seconds, kilobytes};
  }

  private static void describe(Transform t, Script script) {
    script.isakmp("transform", "transform", t.number(), "name", Suite.name(t.id()));
    script.isakmp("attributes-in-transform");
    for (Attribute a : t.attributes()) {
      long n = a.number();
      if (a.type() == Suite.ENCAPSULATION) {
        String mode = n == 1 ? "Tunnel" : n == 2 ? "Transport" : n == 3 ? "Tunnel-UDP" : n == 4 ? "Transport-UDP"
            : "unknown";
        script.isakmp("encapsulation", "number", n, "mode", mode);
        continue;
      }
      script.isakmp("attribute", "text", switch (a.type()) {
        case Suite.LIFE_TYPE -> "SA life type in " + (n == 1 ? "seconds" : n == 2 ? "kilobytes" : "" + n);
        case Suite.LIFE_DURATION -> "SA life duration " + PhaseOneOffer.duration(a);
        case Suite.GROUP -> "group is " + n;
        case Suite.AUTHENTICATION -> "authenticator is " + (n == 1 ? "HMAC-MD5" : n == 2 ? "HMAC-SHA" : n == 5
            ? "HMAC-SHA256" : "" + n);
        case Suite.KEY_LENGTH -> "key length is " + n;
        default -> "unknown attribute " + a.type();
      });
    }
  }
}
