package net.anotherbox.shell.access;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import net.anotherbox.shell.session.FarEnd;
import net.anotherbox.shell.session.OtherMachines.Glass;

/**
 * The calling side of Telnet (RFC 854): lets the other end echo (RFC 857) and suppress go-ahead (RFC 858), says what the
 * terminal is and how big (RFC 1091, 1073) when asked, and refuses the rest. It asks for nothing itself, so that a port
 * which does not speak Telnet sees nothing but what is typed.
 */
final class TelnetCall implements FarEnd {
  private static final int IAC = TelnetInput.IAC;
  private static final int TYPE = 24;
  private static final int IS = 0;

  private final Socket socket;
  private final Glass glass;
  private final OutputStream wire;
  private final InputStream in;
  private final OutputStream out = new Typed();
  private volatile boolean echoed;
  private volatile boolean spoken;
  private boolean quiet;

  TelnetCall(Socket socket, Glass glass) throws IOException {
    this.socket = socket;
    this.glass = glass;
    this.wire = socket.getOutputStream();
    this.in = new Heard(new BufferedInputStream(socket.getInputStream()));
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public boolean echoes() {
    return echoed;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(int... bytes) throws IOException {
    var b = new byte[bytes.length];
    for (int i = 0; i < b.length; i++) b[i] = (byte) bytes[i];
    synchronized (wire) {
      wire.write(b);
      wire.flush();
    }
  }

  /** What the other end shows. */
  private final class Heard extends TelnetInput {
    Heard(InputStream in) {
      super(in);
    }

    @Override
    boolean isIdle(int b) {
      return b == 0;
    }

    @Override
    int command(int command) {
      return NO_KEY;
    }

    /** An answer is given only where something changes: two that answer each other never end. */
    @Override
    void option(int command, int option) throws IOException {
      spoken = true;
      switch (command) {
        case WILL -> {
          if (option == ECHO && echoed || option == SGA && quiet) return;
          if (option == ECHO) echoed = true;
          if (option == SGA) quiet = true;
          send(IAC, option == ECHO || option == SGA ? DO : DONT, option);
        }
        case WONT -> {
          if (option != ECHO || !echoed) return;
          echoed = false;
          send(IAC, DONT, ECHO);
        }
        case DO -> {
          boolean can = option == SGA || option == TYPE || option == NAWS && glass.columns() > 0;
          send(IAC, can ? WILL : WONT, option);
          if (!can || option != NAWS) return;
          send(IAC, SB, NAWS, glass.columns() >> 8, glass.columns() & 255, glass.rows() >> 8, glass.rows() & 255, IAC, SE);
        }
        default -> { }
      }
    }

    /** The only question is for the type of the terminal. */
    @Override
    void subnegotiated(int[] data) throws IOException {
      if (data.length != 2 || data[0] != TYPE) return;
      byte[] type = (glass.type().isEmpty() ? "VT100" : glass.type()).getBytes(StandardCharsets.US_ASCII);
      synchronized (wire) {
        send(IAC, SB, TYPE, IS);
        wire.write(type);
        send(IAC, SE);
      }
    }
  }

  /** What is typed: the byte 255 is doubled, a return is CR NUL to who speaks Telnet (RFC 854) and CR LF to who does not. */
  private final class Typed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      if ((b & 255) == IAC) send(IAC, IAC);
      else if (b == '\r') send('\r', spoken ? 0 : '\n');
      else send(b);
    }
  }
}
