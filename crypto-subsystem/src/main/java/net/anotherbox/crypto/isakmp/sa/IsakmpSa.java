package net.anotherbox.crypto.isakmp.sa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.machine.PhaseOne;
import net.anotherbox.crypto.isakmp.machine.SaFacts;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.value.Address;

/** One ISAKMP SA, from its first message until it is purged. */
final class IsakmpSa {
  private static final int MOST_MESSAGE_IDS = 20_000;

  private final SaFacts facts;
  private final PeerStruct peer;
  private final long initiatorCookie;
  private final PhaseOne phaseOne;
  private final Retransmission retransmission;
  private final Map<Integer, Node> nodes = new LinkedHashMap<>();
  private final Set<Integer> usedMessageIds = new LinkedHashSet<>();
  private final Deque<SaRequest> waiting = new ArrayDeque<>();
  private final Deque<Integer> unknownSpis = new ArrayDeque<>();
  private final List<byte[]> received = new ArrayList<>();
  private byte[] lookedAt;
  private byte[] lastSent;
  private Timer timer;
  private Timer renewalTimer;
  private DeadPeerDetection detection;
  private boolean authenticated;
  private boolean deleted;
  private boolean whyKnown;
  private final Reassembly reassembly = new Reassembly();
  private int fragmented;
  private long expiresAtMillis;

  IsakmpSa(SaFacts facts, PeerStruct peer, long initiatorCookie, PhaseOne phaseOne, Retransmission retransmission) {
    this.facts = facts;
    this.peer = peer;
    this.initiatorCookie = initiatorCookie;
    this.phaseOne = phaseOne;
    this.retransmission = retransmission;
  }

  SaFacts facts() {
    return facts;
  }

  PeerStruct peer() {
    return peer;
  }

  Address local() {
    return facts.local();
  }

  Address remote() {
    return facts.remote();
  }

  boolean initiator() {
    return facts.initiator();
  }

  long initiatorCookie() {
    return initiatorCookie;
  }

  PhaseOne phaseOne() {
    return phaseOne;
  }

  boolean authenticated() {
    return authenticated;
  }

  boolean deleted() {
    return deleted;
  }

  /** Whether exchanges may run under it. */
  boolean usable() {
    return authenticated && !deleted && phaseOne.isComplete();
  }

  /** The keys of an SA that can protect messages. @throws IllegalStateException before there are any */
  PhaseOneKeys keys() {
    return phaseOne.keys().orElseThrow(() -> new IllegalStateException("no keys yet"));
  }

  /** Until it is authenticated it has so long, whatever happens. */
  void mustHurry(Timer end) {
    timer = end;
  }

  /** Authenticated, or from now on with another lifetime. */
  void authenticate(long expires, Timer renewal, Timer expiry) {
    authenticated = true;
    expiresAtMillis = expires;
    stopTimers();
    renewalTimer = renewal;
    timer = expiry;
  }

  private void stopTimers() {
    if (timer != null) timer.cancel();
    if (renewalTimer != null) renewalTimer.cancel();
  }

  /** From now on the peer is watched. */
  void watch(DeadPeerDetection by) {
    if (detection != null) detection.stop();
    detection = by;
  }

  /** The peer has said something that only it can say. */
  void heard() {
    if (detection != null) detection.heard();
  }

  /** Who watches the peer, if anybody does. */
  Optional<DeadPeerDetection> detection() {
    return Optional.ofNullable(detection);
  }

  /** When it expires, in the loop's time; 0 before it is authenticated. */
  long expiresAtMillis() {
    return expiresAtMillis;
  }

  /** The reason for which the negotiation is going to fail has been recorded. */
  void knowsWhy() {
    whyKnown = true;
  }

  boolean isWhyKnown() {
    return whyKnown;
  }

  // Packets of phase 1

  /** The fragments of the peer's that are no message yet. */
  Reassembly reassembly() {
    return reassembly;
  }

  /** The number of the next message that goes in fragments. */
  int nextFragmented() {
    return fragmented = fragmented + 1 & 0xffff;
  }

  void sent(byte[] datagram, boolean awaitsAnswer) {
    lastSent = datagram;
    if (awaitsAnswer) retransmission.start(datagram);
    else retransmission.stop();
  }

  /** The answer to the last message received, if there has been one. */
  Optional<byte[]> lastSent() {
    return Optional.ofNullable(lastSent);
  }

  /** Digests of the messages of phase 1 that went through, oldest first. */
  List<byte[]> received() {
    return received;
  }

  /** A message is being looked at; whether it goes through may take a computation to know. */
  void looksAt(byte[] digest) {
    lookedAt = digest;
  }

  /** It went through; what was sent before it answers something else. */
  void looked() {
    if (lookedAt == null) return;
    received.add(lookedAt);
    lookedAt = null;
    lastSent = null;
    retransmission.stop();
  }

  Retransmission retransmission() {
    return retransmission;
  }

  // Nodes

  Optional<Node> node(int messageId) {
    return Optional.ofNullable(nodes.get(messageId));
  }

  Collection<Node> nodes() {
    return nodes.values();
  }

  void add(Node node) {
    nodes.put(node.messageId(), node);
    use(node.messageId());
  }

  /** A message ID is used once, by us or by the peer: what we have said is not to come back as the peer's. */
  void use(int messageId) {
    usedMessageIds.add(messageId);
    if (usedMessageIds.size() > MOST_MESSAGE_IDS) usedMessageIds.remove(usedMessageIds.iterator().next());
  }

  void remove(Node node) {
    nodes.remove(node.messageId());
    node.close();
  }

  /** Whether a peer, or somebody with a recording of it, has used this message ID before. */
  boolean used(int messageId) {
    return usedMessageIds.contains(messageId);
  }

  Deque<SaRequest> waiting() {
    return waiting;
  }

  /** The peer is to be told that we have no SA of this SPI, once there are keys to tell it under. */
  void unknownSpi(int spi) {
    unknownSpis.add(spi);
  }

  Deque<Integer> unknownSpis() {
    return unknownSpis;
  }

  /** Whether it already negotiates, or is about to, for this ident. */
  boolean negotiates(long ident) {
    return waiting.stream().anyMatch(r -> r.ident() == ident) || nodes.values().stream().filter(Node::live)
        .anyMatch(n -> n.quick().orElseThrow().request().filter(r -> r.ident() == ident).isPresent());
  }

  // The end

  /** No more exchanges; the timer given is that of the purge. */
  void delete(Timer purge) {
    deleted = true;
    retransmission.stop();
    stopTimers();
    if (detection != null) detection.stop();
    timer = purge;
    for (Node n : nodes.values()) n.close();
    nodes.clear();
    phaseOne.wipe();
  }

  void close() {
    stopTimers();
    if (detection != null) detection.stop();
    retransmission.stop();
    for (Node n : nodes.values()) n.close();
    nodes.clear();
    phaseOne.wipe();
  }
}
