package net.anotherbox.shell.file;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;

/**
 * What {@code scp} says at both ends: "C0644 SIZE NAME", the bytes, and after each a byte 0 for yes, or 1 and a text for
 * no. One file at a time; directories are refused.
 */
final class ScpWire {
  private static final int LONGEST_LINE = 4096;

  private final InputStream in;
  private final OutputStream out;

  ScpWire(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** A file that is about to come. */
  record Header(long size, String name) {}

  void yes() throws IOException {
    out.write(0);
    out.flush();
  }

  /** Says why there will be no copy. */
  void no(String text) throws IOException {
    out.write(("\1" + text + "\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Waits for the other end's yes. @throws FileError with its text for a no */
  void answered() throws IOException, FileError {
    int b = in.read();
    if (b == 0) return;
    if (b < 0) throw new EOFException("the other end has gone");
    throw new FileError(Reason.REFUSED_BY_PEER, b == 1 || b == 2 ? line("") : "Protocol error");
  }

  /** Reads up to a newline. */
  private String line(String begun) throws IOException {
    var text = new ByteArrayOutputStream();
    for (int b; (b = in.read()) >= 0 && b != '\n'; ) {
      if (text.size() > LONGEST_LINE) throw new IOException("no end of the line");
      text.write(b);
    }
    return begun + text.toString(StandardCharsets.ISO_8859_1);
  }

  /** The next file. @throws FileError if something else is offered; @throws EOFException if nothing more comes */
  Header header() throws IOException, FileError {
    while (true) {
      int b = in.read();
      if (b < 0) throw new EOFException("nothing more");
      String rest = line("");
      switch (b) {
        case 'T' -> yes();
        case 'C' -> {
          String[] p = rest.split(" ", 3);
          if (p.length < 3 || !p[1].matches("\\d{1,15}") || p[2].contains("/")) throw new FileError(Reason.INVALID_NAME);
          return new Header(Long.parseLong(p[1]), p[2]);
        }
        case 1, 2 -> throw new FileError(Reason.REFUSED_BY_PEER, rest);
        default -> throw new FileError(Reason.IS_DIRECTORY);
      }
    }
  }

  /** The bytes of a file, as many as were announced, and the other end's word that they are right. */
  InputStream body(long size) {
    return new FilterInputStream(in) {
      private long left = size;
      private boolean checked;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
      }

      @Override
      public int read(byte[] b, int at, int most) throws IOException {
        if (left == 0) return end();
        int n = in.read(b, at, (int) Math.min(most, left));
        if (n < 0) throw new EOFException("the file has no end");
        left -= n;
        return n;
      }

      private int end() throws IOException {
        if (checked) return -1;
        checked = true;
        try {
          answered();
        } catch (FileError e) {
          throw new Source.Broken(e);
        }
        return -1;
      }

      @Override
      public void close() {}
    };
  }

  /** Announces a file. */
  void announce(long size, String name) throws IOException, FileError {
    out.write(("C0644 " + size + " " + name + "\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    answered();
  }

  void bytes(byte[] b, int from, int to) throws IOException {
    out.write(b, from, to - from);
  }

  /** All bytes have been sent. */
  void sent() throws IOException, FileError {
    yes();
    answered();
  }
}
