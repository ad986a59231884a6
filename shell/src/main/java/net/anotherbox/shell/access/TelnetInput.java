package net.anotherbox.shell.access;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes that come over a Telnet connection without the protocol's own (RFC 854), whichever end this is. */
abstract class TelnetInput extends FilterInputStream {
  static final int IAC = 255;
  static final int DONT = 254;
  static final int DO = 253;
  static final int WONT = 252;
  static final int WILL = 251;
  static final int SB = 250;
  static final int SE = 240;
  static final int ECHO = 1;
  static final int SGA = 3;
  static final int NAWS = 31;
  /** What {@link #command} says of a command that stands for no key. */
  static final int NO_KEY = -2;
  private static final int LONGEST_SUBNEGOTIATION = 64;

  TelnetInput(InputStream in) {
    super(in);
  }

  /** {@code WILL}, {@code WONT}, {@code DO} or {@code DONT} of an option has come. */
  abstract void option(int command, int option) throws IOException;

  /** What stood between {@code SB} and {@code SE}, as far as it is not too long to mean anything. */
  abstract void subnegotiated(int[] data) throws IOException;

  /** Any other command. @return the key that it stands for, or {@link #NO_KEY} */
  abstract int command(int command) throws IOException;

  /** Whether a byte means nothing at this end. */
  abstract boolean isIdle(int b);

  @Override
  public int read() throws IOException {
    while (true) {
      int b = in.read();
      if (isIdle(b)) continue;
      if (b != IAC) return b;
      int command = in.read();
      switch (command) {
        case -1, IAC -> {
          return command;
        }
        case SB -> subnegotiation();
        case WILL, WONT, DO, DONT -> option(command, in.read());
        default -> {
          int key = command(command);
          if (key != NO_KEY) return key;
        }
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
    subnegotiated(Arrays.copyOf(data, n));
  }
}
