package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BiConsumer;

/**
 * The bytes of a Telnet connection without the protocol's own (RFC 854): options are agreed on here, keys that the protocol
 * has commands for come out as the characters that IOS has for them. The server echoes (RFC 857), suppresses go-ahead (RFC
 * 858) and likes to know the size of the window (RFC 1073); it wants nothing else and refuses what else it is offered.
 */
final class TelnetStream extends TelnetInput {
  private static final int EL = 248;
  private static final int EC = 247;
  private static final int AYT = 246;
  private static final int IP = 244;
  private static final int BRK = 243;

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
  boolean isIdle(int b) {
    return false;
  }

  @Override
  int command(int command) throws IOException {
    return switch (command) {
      case EC -> '\b';
      case EL -> 'U' - '@';
      case IP, BRK -> 'C' - '@';
      case AYT -> {
        answer("\r\n[Yes]\r\n");
        yield NO_KEY;
      }
      default -> NO_KEY;
    };
  }

  private void answer(String text) throws IOException {
    synchronized (out) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  /** What the server has offered or asked for itself is not answered again: two that answer each other never end. */
  @Override
  void option(int command, int option) throws IOException {
    boolean own = option == ECHO || option == SGA;
    if (command == DO && !own) send(WONT, option);
    if (command == WILL && option != NAWS) send(DONT, option);
  }

  @Override
  void subnegotiated(int[] data) {
    if (data.length == 5 && data[0] == NAWS) size.accept(data[1] << 8 | data[2], data[3] << 8 | data[4]);
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
