package net.anotherbox.crypto.isakmp.sa;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.AggressiveMode;
import net.anotherbox.crypto.isakmp.machine.MainMode;
import net.anotherbox.crypto.isakmp.machine.PhaseOne;
import net.anotherbox.crypto.isakmp.machine.QuickMode;
import net.anotherbox.crypto.isakmp.machine.SaFacts;
import net.anotherbox.crypto.isakmp.machine.SaRequest;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.value.Address;

/** Makes ISAKMP SAs, with the cookies, numbers and peers that they have, and their nodes; sees that there is room. */
final class SaMaker {
  private static final int MOST_HALF_OPEN = 256;
  private static final int MOST_NODES = 500;
  /** More than three messages and all their retransmissions take. */
  private static final long SETUP_MILLIS = 200_000;

  private final Ground ground;
  private final IkeEngine engine;
  private final Map<Address, PeerStruct> peers = new HashMap<>();
  private final byte[] cookiePrefix;
  private IsakmpConfig config = IsakmpConfig.EMPTY;
  private int lastConn;
  private long lastPointer = 0x64000000L;
  private int lastHandle = 0x80000000;

  SaMaker(Ground ground, IkeEngine engine) {
    this.ground = ground;
    this.engine = engine;
    this.cookiePrefix = ground.randomness().bytes(4);
  }

  void configure(IsakmpConfig now) {
    config = now;
  }

  /** One that follows another: it goes the way that the other has found through a NAT. */
  IsakmpSa successor(IsakmpSa of) {
    boolean nat = of.facts().natPort() != 0;
    return create(of.local(), nat ? of.facts().localPort() : IkeSockets.PORT, of.remote(),
        nat ? of.facts().remotePort() : IkeSockets.PORT, true, ExchangeType.MAIN, cookie(), 0, "isakmp_initiator",
        of.phaseOne().profile());
  }

  /** One that we are about to begin with. */
  IsakmpSa initiator(Address local, Address remote) {
    return initiator(local, remote, Optional.empty());
  }

  /**
   * One that we are about to begin with, as this profile has it. A peer with whom there are SAs through a NAT is where these
   * go: on port 500 the NAT knows nobody.
   */
  IsakmpSa initiator(Address local, Address remote, Optional<IsakmpProfile> profile) {
    var way = ground.ipsec().encapsulation(local, remote).filter(u -> engine.liveness().natTraversal());
    return create(local, way.map(UdpEncapsulation::localPort).orElse(IkeSockets.PORT), remote,
        way.map(UdpEncapsulation::remotePort).orElse(IkeSockets.PORT), true, ExchangeType.MAIN, cookie(), 0,
        "isakmp_initiator", profile);
  }

  /** Numbers for an exchange that only finds a peer. */
  SaFacts discovery(Address local, Address remote, boolean initiator) {
    return new SaFacts(nextConn(), lastPointer += 0x1E4, local, IkeSockets.PORT, remote, IkeSockets.PORT, initiator);
  }

  /** The profile of this name, if it is there. */
  Optional<IsakmpProfile> profile(String name) {
    return config.profile(name);
  }

  long cookie() {
    byte[] b = Arrays.copyOf(cookiePrefix, 8);
    long c;
    do {
      System.arraycopy(ground.randomness().bytes(4), 0, b, 4, 4);
      c = ByteBuffer.wrap(b).getLong();
    } while (c == 0);
    return c;
  }

  private IsakmpSa create(Address local, int localPort, Address remote, int remotePort, boolean initiator, int exchange,
      long cookieI, long cookieR, String by, Optional<IsakmpProfile> profile) {
    var facts = new SaFacts(nextConn(), lastPointer += 0x1E4, local, localPort, remote, remotePort, initiator);
    if (engine.liveness().natTraversal()) facts.traversesNat();
    boolean fresh = !peers.containsKey(remote);
    var peer = peers.computeIfAbsent(remote, a -> new PeerStruct(remote, lastPointer += 0x94, ++lastHandle));
    facts.peer(peer.pointer());
    var terms = new PhaseOne.Terms(config, profile, ground.behaviour(), ground.randomness(),
        () -> isFirstContact(facts));
    boolean aggressive = exchange == ExchangeType.AGGRESSIVE || initiator && AggressiveMode.wanted(facts, terms);
    PhaseOne phaseOne = aggressive ? new AggressiveMode(facts, cookieI, cookieR, terms)
        : new MainMode(facts, cookieI, cookieR, terms);
    var holder = new IsakmpSa[1];
    var retransmission = new Retransmission(ground.loop(), n -> engine.repeater().retransmit(holder[0], n),
        () -> engine.endings().unanswered(holder[0]));
    var sa = new IsakmpSa(facts, peer, cookieI, phaseOne, retransmission);
    holder[0] = sa;
    sa.mustHurry(ground.loop().after(SETUP_MILLIS, () -> engine.endings().delete(sa, Ending.SETUP_TOO_LONG, false)));
    ground.table().add(sa);
    if (fresh) {
      ground.trace(sa, "peer-created");
      ground.trace(sa, "peer-new", "handle", peer.handle());
    } else ground.trace(sa, "peer-found");
    ground.trace(sa, "peer-locked", "refcount", peer.lock(), "by", by);
    ground.trace(sa, "local-port");
    return sa;
  }

  private int nextConn() {
    int first = ground.behaviour().number("first-isakmp-conn");
    int last = ground.behaviour().number("last-isakmp-conn");
    for (int i = first; i <= last; i++) {
      lastConn = lastConn < first || lastConn >= last ? first : lastConn + 1;
      if (ground.table().all().stream().noneMatch(s -> s.facts().conn() == lastConn)) break;
    }
    return lastConn;
  }

  private boolean isFirstContact(SaFacts facts) {
    return ground.table().with(facts.local(), facts.remote(), facts.natPort()).stream()
        .noneMatch(s -> s.facts() != facts && s.usable());
  }

  /** Random, not zero, not used under this SA. */
  int freshMessageId(IsakmpSa sa) {
    int mid;
    do {
      mid = ground.randomness().nextInt();
    } while (mid == 0 || sa.used(mid));
    return mid;
  }

  private QuickMode.Terms terms(IsakmpSa sa) {
    return new QuickMode.Terms(sa.initiatorCookie(), sa.phaseOne().responderCookie(), sa.keys(), ground.ipsec(),
        ground.behaviour(), ground.randomness());
  }

  private Node node(IsakmpSa sa, QuickMode quick) {
    var holder = new Node[1];
    holder[0] = new Node(quick.messageId(), quick,
        new Retransmission(ground.loop(), n -> engine.repeater().retransmit(sa, holder[0], n),
        () -> engine.endings().nodeDies(sa, holder[0])));
    return holder[0];
  }

  Optional<IsakmpSa> answer(Address local, int localPort, Address remote, int remotePort, int exchange,
      long cookieI) {
    if (!engine.refusals().admits(local, remote, false)) return Optional.empty();
    if (!room()) {
      ground.tracer().debug(Switch.ISAKMP, "too-many", Map.of("remote", remote));
      return Optional.empty();
    }
    var sa = create(local, localPort, remote, remotePort, false, exchange, cookieI, cookie(),
        "crypto_isakmp_process_block", Optional.empty());
    ground.trace(sa, "sa-inserted");
    return Optional.of(sa);
  }

  /** Makes room for one more negotiation, if need be at the cost of one whose initiator never came back. */
  private boolean room() {
    var halfOpen = ground.table().all().stream().filter(s -> !s.initiator() && !s.authenticated() && !s.deleted()).toList();
    if (halfOpen.size() < MOST_HALF_OPEN) return true;
    var oldest = halfOpen.stream().filter(s -> s.phaseOne().onlyAnswered()).findFirst();
    oldest.ifPresent(engine.endings()::purge);
    return oldest.isPresent();
  }

  /** The first message of a quick mode of the peer's. */
  Node responder(IsakmpSa sa, int messageId) {
    return node(sa, QuickMode.responder(sa.facts(), messageId, terms(sa)));
  }

  boolean roomForNode(IsakmpSa sa) {
    return sa.nodes().size() < MOST_NODES;
  }

  /** A quick mode of ours. */
  Node initiator(IsakmpSa sa, SaRequest r) {
    return node(sa, QuickMode.initiator(sa.facts(), freshMessageId(sa), r, terms(sa)));
  }

  /** An SA lets go of its peer. @return how many hold it still */
  int unlock(IsakmpSa sa) {
    int left = sa.peer().unlock();
    if (left == 0) peers.remove(sa.peer().address(), sa.peer());
    return left;
  }

  int peers() {
    return peers.size();
  }

  void forgetPeers() {
    peers.clear();
  }
}
