package net.anotherbox.crypto.isakmp.ted;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.VendorIds;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpReader;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.MessageRules;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.wire.DecodeError;

/** Probes and answers as bytes. */
final class TedMessage {
  /** Carries both halves of the proxies of an answer. */
  static final int PROXIES = 239;
  private static final int UDP = 17;
  private static final int PORT = 500;
  private static final int HALF = 12;

  /** Says that we read payload 239. The bytes are ours: those of IOS are not known. */
  private static final byte[] V3 = HexFormat.of().parseHex("5b362bc820f60001a7b1d2c94e0f6a33");

  private TedMessage() {}

  /** Our gateway first, then what it protects. */
  static byte[] probe(long cookie, Address gateway, Proxy protects, Randomness randomness) {
    return IsakmpWriter.clear(IsakmpHeader.of(cookie, 0, ExchangeType.TED_PROBE, false, 0), List.of(
        VendorIds.iosOf(bytes(cookie), randomness), Payload.Id.of(gateway, UDP, PORT), network(protects),
        new Payload.Vendor(V3.clone())));
  }

  /** @param version3 whether the other side reads payload 239 */
  static byte[] answer(IsakmpHeader probe, long cookie, Address gateway, Proxy protects, Proxy others, boolean version3,
      Randomness randomness) {
    var header = IsakmpHeader.of(probe.initiatorCookie(), cookie, ExchangeType.TED_ANSWER, false, 0);
    var vendor = VendorIds.iosOf(bytes(cookie), randomness);
    var own = Payload.Id.of(gateway, UDP, PORT);
    if (!version3) return IsakmpWriter.clear(header, List.of(vendor, own, network(protects)));
    byte[] halves = Arrays.copyOf(network(protects).body(), 2 * HALF);
    System.arraycopy(network(others).body(), 0, halves, HALF, HALF);
    return IsakmpWriter.clear(header, List.of(vendor, own, new Payload.Other(PROXIES, halves)));
  }

  /** @throws DecodeError if it is no probe that can be answered */
  static IsakmpMessage read(byte[] datagram, MessageRules rules) throws DecodeError {
    var h = IsakmpHeader.read(datagram);
    if (h.version() != IsakmpHeader.VERSION) throw new DecodeError("version", h.version());
    if (h.initiatorCookie() == 0) throw new DecodeError("initiator cookie", 0);
    if (h.messageId() != 0) throw new DecodeError("message ID", h.messageId());
    if (h.flags() != 0) throw new DecodeError("flags", h.flags());
    var m = IsakmpReader.clear(h, datagram);
    rules.check(m);
    return m;
  }

  /** The gateway that the message names. */
  static Optional<Address> gateway(IsakmpMessage m) {
    return m.all(Payload.Id.class).getFirst().address().filter(Ipv4.class::isInstance);
  }

  /** What that gateway protects, if it says so in a second identification payload. */
  static Optional<Proxy> half(IsakmpMessage m) {
    var ids = m.all(Payload.Id.class);
    return ids.size() < 2 ? Optional.empty() : Proxy.of(ids.get(1)).filter(p -> p.address() instanceof Ipv4);
  }

  /** The halves of an answer's payload 239: the responder's, then the initiator's. Empty if it is not of this layout. */
  static List<Proxy> halves(IsakmpMessage m) {
    for (Payload.Other o : m.all(Payload.Other.class)) {
      if (o.type() != PROXIES || o.body().length != 2 * HALF) continue;
      var theirs = proxy(o.body(), 0);
      var ours = proxy(o.body(), HALF);
      if (theirs.isPresent() && ours.isPresent()) return List.of(theirs.get(), ours.get());
    }
    return List.of();
  }

  private static Optional<Proxy> proxy(byte[] b, int at) {
    if (b[at] != Payload.Id.IPV4_ADDR_SUBNET) return Optional.empty();
    return Proxy.of(new Payload.Id(b[at], b[at + 1] & 255, (b[at + 2] & 255) << 8 | b[at + 3] & 255,
        Arrays.copyOfRange(b, at + 4, at + HALF)));
  }

  /** A host is a network of one address here. */
  private static Payload.Id network(Proxy p) {
    byte[] b = Arrays.copyOf(p.address().bytes(), 8);
    System.arraycopy(Ipv4.mask(p.prefixLength()).bytes(), 0, b, 4, 4);
    return new Payload.Id(Payload.Id.IPV4_ADDR_SUBNET, p.protocol(), p.port(), b);
  }

  static boolean isVersion3(Payload.Vendor v) {
    return Arrays.equals(v.value(), V3);
  }

  static byte[] bytes(long cookie) {
    byte[] b = new byte[8];
    for (int i = 0; i < 8; i++) b[i] = (byte) (cookie >> 56 - 8 * i);
    return b;
  }
}
