package net.anotherbox.crypto.isakmp.machine;

import static net.anotherbox.crypto.isakmp.machine.QuickMode.Input.GOT_SPI;
import static net.anotherbox.crypto.isakmp.machine.QuickMode.Input.INIT_QM;
import static net.anotherbox.crypto.isakmp.machine.QuickMode.Input.QM_EXCH;
import static net.anotherbox.crypto.isakmp.machine.QuickMode.State.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;

/** Quick mode (RFC 2409 section 5.5), for both sides: a "node" of its ISAKMP SA, known by its message ID. */
public final class QuickMode {
  /** As {@code Old State = } prints them. */
  public enum State { IKE_QM_READY, IKE_QM_SPI_STARVE, IKE_QM_I_QM1, IKE_QM_R_QM2, IKE_QM_PHASE2_COMPLETE }

  /** As {@code Input = } prints them. */
  public enum Input { INIT_QM, QM_EXCH, GOT_SPI }

  /** What it works with. */
  public record Terms(long initiatorCookie, long responderCookie, PhaseOneKeys keys, KeyEnginePort engine,
      Behaviour behaviour, Randomness randomness) {}

  private static final Consumer<QuickMode> NOTHING = q -> {};
  private static final int NONCE_SIZE = 20;

  private static final List<Machine.Row<QuickMode, State, Input>> TABLE = List.of(
      row(IKE_QM_READY, INIT_QM, IKE_QM_I_QM1, QuickMode::begin, NOTHING),
      row(IKE_QM_I_QM1, QM_EXCH, IKE_QM_PHASE2_COMPLETE, QuickMode::processSecond, QuickMode::establish),
      row(IKE_QM_READY, QM_EXCH, IKE_QM_SPI_STARVE, QuickMode::processFirst, QuickMode::takeSpi),
      row(IKE_QM_SPI_STARVE, GOT_SPI, IKE_QM_R_QM2, QuickMode::sendSecond, QuickMode::prepare),
      row(IKE_QM_R_QM2, QM_EXCH, IKE_QM_PHASE2_COMPLETE, QuickMode::processThird, QuickMode::establish));

  private final SaFacts facts;
  private final int messageId;
  private final boolean initiator;
  private final SaRequest request;
  private final Terms terms;
  private final Script script;
  private final Machine<QuickMode, State, Input> machine;
  private byte[] iv;
  private byte[] lastBlock = {};
  private IsakmpMessage message;
  private Proxy localProxy;
  private Proxy remoteProxy;
  private boolean identities = true;
  private byte[] nonce = {};
  private byte[] peersNonce = {};
  private byte[] shared = {};
  private DhGroup.Pair pair;
  private QuickOffer.Agreed agreed;
  private int ownSpi;
  private NegotiatedSas outcome;
  private Consumer<Object> resumption = r -> {};

  private QuickMode(SaFacts facts, int messageId, SaRequest request, Terms terms) {
    this.facts = facts;
    this.messageId = messageId;
    this.initiator = request != null;
    this.request = request;
    this.terms = terms;
    this.script = new Script(this::common);
    this.machine = new Machine<>(this, TABLE, IKE_QM_READY, this::announce);
    this.iv = terms.keys.iv(messageId);
  }

  /** One that we begin. */
  public static QuickMode initiator(SaFacts facts, int messageId, SaRequest request, Terms terms) {
    return new QuickMode(facts, messageId, request, terms);
  }

  /** One that the peer begins. */
  public static QuickMode responder(SaFacts facts, int messageId, Terms terms) {
    return new QuickMode(facts, messageId, null, terms);
  }

  private static Machine.Row<QuickMode, State, Input> row(State from, Input input, State to, Consumer<QuickMode> before,
      Consumer<QuickMode> after) {
    return new Machine.Row<>(from, input, to, before, after);
  }

  private Map<String, Object> common() {
    return facts.with("m", messageId, "role", initiator ? "I" : "R");
  }

  private void announce(Input input, State old, State now) {
    script.isakmp("input-" + input.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    script.isakmp("old-node-state", "old", old, "new", now);
  }

  // What the driver asks and says

  /** The initiator begins. @throws IllegalStateException on a responder's */
  public List<Action> start() {
    if (!initiator) throw new IllegalStateException("a responder does not begin");
    return initialize(request.pfsGroup());
  }

  private List<Action> initialize(int pfsGroup) {
    Optional<DhGroup> group = DhGroup.of(pfsGroup);
    if (group.isEmpty()) machine.input(INIT_QM);
    else {
      byte[] exponent = group.get().exponent(terms.randomness);
      resumption = r -> {
        pair = (DhGroup.Pair) r;
        machine.input(INIT_QM);
      };
      script.add(new Action.Compute(() -> group.get().pair(exponent)));
    }
    return script.take();
  }

  public boolean expectsMessage() {
    return machine.expects(QM_EXCH) && !machine.expects(INIT_QM) || !initiator && machine.expects(QM_EXCH);
  }

  /** The rules that the next message must keep. */
  public MessageRules rules() {
    return machine.state() == IKE_QM_R_QM2 ? MessageRules.QUICK_HASH : MessageRules.QUICK_SA;
  }

  /** The IV to decrypt the next message with. */
  public byte[] iv() {
    return iv;
  }

  /** A message that is expected and well formed. @param last its last encrypted block, the next IV if it proves right */
  public List<Action> received(IsakmpMessage now, byte[] last) {
    message = now;
    lastBlock = last;
    machine.input(QM_EXCH);
    return script.take();
  }

  /** The result of an {@link Action.Compute}. */
  public List<Action> computed(Object result) {
    var todo = resumption;
    if (machine.busy()) machine.resume(() -> todo.accept(result));
    else todo.accept(result);
    return script.take();
  }

  public State state() {
    return machine.state();
  }

  public boolean isComplete() {
    return machine.state() == IKE_QM_PHASE2_COMPLETE;
  }

  public boolean initiator() {
    return initiator;
  }

  public int messageId() {
    return messageId;
  }

  /** What the initiator was asked for. */
  public Optional<SaRequest> request() {
    return Optional.ofNullable(request);
  }

  /** What the responder has prepared, until both SAs are in force. */
  public Optional<NegotiatedSas> prepared() {
    return machine.state() == IKE_QM_R_QM2 ? Optional.of(outcome) : Optional.empty();
  }

  /** Overwrites all secrets. */
  public void wipe() {
    if (pair != null) pair.wipe();
    Arrays.fill(shared, (byte) 0);
    if (outcome != null) outcome.wipe();
  }

  // Initiator

  private void begin() {
    script.isakmp("beginning-quick-mode");
    script.isakmp("initiator-spi");
    if (request.discovered()) askForSpi();
    localProxy = request.localProxy();
    remoteProxy = request.remoteProxy();
    ownSpi = request.spi();
    nonce = terms.randomness.bytes(NONCE_SIZE);
    var payloads = new ArrayList<Payload>(List.of(QuickOffer.of(request, facts.nat()), new Payload.Nonce(nonce)));
    if (pair != null) payloads.add(new Payload.Ke(pair.value()));
    payloads.addAll(List.of(localProxy.id(), remoteProxy.id()));
    payloads.addAll(OriginalAddresses.of(facts, true, request.offers().stream().anyMatch(o -> !o.tunnel())));
    byte[] rest = IsakmpWriter.payloads(payloads);
    script.engine("hmac");
    send(terms.keys.hash1(messageId, rest), payloads, true);
  }

  /** Where discovery has found the peer, IOS has no SPI yet. */
  private void askForSpi() {
    script.isakmp("asking-for-spi-late");
    script.isakmp("had-to-get-spi");
    script.engine("clear-dh-late");
    script.ipsec("spi-queue");
    script.ipsec("spi-response", "spi", request.spi());
    script.isakmp("received-ke", "kind", 2);
  }

  private void processSecond() {
    byte[] expected = terms.keys.hash2(messageId, nonce, message.afterFirst());
    script.engine("hmac");
    if (!authentic(expected)) return;
    processing("HASH");
    processing("SA");
    var between = new QuickOffer.Between(facts.local(), facts.remote(), facts.nat(), localProxy, remoteProxy);
    Payload.Sa sa = message.the(Payload.Sa.class);
    var engine = new LastVerdict(new Offered(request, terms.engine()));
    agreed = QuickOffer.choose(sa, between, engine, script).orElse(null);
    boolean ke = message.first(Payload.Ke.class).isPresent();
    if (agreed == null || QuickOffer.bundles(sa).size() != 1 || ke != (pair != null)
        || ke && !group().valid(message.the(Payload.Ke.class).value())) {
      engine.refusal().ifPresent(script::add);
      reject(NotifyType.NO_PROPOSAL_CHOSEN);
      return;
    }
    if (!sameIdentities()) {
      reject(NotifyType.INVALID_ID_INFORMATION);
      return;
    }
    if (!ke) finishSecond();
    else compute(() -> group().shared(pair, message.the(Payload.Ke.class).value()), r -> {
      shared = (byte[]) r;
      finishSecond();
    });
  }

  private DhGroup group() {
    return DhGroup.of(agreed.group()).orElseThrow();
  }

  private boolean sameIdentities() {
    var ids = message.all(Payload.Id.class);
    var said = OriginalAddresses.in(message, facts, true);
    return ids.isEmpty() ? bothHosts() : Proxy.of(ids.get(0)).map(said::local).equals(Optional.of(localProxy))
        && Proxy.of(ids.get(1)).map(said::remote).equals(Optional.of(remoteProxy));
  }

  private boolean bothHosts() {
    return localProxy.isHost(facts.local()) && remoteProxy.isHost(facts.remote());
  }

  private void finishSecond() {
    processing("NONCE");
    if (pair != null) processing("KE");
    processing("ID");
    processing("ID");
    peersNonce = message.the(Payload.Nonce.class).value();
    iv = lastBlock;
    int seconds = agreed.seconds();
    long kilobytes = agreed.kilobytes();
    for (Payload.Notification n : message.all(Payload.Notification.class)) {
      if (n.what() != NotifyType.RESPONDER_LIFETIME) continue;
      script.isakmp("notify", "notify", NotifyType.name(n.what()), "protocol", n.protocol(), "spi", QuickOffer.spi(n.spi()));
      seconds = Math.min(seconds, ResponderLifetime.seconds(n.data()).orElse(seconds));
      long limit = ResponderLifetime.kilobytes(n.data()).orElse(kilobytes);
      kilobytes = kilobytes == 0 ? limit : Math.min(kilobytes, limit);
    }
    script.engine("hmac");
    conclude(seconds, kilobytes);
    creating();
    script.add(new Action.Receive(outcome));
    send(terms.keys.hash3(messageId, nonce, peersNonce), List.of(), false);
    script.isakmp("deleting-node-initiator");
  }

  // Responder

  private void processFirst() {
    byte[] expected = terms.keys.hash1(messageId, message.afterFirst());
    script.engine("hmac");
    if (!authentic(expected)) return;
    processing("HASH");
    processing("SA");
    if (!takeIdentities()) {
      reject(NotifyType.INVALID_ID_INFORMATION);
      return;
    }
    var between = new QuickOffer.Between(facts.local(), facts.remote(), facts.nat(), localProxy, remoteProxy);
    var engine = new LastVerdict(terms.engine);
    agreed = QuickOffer.choose(message.the(Payload.Sa.class), between, engine, script).orElse(null);
    boolean ke = message.first(Payload.Ke.class).isPresent();
    if (agreed == null || ke != (agreed.group() != 0)) {
      engine.refusal().ifPresent(script::add);
      reject(NotifyType.NO_PROPOSAL_CHOSEN);
      return;
    }
    if (!ke) {
      finishFirst();
      return;
    }
    byte[] value = message.the(Payload.Ke.class).value();
    DhGroup group = group();
    if (!group.valid(value)) {
      reject(NotifyType.INVALID_KEY_INFORMATION);
      return;
    }
    byte[] exponent = group.exponent(terms.randomness);
    compute(() -> {
      var p = group.pair(exponent);
      return new Object[] {p, group.shared(p, value)};
    }, r -> {
      var both = (Object[]) r;
      pair = (DhGroup.Pair) both[0];
      shared = (byte[]) both[1];
      finishFirst();
    });
  }

  /** The peer's identities from our side; without any, the peers themselves. */
  private boolean takeIdentities() {
    var ids = message.all(Payload.Id.class);
    identities = !ids.isEmpty();
    var said = OriginalAddresses.in(message, facts, false);
    var here = List.of(Payload.Id.of(facts.remote(), 0, 0), Payload.Id.of(facts.local(), 0, 0));
    remoteProxy = Proxy.of((identities ? ids : here).get(0)).map(said::remote).orElse(null);
    localProxy = Proxy.of((identities ? ids : here).get(1)).map(said::local).orElse(null);
    return remoteProxy != null && localProxy != null && remoteProxy.protocol() == localProxy.protocol();
  }

  private void finishFirst() {
    processing("NONCE");
    if (pair != null) processing("KE");
    processing("ID");
    processing("ID");
    peersNonce = message.the(Payload.Nonce.class).value();
    iv = lastBlock;
    boolean initial = message.all(Payload.Notification.class).stream().anyMatch(n -> n.what() == NotifyType.INITIAL_CONTACT);
    if (initial) {
      script.isakmp("initial-contact");
      script.isakmp("authentication-status");
      script.isakmp("authentication-status-2");
      script.isakmp("process-initial-contact");
      script.ipsec("queue", "count", 1);
      script.add(new Action.InitialContact());
    }
    script.isakmp("asking-for-spi");
  }

  private void takeSpi() {
    script.ipsec("spi-queue");
    ownSpi = terms.engine.allocateSpi();
    script.ipsec("spi-response", "spi", ownSpi);
    script.isakmp("received-ke", "kind", 2);
    script.isakmp("peer-locked-ipsec", "refcount", terms.engine.pairsWith(facts.remote()) + 1);
    machine.then(GOT_SPI);
  }

  private void sendSecond() {
    nonce = terms.randomness.bytes(NONCE_SIZE);
    conclude(agreed.seconds(), agreed.kilobytes());
    if (terms.behaviour.is("creates-at-qm2")) creating();
    var payloads = new ArrayList<Payload>(List.of(QuickOffer.answer(agreed, ownSpi), new Payload.Nonce(nonce)));
    if (pair != null) payloads.add(new Payload.Ke(pair.value()));
    if (identities) payloads.addAll(message.all(Payload.Id.class));
    payloads.addAll(OriginalAddresses.of(facts, false, !agreed.tunnel()));
    byte[] life = QuickOffer.shortened(agreed);
    if (life.length > 0)
      payloads.add(new Payload.Notification(Protocol.IPSEC_DOI, agreed.suite().protocol(), QuickOffer.spi(ownSpi),
          NotifyType.RESPONDER_LIFETIME, life));
    script.engine("hmac");
    script.add(new Action.Receive(outcome));
    send(terms.keys.hash2(messageId, peersNonce, IsakmpWriter.payloads(payloads)), payloads, true);
  }

  private void prepare() {
    int references = terms.engine.pairsWith(facts.remote()) + 1;
    script.isakmp("peer-locked-transforms", "refcount", references + 1);
    script.isakmp("peer-unlocked-transforms", "refcount", references);
    script.add(new Action.Prepare(outcome));
  }

  private void processThird() {
    byte[] expected = terms.keys.hash3(messageId, peersNonce, nonce);
    if (!authentic(expected)) return;
    iv = lastBlock;
    script.engine("hmac");
    script.engine("allocate-flow");
    script.engine("allocate-flow");
    if (!terms.behaviour.is("creates-at-qm2")) creating();
    script.isakmp("deleting-node-await");
  }

  // Both

  private boolean authentic(byte[] expected) {
    if (PhaseOneKeys.equal(expected, message.the(Payload.Hash.class).value())) return true;
    script.isakmp("hash-wrong");
    machine.refuse();
    return false;
  }

  private void reject(int notify) {
    script.isakmp("phase2-unacceptable");
    byte[] spi = message.the(Payload.Sa.class).proposals().get(0).spi();
    script.isakmp("sending-notify", "notify", NotifyType.name(notify), "protocol", Protocol.ESP, "spi", QuickOffer.spi(spi));
    script.add(new Action.Notify(notify, Protocol.ESP, spi, new byte[0], false));
    script.syslog(6, "IKMP_MODE_FAILURE", "mode", "Quick");
    machine.refuse();
    script.add(new Action.Failed(Ending.QM_REJECTED));
  }

  /** All is known: the keys are made. */
  private void conclude(int seconds, long kilobytes) {
    byte[] nonceI = initiator ? nonce : peersNonce;
    byte[] nonceR = initiator ? peersNonce : nonce;
    Suite suite = agreed.suite();
    int ahSpi = agreed.spi(Protocol.AH);
    int espSpi = agreed.spi(Protocol.ESP);
    var in = new NegotiatedSas.Keys(
        terms.keys.keymat(shared, Protocol.AH, ownSpi, nonceI, nonceR, suite.ahKeyBytes()),
        terms.keys.keymat(shared, Protocol.ESP, ownSpi, nonceI, nonceR, suite.espKeyBytes()));
    var out = new NegotiatedSas.Keys(
        terms.keys.keymat(shared, Protocol.AH, ahSpi, nonceI, nonceR, suite.ahKeyBytes()),
        terms.keys.keymat(shared, Protocol.ESP, espSpi, nonceI, nonceR, suite.espKeyBytes()));
    Arrays.fill(shared, (byte) 0);
    if (pair != null) pair.wipe();
    if (initiator) {
      script.engine("allocate-flow");
      script.engine("allocate-flow");
    }
    Optional<UdpEncapsulation> udp = facts.nat() == NatTraversal.NONE ? Optional.empty()
        : Optional.of(new UdpEncapsulation(facts.localPort(), facts.remotePort()));
    outcome = new NegotiatedSas(agreed.accepted().ident(), initiator, facts.local(), facts.remote(), localProxy, remoteProxy,
        suite, agreed.tunnel(), udp, agreed.group(), ownSpi, suite.esp().isPresent() ? espSpi : ahSpi,
        suite.parts().size() > 1 ? ahSpi : 0, terms.engine.allocateNumbers(), in, out,
        agreed.offeredSeconds(), agreed.offeredKilobytes(), seconds, kilobytes);
  }

  private void establish() {
    script.add(new Action.Establish(outcome));
    script.add(new Action.Done());
  }

  private void creating() {
    var f = Facts.of("local-proxy", localProxy.address(), "remote-proxy", remoteProxy.address(), "in-spi", ownSpi, "out-spi",
        outcome.outSpi(), "in-conn", outcome.numbers().inConn(), "out-conn", outcome.numbers().outConn(), "pfs",
        outcome.pfsGroup() == 0 ? "" : "" + outcome.pfsGroup(), "seconds", outcome.offeredSeconds(), "kilobytes",
        outcome.offeredKilobytes());
    Object[] flat = f.entrySet().stream().flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue())).toArray();
    script.isakmp("creating", flat);
    for (String way : List.of("in", "out")) {
      script.isakmp("creating-" + way, flat);
      script.isakmp("creating-" + way + "-spi", flat);
      script.isakmp("creating-seconds", flat);
      if (outcome.offeredKilobytes() > 0) script.isakmp("creating-kilobytes", flat);
      script.isakmp("creating-client", flat);
    }
  }

  private void processing(String payload) {
    script.isakmp("processing", "payload", payload);
  }

  private void send(byte[] hash, List<Payload> payloads, boolean awaitsAnswer) {
    var all = new ArrayList<Payload>(List.of(new Payload.Hash(hash)));
    all.addAll(payloads);
    byte[] body = terms.keys.encrypt(iv, IsakmpWriter.payloads(all));
    iv = terms.keys.cipher().lastBlock(body);
    var header = IsakmpHeader.of(terms.initiatorCookie, terms.responderCookie, ExchangeType.QUICK, true, messageId);
    script.add(new Action.Send(IsakmpWriter.message(header, PayloadType.HASH, body), awaitsAnswer,
        initiator && !awaitsAnswer ? "sending-third" : "sending", PhaseOne.IDLE));
  }

  private void compute(Callable<?> work, Consumer<Object> then) {
    resumption = then;
    machine.suspend();
    script.add(new Action.Compute(work));
  }
}
