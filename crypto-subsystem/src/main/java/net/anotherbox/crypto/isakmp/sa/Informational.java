package net.anotherbox.crypto.isakmp.sa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.isakmp.machine.Action;
import net.anotherbox.crypto.isakmp.machine.ResponderLifetime;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.trace.Ending;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.runtime.value.Address;

/** Informational exchanges: notifications and Deletes, both ways (RFC 2409 section 5.7). */
final class Informational {
  private static final int MOST_REMEMBERED = 1000;
  private static final long CLEAR_INTERVAL_MILLIS = 1000;

  private final Ground ground;
  private final IkeEngine engine;
  private final Map<Address, Long> lastClear = new HashMap<>();

  Informational(Ground ground, IkeEngine engine) {
    this.ground = ground;
    this.engine = engine;
  }

  // Sending

  void notify(IsakmpSa sa, Action.Notify n) {
    var payload = new Payload.Notification(Protocol.IPSEC_DOI, n.protocol(), n.spi(), n.what(), n.data());
    if (!n.clear() && sa.phaseOne().keys().isPresent()) protectedSend(sa, payload);
    else clearNotify(sa.local(), sa.facts().localPort(), sa.remote(), sa.facts().remotePort(), sa.initiatorCookie(),
        sa.phaseOne().responderCookie(),
        n.what());
  }

  /** Anybody could have caused it: at most one a second to each peer. */
  void clearNotify(Address local, int localPort, Address remote, int port, long cookieI, long cookieR, int what) {
    long now = ground.loop().clock().millis();
    if (lastClear.size() >= MOST_REMEMBERED) lastClear.values().removeIf(at -> now - at >= CLEAR_INTERVAL_MILLIS);
    Long last = lastClear.get(remote);
    if (last != null && now - last < CLEAR_INTERVAL_MILLIS || lastClear.size() >= MOST_REMEMBERED) return;
    lastClear.put(remote, now);
    var header = IsakmpHeader.of(cookieI, cookieR, ExchangeType.INFORMATIONAL, false, 0);
    var payload = new Payload.Notification(Protocol.IPSEC_DOI, Protocol.ISAKMP, new byte[0], what, new byte[0]);
    ground.sockets().send(local, localPort, remote, port, IsakmpWriter.clear(header, List.of(payload)));
  }

  /** Our ISAKMP SA is no more. */
  void deleteSa(IsakmpSa sa) {
    protectedSend(sa, new Payload.Delete(Protocol.IPSEC_DOI, Protocol.ISAKMP, 16, List.of(cookies(sa))));
  }

  /** These inbound SAs of ours are no more. @param protocol ESP or AH */
  void deleteIpsec(IsakmpSa sa, int protocol, List<Integer> spis) {
    for (int from = 0; from < spis.size(); from += 50) {
      var some = spis.subList(from, Math.min(spis.size(), from + 50));
      var bytes = some.stream().map(s -> ByteBuffer.allocate(4).putInt(s).array()).toList();
      protectedSend(sa, new Payload.Delete(Protocol.IPSEC_DOI, protocol, 4, bytes));
    }
  }

  /** The peer uses an SA that we do not have. */
  void unknownSpi(IsakmpSa sa, int spi) {
    int mid = engine.maker().freshMessageId(sa);
    ground.trace(sa, "set-node", "m", mid);
    ground.trace(sa, "sending-notify", "notify", NotifyType.name(NotifyType.INVALID_SPI), "protocol", Protocol.ESP, "spi",
        spi, "m", mid);
    byte[] bytes = ByteBuffer.allocate(4).putInt(spi).array();
    protectedSend(sa, mid, new Payload.Notification(Protocol.IPSEC_DOI, Protocol.ESP, bytes, NotifyType.INVALID_SPI,
        new byte[0]));
  }

  /** A question after the peer, or the answer to one. */
  void dpd(IsakmpSa sa, int what, byte[] sequence) {
    int mid = engine.maker().freshMessageId(sa);
    byte[] spi = cookies(sa);
    ground.trace(sa, "set-node", "m", mid);
    ground.trace(sa, "sending-notify", "notify", NotifyType.name(what), "protocol", Protocol.ISAKMP, "spi",
        ByteBuffer.wrap(spi).getInt(), "m", mid);
    ground.trace(sa, "dpd-sequence", "sequence", ByteBuffer.wrap(sequence).getInt());
    protectedSend(sa, mid, new Payload.Notification(Protocol.IPSEC_DOI, Protocol.ISAKMP, spi, what, sequence));
  }

  private static byte[] cookies(IsakmpSa sa) {
    return ByteBuffer.allocate(16).putLong(sa.initiatorCookie()).putLong(sa.phaseOne().responderCookie()).array();
  }

  private void protectedSend(IsakmpSa sa, Payload payload) {
    int mid = engine.maker().freshMessageId(sa);
    ground.trace(sa, "set-node", "m", mid);
    protectedSend(sa, mid, payload);
  }

  private void protectedSend(IsakmpSa sa, int mid, Payload payload) {
    var keys = sa.keys();
    sa.use(mid);
    byte[] rest = IsakmpWriter.payloads(List.of(payload));
    var payloads = new ArrayList<Payload>(List.of(new Payload.Hash(keys.hash1(mid, rest)), payload));
    byte[] body = keys.encrypt(keys.iv(mid), IsakmpWriter.payloads(payloads));
    var header = IsakmpHeader.of(sa.initiatorCookie(), sa.phaseOne().responderCookie(), ExchangeType.INFORMATIONAL, true,
        mid);
    ground.trace(sa, "sending", "state", sa.phaseOne().word());
    ground.transmit(sa, IsakmpWriter.message(header, PayloadType.HASH, body));
    ground.trace(sa, "purging-node", "m", mid);
  }

  // Receiving

  /** One whose hash is right. Its first Delete of the ISAKMP SA ends it: nothing behind that is looked at. */
  void received(IsakmpSa sa, Node node, IsakmpMessage m) {
    int mid = m.header().messageId();
    ground.trace(sa, "processing", "payload", "HASH", "m", mid);
    String input = "input-info-notify";
    for (Payload p : m.payloads()) {
      if (p instanceof Payload.Notification n) notified(sa, n, mid);
      else if (p instanceof Payload.Delete d) {
        input = "input-info-delete";
        if (deleted(sa, d, mid)) return;
      }
    }
    ground.trace(sa, "deleting-node-info", "m", mid);
    ground.trace(sa, input);
    ground.trace(sa, "old-state", "old", sa.phaseOne().state(), "new", sa.phaseOne().state());
    engine.performer().finish(sa, node);
  }

  private void notified(IsakmpSa sa, Payload.Notification n, int mid) {
    byte[] s = n.spi();
    int spi = s.length == 4 ? ByteBuffer.wrap(s).getInt() : 0;
    ground.trace(sa, "notify", "notify", NotifyType.name(n.what()), "protocol", n.protocol(), "spi", spi, "m", mid);
    if (n.doi() != Protocol.IPSEC_DOI) return;
    switch (n.what()) {
      case NotifyType.R_U_THERE -> {
        if (n.data().length != 4 || s.length != 16 || !Arrays.equals(s, cookies(sa))) return;
        ground.trace(sa, "dpd", "sequence", ByteBuffer.wrap(n.data()).getInt());
        dpd(sa, NotifyType.R_U_THERE_ACK, n.data());
      }
      case NotifyType.R_U_THERE_ACK -> {
        if (n.data().length != 4 || s.length != 16 || !Arrays.equals(s, cookies(sa))) return;
        int sequence = ByteBuffer.wrap(n.data()).getInt();
        if (sa.detection().filter(d -> d.acknowledged(sequence)).isPresent())
          ground.trace(sa, "dpd-ack", "sequence", sequence);
      }
      case NotifyType.INITIAL_CONTACT -> engine.performer().initialContact(sa);
      case NotifyType.NO_PROPOSAL_CHOSEN, NotifyType.INVALID_ID_INFORMATION, NotifyType.INVALID_KEY_INFORMATION -> {
        engine.performer().peerRefused(sa, spi, NotifyType.name(n.what()));
      }
      case NotifyType.RESPONDER_LIFETIME -> {
        if (n.protocol() == Protocol.ISAKMP && sa.initiator()) ResponderLifetime.seconds(n.data()).ifPresent(t ->
            engine.performer().shorten(sa, t));
      }
      case NotifyType.INVALID_SPI -> {
        if (s.length == 4) ground.ipsec().peerDeleted(sa.local(), sa.remote(), List.of(spi));
      }
      default -> { }
    }
  }

  /** @return whether the ISAKMP SA itself has gone */
  private boolean deleted(IsakmpSa sa, Payload.Delete d, int mid) {
    ground.trace(sa, "processing", "payload", "DELETE", "m", mid);
    if (d.doi() != Protocol.IPSEC_DOI) return false;
    if (d.protocol() == Protocol.ISAKMP) {
      for (byte[] spi : d.spis()) {
        var b = ByteBuffer.wrap(spi);
        var gone = engine.table().find(b.getLong(), b.getLong())
            .filter(s -> s.remote().equals(sa.remote()) && s.authenticated() && !s.deleted());
        if (gone.isEmpty()) continue;
        engine.endings().delete(gone.get(), Ending.DELETED_BY_PEER, false);
        if (gone.get() == sa) return true;
      }
    } else if (d.protocol() == Protocol.ESP || d.protocol() == Protocol.AH) {
      ground.trace(sa, "no-keepalives");
      if (ground.tracer().isOn(Switch.IPSEC)) ground.tracer().debug(Switch.IPSEC, "queue", sa.facts().with("count", 1));
      ground.ipsec().peerDeleted(sa.local(), sa.remote(), d.spis().stream().map(s -> ByteBuffer.wrap(s).getInt()).toList());
    }
    return false;
  }
}
