package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import net.anotherbox.runtime.value.Ipv4;

/** The SA payload of quick mode: what we offer, and which of a peer's offers we take (RFC 2407 section 4.5). */
final class QuickOffer {
  /**
   * One protocol of an offer that makes sense by itself.
   *
   * @param seconds what the transform says; the DOI's default of 28800 if it says nothing
   * @param kilobytes 0 if it says nothing
   */
  record Part(Proposal proposal, Transform transform, Suite suite, boolean tunnel, int group, int seconds, long kilobytes) {}

  /** What was agreed. @param parts one, or AH and ESP */
  record Agreed(List<Part> parts, Suite suite, Verdict.Accepted accepted) {
    boolean tunnel() {
      return parts.get(0).tunnel;
    }

    int group() {
      return parts.get(0).group;
    }

    int offeredSeconds() {
      return parts.stream().mapToInt(Part::seconds).min().orElseThrow();
    }

    long offeredKilobytes() {
      return parts.stream().mapToLong(Part::kilobytes).filter(k -> k > 0).min().orElse(0);
    }

    /** The peer's SPI for this protocol, or 0 if it is none of these. */
    int spi(int protocol) {
      return parts.stream().filter(p -> p.suite.protocol() == protocol).mapToInt(p -> p.proposal.spi32()).findFirst()
          .orElse(0);
    }

    /** The smaller of the peers' wishes. */
    int seconds() {
      return Math.min(offeredSeconds(), accepted.seconds());
    }

    long kilobytes() {
      if (offeredKilobytes() == 0) return accepted.kilobytes();
      return accepted.kilobytes() == 0 ? offeredKilobytes() : Math.min(offeredKilobytes(), accepted.kilobytes());
    }
  }

  /** Who talks about which proxies. */
  record Between(Address local, Address remote, NatTraversal nat, Proxy localProxy, Proxy remoteProxy) {}

  private static final int DEFAULT_SECONDS = 28800;

  private final Between between;
  private final KeyEnginePort engine;
  private final Script script;
  private boolean hopeless;

  private QuickOffer(Between between, KeyEnginePort engine, Script script) {
    this.between = between;
    this.engine = engine;
    this.script = script;
  }

  /** A proposal for each transform set; for AH with ESP two, of one number. Our SPI is the same for both. */
  static Payload.Sa of(SaRequest r, NatTraversal nat) {
    var proposals = new ArrayList<Proposal>();
    int number = 0;
    for (SaRequest.Offer o : r.offers()) {
      number++;
      for (Suite part : o.suite().parts())
        proposals.add(new Proposal(number, part.protocol(), spi(r.spi()),
            List.of(part.transform(nat.mode(o.tunnel()), r.seconds(), r.kilobytes(), r.pfsGroup()))));
    }
    return new Payload.Sa(Protocol.IPSEC_DOI, Protocol.IDENTITY_ONLY, List.copyOf(proposals), new byte[0]);
  }

  /** The answer: the transforms that were taken, their attributes as they came, our own SPI. */
  static Payload.Sa answer(Agreed a, int spi) {
    var answered = a.parts.stream().map(p -> new Proposal(p.proposal.number(), p.proposal.protocol(), spi(spi),
        List.of(p.transform))).toList();
    return new Payload.Sa(Protocol.IPSEC_DOI, Protocol.IDENTITY_ONLY, answered, new byte[0]);
  }

  static byte[] spi(int spi) {
    return new byte[] {(byte) (spi >> 24), (byte) (spi >> 16), (byte) (spi >> 8), (byte) spi};
  }

  /** The number of an SPI that came; 0 for what is none. */
  static int spi(byte[] b) {
    return b.length == 4 ? (b[0] & 255) << 24 | (b[1] & 255) << 16 | (b[2] & 255) << 8 | b[3] & 255 : 0;
  }

  /** The data of RESPONDER-LIFETIME: what we make shorter than the peer offered. Empty if nothing. */
  static byte[] shortened(Agreed a) {
    var list = new ArrayList<Attribute>();
    if (a.seconds() < a.offeredSeconds()) {
      list.add(Attribute.of(Suite.LIFE_TYPE, Suite.SECONDS));
      list.add(Attribute.variable(Suite.LIFE_DURATION, a.seconds()));
    }
    if (a.offeredKilobytes() > 0 && a.kilobytes() < a.offeredKilobytes()) {
      list.add(Attribute.of(Suite.LIFE_TYPE, Suite.KILOBYTES));
      list.add(Attribute.variable(Suite.LIFE_DURATION, a.kilobytes()));
    }
    return IsakmpWriter.attributes(list);
  }

  /** The first offer that the key engine accepts; says how each is looked at. */
  static Optional<Agreed> choose(Payload.Sa sa, Between between, KeyEnginePort engine, Script script) {
    var offer = new QuickOffer(between, engine, script);
    for (List<Proposal> bundle : bundles(sa)) {
      if (!usable(bundle)) {
        bundle.forEach(p -> script.isakmp("checking-proposal", "proposal", p.number()));
        continue;
      }
      var agreed = offer.choose(bundle, List.of());
      if (agreed.isPresent() || offer.hopeless) return agreed;
    }
    return Optional.empty();
  }

  /** Proposals of one number belong together. */
  static List<List<Proposal>> bundles(Payload.Sa sa) {
    var byNumber = new LinkedHashMap<Integer, List<Proposal>>();
    for (Proposal p : sa.proposals()) byNumber.computeIfAbsent(p.number(), n -> new ArrayList<>()).add(p);
    return List.copyOf(byNumber.values());
  }

  /** ESP, AH, or one of each; compression and the like we have not. */
  private static boolean usable(List<Proposal> bundle) {
    boolean ours = bundle.stream().allMatch(p -> (p.protocol() == Protocol.ESP || p.protocol() == Protocol.AH)
        && p.spi().length == 4);
    return ours && bundle.stream().map(Proposal::protocol).distinct().count() == bundle.size();
  }

  /** @param taken of the protocols before these, whose transforms have been found good */
  private Optional<Agreed> choose(List<Proposal> left, List<Part> taken) {
    if (left.isEmpty()) return ask(taken);
    Proposal p = left.get(0);
    script.isakmp("checking-proposal", "proposal", p.number());
    for (int i = 0; i < p.transforms().size(); i++) {
      var part = part(p, p.transforms().get(i)).filter(x -> taken.stream().allMatch(t -> t.tunnel == x.tunnel
          && t.group == x.group));
      if (part.isEmpty()) {
        script.isakmp("quick-unacceptable", "next", i + 1 < p.transforms().size() ? 3 : 0);
        continue;
      }
      script.isakmp("validate-proposal");
      script.isakmp("quick-acceptable");
      var all = new ArrayList<>(taken);
      all.add(part.get());
      var agreed = choose(left.subList(1, left.size()), List.copyOf(all));
      if (agreed.isPresent() || hopeless) return agreed;
    }
    return Optional.empty();
  }

  private Optional<Part> part(Proposal p, Transform t) {
    describe(p.protocol(), t);
    Long[] life = life(t);
    var suite = Suite.of(p.protocol(), t);
    long mode = t.number(Suite.ENCAPSULATION);
    int group = (int) Math.max(0, t.number(Suite.GROUP));
    boolean known = suite.isPresent() && life != null && between.nat.knows(mode)
        && (group == 0 || DhGroup.of(group).isPresent())
        && !(p.protocol() == Protocol.AH && between.nat != NatTraversal.NONE);
    if (!known) return Optional.empty();
    return Optional.of(new Part(p, t, suite.get(), between.nat.isTunnel(mode), group, life[0].intValue(), life[1]));
  }

  private Optional<Agreed> ask(List<Part> parts) {
    Suite suite = parts.stream().map(Part::suite).reduce(Suite::and).orElseThrow();
    Part first = parts.get(0);
    var verdict = validate(new Asked(between.local, between.remote, between.localProxy, between.remoteProxy, suite,
        first.tunnel, first.group));
    if (verdict instanceof Verdict.Accepted a) return Optional.of(new Agreed(parts, suite, a));
    hopeless = verdict instanceof Verdict.NoProxies || verdict instanceof Verdict.NoPeer
        || verdict instanceof Verdict.NoMap;
    return Optional.empty();
  }

  private Verdict validate(Asked a) {
    int n = 0;
    for (Suite part : a.suite().parts()) {
      Object[] block = block(a, part, ++n);
      script.ipsec("validate-part", block);
      script.ipsec("validate-request", block);
    }
    Object[] block = block(a, a.suite(), n);
    script.isakmp("validate-request");
    // The maps of IPv6 are searched without a word.
    if (a.localProxy().address() instanceof Ipv4) script.ipsec("proxy-match", block);
    Verdict v = engine.validate(a);
    switch (v) {
      case Verdict.Accepted x -> { }
      case Verdict.NoMap x -> unsupported("no-local-map", 32, block);
      case Verdict.NoPeer x -> unsupported("no-peer", 32, block);
      case Verdict.NoProxies x -> unsupported("no-proxies", 32, block);
      case Verdict.NoTransform x -> unsupported("no-transform", 256, block);
      // IOS's words for this are not known: it says the same as of a transform.
      case Verdict.NoGroup x -> unsupported("no-transform", 256, block);
    }
    return v;
  }

  private void unsupported(String message, int error, Object[] block) {
    if (error == 32) script.ipsec("no-map", block);
    script.ipsec(message, block);
    script.isakmp("policy-invalidated", "error", error);
  }

  private static Object[] block(Asked a, Suite part, int number) {
    return new Object[] {"part", number, "ipsec-protocol", part.protocolName(), "suite", part.words(), "mode",
        a.tunnel() ? "Tunnel" : "Transport", "local-proxy", a.localProxy().text(), "remote-proxy", a.remoteProxy().text(),
        "keysize", part.keySize(), "pfs", a.pfsGroup() == 0 ? "" : "" + a.pfsGroup(), "source", a.localProxy().address(),
        "destination", a.remoteProxy().address(), "protocol", a.localProxy().protocol(), "source-port",
        a.localProxy().port(), "destination-port", a.remoteProxy().port()};
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

  private void describe(int protocol, Transform t) {
    script.isakmp("transform", "transform", t.number(), "name", Suite.name(protocol, t.id()));
    script.isakmp("attributes-in-transform");
    for (Attribute a : t.attributes()) {
      long n = a.number();
      if (a.type() == Suite.ENCAPSULATION) {
        script.isakmp("encapsulation", "number", n, "mode", NatTraversal.name(n));
        continue;
      }
      script.isakmp("attribute", "text", switch (a.type()) {
        case Suite.LIFE_TYPE -> "SA life type in " + (n == 1 ? "seconds" : n == 2 ? "kilobytes" : "" + n);
        case Suite.LIFE_DURATION -> "SA life duration " + PhaseOneOffer.duration(a);
        case Suite.GROUP -> "group is " + n;
        case Suite.AUTHENTICATION -> "authenticator is " + Suite.authenticator(n);
        case Suite.KEY_LENGTH -> "key length is " + n;
        default -> "unknown attribute " + a.type();
      });
    }
  }
}
