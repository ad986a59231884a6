package net.anotherbox.shell.aaa;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * One TACACS+ packet (RFC 8907, section 4): a header of twelve bytes and a body, which goes over the wire XORed with a pad
 * made from the session, the key, the version and the sequence number.
 *
 * @param version 0xC0, or 0xC1 where the password is in the first packet
 */
record TacacsPacket(int version, Type type, int sequence, int session, byte[] body) {
  /** Kinds of packet, by their numbers. */
  enum Type { AUTHENTICATION, AUTHORIZATION, ACCOUNTING }

  static final int VERSION = 0xC0;
  static final int VERSION_ONE = 0xC1;
  private static final int HEADER = 12;
  private static final int UNENCRYPTED = 1;
  /** Far more than any server has to say; the length field could ask for 4 GB. */
  private static final int LARGEST_BODY = 65_536;

  /** As it goes over the wire. */
  byte[] encoded(byte[] key) {
    return ByteBuffer.allocate(HEADER + body.length).put((byte) version).put((byte) (type.ordinal() + 1))
        .put((byte) sequence).put((byte) 0).putInt(session).putInt(body.length).put(obfuscated(key)).array();
  }

  /**
   * Reads a server's answer.
   *
   * @throws IOException if what comes is none, is not obfuscated, or has fields that do not fill it: then it was made with
   *     another key (RFC 8907, section 4.5), and its status, which may be any by chance, is not to be looked at
   */
  static TacacsPacket reply(InputStream in, byte[] key) throws IOException {
    var data = new DataInputStream(in);
    int version = data.readUnsignedByte();
    int type = data.readUnsignedByte();
    int sequence = data.readUnsignedByte();
    int flags = data.readUnsignedByte();
    int session = data.readInt();
    int length = data.readInt();
    if (version >> 4 != 0xC || type < 1 || type > Type.values().length || length < 0 || length > LARGEST_BODY
        || (flags & UNENCRYPTED) != 0) throw new IOException("not a TACACS+ packet");
    var body = new byte[length];
    data.readFully(body);
    var packet = new TacacsPacket(version, Type.values()[type - 1], sequence, session, body);
    byte[] clear = packet.obfuscated(key);
    if (filled(packet.type, clear) != length) throw new IOException("made with another key");
    return new TacacsPacket(version, packet.type, sequence, session, clear);
  }

  /** How long the answer is by its fields (RFC 8907, sections 5.2, 6.2 and 7.2); -1 if it ends within them. */
  private static int filled(Type type, byte[] clear) {
    var b = ByteBuffer.wrap(clear);
    int fixed = type == Type.ACCOUNTING ? 5 : 6;
    if (clear.length < fixed) return -1;
    int texts = type == Type.ACCOUNTING ? 0 : 2;
    int sum = fixed + (b.getShort(texts) & 0xffff) + (b.getShort(texts + 2) & 0xffff);
    if (type != Type.AUTHORIZATION) return sum;
    int arguments = clear[1] & 255;
    if (clear.length < fixed + arguments) return -1;
    for (int i = 0; i < arguments; i++) sum += 1 + (clear[fixed + i] & 255);
    return sum;
  }

  private byte[] obfuscated(byte[] key) {
    byte[] out = body.clone();
    byte[] pad = {};
    for (int at = 0; at < out.length; at += pad.length) {
      pad = pad(key, pad);
      for (int i = 0; i < pad.length && at + i < out.length; i++) out[at + i] ^= pad[i];
    }
    return out;
  }

  private byte[] pad(byte[] key, byte[] before) {
    try {
      var md5 = MessageDigest.getInstance("MD5");
      md5.update(ByteBuffer.allocate(4).putInt(session).array());
      md5.update(key);
      md5.update((byte) version);
      md5.update((byte) sequence);
      return md5.digest(before);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] latin(String s) {
    byte[] b = s.getBytes(StandardCharsets.ISO_8859_1);
    return b.length <= 255 ? b : Arrays.copyOf(b, 255);
  }

  /** Without its body, which may hold a password. */
  @Override
  public String toString() {
    return type + " " + sequence + " of " + Integer.toHexString(session);
  }
}
