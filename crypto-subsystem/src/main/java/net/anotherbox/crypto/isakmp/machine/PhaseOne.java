package net.anotherbox.crypto.isakmp.machine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.failure.Mismatch;
import net.anotherbox.crypto.isakmp.key.Keyrings;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.profile.Identity;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.runtime.port.Randomness;

/**
 * Phase 1 with pre-shared keys (RFC 2409 section 5): what its two modes share. A mode is a table of rows and the steps that
 * only it has; the steps here are those of both.
 */
public abstract sealed class PhaseOne permits MainMode, AggressiveMode {
  /** As {@code Old State = } prints them. */
  public enum State {
    IKE_READY, IKE_I_MM1, IKE_I_MM2, IKE_I_MM3, IKE_I_MM4, IKE_I_MM5, IKE_I_MM6, IKE_R_MM1, IKE_R_MM2, IKE_R_MM3, IKE_R_MM4,
    IKE_R_MM5, IKE_I_AM1, IKE_R_AM2, IKE_P1_COMPLETE
  }

  /** As {@code Input = } prints them. */
  public enum Input { SA_REQ_MM, SA_REQ_AM, MM_EXCH, AM_EXCH, PROCESS_MAIN_MODE, PROCESS_COMPLETE, PHASE1_COMPLETE }

  /**
   * What a negotiation goes by from its beginning to its end.
   *
   * @param profile the one that whoever wants the SA asks for
   */
  public record Terms(IsakmpConfig config, Optional<IsakmpProfile> profile, Behaviour behaviour, Randomness randomness,
      BooleanSupplier firstContact) {}

  /** With the blanks that IOS prints. */
  static final String IDLE = "QM_IDLE      ";

  final SaFacts facts;
  List<IsakmpPolicy> offered = List.of();
  final Terms terms;
  final Script script;
  final long initiatorCookie;
  long responderCookie;
  /** "MM_SA_SETUP" and so on. */
  String word;
  IsakmpMessage message;
  byte[] saBody = {};
  final KeyMaterial material = new KeyMaterial();
  byte[] lastBlock = {};
  Payload.Id peersIdentity;
  PhaseOneOffer.Agreed agreed;
  PhaseOneKeys keys;
  boolean contactIsInitial;
  Optional<Keyrings.Found> key = Optional.empty();
  Optional<IsakmpProfile> profile;
  final Extensions extensions;
  final UsablePolicies policies;
  private Consumer<Object> resumption = r -> {};

  /** @param responderCookie 0 for an initiator, who learns it from message 2 */
  PhaseOne(SaFacts facts, long initiatorCookie, long responderCookie, Terms terms, String word) {
    this.facts = facts;
    this.terms = terms;
    this.initiatorCookie = initiatorCookie;
    this.responderCookie = responderCookie;
    this.word = word;
    this.profile = terms.profile();
    this.script = new Script(facts::with);
    this.extensions = new Extensions(facts, terms, script);
    this.policies = new UsablePolicies(terms.config, terms.behaviour);
  }

  abstract Machine<?, State, Input> machine();

  /** What a message of the peer's is to the machine. */
  abstract Input exchangeInput();

  final void announce(Input input, State old, State now) {
    if (input == Input.PHASE1_COMPLETE && !facts.initiator() && !terms.behaviour.is("responder-says-complete")) return;
    script.isakmp("input-" + input.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    script.isakmp("old-state", "old", old, "new", now);
  }

  // What the driver asks and says

  /** The number of the exchange in its messages' headers. */
  public abstract int exchange();

  /** The initiator begins. */
  public abstract List<Action> start();

  /** What may stand in the next message. */
  public abstract MessageRules rules();

  /** Whether the next message must be encrypted. */
  public final boolean expectsEncryption() {
    return rules().encrypted();
  }

  /** Whether a message of this exchange can be used now; if not, it is late or early, or a computation is under way. */
  public final boolean expectsMessage() {
    return machine().expects(exchangeInput());
  }

  /** A message that is expected and well formed. */
  public final List<Action> received(IsakmpMessage now) {
    message = now;
    machine().input(exchangeInput());
    return script.take();
  }

  /** The result of an {@link Action.Compute}. */
  public final List<Action> computed(Object result) {
    var todo = resumption;
    machine().resume(() -> todo.accept(result));
    return script.take();
  }

  public final State state() {
    return machine().state();
  }

  /** "MM_SA_SETUP" and so on: how {@code show crypto isakmp sa} and packet debugs call the state. */
  public final String word() {
    return word;
  }

  /** The word of an SA that is not there yet or no more. */
  public final String noState() {
    return exchange() == ExchangeType.MAIN ? "MM_NO_STATE" : "AG_NO_STATE";
  }

  public final boolean isComplete() {
    return state() == State.IKE_P1_COMPLETE;
  }

  /** Whether it is a responder that has answered once and heard nothing since: what a forged first message leaves. */
  public abstract boolean onlyAnswered();

  public final long responderCookie() {
    return responderCookie;
  }

  /** The policies that we have offered, as an initiator. */
  public final List<IsakmpPolicy> offered() {
    return offered;
  }

  /** SKEYID and company, once they can be computed. */
  public final Optional<PhaseOneKeys> keys() {
    return Optional.ofNullable(keys);
  }

  /** The policy agreed on, once there is one. */
  public final Optional<IsakmpPolicy> policy() {
    return Optional.ofNullable(agreed).map(PhaseOneOffer.Agreed::policy);
  }

  /** The IV to decrypt the next message with. */
  public final byte[] iv() {
    return keys.mainIv();
  }

  /** The last block of the message about to be given to {@link #received}: the next IV, if the message proves right. */
  public final void lastBlock(byte[] block) {
    lastBlock = block;
  }

  /** Overwrites all secrets. */
  public final void wipe() {
    material.wipe();
    if (keys != null) keys.wipe();
  }

  /** Phase 1 is complete and whatever waited for it has been begun. */
  public final List<Action> phaseOneComplete() {
    machine().input(Input.PHASE1_COMPLETE);
    return script.take();
  }

  // The SA payload

  /** Looks for the peer's key by its address. */
  final void lookUpKey() {
    found(terms.config.keyrings().byAddress(facts.local(), facts.remote(), keyringNames()));
  }

  /** The keyrings whose keys may be used, or none for all. */
  final List<String> keyringNames() {
    return profile.map(IsakmpProfile::keyrings).orElse(List.of());
  }

  /** Says whether there is a key for the peer. */
  final void found(Optional<Keyrings.Found> now) {
    key = now;
    if (key.isPresent()) {
      script.isakmp("looking-for-key", "ring", key.get().keyring());
      script.isakmp("key-found");
    } else {
      script.isakmp("no-key-found");
      script.isakmp("no-key");
      script.syslog(6, "IKMP_NO_PRESHARED_KEY");
    }
  }

  final void scanProfiles() {
    script.isakmp("scanning-profiles", "profiles", terms.config.profiles().stream().map(p -> " " + p.name())
        .collect(Collectors.joining()));
  }

  /** As {@code IKMP_MODE_FAILURE} calls it. */
  public final String mode() {
    return exchange() == ExchangeType.MAIN ? "Main" : "Aggressive";
  }

  /** Holds the offer or the answer against these policies. @return whether one was agreed on; if not, all is over */
  final boolean agree(List<IsakmpPolicy> policies) {
    Payload.Sa sa = message.the(Payload.Sa.class);
    boolean one = !facts.initiator() || sa.proposals().size() == 1 && sa.proposals().get(0).transforms().size() == 1;
    var mismatches = new ArrayList<Mismatch>();
    var chosen = one ? PhaseOneOffer.choose(sa, policies, key.isPresent(),
        facts.initiator() || terms.behaviour.is("longer-lifetime"), mismatches, script)
        : Optional.<PhaseOneOffer.Agreed>empty();
    if (chosen.isEmpty()) {
      noProposalChosen(mismatches);
      return false;
    }
    agreed = chosen.get();
    material.group = DhGroup.of(agreed.policy().group()).orElseThrow();
    PhaseOneOffer.describeLife(agreed, script);
    return true;
  }

  private void noProposalChosen(List<Mismatch> mismatches) {
    script.isakmp("no-offers");
    script.isakmp("policy-unacceptable");
    script.syslog(6, "IKMP_MODE_FAILURE", "mode", mode());
    refused(key.isPresent() ? Failure.Reason.NO_POLICY : Failure.Reason.NO_KEY, "phase 1 SA policy not acceptable",
        mismatches);
    if (facts.initiator()) machine().refuse();
    else {
      script.add(new Action.Notify(NotifyType.NO_PROPOSAL_CHOSEN, Protocol.ISAKMP, new byte[0], new byte[0], true));
      fail(Ending.POLICY_NOT_ACCEPTED);
    }
  }

  // Vendor IDs and other payloads beside those of the RFC

  /** Appends the vendor IDs of a message of ours: the list of this name in the table of behaviour. */
  final void appendVendors(List<Payload> payloads, String list) {
    extensions.appendVendors(payloads, list, cookie(facts.initiator() ? initiatorCookie : responderCookie));
  }

  /** Looks at the vendor IDs of the peer's message. */
  final void vendors() {
    extensions.vendors(message, cookie(facts.initiator() ? message.header().responderCookie() : initiatorCookie));
  }

  /** Looks at the payloads of the peer's message that the RFC does not know. */
  final void others() {
    extensions.others(message, natHash(), cookies());
  }

  /** Appends what lets the peer see whether there is a NAT. */
  final void appendNatDetection(List<Payload> payloads) {
    extensions.appendNatDetection(payloads, natHash(), cookies());
  }

  private Prf natHash() {
    return Prf.of(agreed.policy().hash());
  }

  // Keys

  /** Makes a pair for Diffie-Hellman, then goes on. */
  final void makePair(Runnable then) {
    script.engine("alg-parameter");
    byte[] exponent = material.group.exponent(terms.randomness);
    compute(() -> material.group.pair(exponent), result -> {
      material.pair = (DhGroup.Pair) result;
      script.engine("dh-status");
      script.engine("dh-status");
      facts.engaged();
      then.run();
    });
  }

  final void drawNonce() {
    material.drawNonce(terms.randomness);
  }

  /** Computes g^xy with the peer's value, then goes on; or all is over if the value is none. */
  final void agreeOnSecret(Runnable then) {
    script.engine("alg-parameter");
    material.peersValue = message.the(Payload.Ke.class).value();
    if (!material.group.valid(material.peersValue)) {
      script.isakmp("invalid-key-value");
      script.add(new Action.Notify(NotifyType.INVALID_KEY_INFORMATION, Protocol.ISAKMP, new byte[0], new byte[0], true));
      refused(Failure.Reason.INVALID_KEY_EXCHANGE, "invalid public value in KE payload", List.of());
      fail(Ending.INVALID_KE);
      return;
    }
    compute(() -> material.group.shared(material.pair, material.peersValue), result -> {
      material.shared = (byte[]) result;
      then.run();
    });
  }

  /** SKEYID needs both nonces: the responder has its own only when it answers. */
  final void derive() {
    keys = material.derive(agreed.policy(), key.orElseThrow().key(), facts.initiator(), cookies());
  }

  // Identities

  /** HASH_I or HASH_R over an identity. */
  final byte[] hash(boolean initiators, Payload.Id id) {
    boolean own = initiators == facts.initiator();
    byte[] ownCookie = cookie(initiators ? initiatorCookie : responderCookie);
    byte[] otherCookie = cookie(initiators ? responderCookie : initiatorCookie);
    return keys.authentication(material.value(own), material.value(!own), ownCookie, otherCookie, saBody, id.body());
  }

  /** Whether the peer's HASH is right for its identity; if not, the message is as if it had not come. */
  final boolean authentic(Payload.Id id) {
    processing("HASH");
    script.engine("hmac");
    byte[] expected = hash(!facts.initiator(), id);
    if (PhaseOneKeys.equal(expected, message.the(Payload.Hash.class).value())) return true;
    script.isakmp("hash-wrong");
    if (exchange() == ExchangeType.MAIN) script.syslog(4, "IKMP_BAD_MESSAGE");
    else script.syslog(6, "IKMP_MODE_FAILURE", "mode", mode());
    refused(Failure.Reason.WRONG_KEY, "Hash payload is incorrect", List.of());
    machine().refuse();
    return false;
  }

  /** The peer has proved who it is. */
  final void authenticated() {
    boolean initial = message.all(Payload.Notification.class).stream()
        .anyMatch(n -> n.what() == NotifyType.INITIAL_CONTACT && n.protocol() == Protocol.ISAKMP);
    if (initial) script.isakmp("initial-contact", "m", 0);
    authenticationStatus();
    script.isakmp("authenticated");
    extensions.followPorts();
    if (facts.initiator() && facts.nat() != NatTraversal.NONE) script.isakmp("nat-encapsulating");
    if (profile.isEmpty()) script.isakmp("no-profile-again");
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

  /** The profile that the peer belongs to, by what it says it is. @return false if it may not be: all is over */
  final boolean assignProfile(Payload.Id id) {
    if (terms.profile.isPresent() && !terms.profile.get().matches(facts.local(), id))
      return wrongProfile("peer does not match profile " + terms.profile.get().name());
    profile = terms.profile.or(() -> terms.config.profileFor(facts.local(), id));
    if (profile.isEmpty()) {
      script.isakmp("no-profile");
      return true;
    }
    script.isakmp("peer-matches", "profile", profile.get().name());
    if (key.isEmpty() || keyringNames().isEmpty()) return true;
    if (!keyringNames().contains(key.get().keyring())) {
      script.isakmp("key-not-in-profile");
      return wrongProfile("Key not found in keyrings of profile " + profile.get().name());
    }
    script.isakmp("key-in-keyring", "by", key.get().by(), "ring", key.get().keyring());
    return true;
  }

  private boolean wrongProfile(String why) {
    script.syslog(6, "IKMP_MODE_FAILURE", "mode", mode());
    refused(Failure.Reason.WRONG_PROFILE, why, List.of());
    // In the clear message of aggressive mode anybody may have said so.
    if (facts.initiator() && !expectsEncryption()) machine().refuse();
    else fail(Ending.WRONG_PROFILE);
    return false;
  }

  /** The profile of the SA, once the peer has said who it is. */
  public final Optional<IsakmpProfile> profile() {
    return profile;
  }

  /** Who the peer says it is, once it has proved it. */
  public final Optional<Payload.Id> peerIdentity() {
    return Optional.ofNullable(peersIdentity);
  }

  /** Our identity, which it announces. @param next the payload behind it */
  final Payload.Id ownIdentity(Identity own, int protocol, int port, int next) {
    Payload.Id id = own.payload(facts.local(), protocol, port);
    Identities.announceOwn(id, protocol, port, next, script);
    return id;
  }

  /** Who we are to this peer. */
  final Identity identity() {
    return profile.flatMap(IsakmpProfile::self).orElse(terms.config.identity());
  }

  /** Whether we say INITIAL_CONTACT, which it announces. */
  final boolean saysInitialContact() {
    boolean initial = facts.initiator() && terms.behaviour.is("initial-contact") && terms.firstContact.getAsBoolean();
    if (initial) script.isakmp("send-initial-contact");
    return initial;
  }

  final Payload.Notification initialContact() {
    return new Payload.Notification(Protocol.IPSEC_DOI, Protocol.ISAKMP, cookies(), NotifyType.INITIAL_CONTACT, new byte[0]);
  }

  // Common to all messages

  final void complete() {
    word = IDLE;
    script.add(new Action.PhaseOneComplete());
    if (!facts.initiator() && agreed.shortened()) {
      script.isakmp("phase-1-lifetime", "seconds", agreed.seconds());
      script.add(new Action.Notify(NotifyType.RESPONDER_LIFETIME, Protocol.ISAKMP, cookies(), agreed.life(), false));
    }
  }

  final void processing(String payload) {
    script.isakmp("processing", "payload", payload, "m", 0);
  }

  final void send(List<Payload> payloads, boolean awaitsAnswer) {
    var header = IsakmpHeader.of(initiatorCookie, responderCookie, exchange(), false, 0);
    script.add(new Action.Send(IsakmpWriter.clear(header, payloads), awaitsAnswer, "sending", word));
  }

  /** Its last block is the next IV. */
  final void sendEncrypted(List<Payload> payloads, boolean awaitsAnswer, String announcement) {
    byte[] body = keys.encrypt(keys.mainIv(), IsakmpWriter.payloads(payloads));
    keys.mainIv(keys.cipher().lastBlock(body));
    var header = IsakmpHeader.of(initiatorCookie, responderCookie, exchange(), true, 0);
    script.add(new Action.Send(IsakmpWriter.message(header, payloads.get(0).type(), body), awaitsAnswer, announcement,
        word));
  }

  private void compute(Callable<?> work, Consumer<Object> then) {
    resumption = then;
    machine().suspend();
    script.add(new Action.Compute(work));
  }

  final void refused(Failure.Reason reason, String detail, List<Mismatch> mismatches) {
    script.add(new Action.Refused(reason, detail, List.copyOf(mismatches)));
  }

  final void fail(Ending reason) {
    machine().refuse();
    script.add(new Action.Failed(reason));
  }

  final byte[] cookies() {
    return ByteBuffer.allocate(16).putLong(initiatorCookie).putLong(responderCookie).array();
  }

  static byte[] cookie(long c) {
    return ByteBuffer.allocate(8).putLong(c).array();
  }
}
