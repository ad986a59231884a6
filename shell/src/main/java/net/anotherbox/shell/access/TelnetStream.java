package net.anotherbox.shell.access;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BiConsumer;

/**
 * The bytes of a Telnet connection without the protocol's own (RFC 854): options are agreed on here, keys that the protocol
 * has commands for come out as the characters that IOS has for them. The server echoes (RFC 857), suppresses go-ahead (RFC
 * 858) and likes to know the size of the window (RFC 1073); it wants nothing else and refuses what else it is offered.
 */
final class TelnetStream extends FilterInputStream {
  static final int IAC = 255;
  private static final int DONT = 254;
  private static final int DO = 253;
  private static final int WONT = 252;
  private static final int WILL = 251;
  private static final int SB = 250;
  private static final int EL = 248;
  private static final int EC = 247;
  private static final int AYT = 246;
  private static final int IP = 244;
  private static final int BRK = 243;
  private static final int SE = 240;
  private static final int ECHO = 1;
  private static final int SGA = 3;
  private static final int NAWS = 31;
  private static final int LONGEST_SUBNEGOTIATION = 64;

  private final OutputStream out;
  private final BiConsumer<Integer, Integer> size;

  /** @param out as it goes to the wire; @param size told columns and rows */
  TelnetStream(InputStream in, OutputStream out, BiConsumer<Integer, Integer> size) {
    super(in);
    this.out = out;
    this.size = size;
  }

  /** What the server says first. */
  void begin() throws IOException {
    send(WILL, ECHO, WILL, SGA, DO, NAWS);
  }

  private void send(int... pairs) throws IOException {
    var b = new byte[pairs.length / 2 * 3];
    for (int i = 0; i < pairs.length / 2; i++) {
      b[i * 3] = (byte) IAC;
      b[i * 3 + 1] = (byte) pairs[i * 2];
      b[i * 3 + 2] = (byte) pairs[i * 2 + 1];
    }
    synchronized (out) {
      out.write(b);
      out.flush();
    }
  }

  @Override
  public int read() throws IOException {
    while (true) {
      int b = in.read();
      if (b != IAC) return b;
      int command = in.read();
      switch (command) {
        case -1, IAC -> {
          return command;
        }
        case EC -> {
          return '\b';
        }
        case EL -> {
          return 'U' - '@';
        }
        case IP, BRK -> {
          return 'C' - '@';
        }
        case AYT -> answer("\r\n[Yes]\r\n");
        case SB -> subnegotiation();
        case WILL, WONT, DO, DONT -> option(command, in.read());
        default -> { }
      }
    }
  }

  /** One key, or as many as have come already: a paste is not read byte by byte. */
  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) return 0;
    int n = 0;
    do {
      int c = read();
      if (c < 0) return n == 0 ? -1 : n;
      b[off + n++] = (byte) c;
    } while (n < len && in.available() > 0);
    return n;
  }

  private void answer(String text) throws IOException {
    synchronized (out) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  /** What the server has offered or asked for itself is not answered again: two that answer each other never end. */
  private void option(int command, int option) throws IOException {
    boolean own = option == ECHO || option == SGA;
    if (command == DO && !own) send(WONT, option);
    if (command == WILL && option != NAWS) send(DONT, option);
  }

  private void subnegotiation() throws IOException {
    var data = new int[LONGEST_SUBNEGOTIATION];
    int n = 0;
    for (int b; (b = in.read()) >= 0; ) {
      if (b == IAC) {
        b = in.read();
        if (b == SE || b < 0) break;
      }
      if (n < data.length) data[n++] = b;
    }
    if (n == 5 && data[0] == NAWS) size.accept(data[1] << 8 | data[2], data[3] << 8 | data[4]);
  }

  /** The way back: the byte 255 is doubled. */
  static final class Escaped extends OutputStream {
    private final OutputStream out;

    Escaped(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      synchronized (out) {
        int from = off;
        for (int i = off; i < off + len; i++) {
          if (b[i] != (byte) IAC) continue;
          out.write(b, from, i - from + 1);
          from = i;
        }
        out.write(b, from, off + len - from);
      }
    }

    @Override
    public void flush() throws IOException {
      synchronized (out) {
        out.flush();
      }
    }
  }
}
