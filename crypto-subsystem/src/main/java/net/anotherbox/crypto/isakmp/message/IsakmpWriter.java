package net.anotherbox.crypto.isakmp.message;

import java.util.List;
import net.anotherbox.runtime.wire.Writer;

/** Makes bytes out of payloads. */
public final class IsakmpWriter {
  private IsakmpWriter() {}

  /** A whole message in clear. */
  public static byte[] clear(IsakmpHeader header, List<Payload> payloads) {
    return message(header, payloads.isEmpty() ? 0 : payloads.get(0).type(), payloads(payloads));
  }

  /** A whole message whose body has been encrypted. @param first type of the first payload within */
  public static byte[] message(IsakmpHeader h, int first, byte[] body) {
    return new Writer().i32((int) (h.initiatorCookie() >> 32)).i32((int) h.initiatorCookie())
        .i32((int) (h.responderCookie() >> 32)).i32((int) h.responderCookie()).u8(first).u8(h.version()).u8(h.exchange())
        .u8(h.flags()).i32(h.messageId()).i32(IsakmpHeader.SIZE + body.length).bytes(body).toBytes();
  }

  /** The chain of payloads, with their generic headers. */
  public static byte[] payloads(List<Payload> payloads) {
    var w = new Writer();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] body = body(payloads.get(i));
      w.u8(i + 1 < payloads.size() ? payloads.get(i + 1).type() : PayloadType.NONE).u8(0).u16(4 + body.length).bytes(body);
    }
    return w.toBytes();
  }

  /** A payload without its generic header. */
  public static byte[] body(Payload payload) {
    return switch (payload) {
      case Payload.Sa sa -> sa(sa);
      case Payload.Ke ke -> ke.value();
      case Payload.Id id -> id.body();
      case Payload.Hash hash -> hash.value();
      case Payload.Nonce nonce -> nonce.value();
      case Payload.Notification n -> new Writer().i32(n.doi()).u8(n.protocol()).u8(n.spi().length).u16(n.what())
          .bytes(n.spi()).bytes(n.data()).toBytes();
      case Payload.Delete d -> {
        var w = new Writer().i32(d.doi()).u8(d.protocol()).u8(d.spiSize()).u16(d.spis().size());
        for (byte[] spi : d.spis()) w.bytes(spi);
        yield w.toBytes();
      }
      case Payload.Vendor v -> v.value();
      case Payload.Other o -> o.body();
    };
  }

  private static byte[] sa(Payload.Sa sa) {
    var w = new Writer().i32(sa.doi()).i32(sa.situation());
    for (int i = 0; i < sa.proposals().size(); i++) {
      boolean last = i + 1 == sa.proposals().size();
      byte[] p = proposal(sa.proposals().get(i));
      w.u8(last ? PayloadType.NONE : PayloadType.PROPOSAL).u8(0).u16(4 + p.length).bytes(p);
    }
    return w.toBytes();
  }

  private static byte[] proposal(Proposal p) {
    var w = new Writer().u8(p.number()).u8(p.protocol()).u8(p.spi().length).u8(p.transforms().size()).bytes(p.spi());
    for (int i = 0; i < p.transforms().size(); i++) {
      Transform t = p.transforms().get(i);
      byte[] a = attributes(t.attributes());
      w.u8(i + 1 == p.transforms().size() ? PayloadType.NONE : PayloadType.TRANSFORM).u8(0).u16(8 + a.length)
          .u8(t.number()).u8(t.id()).u16(0).bytes(a);
    }
    return w.toBytes();
  }

  /** Attributes as they stand in transforms and in the data of RESPONDER-LIFETIME. */
  public static byte[] attributes(List<Attribute> attributes) {
    var w = new Writer();
    for (Attribute a : attributes) {
      if (a.basic()) w.u16(0x8000 | a.type()).bytes(a.value());
      else w.u16(a.type()).u16(a.value().length).bytes(a.value());
    }
    return w.toBytes();
  }
}
