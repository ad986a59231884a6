package net.anotherbox.shell.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.Datagrams.Received;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.runtime.value.Ipv4;

/**
 * One file to or from a TFTP server: RFC 1350, with the options of RFC 2347 to 2349 (block size, time-out, size of the
 * file). A server that does not know options answers without; one that refuses them is asked again without. On the thread
 * of the copy; says "!" for each ten blocks and "." for each answer that did not come.
 */
final class Tftp implements AutoCloseable {
  static final int PORT = 69;
  /** What a datagram on an Ethernet can carry through a tunnel. */
  private static final int BLOCK = 1400;
  private static final int USUAL_BLOCK = 512;
  private static final int SECONDS = 3;
  private static final int TRIES = 6;
  private static final int RRQ = 1;
  private static final int WRQ = 2;
  private static final int DATA = 3;
  private static final int ACK = 4;
  private static final int ERROR = 5;
  private static final int OACK = 6;
  private static final int BLOCKS_A_MARK = 10;

  private final Datagrams.Socket socket;
  private final Ipv4 server;
  private final Source.Marks marks;
  /** The server's port of this transfer; 0 before its first answer. */
  private int port;
  private int block = USUAL_BLOCK;
  private byte[] last;
  private int lastPort;
  private long blocks;
  /** Set when a packet said that the file is at its end or that there is an error: nobody is to be told of more. */
  private boolean over;

  private Tftp(Datagrams ports, Ipv4 server, Source.Marks marks) throws FileError {
    this.socket = ports.open(Optional.empty());
    this.server = server;
    this.marks = marks;
  }

  /** A file there. @param begins said when its first block has come */
  static Source.Opened read(Datagrams ports, Ipv4 server, String path, Source.Marks marks, Runnable begins)
      throws FileError {
    var t = new Tftp(ports, server, marks);
    try {
      byte[] first = t.request(RRQ, path, -1);
      long size = -1;
      if (code(first) == OACK) {
        Map<String, String> o = t.accepted(first);
        size = number(o.get("tsize"), -1);
        t.send(ack(0));
        first = t.expect(DATA, 1);
      }
      begins.run();
      return new Source.Opened(t.new Blocks(first), size);
    } catch (FileError e) {
      t.close();
      throw e;
    }
  }

  /** A file to be written there. */
  static Flash.Upload write(Datagrams ports, Ipv4 server, String path, long size, Source.Marks marks) throws FileError {
    var t = new Tftp(ports, server, marks);
    try {
      byte[] first = t.request(WRQ, path, size);
      if (code(first) == OACK) t.accepted(first);
      return t.new Writing();
    } catch (FileError e) {
      t.close();
      throw e;
    }
  }

  // ---- packets ----

  private static int code(byte[] packet) {
    return packet.length < 4 ? 0 : (packet[0] & 255) << 8 | packet[1] & 255;
  }

  private static int number(byte[] packet) {
    return (packet[2] & 255) << 8 | packet[3] & 255;
  }

  private static byte[] ack(int n) {
    return new byte[] {0, ACK, (byte) (n >> 8), (byte) n};
  }

  private static byte[] error(int number, String text) {
    byte[] t = text.getBytes(StandardCharsets.US_ASCII);
    byte[] p = Arrays.copyOf(new byte[] {0, ERROR, 0, (byte) number}, 5 + t.length);
    System.arraycopy(t, 0, p, 4, t.length);
    return p;
  }

  private static byte[] request(int code, String path, Map<String, String> options) {
    var p = new ByteArrayOutputStream();
    p.write(0);
    p.write(code);
    word(p, path);
    word(p, "octet");
    options.forEach((k, v) -> {
      word(p, k);
      word(p, v);
    });
    return p.toByteArray();
  }

  private static void word(ByteArrayOutputStream p, String text) {
    p.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    p.write(0);
  }

  private static long number(String text, long otherwise) {
    return text == null || !text.matches("\\d{1,15}") ? otherwise : Long.parseLong(text);
  }

  // ---- the exchange ----

  /** Asks, with options and if need be without. @return the first answer */
  private byte[] request(int code, String path, long size) throws FileError {
    var options = new LinkedHashMap<String, String>();
    options.put("blksize", Integer.toString(BLOCK));
    options.put("timeout", Integer.toString(SECONDS));
    options.put("tsize", Long.toString(Math.max(0, size)));
    int expected = code == RRQ ? DATA : ACK;
    try {
      return answer(request(code, path, options), expected, code == RRQ ? 1 : 0, true);
    } catch (OptionsRefused e) {
      port = 0;
      return answer(request(code, path, Map.of()), expected, code == RRQ ? 1 : 0, false);
    }
  }

  /** The server wants no options (error 8). */
  private static final class OptionsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private byte[] answer(byte[] request, int code, int number, boolean withOptions) throws FileError {
    send(request);
    return expect(code, number, withOptions);
  }

  private Map<String, String> accepted(byte[] oack) throws FileError {
    var found = new LinkedHashMap<String, String>();
    String[] words = new String(oack, 2, oack.length - 2, StandardCharsets.ISO_8859_1).split("\0");
    for (int i = 0; i + 1 < words.length; i += 2) found.put(words[i].toLowerCase(Locale.ROOT), words[i + 1]);
    long size = number(found.get("blksize"), USUAL_BLOCK);
    if (size < 8 || size > BLOCK) throw refused(8, "block size");
    block = (int) size;
    return found;
  }

  private FileError refused(int number, String text) throws FileError {
    socket.send(server, port, error(number, text));
    over = true;
    return new FileError(Reason.IO);
  }

  private void send(byte[] packet) throws FileError {
    last = packet;
    lastPort = port == 0 ? PORT : port;
    socket.send(server, lastPort, packet);
  }

  private byte[] expect(int code, int number) throws FileError {
    return expect(code, number, false);
  }

  /** Waits for a packet, sending the last one again as often as need be. */
  private byte[] expect(int code, int number, boolean orOptions) throws FileError {
    for (int left = TRIES; ; ) {
      if (marks.isBrokenOff()) throw new FileError(Reason.ABORTED);
      Optional<Received> r = socket.receive(SECONDS * 1000L);
      if (r.isEmpty()) {
        marks.say(".");
        if (--left == 0) throw new FileError(Reason.TIMED_OUT);
        socket.send(server, lastPort, last);
        continue;
      }
      if (!isOurs(r.get())) continue;
      byte[] p = r.get().data();
      if (code(p) == ERROR) throw told(p, orOptions);
      if (code(p) == code && number(p) == number) return p;
      if (orOptions && code(p) == OACK) return p;
      // The other end has not heard us: a block that came before is acknowledged again (RFC 1123: an old ACK is not
      // answered).
      if (code(p) == DATA && code == DATA && number(p) == (number - 1 & 0xffff)) socket.send(server, lastPort, last);
    }
  }

  /** From the server, and on the port of this transfer: the first answer says which. */
  private boolean isOurs(Received r) throws FileError {
    if (!r.from().equals(server)) return false;
    if (port == 0 && r.data().length >= 4) port = r.port();
    if (r.port() == port) return true;
    socket.send(r.from(), r.port(), error(5, "Unknown transfer ID"));
    return false;
  }

  private FileError told(byte[] packet, boolean withOptions) {
    over = true;
    int number = number(packet);
    if (number == 8 && withOptions) {
      over = false;
      throw new OptionsRefused();
    }
    String text = new String(packet, 4, packet.length - 4, StandardCharsets.ISO_8859_1).split("\0", 2)[0]
        .replaceAll("[^ -~]", ".");
    return switch (number) {
      case 1 -> new FileError(Reason.NO_SUCH_FILE);
      case 2 -> new FileError(Reason.PERMISSION);
      case 3 -> new FileError(Reason.NO_SPACE);
      case 6 -> new FileError(Reason.EXISTS);
      default -> new FileError(Reason.REFUSED_BY_PEER, text);
    };
  }

  private void counted() {
    if (++blocks % BLOCKS_A_MARK == 1) marks.say("!");
  }

  /** Tells the other end if it waits for more that will not come. */
  @Override
  public void close() {
    try {
      if (!over && port != 0) socket.send(server, port, error(0, "Transfer ended"));
    } catch (FileError e) {
      // It will find out by itself.
      over = true;
    } finally {
      socket.close();
    }
  }

  /** The blocks of a file that is read. */
  private final class Blocks extends InputStream {
    private byte[] packet;
    private int at = 4;
    private int number = 1;

    Blocks(byte[] first) {
      packet = first;
      counted();
    }

    private boolean more() throws IOException {
      while (at >= packet.length) {
        if (over) return false;
        try {
          if (packet.length - 4 < block) {
            send(ack(number));
            over = true;
            return false;
          }
          send(ack(number));
          number = number + 1 & 0xffff;
          packet = expect(DATA, number);
          if (packet.length - 4 > block) throw refused(4, "block too long");
          at = 4;
          counted();
        } catch (FileError e) {
          throw new Source.Broken(e);
        }
      }
      return true;
    }

    @Override
    public int read() throws IOException {
      return more() ? packet[at++] & 255 : -1;
    }

    @Override
    public int read(byte[] b, int from, int most) throws IOException {
      if (!more()) return -1;
      int n = Math.min(most, packet.length - at);
      System.arraycopy(packet, at, b, from, n);
      at += n;
      return n;
    }

    @Override
    public void close() {
      Tftp.this.close();
    }
  }

  /** A file that is written: a block goes out when it is full, the last one, shorter or empty, when all is said. */
  private final class Writing implements Flash.Upload {
    private byte[] waiting = new byte[block + 4];
    private int filled = 4;
    private int number;

    @Override
    public void write(byte[] bytes, int from, int to) throws FileError {
      for (int i = from; i < to; ) {
        int n = Math.min(to - i, waiting.length - filled);
        System.arraycopy(bytes, i, waiting, filled, n);
        filled += n;
        i += n;
        if (filled == waiting.length) block();
      }
    }

    private void block() throws FileError {
      number = number + 1 & 0xffff;
      byte[] p = Arrays.copyOf(waiting, filled);
      p[1] = DATA;
      p[2] = (byte) (number >> 8);
      p[3] = (byte) number;
      send(p);
      expect(ACK, number);
      counted();
      filled = 4;
    }

    @Override
    public void keep() throws FileError {
      block();
      over = true;
    }

    @Override
    public void close() {
      Tftp.this.close();
    }
  }
}
