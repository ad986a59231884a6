package net.anotherbox.crypto.isakmp.machine;

import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.MM_EXCH;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.PHASE1_COMPLETE;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.PROCESS_COMPLETE;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.PROCESS_MAIN_MODE;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.Input.SA_REQ_MM;
import static net.anotherbox.crypto.isakmp.machine.PhaseOne.State.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.trace.Ending;

/** Main mode with pre-shared keys (RFC 2409 section 5.4), for both sides. Messages have passed the rules of their place. */
public final class MainMode extends PhaseOne {
  private static final Consumer<MainMode> NOTHING = m -> {};

  private static final List<Machine.Row<MainMode, State, Input>> TABLE = List.of(
      row(IKE_READY, SA_REQ_MM, IKE_I_MM1, MainMode::prepareOffer, MainMode::sendOffer),
      row(IKE_I_MM1, MM_EXCH, IKE_I_MM2, NOTHING, MainMode::processAnswer),
      row(IKE_I_MM2, PROCESS_MAIN_MODE, IKE_I_MM2, NOTHING, m -> m.sendKeyExchange("MM_SA_SETUP")),
      row(IKE_I_MM2, PROCESS_COMPLETE, IKE_I_MM3, NOTHING, NOTHING),
      row(IKE_I_MM3, MM_EXCH, IKE_I_MM4, NOTHING, MainMode::processKeyExchange),
      row(IKE_I_MM4, PROCESS_MAIN_MODE, IKE_I_MM4, NOTHING, MainMode::sendIdentity),
      row(IKE_I_MM4, PROCESS_COMPLETE, IKE_I_MM5, NOTHING, NOTHING),
      row(IKE_I_MM5, MM_EXCH, IKE_I_MM6, MainMode::processIdentity, m -> m.machine.then(PROCESS_MAIN_MODE)),
      row(IKE_I_MM6, PROCESS_MAIN_MODE, IKE_I_MM6, NOTHING, m -> m.machine.then(PROCESS_COMPLETE)),
      row(IKE_I_MM6, PROCESS_COMPLETE, IKE_P1_COMPLETE, NOTHING, MainMode::complete),
      row(IKE_READY, MM_EXCH, IKE_R_MM1, NOTHING, MainMode::processOffer),
      row(IKE_R_MM1, PROCESS_MAIN_MODE, IKE_R_MM1, NOTHING, MainMode::sendAnswer),
      row(IKE_R_MM1, PROCESS_COMPLETE, IKE_R_MM2, NOTHING, NOTHING),
      row(IKE_R_MM2, MM_EXCH, IKE_R_MM3, NOTHING, MainMode::processKeyExchange),
      row(IKE_R_MM3, PROCESS_MAIN_MODE, IKE_R_MM3, NOTHING, m -> m.sendKeyExchange("MM_KEY_EXCH")),
      row(IKE_R_MM3, PROCESS_COMPLETE, IKE_R_MM4, NOTHING, NOTHING),
      row(IKE_R_MM4, MM_EXCH, IKE_R_MM5, NOTHING, m -> {
        m.processIdentity();
        m.machine.then(PROCESS_MAIN_MODE);
      }),
      row(IKE_R_MM5, PROCESS_MAIN_MODE, IKE_R_MM5, NOTHING, MainMode::sendIdentity),
      row(IKE_R_MM5, PROCESS_COMPLETE, IKE_P1_COMPLETE, NOTHING, MainMode::complete),
      row(IKE_P1_COMPLETE, PHASE1_COMPLETE, IKE_P1_COMPLETE, NOTHING, NOTHING));

  private final Machine<MainMode, State, Input> machine;
  private List<NatDetection.Version> natVersions = List.of();

  /** @param responderCookie 0 for an initiator, who learns it from message 2 */
  public MainMode(SaFacts facts, long initiatorCookie, long responderCookie, Terms terms) {
    super(facts, initiatorCookie, responderCookie, terms, "MM_NO_STATE");
    this.machine = new Machine<>(this, TABLE, IKE_READY, this::announce);
  }

  private static Machine.Row<MainMode, State, Input> row(State from, Input input, State to, Consumer<MainMode> before,
      Consumer<MainMode> after) {
    return new Machine.Row<>(from, input, to, before, after);
  }

  @Override
  Machine<MainMode, State, Input> machine() {
    return machine;
  }

  @Override
  Input exchangeInput() {
    return MM_EXCH;
  }

  @Override
  public int exchange() {
    return ExchangeType.MAIN;
  }

  @Override
  public List<Action> start() {
    machine.input(SA_REQ_MM);
    return script.take();
  }

  @Override
  public MessageRules rules() {
    return switch (machine.state()) {
      case IKE_READY, IKE_I_MM1 -> MessageRules.MAIN_SA;
      case IKE_I_MM5, IKE_R_MM4 -> MessageRules.MAIN_ID;
      default -> MessageRules.MAIN_KE;
    };
  }

  @Override
  public boolean onlyAnswered() {
    return machine.state() == IKE_R_MM2;
  }

  // Messages 1 and 2

  private void prepareOffer() {
    lookUpKey();
    offered = policies.offerable();
    if (key.isEmpty()) refused(Failure.Reason.NO_KEY, "No pre-shared key", List.of());
    if (key.isEmpty() || offered.isEmpty()) fail(Ending.NO_KEY_OR_POLICY);
    else natVersions = extensions.announceNat();
  }

  private void sendOffer() {
    script.isakmp("beginning-main-mode");
    Payload.Sa sa = PhaseOneOffer.of(offered);
    saBody = IsakmpWriter.body(sa);
    var payloads = new ArrayList<Payload>(List.of(sa));
    for (var v : natVersions) payloads.add(v.vendor());
    extensions.appendFragmentation(payloads);
    send(payloads, true);
  }

  private void processOffer() {
    saBody = message.the(Payload.Sa.class).body();
    negotiate(policies.acceptable());
  }

  private void processAnswer() {
    negotiate(offered);
  }

  private void negotiate(List<IsakmpPolicy> policies) {
    processing("SA");
    if (terms.behaviour().is("vendors-twice")) vendors();
    lookUpKey();
    if (key.isPresent()) script.isakmp("local-key");
    scanProfiles();
    if (!agree(policies)) return;
    if (facts.initiator()) responderCookie = message.header().responderCookie();
    makePair(() -> {
      vendors();
      script.isakmp("preshared-early", "kind", Identities.kind(identity().payload(facts.local(), 17, 500)));
      machine.then(PROCESS_MAIN_MODE);
    });
  }

  private void sendAnswer() {
    word = "MM_SA_SETUP";
    var payloads = new ArrayList<Payload>(List.of(PhaseOneOffer.answer(agreed)));
    for (var v : extensions.announceNat()) payloads.add(v.vendor());
    extensions.appendFragmentation(payloads);
    send(payloads, true);
    machine.then(PROCESS_COMPLETE);
  }

  // Messages 3 and 4

  private void sendKeyExchange(String nextWord) {
    word = nextWord;
    drawNonce();
    if (!facts.initiator()) deriveOnce();
    var payloads = new ArrayList<Payload>(List.of(new Payload.Ke(material.pair.value()), new Payload.Nonce(material.nonce)));
    appendVendors(payloads, facts.initiator() ? "vendors-initiator" : "vendors-responder");
    appendNatDetection(payloads);
    send(payloads, true);
    machine.then(PROCESS_COMPLETE);
  }

  private void processKeyExchange() {
    processing("KE");
    agreeOnSecret(() -> {
      processing("NONCE");
      material.peersNonce = message.the(Payload.Nonce.class).value();
      lookUpKey();
      script.engine("skeyid");
      facts.keyed();
      script.isakmp("skeyid-generated");
      if (facts.initiator()) deriveOnce();
      vendors();
      others();
      machine.then(PROCESS_MAIN_MODE);
    });
  }

  /** The secret exponent is of no more use. */
  private void deriveOnce() {
    derive();
    material.wipe();
  }

  // Messages 5 and 6

  private void processIdentity() {
    processing("ID");
    Payload.Id id = message.the(Payload.Id.class);
    Identities.announcePeers(id, PayloadType.HASH, script);
    if (!assignProfile(id) || !authentic(id)) return;
    peersIdentity = id;
    keys.mainIv(lastBlock);
    others();
    vendors();
    authenticated();
  }

  private void sendIdentity() {
    boolean initial = saysInitialContact();
    if (contactIsInitial) script.ipsec("queue", "count", 1);
    if (facts.initiator()) word = "MM_KEY_EXCH";
    if (facts.initiator()) extensions.floatPorts();
    Payload.Id id = ownIdentity(identity(), 17, facts.nat() == NatTraversal.NONE ? 500 : 0, PayloadType.HASH);
    script.engine("hmac");
    if (!facts.initiator()) script.engine("clear-dh");
    var payloads = new ArrayList<Payload>(List.of(id, new Payload.Hash(hash(facts.initiator(), id))));
    if (initial) payloads.add(initialContact());
    sendEncrypted(payloads, facts.initiator(), facts.initiator() ? "sending" : "sending-last");
    machine.then(PROCESS_COMPLETE);
  }
}
