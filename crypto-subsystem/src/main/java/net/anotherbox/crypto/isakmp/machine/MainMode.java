package net.anotherbox.crypto.isakmp.machine;

import static net.anotherbox.crypto.isakmp.machine.MainMode.Input.MM_EXCH;
import static net.anotherbox.crypto.isakmp.machine.MainMode.Input.PHASE1_COMPLETE;
import static net.anotherbox.crypto.isakmp.machine.MainMode.Input.PROCESS_COMPLETE;
import static net.anotherbox.crypto.isakmp.machine.MainMode.Input.PROCESS_MAIN_MODE;
import static net.anotherbox.crypto.isakmp.machine.MainMode.Input.SA_REQ_MM;
import static net.anotherbox.crypto.isakmp.machine.MainMode.State.*;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.runtime.port.Randomness;

/** Main mode with pre-shared keys (RFC 2409 section 5.4), for both sides. Messages have passed the rules of their place. */
public final class MainMode {
  /** As {@code Old State = } prints them. */
  public enum State {
    IKE_READY, IKE_I_MM1, IKE_I_MM2, IKE_I_MM3, IKE_I_MM4, IKE_I_MM5, IKE_I_MM6, IKE_R_MM1, IKE_R_MM2, IKE_R_MM3, IKE_R_MM4,
    IKE_R_MM5, IKE_P1_COMPLETE
  }

  /** As {@code Input = } prints them. */
  public enum Input { SA_REQ_MM, MM_EXCH, PROCESS_MAIN_MODE, PROCESS_COMPLETE, PHASE1_COMPLETE }

  /** Where the configuration comes from: asked when the negotiation needs it. */
  public record Terms(List<IsakmpPolicy> policies, Optional<PresharedKey> key, Behaviour behaviour, Randomness randomness,
      BooleanSupplier firstContact) {}

  private static final Consumer<MainMode> NOTHING = m -> {};
  private static final int NONCE_SIZE = 20;
  /** With the blanks that IOS prints. */
  static final String IDLE = "QM_IDLE      ";

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

  private final SaFacts facts;
  private final Terms terms;
  private final Script script;
  private final Machine<MainMode, State, Input> machine;
  private final long initiatorCookie;
  private long responderCookie;
  private List<IsakmpPolicy> offered = List.of();
  private String word = "MM_NO_STATE";
  private IsakmpMessage message;
  private byte[] saBody = {};
  private byte[] nonce = {};
  private byte[] peersNonce = {};
  private byte[] peersValue = {};
  private byte[] shared = {};
  private byte[] lastBlock = {};
  private PhaseOneOffer.Agreed agreed;
  private DhGroup group;
  private DhGroup.Pair pair;
  private PhaseOneKeys keys;
  private boolean contactIsInitial;
  private Consumer<Object> resumption = r -> {};

  /** @param responderCookie 0 for an initiator, who learns it from message 2 */
  public MainMode(SaFacts facts, long initiatorCookie, long responderCookie, Terms terms) {
    this.facts = facts;
    this.terms = terms;
    this.initiatorCookie = initiatorCookie;
    this.responderCookie = responderCookie;
    this.script = new Script(facts::with);
    this.machine = new Machine<>(this, TABLE, IKE_READY, this::announce);
  }

  private static Machine.Row<MainMode, State, Input> row(State from, Input input, State to, Consumer<MainMode> before,
      Consumer<MainMode> after) {
    return new Machine.Row<>(from, input, to, before, after);
  }

  private void announce(Input input, State old, State now) {
    script.isakmp("input-" + input.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    script.isakmp("old-state", "old", old, "new", now);
  }

  // What the driver asks and says

  /** The initiator begins. */
  public List<Action> start() {
    machine.input(SA_REQ_MM);
    return script.take();
  }

  /** Whether a message of main mode can be used now; if not, it is late or early, or a computation is under way. */
  public boolean expectsMessage() {
    return machine.expects(MM_EXCH);
  }

  /** Whether the next message must be encrypted. */
  public boolean expectsEncryption() {
    return machine.state() == IKE_I_MM5 || machine.state() == IKE_R_MM4;
  }

  /** A message that is expected and well formed. */
  public List<Action> received(IsakmpMessage now) {
    message = now;
    machine.input(MM_EXCH);
    return script.take();
  }

  /** The result of an {@link Action.Compute}. */
  public List<Action> computed(Object result) {
    var todo = resumption;
    machine.resume(() -> todo.accept(result));
    return script.take();
  }

  public State state() {
    return machine.state();
  }

  /** "MM_SA_SETUP" and so on: how {@code show crypto isakmp sa} and packet debugs call the state. */
  public String word() {
    return word;
  }

  public boolean isComplete() {
    return machine.state() == IKE_P1_COMPLETE;
  }

  public long responderCookie() {
    return responderCookie;
  }

  /** SKEYID and company, once messages 3 and 4 have gone. */
  public Optional<PhaseOneKeys> keys() {
    return Optional.ofNullable(keys);
  }

  /** The policy agreed on, once there is one. */
  public Optional<IsakmpPolicy> policy() {
    return Optional.ofNullable(agreed).map(PhaseOneOffer.Agreed::policy);
  }

  /** Overwrites all secrets. */
  public void wipe() {
    if (pair != null) pair.wipe();
    if (keys != null) keys.wipe();
  }

  // Messages 1 and 2

  private void prepareOffer() {
    lookUpKey();
    offered = terms.policies.stream()
        .filter(p -> p.authentication() == IsakmpPolicy.Authentication.PRE_SHARE
            && DhGroup.of(p.group()).isPresent()).toList();
    if (terms.key.isEmpty() || offered.isEmpty()) {
      fail("No pre-shared key or policy");
    }
  }

  private void sendOffer() {
    script.isakmp("beginning-main-mode");
    Payload.Sa sa = PhaseOneOffer.of(offered);
    saBody = IsakmpWriter.body(sa);
    send(List.of(sa), true);
  }

  private void lookUpKey() {
    if (terms.key.isPresent()) {
      script.isakmp("looking-for-key");
      script.isakmp("key-found");
    } else {
      script.isakmp("no-key-found");
      script.isakmp("no-key");
      script.syslog(6, "IKMP_NO_PRESHARED_KEY");
    }
  }

  private void processOffer() {
    saBody = message.the(Payload.Sa.class).body();
    negotiate(withDefault());
  }

  private List<IsakmpPolicy> withDefault() {
    var all = new ArrayList<>(terms.policies);
    if (terms.behaviour.is("default-policy")) all.add(PhaseOneOffer.DEFAULT);
    return all;
  }

  private void processAnswer() {
    negotiate(offered);
  }

  private void negotiate(List<IsakmpPolicy> policies) {
    processing("SA");
    if (terms.behaviour.is("vendors-twice")) vendors();
    lookUpKey();
    if (terms.key.isPresent()) script.isakmp("local-key");
    script.isakmp("scanning-profiles");
    Payload.Sa sa = message.the(Payload.Sa.class);
    boolean one = !facts.initiator() || sa.proposals().size() == 1 && sa.proposals().get(0).transforms().size() == 1;
    var chosen = one ? PhaseOneOffer.choose(sa, policies, terms.key.isPresent(),
        facts.initiator() || terms.behaviour.is("longer-lifetime"), script) : Optional.<PhaseOneOffer.Agreed>empty();
    chosen = chosen.filter(a -> DhGroup.of(a.policy().group()).isPresent());
    if (chosen.isEmpty()) {
      noProposalChosen();
      return;
    }
    agreed = chosen.get();
    if (facts.initiator()) responderCookie = message.header().responderCookie();
    PhaseOneOffer.describeLife(agreed, script);
    group = DhGroup.of(agreed.policy().group()).orElseThrow();
    script.engine("alg-parameter");
    byte[] exponent = group.exponent(terms.randomness);
    compute(() -> group.pair(exponent), result -> {
      pair = (DhGroup.Pair) result;
      script.engine("dh-status");
      script.engine("dh-status");
      facts.engaged();
      vendors();
      script.isakmp("preshared-early", "kind", idKind());
      machine.then(PROCESS_MAIN_MODE);
    });
  }

  private void noProposalChosen() {
    script.isakmp("no-offers");
    script.isakmp("policy-unacceptable");
    script.syslog(6, "IKMP_MODE_FAILURE", "mode", "Main");
    if (facts.initiator()) machine.refuse();
    else {
      script.add(new Action.Notify(NotifyType.NO_PROPOSAL_CHOSEN, Protocol.ISAKMP, new byte[0], new byte[0], true));
      fail("Phase1 SA policy proposal not accepted");
    }
  }

  private void sendAnswer() {
    word = "MM_SA_SETUP";
    send(List.of(PhaseOneOffer.answer(agreed)), true);
    machine.then(PROCESS_COMPLETE);
  }

  private void vendors() {
    byte[] cookie = cookie(facts.initiator() ? message.header().responderCookie() : initiatorCookie);
    for (Payload.Vendor v : message.all(Payload.Vendor.class)) {
      VendorIds.describe(v, cookie, script);
    }
  }

  // Messages 3 and 4

  private void sendKeyExchange(String nextWord) {
    word = nextWord;
    nonce = terms.randomness.bytes(NONCE_SIZE);
    if (!facts.initiator()) derive();
    var payloads = new ArrayList<Payload>(List.of(new Payload.Ke(pair.value()), new Payload.Nonce(nonce)));
    byte[] own = cookie(facts.initiator() ? initiatorCookie : responderCookie);
    String list = facts.initiator() ? "vendors-initiator" : "vendors-responder";
    for (String v : terms.behaviour.words(list)) payloads.add(VendorIds.of(v, own, terms.randomness));
    send(payloads, true);
    machine.then(PROCESS_COMPLETE);
  }

  private void processKeyExchange() {
    processing("KE");
    script.engine("alg-parameter");
    peersValue = message.the(Payload.Ke.class).value();
    if (!group.valid(peersValue)) {
      script.isakmp("invalid-key-value");
      script.add(new Action.Notify(NotifyType.INVALID_KEY_INFORMATION, Protocol.ISAKMP, new byte[0], new byte[0], true));
      fail("invalid KE payload");
      return;
    }
    compute(() -> group.shared(pair, peersValue), result -> {
      shared = (byte[]) result;
      processing("NONCE");
      peersNonce = message.the(Payload.Nonce.class).value();
      lookUpKey();
      script.engine("skeyid");
      facts.keyed();
      script.isakmp("skeyid-generated");
      if (facts.initiator()) derive();
      vendors();
      for (Payload.Other o : message.all(Payload.Other.class)) received(o);
      machine.then(PROCESS_MAIN_MODE);
    });
  }

  /** SKEYID needs both nonces: the responder has its own only when it answers. */
  private void derive() {
    boolean i = facts.initiator();
    var p = agreed.policy();
    byte[] cookies = ByteBuffer.allocate(16).putLong(initiatorCookie).putLong(responderCookie).array();
    byte[] secret = terms.key.orElseThrow().secret().getBytes(StandardCharsets.UTF_8);
    keys = new PhaseOneKeys(Prf.of(p.hash()), IsakmpCipher.of(p.encryption(), p.keyBits()), secret, i ? nonce : peersNonce,
        i ? peersNonce : nonce, shared, cookies, i ? pair.value() : peersValue, i ? peersValue : pair.value());
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(shared, (byte) 0);
    pair.wipe();
  }

  /** IOS prints numbers of its own for two payloads. */
  private void received(Payload.Other o) {
    script.isakmp("received-payload", "number", o.type() == PayloadType.KEEPALIVE ? 17 : o.type());
  }

  // Messages 5 and 6

  private void processIdentity() {
    processing("ID");
    Payload.Id id = message.the(Payload.Id.class);
    describe(id);
    script.isakmp("no-profile");
    processing("HASH");
    script.engine("hmac");
    byte[] expected = hash(!facts.initiator(), id);
    if (!PhaseOneKeys.equal(expected, message.the(Payload.Hash.class).value())) {
      script.isakmp("hash-wrong");
      script.syslog(4, "IKMP_BAD_MESSAGE");
      machine.refuse();
      return;
    }
    keys.mainIv(lastBlock);
    for (Payload.Other o : message.all(Payload.Other.class)) received(o);
    vendors();
    boolean initial = message.all(Payload.Notification.class).stream()
        .anyMatch(n -> n.what() == NotifyType.INITIAL_CONTACT && n.protocol() == Protocol.ISAKMP);
    if (initial) script.isakmp("initial-contact", "m", 0);
    authenticationStatus();
    script.isakmp("authenticated");
    script.isakmp("no-profile-again");
    script.add(new Action.Authenticated(agreed.seconds()));
    if (initial) {
      contactIsInitial = true;
      authenticationStatus();
      script.isakmp("process-initial-contact");
      script.add(new Action.InitialContact());
    }
    script.isakmp("peer-inserted");
  }

  private void authenticationStatus() {
    script.isakmp("authentication-status");
    script.isakmp("authentication-status-2");
  }

  /** The IV to decrypt the next message with. */
  public byte[] iv() {
    return keys.mainIv();
  }

  /** The last block of the message about to be given to {@link #received}: the next IV, if the message proves right. */
  public void lastBlock(byte[] block) {
    lastBlock = block;
  }

  /** HASH_I or HASH_R over an identity. */
  private byte[] hash(boolean initiators, Payload.Id id) {
    boolean own = initiators == facts.initiator();
    byte[] ownCookie = cookie(initiators ? initiatorCookie : responderCookie);
    byte[] otherCookie = cookie(initiators ? responderCookie : initiatorCookie);
    return keys.authentication(own ? pair.value() : peersValue, own ? peersValue : pair.value(), ownCookie, otherCookie,
        saBody, id.body());
  }

  private void describe(Payload.Id id) {
    boolean name = id.kind() == Payload.Id.FQDN || id.kind() == Payload.Id.USER_FQDN;
    String value = id.address().map(Object::toString).orElseGet(() -> name ? printable(id.data()) : "");
    script.isakmp("id-peer", "next", PayloadType.HASH, "type", id.kind(), "label", name ? "FQDN name   " : "address     ",
        "address", value, "protocol", id.protocol(), "port", id.port(), "length", 8 + id.data().length);
  }

  /** At most 64 characters, none that would disturb a terminal. */
  private static String printable(byte[] b) {
    var s = new StringBuilder();
    for (int i = 0; i < Math.min(64, b.length); i++) s.append(b[i] > 32 && b[i] < 127 ? (char) b[i] : '.');
    return s.toString();
  }

  private void sendIdentity() {
    boolean initial = facts.initiator() && terms.behaviour.is("initial-contact") && terms.firstContact.getAsBoolean();
    if (initial) script.isakmp("send-initial-contact");
    if (contactIsInitial) script.ipsec("queue", "count", 1);
    if (facts.initiator()) word = "MM_KEY_EXCH";
    script.isakmp("preshared", "kind", idKind());
    Payload.Id id = Payload.Id.of(facts.local(), 17, 500);
    int size = 4 + id.data().length;
    script.isakmp("id-own", "next", PayloadType.HASH, "type", id.kind(), "address", facts.local(), "protocol", 17, "port",
        500,
        "length", size + 4, "short", size);
    script.isakmp("id-length", "length", size + 4);
    script.engine("hmac");
    if (!facts.initiator()) script.engine("clear-dh");
    var payloads = new ArrayList<Payload>(List.of(id, new Payload.Hash(hash(facts.initiator(), id))));
    if (initial) {
      byte[] cookies = ByteBuffer.allocate(16).putLong(initiatorCookie).putLong(responderCookie).array();
      payloads.add(new Payload.Notification(Protocol.IPSEC_DOI, Protocol.ISAKMP, cookies, NotifyType.INITIAL_CONTACT,
          new byte[0]));
    }
    byte[] body = keys.encrypt(keys.mainIv(), IsakmpWriter.payloads(payloads));
    keys.mainIv(keys.cipher().lastBlock(body));
    var header = IsakmpHeader.of(initiatorCookie, responderCookie, ExchangeType.MAIN, true, 0);
    script.add(new Action.Send(IsakmpWriter.message(header, PayloadType.ID, body), facts.initiator(),
        facts.initiator() ? "sending" : "sending-last", word));
    machine.then(PROCESS_COMPLETE);
  }

  private void complete() {
    word = IDLE;
    script.add(new Action.PhaseOneComplete());
    if (!facts.initiator() && agreed.shortened()) {
      script.isakmp("phase-1-lifetime", "seconds", agreed.seconds());
      byte[] cookies = ByteBuffer.allocate(16).putLong(initiatorCookie).putLong(responderCookie).array();
      script.add(new Action.Notify(NotifyType.RESPONDER_LIFETIME, Protocol.ISAKMP, cookies, agreed.life(), false));
    }
  }

  /** Phase 1 is complete and whatever waited for it has been begun. */
  public List<Action> phaseOneComplete() {
    machine.input(PHASE1_COMPLETE);
    return script.take();
  }

  // Common to all messages

  private String idKind() {
    return facts.local().bytes().length == 4 ? "ID_IPV4_ADDR" : "ID_IPV6_ADDR";
  }

  private void processing(String payload) {
    script.isakmp("processing", "payload", payload, "m", 0);
  }

  private void send(List<Payload> payloads, boolean awaitsAnswer) {
    var header = IsakmpHeader.of(initiatorCookie, responderCookie, ExchangeType.MAIN, false, 0);
    script.add(new Action.Send(IsakmpWriter.clear(header, payloads), awaitsAnswer, "sending", word));
  }

  private void compute(Callable<?> work, Consumer<Object> then) {
    resumption = then;
    machine.suspend();
    script.add(new Action.Compute(work));
  }

  private void fail(String reason) {
    machine.refuse();
    script.add(new Action.Failed(reason));
  }

  private static byte[] cookie(long c) {
    return ByteBuffer.allocate(8).putLong(c).array();
  }
}
