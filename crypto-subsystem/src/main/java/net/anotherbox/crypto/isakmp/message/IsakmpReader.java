package net.anotherbox.crypto.isakmp.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.anotherbox.runtime.wire.DecodeError;
import net.anotherbox.runtime.wire.Reader;

/** Makes payloads out of bytes. All loops are bounded by the message's length and by {@link #MOST}. */
public final class IsakmpReader {
  /** More payloads, proposals, transforms, attributes or SPIs than this are refused: no peer needs them. */
  public static final int MOST = 100;

  /** The field that a wrong key shows in most often; its value is the payload's type. */
  public static final String RESERVED = "RESERVED of payload";

  private IsakmpReader() {}

  /** Reads a message in clear. @throws DecodeError that names the field that is wrong and what it held */
  public static IsakmpMessage clear(IsakmpHeader header, byte[] datagram) throws DecodeError {
    return payloads(header, datagram, IsakmpHeader.SIZE, 3);
  }

  /** Reads the payloads of a message whose body has been decrypted; zero or more bytes of padding may follow them. */
  public static IsakmpMessage decrypted(IsakmpHeader header, byte[] body) throws DecodeError {
    return payloads(header, body, 0, Integer.MAX_VALUE);
  }

  private static IsakmpMessage payloads(IsakmpHeader header, byte[] bytes, int from, int mostPadding) throws DecodeError {
    var r = new Reader(bytes, from, bytes.length);
    var out = new ArrayList<Payload>();
    int type = header.nextPayload();
    int behindFirst = from;
    while (type != PayloadType.NONE) {
      if (out.size() == MOST) throw new DecodeError("number of payloads", out.size() + 1);
      int next = r.u8("next payload");
      if (r.u8("RESERVED") != 0) throw new DecodeError(RESERVED, type);
      int length = r.u16("payload length");
      if (length < 4) throw new DecodeError("payload length", length);
      var body = r.slice(length - 4, "payload");
      out.add(payload(type, body, bytes));
      if (out.size() == 1) behindFirst = r.position();
      type = next;
    }
    if (out.isEmpty()) throw new DecodeError("number of payloads", 0);
    if (r.remaining() > mostPadding) throw new DecodeError("bytes behind the last payload", r.remaining());
    return new IsakmpMessage(header, List.copyOf(out), Arrays.copyOfRange(bytes, behindFirst, r.position()));
  }

  private static Payload payload(int type, Reader body, byte[] whole) throws DecodeError {
    return switch (type) {
      case PayloadType.SA -> sa(body);
      case PayloadType.PROPOSAL, PayloadType.TRANSFORM -> throw new DecodeError("payload out of place", type);
      case PayloadType.KE -> new Payload.Ke(body.rest());
      case PayloadType.ID -> id(body);
      case PayloadType.HASH -> new Payload.Hash(body.rest());
      case PayloadType.NONCE -> nonce(body);
      case PayloadType.NOTIFICATION -> notification(body);
      case PayloadType.DELETE -> delete(body);
      case PayloadType.VENDOR -> vendor(body, whole);
      default -> new Payload.Other(type, body.rest());
    };
  }

  private static Payload.Vendor vendor(Reader body, byte[] whole) {
    int fifteenth = body.position() + 14;
    return new Payload.Vendor(body.rest(), fifteenth < whole.length ? whole[fifteenth] & 255 : 0);
  }

  private static Payload.Nonce nonce(Reader body) throws DecodeError {
    int n = body.remaining();
    if (n < 8 || n > 256) throw new DecodeError("nonce length", n);
    return new Payload.Nonce(body.rest());
  }

  private static Payload.Sa sa(Reader body) throws DecodeError {
    byte[] all = body.rest();
    var r = new Reader(all);
    int doi = r.i32("DOI");
    if (doi != Protocol.IPSEC_DOI) throw new DecodeError("DOI", doi & 0xffffffffL);
    int situation = r.i32("situation");
    if (situation != Protocol.IDENTITY_ONLY) throw new DecodeError("situation", situation & 0xffffffffL);
    var proposals = new ArrayList<Proposal>();
    int next;
    do {
      if (proposals.size() == MOST) throw new DecodeError("number of proposals", MOST + 1);
      next = r.u8("next proposal");
      if (next != PayloadType.NONE && next != PayloadType.PROPOSAL) throw new DecodeError("next proposal", next);
      proposals.add(proposal(inner(r, "proposal length")));
    } while (next != PayloadType.NONE);
    if (r.remaining() != 0) throw new DecodeError("bytes behind the last proposal", r.remaining());
    return new Payload.Sa(doi, situation, List.copyOf(proposals), all);
  }

  private static Reader inner(Reader r, String field) throws DecodeError {
    if (r.u8("RESERVED") != 0) throw new DecodeError("RESERVED", 1);
    int length = r.u16(field);
    if (length < 8) throw new DecodeError(field, length);
    return r.slice(length - 4, field);
  }

  private static Proposal proposal(Reader r) throws DecodeError {
    int number = r.u8("proposal number");
    int protocol = r.u8("protocol");
    int spiSize = r.u8("SPI size");
    int count = r.u8("number of transforms");
    byte[] spi = r.bytes(spiSize, "SPI");
    if (protocol != Protocol.ISAKMP && spiSize != 4 && spiSize != 2) throw new DecodeError("SPI size", spiSize);
    if (spiSize > 16) throw new DecodeError("SPI size", spiSize);
    var transforms = new ArrayList<Transform>();
    int next = count == 0 ? PayloadType.NONE : PayloadType.TRANSFORM;
    while (next != PayloadType.NONE) {
      if (transforms.size() == MOST) throw new DecodeError("number of transforms", MOST + 1);
      next = r.u8("next transform");
      if (next != PayloadType.NONE && next != PayloadType.TRANSFORM) throw new DecodeError("next transform", next);
      transforms.add(transform(inner(r, "transform length")));
    }
    if (transforms.size() != count || count == 0) throw new DecodeError("number of transforms", count);
    if (r.remaining() != 0) throw new DecodeError("bytes behind the last transform", r.remaining());
    return new Proposal(number, protocol, spi, List.copyOf(transforms));
  }

  private static Transform transform(Reader r) throws DecodeError {
    int number = r.u8("transform number");
    int id = r.u8("transform ID");
    r.skip(2, "RESERVED2");
    var attributes = new ArrayList<Attribute>();
    while (r.remaining() > 0) {
      if (attributes.size() == MOST) throw new DecodeError("number of attributes", MOST + 1);
      int type = r.u16("attribute type");
      if ((type & 0x8000) != 0) attributes.add(new Attribute(type & 0x7fff, true, r.bytes(2, "attribute value")));
      else attributes.add(new Attribute(type, false, r.bytes(r.u16("attribute length"), "attribute value")));
    }
    return new Transform(number, id, List.copyOf(attributes));
  }

  private static Payload.Id id(Reader r) throws DecodeError {
    int kind = r.u8("ID type");
    int protocol = r.u8("protocol");
    int port = r.u16("port");
    byte[] data = r.rest();
    int wanted = switch (kind) {
      case Payload.Id.IPV4_ADDR -> 4;
      case Payload.Id.IPV4_ADDR_SUBNET, Payload.Id.IPV4_ADDR_RANGE -> 8;
      case Payload.Id.IPV6_ADDR -> 16;
      case Payload.Id.IPV6_ADDR_SUBNET, 8 -> 32;
      default -> data.length;
    };
    if (data.length != wanted || data.length == 0) throw new DecodeError("length of identification type " + kind,
        data.length);
    return new Payload.Id(kind, protocol, port, data);
  }

  private static Payload.Notification notification(Reader r) throws DecodeError {
    int doi = r.i32("DOI");
    int protocol = r.u8("protocol");
    int size = r.u8("SPI size");
    int what = r.u16("notify message type");
    return new Payload.Notification(doi, protocol, r.bytes(size, "SPI"), what, r.rest());
  }

  private static Payload.Delete delete(Reader r) throws DecodeError {
    int doi = r.i32("DOI");
    int protocol = r.u8("protocol");
    int size = r.u8("SPI size");
    int count = r.u16("number of SPIs");
    if (size != (protocol == Protocol.ISAKMP ? 16 : 4)) throw new DecodeError("SPI size", size);
    if (count == 0 || count > MOST || count * size != r.remaining()) throw new DecodeError("number of SPIs", count);
    var spis = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) spis.add(r.bytes(size, "SPI"));
    return new Payload.Delete(doi, protocol, size, List.copyOf(spis));
  }
}
