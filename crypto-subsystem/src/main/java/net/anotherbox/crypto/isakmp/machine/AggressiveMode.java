package net.anotherbox.crypto.isakmp.machine;

import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.AM_EXCH;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.PHASE1_COMPLETE;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.SA_REQ_AM;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.State.IKE_I_AM1;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.State.IKE_P1_COMPLETE;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.State.IKE_READY;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.State.IKE_R_AM2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.key.Keyring;
import net.anotherbox.crypto.isakmp.key.Keyrings;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.profile.AggressivePeer;
import net.anotherbox.crypto.isakmp.profile.Identity;
import net.anotherbox.crypto.trace.Ending;

/**
 * Aggressive mode with pre-shared keys (RFC 2409 section 5.4), for both sides. The responder proves itself first, in clear;
 * the initiator's proof is encrypted. All of a message's work comes before the move, as IOS's debug has it.
 */
public final class AggressiveMode extends PhaseOne {
  private static final Consumer<AggressiveMode> NOTHING = m -> {};
  private static final String EXCHANGING = "AG_INIT_EXCH";

  private static final List<Machine.Row<AggressiveMode, State, Input>> TABLE = List.of(
      row(IKE_READY, SA_REQ_AM, IKE_I_AM1, AggressiveMode::prepareFirst, AggressiveMode::sendFirst),
      row(IKE_I_AM1, AM_EXCH, IKE_P1_COMPLETE, AggressiveMode::processSecond, AggressiveMode::complete),
      row(IKE_READY, AM_EXCH, IKE_R_AM2, AggressiveMode::processFirst, NOTHING),
      row(IKE_R_AM2, AM_EXCH, IKE_P1_COMPLETE, AggressiveMode::processThird, AggressiveMode::complete),
      row(IKE_P1_COMPLETE, PHASE1_COMPLETE, IKE_P1_COMPLETE, NOTHING, NOTHING));

  private final Machine<AggressiveMode, State, Input> machine;
  private final Optional<AggressivePeer> peer;
  private List<NatDetection.Version> natVersions = List.of();
  private Payload.Id ownId;

  /** @param responderCookie 0 for an initiator, who learns it from message 2 */
  public AggressiveMode(SaFacts facts, long initiatorCookie, long responderCookie, Terms terms) {
    super(facts, initiatorCookie, responderCookie, terms, "AG_NO_STATE");
    this.peer = terms.config().peer(facts.remote());
    this.machine = new Machine<>(this, TABLE, IKE_READY, this::announce);
  }

  /** Whether these terms have us begin with this peer in aggressive mode. */
  public static boolean wanted(SaFacts facts, Terms terms) {
    return terms.profile().filter(p -> p.aggressive()).isPresent()
        || terms.config().peer(facts.remote()).filter(AggressivePeer::aggressive).isPresent();
  }

  private static Machine.Row<AggressiveMode, State, Input> row(State from, Input input, State to,
      Consumer<AggressiveMode> before, Consumer<AggressiveMode> after) {
    return new Machine.Row<>(from, input, to, before, after);
  }

  @Override
  Machine<AggressiveMode, State, Input> machine() {
    return machine;
  }

  @Override
  Input exchangeInput() {
    return AM_EXCH;
  }

  @Override
  public int exchange() {
    return ExchangeType.AGGRESSIVE;
  }

  @Override
  public List<Action> start() {
    machine.input(SA_REQ_AM);
    return script.take();
  }

  @Override
  public MessageRules rules() {
    return switch (machine.state()) {
      case IKE_READY -> MessageRules.AGGRESSIVE_SA;
      case IKE_I_AM1 -> MessageRules.AGGRESSIVE_ID;
      default -> MessageRules.AGGRESSIVE_HASH;
    };
  }

  @Override
  public boolean onlyAnswered() {
    return machine.state() == IKE_R_AM2;
  }

  // The initiator

  private void prepareFirst() {
    var password = peer.flatMap(AggressivePeer::password);
    if (password.isPresent()) found(password.map(p -> new Keyrings.Found(new PresharedKey(p, peer.get().whose()),
        Keyring.DEFAULT)));
    else lookUpKey();
    if (key.isEmpty()) refused(Failure.Reason.NO_KEY, "No pre-shared key", List.of());
    var all = policies.offerable();
    // The group cannot be negotiated: the public value goes with the offer.
    offered = all.stream().filter(p -> p.group() == all.get(0).group()).toList();
    if (key.isEmpty() || offered.isEmpty()) {
      fail(Ending.NO_KEY_OR_POLICY);
      return;
    }
    natVersions = extensions.announceNat();
    material.group = DhGroup.of(offered.get(0).group()).orElseThrow();
    Identity own = peer.flatMap(AggressivePeer::endpoint).orElseGet(this::identity);
    ownId = ownIdentity(own, 17, 0, PayloadType.VENDOR);
    makePair(() -> {});
  }

  private void sendFirst() {
    script.isakmp("beginning-aggressive-mode");
    Payload.Sa sa = PhaseOneOffer.of(offered);
    saBody = IsakmpWriter.body(sa);
    drawNonce();
    word = EXCHANGING;
    var payloads = new ArrayList<Payload>(List.of(sa));
    for (var v : natVersions) payloads.add(v.vendor());
    extensions.appendFragmentation(payloads);
    payloads.addAll(List.of(new Payload.Ke(material.pair.value()), new Payload.Nonce(material.nonce), ownId));
    appendVendors(payloads, "vendors-aggressive-1");
    send(payloads, true);
  }

  /** Anybody on the way may have made it up: what it says counts from the moment its HASH proves right. */
  private void processSecond() {
    long knownCookie = responderCookie;
    processing("SA");
    processing("ID");
    Payload.Id id = message.the(Payload.Id.class);
    Identities.announcePeers(id, PayloadType.NONCE, script);
    if (!assignProfile(id)) return;
    vendors();
    script.isakmp("local-key");
    scanProfiles();
    if (!agree(offered)) return;
    processing("KE");
    agreeOnSecret(() -> {
      responderCookie = message.header().responderCookie();
      secrets();
      others();
      if (!authentic(id)) {
        responderCookie = knownCookie;
        keys.wipe();
        keys = null;
        agreed = null;
        return;
      }
      material.wipe();
      peersIdentity = id;
      authenticated();
      sendThird();
    });
  }

  /** NONCE, and SKEYID with it. */
  private void secrets() {
    processing("NONCE");
    material.peersNonce = message.the(Payload.Nonce.class).value();
    script.engine("skeyid");
    facts.keyed();
    script.isakmp("skeyid-generated");
    derive();
  }

  private void sendThird() {
    boolean initial = saysInitialContact();
    script.engine("hmac");
    var payloads = new ArrayList<Payload>(List.of(new Payload.Hash(hash(true, ownId))));
    appendNatDetection(payloads);
    extensions.floatPorts();
    if (initial) payloads.add(initialContact());
    sendEncrypted(payloads, false, "sending");
  }

  // The responder

  private void processFirst() {
    saBody = message.the(Payload.Sa.class).body();
    processing("SA");
    processing("ID");
    Payload.Id id = message.the(Payload.Id.class);
    Identities.announcePeers(id, PayloadType.VENDOR, script);
    if (!assignProfile(id)) return;
    vendors();
    lookUpKey(id);
    if (key.isPresent()) script.isakmp("local-key");
    scanProfiles();
    if (!agree(policies.acceptable())) return;
    makePair(() -> {
      processing("KE");
      agreeOnSecret(() -> {
        drawNonce();
        secrets();
        others();
        peersIdentity = id;
        sendSecond();
      });
    });
  }

  /** By the name that the peer gives, or its address, or the address that it gives. */
  private void lookUpKey(Payload.Id id) {
    var rings = terms.config().keyrings();
    Optional<Keyrings.Found> byName = id.isName() ? rings.byName(facts.local(), id.name(), keyringNames())
        : Optional.empty();
    found(byName.or(() -> rings.byAddress(facts.local(), facts.remote(), keyringNames()))
        .or(() -> id.address().flatMap(a -> rings.byAddress(facts.local(), a, keyringNames()))));
  }

  private void sendSecond() {
    ownId = ownIdentity(identity(), 0, 0, PayloadType.NONCE);
    script.engine("hmac");
    word = EXCHANGING;
    var payloads = new ArrayList<Payload>(List.of(PhaseOneOffer.answer(agreed)));
    appendVendors(payloads, "vendors-aggressive-2");
    for (var v : extensions.announceNat()) payloads.add(v.vendor());
    extensions.appendFragmentation(payloads);
    payloads.addAll(List.of(new Payload.Ke(material.pair.value()), ownId, new Payload.Nonce(material.nonce),
        new Payload.Hash(hash(false, ownId))));
    appendNatDetection(payloads);
    material.wipe();
    send(payloads, true);
  }

  private void processThird() {
    if (!authentic(peersIdentity)) return;
    keys.mainIv(lastBlock);
    others();
    vendors();
    authenticated();
  }
}
