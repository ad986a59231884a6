package net.anotherbox.crypto.isakmp.machine;

import java.util.List;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;

/**
 * What phase 1 says and hears beside RFC 2409: vendor IDs, and what some of them announce, which is fragments, dead peer
 * detection and NAT traversal (RFC 3947) with its payloads and its change of ports.
 */
final class Extensions {
  private final SaFacts facts;
  private final PhaseOne.Terms terms;
  private final Script script;
  private final NatDetection natDetection;

  Extensions(SaFacts facts, PhaseOne.Terms terms, Script script) {
    this.facts = facts;
    this.terms = terms;
    this.script = script;
    this.natDetection = new NatDetection(natVersions(facts, terms));
    if (terms.config().fragmentation()) facts.takeFragments();
  }

  private static List<NatDetection.Version> natVersions(SaFacts facts, PhaseOne.Terms terms) {
    if (!facts.looksForNat() || facts.local().bytes().length != 4) return List.of();
    return terms.behaviour().words("nat-versions").stream().map(NatDetection.Version::of).toList();
  }

  // Vendor IDs

  /** Appends the vendor IDs of a message of ours: the list of this name in the table of behaviour. */
  void appendVendors(List<Payload> payloads, String list, byte[] ownCookie) {
    for (String v : terms.behaviour().words(list)) payloads.add(VendorIds.of(v, ownCookie, terms.randomness()));
  }

  /** Appends, in the message with the SA payload, that long messages may come in fragments. */
  void appendFragmentation(List<Payload> payloads) {
    if (terms.config().fragmentation()) payloads.add(VendorIds.of("FRAGMENTATION", new byte[0], terms.randomness()));
  }

  /** Looks at the vendor IDs of the peer's message. */
  void vendors(IsakmpMessage message, byte[] peersCookie) {
    for (Payload.Vendor v : message.all(Payload.Vendor.class)) {
      natDetection.offered(v);
      VendorIds.describe(v, peersCookie, script);
      if (VendorIds.isDpd(v)) facts.peerDetecting();
      if (!VendorIds.isFragmentation(v)) continue;
      if (terms.config().fragmentation()) facts.fragments();
      else script.isakmp("fragmentation-off");
    }
  }

  // NAT traversal

  /** Looks at the payloads of the peer's message that the RFC does not know. IOS prints numbers of its own for two. */
  void others(IsakmpMessage message, Prf hash, byte[] cookies) {
    natDetection.begin();
    for (Payload.Other o : message.all(Payload.Other.class)) {
      script.isakmp("received-payload", "number", o.type() == PayloadType.KEEPALIVE ? 17 : o.type());
      if (natDetection.is(o)) script.isakmp(natDetection.look(o, hash, cookies, facts.arrival()));
    }
    if (natDetection.complete())
      facts.nat(natDetection.traversal(), natDetection.behindNat(), natDetection.peerBehindNat(),
          natDetection.originalAddressPayload());
  }

  /** Says which vendor IDs of NAT traversal come with our SA payload: all that we can, or the best that both can. */
  List<NatDetection.Version> announceNat() {
    var versions = facts.initiator() ? natDetection.ours() : natDetection.agreed().stream().toList();
    for (var v : versions) script.isakmp("nat-vendor", "version", v.word);
    return versions;
  }

  /** Appends what lets the peer see whether there is a NAT. */
  void appendNatDetection(List<Payload> payloads, Prf hash, byte[] cookies) {
    if (natDetection.agreed().isPresent()) payloads.addAll(natDetection.payloads(hash, cookies, facts.ends()));
  }

  /** An initiator who knows of a NAT goes on from port 4500 to port 4500 (RFC 3947 section 4). */
  void floatPorts() {
    if (facts.nat() != NatTraversal.NONE && facts.localPort() != NatTraversal.PORT)
      facts.moveTo(NatTraversal.PORT, facts.remote(), NatTraversal.PORT);
  }

  /** A responder follows the message that has proved right. */
  void followPorts() {
    var a = facts.arrival();
    if (facts.nat() == NatTraversal.NONE || facts.initiator() || a.equals(facts.ends())) return;
    facts.moveTo(a.localPort(), a.remote(), a.remotePort());
    script.isakmp("nat-port-floating");
    script.isakmp("nat-existing-peer");
  }
}
