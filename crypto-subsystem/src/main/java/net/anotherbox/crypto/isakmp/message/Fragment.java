package net.anotherbox.crypto.isakmp.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.anotherbox.runtime.wire.DecodeError;
import net.anotherbox.runtime.wire.Reader;
import net.anotherbox.runtime.wire.Writer;

/**
 * A part of a message that would be too long for one IP packet, as IOS and its kin send it. Behind a header of its own, with
 * the cookies and the exchange type of the message, stands this payload; the parts of all fragments are the message, header
 * and all.
 *
 * <pre>
 *  | Next Payload (0) | RESERVED | Payload Length |
 *  |   Fragment ID    |  Number  |     Flags      |
 * </pre>
 *
 * @param id the same in all fragments of a message
 * @param number from 1
 */
public record Fragment(int id, int number, boolean last, byte[] data) {
  private static final int LAST = 1;
  private static final int HEADER = 8;
  private static final int MESSAGE_ID_AT = 20;

  /** What an IP packet of 576 bytes has room for, behind IP, UDP and the marker of NAT traversal. */
  public static final int LONGEST_DATAGRAM = 576 - 20 - 8 - 4;

  /** The fragments of a message. @param id not that of the message before */
  public static List<byte[]> cut(byte[] message, int id) {
    var own = ByteBuffer.wrap(message);
    int exchange = IsakmpHeader.exchangeOf(message);
    int messageId = own.getInt(MESSAGE_ID_AT);
    var header = IsakmpHeader.of(own.getLong(), own.getLong(), exchange, false, messageId);
    int most = LONGEST_DATAGRAM - IsakmpHeader.SIZE - HEADER;
    var out = new ArrayList<byte[]>();
    for (int at = 0; at < message.length; at += most) {
      byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + most));
      boolean last = at + most >= message.length;
      byte[] body = new Writer().u8(0).u8(0).u16(HEADER + part.length).u16(id).u8(out.size() + 1).u8(last ? LAST : 0)
          .bytes(part).toBytes();
      out.add(IsakmpWriter.message(header, PayloadType.FRAGMENT, body));
    }
    return out;
  }

  /** Reads the only payload of a datagram whose header says that it is one. */
  public static Fragment read(byte[] datagram) throws DecodeError {
    var r = new Reader(datagram, IsakmpHeader.SIZE, datagram.length);
    int next = r.u8("next payload of a fragment");
    if (next != PayloadType.NONE) throw new DecodeError("next payload of a fragment", next);
    r.skip(1, "reserved");
    int length = r.u16("fragment length");
    if (length != datagram.length - IsakmpHeader.SIZE || length <= HEADER) throw new DecodeError("fragment length", length);
    int id = r.u16("fragment ID");
    int number = r.u8("fragment number");
    if (number == 0) throw new DecodeError("fragment number", number);
    return new Fragment(id, number, (r.u8("fragment flags") & LAST) != 0, r.rest());
  }
}
