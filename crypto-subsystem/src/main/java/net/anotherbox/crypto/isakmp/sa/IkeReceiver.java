package net.anotherbox.crypto.isakmp.sa;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.Fragment;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpReader;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.wire.DecodeError;

/**
 * Where datagrams come in: finds the SA they belong to, makes messages of them, and sends away what is malformed, late,
 * early or not meant for us. All that is refused leaves by {@link #refuse}, with the field and its value, and is counted.
 */
public final class IkeReceiver implements UdpPorts.Receiver {
  private final IkeEngine engine;
  private final Tracer tracer;
  private final Map<String, Long> refusals = new TreeMap<>();

  public IkeReceiver(IkeEngine engine, Tracer tracer) {
    this.engine = engine;
    this.tracer = tracer;
  }

  private record Arrival(Address local, int localPort, Address remote, int remotePort, byte[] datagram) {}

  @Override
  public void received(Address local, int localPort, Address remote, int remotePort, byte[] bytes) {
    var message = IkeSockets.message(localPort, bytes);
    if (message.isEmpty()) {
      count(bytes.length == 1 ? "NAT keepalive" : "no non-ESP marker");
      return;
    }
    received(new Arrival(local, localPort, remote, remotePort, message.get()), false);
  }

  /** @param whole whether it has been put together of fragments */
  private void received(Arrival a, boolean whole) {
    try {
      var h = IsakmpHeader.read(a.datagram);
      if (h.version() != IsakmpHeader.VERSION) {
        if (h.version() >> 4 != 1 && h.initiatorCookie() != 0)
          engine.informational().clearNotify(a.local, a.localPort, a.remote, a.remotePort, h.initiatorCookie(),
              h.responderCookie(), NotifyType.INVALID_MAJOR_VERSION);
        throw new DecodeError("version", h.version());
      }
      if (h.initiatorCookie() == 0) throw new DecodeError("initiator cookie", 0);
      if (h.nextPayload() == PayloadType.FRAGMENT && !h.encrypted()) {
        if (whole) throw new DecodeError("next payload", h.nextPayload());
        fragment(a, h);
        return;
      }
      switch (h.exchange()) {
        case ExchangeType.MAIN, ExchangeType.AGGRESSIVE -> phaseOne(a, h);
        case ExchangeType.QUICK -> quick(a, h);
        case ExchangeType.INFORMATIONAL -> informational(a, h);
        default -> {
          limited(6, "IKMP_UNK_EXCHANGE", a.remote, "exchange", h.exchange());
          count("exchange type");
        }
      }
    } catch (DecodeError e) {
      refuse(a, e);
    }
  }

  /** A part of a message under an SA whose peer has been told that it may send such. */
  private void fragment(Arrival a, IsakmpHeader h) throws DecodeError {
    var sa = find(a, h).filter(s -> !s.deleted() && s.facts().takesFragments());
    if (sa.isEmpty()) {
      count("fragment");
      return;
    }
    sa.get().reassembly().add(Fragment.read(a.datagram))
        .ifPresent(d -> received(new Arrival(a.local, a.localPort, a.remote, a.remotePort, d), true));
  }

  /** The one exit of what cannot be read. */
  private void refuse(Arrival a, DecodeError e) {
    count(e.field());
    if (tracer.isOn(Switch.ISAKMP))
      tracer.debug(Switch.ISAKMP, e.field().equals(IsakmpReader.RESERVED) ? "reserved-not-zero" : "refused",
          Map.of("remote", a.remote, "field", e.field(), "value", e.value(), "payload", PayloadType.name((int) e.value())));
    if (e.field().equals("length beyond the datagram"))
      limited(4, "IKMP_PKT_OVERFLOW", a.remote, "length", e.value(), "datagram", a.datagram.length);
    else limited(4, "IKMP_BAD_MESSAGE", a.remote);
  }

  private void count(String reason) {
    refusals.merge(reason, 1L, Long::sum);
  }

  private void limited(int severity, String mnemonic, Address remote, Object... facts) {
    tracer.limitedSyslog(severity, mnemonic, remote, Facts.with(Facts.of(facts), "remote", remote));
  }

  /** How often datagrams were refused, by the field that was wrong or the reason. */
  public Map<String, Long> refusals() {
    return Map.copyOf(refusals);
  }

  // Phase 1

  private void phaseOne(Arrival a, IsakmpHeader h) throws DecodeError {
    var known = find(a, h);
    if (known.isPresent()) {
      phaseOneOf(known.get(), a, h);
      return;
    }
    if (h.responderCookie() != 0 || h.messageId() != 0 || h.flags() != 0) {
      limited(4, "IKMP_NO_SA", a.remote);
      count("no SA");
      return;
    }
    var m = IsakmpReader.clear(h, a.datagram);
    (h.exchange() == ExchangeType.MAIN ? MessageRules.MAIN_SA : MessageRules.AGGRESSIVE_SA).check(m);
    tracer.debug(Switch.ISAKMP, "received-new", Map.of("remote", a.remote, "dport", a.localPort, "sport", a.remotePort));
    if (h.exchange() == ExchangeType.AGGRESSIVE && !engine.refusals().admitsAggressive(a.local, a.remote)) {
      count("aggressive mode disabled");
      return;
    }
    var sa = engine.maker().answer(a.local, a.localPort, a.remote, a.remotePort, h.exchange(), h.initiatorCookie());
    if (sa.isEmpty()) count("too many negotiations");
    else engine.performer().phaseOneMessage(sa.get(), m, digest(a.datagram));
  }

  /** By both cookies, by an initiator's alone for message 2, by a first message's for its duplicates. */
  private Optional<IsakmpSa> find(Arrival a, IsakmpHeader h) {
    var sa = engine.table().find(h.initiatorCookie(), h.responderCookie());
    if (sa.isEmpty() && h.responderCookie() != 0) sa = engine.table().find(h.initiatorCookie(), 0);
    if (sa.isEmpty() && h.responderCookie() == 0) sa = engine.table().findFirst(h.initiatorCookie(), a.remote);
    return sa.filter(s -> mayBe(s, a) && (!s.initiator()
        || h.responderCookie() != 0));
  }

  /** Whether the SA's peer may speak from there: from elsewhere than before only if it is behind a NAT. */
  private static boolean mayBe(IsakmpSa sa, Arrival a) {
    return sa.local().equals(a.local) && (sa.remote().equals(a.remote) || sa.facts().peerBehindNat());
  }

  private void phaseOneOf(IsakmpSa sa, Arrival a, IsakmpHeader h) throws DecodeError {
    if (sa.deleted()) {
      count("deleted SA");
      return;
    }
    byte[] digest = digest(a.datagram);
    var before = sa.received();
    for (int i = 0; i < before.size(); i++) {
      if (!Arrays.equals(before.get(i), digest)) continue;
      traceReceived(sa, a, sa.initiator());
      if (i == before.size() - 1) engine.repeater().duplicate(sa, null);
      return;
    }
    sa.facts().arrived(a.localPort, a.remote, a.remotePort);
    boolean encrypted = sa.phaseOne().expectsEncryption();
    if (!sa.phaseOne().expectsMessage() || h.exchange() != sa.phaseOne().exchange() || h.messageId() != 0
        || h.responderCookie() == 0) {
      count("message not expected");
      return;
    }
    if (encrypted && !h.encrypted()) {
      limited(6, "IKMP_NOT_ENCRYPTED", a.remote);
      count("not encrypted");
      return;
    }
    if (!encrypted && h.encrypted()) throw new DecodeError("flags", h.flags());
    if (encrypted) identity(sa, a, h, digest);
    else {
      var m = IsakmpReader.clear(h, a.datagram);
      sa.phaseOne().rules().check(m);
      traceReceived(sa, a, sa.initiator());
      engine.performer().phaseOneMessage(sa, m, digest);
    }
  }

  /** The messages that say who the peer is. A wrong key shows here, as garbage. */
  private void identity(IsakmpSa sa, Arrival a, IsakmpHeader h, byte[] digest) throws DecodeError {
    IsakmpMessage m;
    byte[] body = body(a, sa.keys());
    try {
      m = IsakmpReader.decrypted(h, sa.keys().decrypt(sa.phaseOne().iv(), body));
      sa.phaseOne().rules().check(m);
    } catch (DecodeError e) {
      engine.refusals().unreadable(sa);
      engine.informational().clearNotify(a.local, a.localPort, a.remote, a.remotePort, h.initiatorCookie(),
          h.responderCookie(),
          NotifyType.PAYLOAD_MALFORMED);
      throw e;
    }
    traceReceived(sa, a, sa.initiator());
    sa.phaseOne().lastBlock(sa.keys().cipher().lastBlock(body));
    engine.performer().phaseOneMessage(sa, m, digest);
  }

  private static byte[] body(Arrival a, PhaseOneKeys keys) throws DecodeError {
    int length = a.datagram.length - IsakmpHeader.SIZE;
    if (length == 0 || length % keys.cipher().blockBytes() != 0) throw new DecodeError("length of encrypted body", length);
    return Arrays.copyOfRange(a.datagram, IsakmpHeader.SIZE, a.datagram.length);
  }

  private void traceReceived(IsakmpSa sa, Arrival a, boolean initiator) {
    engine.ground().trace(sa, "received", "state", sa.phaseOne().word(), "dport", a.localPort, "sport", a.remotePort, "role",
        initiator
        ? "I" : "R");
  }

  // Quick mode and Informational

  /** The SA that protects this message, if there is one and the message is fit for it. */
  private Optional<IsakmpSa> protector(Arrival a, IsakmpHeader h) {
    var sa = engine.table().find(h.initiatorCookie(), h.responderCookie())
        .filter(s -> mayBe(s, a));
    if (sa.isEmpty()) {
      limited(4, "IKMP_NO_SA", a.remote);
      count("no SA");
    } else if (sa.get().deleted()) {
      count("deleted SA");
      return Optional.empty();
    } else if (!sa.get().usable()) {
      limited(6, "IKMP_SA_NOT_AUTH", a.remote);
      count("SA not authenticated");
      return Optional.empty();
    } else if (!h.encrypted()) {
      limited(6, "IKMP_NOT_ENCRYPTED", a.remote);
      count("not encrypted");
      return Optional.empty();
    } else if (h.messageId() == 0) {
      count("message ID");
      return Optional.empty();
    }
    return sa;
  }

  private void quick(Arrival a, IsakmpHeader h) throws DecodeError {
    var found = protector(a, h);
    if (found.isEmpty()) return;
    var sa = found.get();
    byte[] digest = digest(a.datagram);
    var known = sa.node(h.messageId());
    if (known.isPresent() && Arrays.equals(known.get().lastReceived(), digest)) {
      traceReceived(sa, a, known.get().quick().map(q -> q.initiator()).orElse(sa.initiator()));
      engine.repeater().duplicate(sa, known.get());
      return;
    }
    if (known.isEmpty() && (sa.used(h.messageId()) || !engine.maker().roomForNode(sa))) {
      count("message ID used before");
      return;
    }
    if (known.isPresent() && (!known.get().live() || !known.get().quick().orElseThrow().expectsMessage())) {
      count("message not expected");
      return;
    }
    var node = known.orElseGet(() -> engine.maker().responder(sa, h.messageId()));
    var quick = node.quick().orElseThrow();
    byte[] body = body(a, sa.keys());
    var m = IsakmpReader.decrypted(h, sa.keys().decrypt(quick.iv(), body));
    quick.rules().check(m);
    traceReceived(sa, a, quick.initiator());
    if (known.isEmpty()) engine.ground().trace(sa, "set-node", "m", h.messageId());
    sa.facts().arrived(a.localPort, a.remote, a.remotePort);
    engine.performer().quickMessage(sa, node, m, sa.keys().cipher().lastBlock(body), digest);
  }

  private void informational(Arrival a, IsakmpHeader h) throws DecodeError {
    if (!h.encrypted()) {
      clear(a, h);
      return;
    }
    var early = find(a, h).filter(s -> !s.deleted() && !s.authenticated() && s.phaseOne().keys().isPresent());
    early.ifPresent(s -> whyNot(s, a, h));
    var found = protector(a, h);
    if (found.isEmpty()) return;
    var sa = found.get();
    if (sa.used(h.messageId()) || !engine.maker().roomForNode(sa)) {
      count("message ID used before");
      return;
    }
    var keys = sa.keys();
    var m = IsakmpReader.decrypted(h, keys.decrypt(keys.iv(h.messageId()), body(a, keys)));
    MessageRules.INFORMATIONAL.check(m);
    if (!PhaseOneKeys.equal(keys.hash1(h.messageId(), m.afterFirst()), m.the(Payload.Hash.class).value())) {
      count("hash");
      limited(4, "IKMP_BAD_MESSAGE", a.remote);
      return;
    }
    traceReceived(sa, a, sa.initiator());
    engine.ground().trace(sa, "set-node", "m", h.messageId());
    sa.facts().arrived(a.localPort, a.remote, a.remotePort);
    engine.performer().heard(sa);
    var node = new Node(h.messageId(), null, null);
    sa.add(node);
    engine.informational().received(sa, node, m);
  }

  /**
   * A peer may say under the new keys why it will not go on, before it has proved anything. Whoever has other keys has made
   * them with another pre-shared key. Nothing but a record comes of it.
   */
  private void whyNot(IsakmpSa sa, Arrival a, IsakmpHeader h) {
    try {
      var keys = sa.keys();
      var m = IsakmpReader.decrypted(h, keys.decrypt(keys.iv(h.messageId()), body(a, keys)));
      MessageRules.INFORMATIONAL.check(m);
      if (PhaseOneKeys.equal(keys.hash1(h.messageId(), m.afterFirst()), m.the(Payload.Hash.class).value()))
        m.first(Payload.Notification.class).ifPresent(n -> engine.refusals().saidNo(sa, NotifyType.name(n.what())));
      else engine.refusals().unreadable(sa);
    } catch (DecodeError e) {
      engine.refusals().unreadable(sa);
    }
  }

  /** Anybody may have sent it: it is shown, and nothing more. Who cannot read our proof has other keys than we. */
  private void clear(Arrival a, IsakmpHeader h) throws DecodeError {
    var sa = find(a, h).filter(s -> !s.deleted());
    if (sa.isEmpty()) {
      count("no SA");
      return;
    }
    if (sa.get().usable()) {
      limited(6, "IKMP_NOT_ENCRYPTED", a.remote);
      count("not encrypted");
      return;
    }
    var m = IsakmpReader.clear(h, a.datagram);
    MessageRules.INFORMATIONAL_CLEAR.check(m);
    traceReceived(sa.get(), a, sa.get().initiator());
    var state = sa.get().phaseOne().state();
    for (Payload.Notification n : m.all(Payload.Notification.class)) {
      boolean unread = n.what() == NotifyType.PAYLOAD_MALFORMED && sa.get().phaseOne().keys().isPresent();
      if (unread) engine.refusals().unreadable(sa.get());
      else engine.refusals().saidNo(sa.get(), NotifyType.name(n.what()));
      engine.ground().trace(sa.get(), "notify-clear", "notify", NotifyType.name(n.what()));
    }
    engine.ground().trace(sa.get(), "unknown-input-notify", "state", state);
    engine.ground().trace(sa.get(), "input-info-notify");
    engine.ground().trace(sa.get(), "old-state", "old", state, "new", state);
    limited(6, "IKMP_MODE_FAILURE", a.remote, "mode", "Informational");
    count("notification in clear");
  }

  private static byte[] digest(byte[] datagram) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(datagram);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
