package net.anotherbox.lab.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.file.RemoteCopy;

/**
 * The files of the neighbour, 10.1.1.2, by TFTP without options and, for ada with her password, by scp. Nobody else answers.
 */
final class FileServer implements Datagrams, RemoteCopy {
  private static final Ipv4 ADDRESS = Ipv4.of("10.1.1.2");
  private static final int PORT = 69;
  private static final int TRANSFER = 4711;
  private static final int BLOCK = 512;
  private static final String USER = "ada";
  private static final String PASSWORD = "lovelace";

  private final Map<String, byte[]> files = new HashMap<>();

  // ---- TFTP ----

  @Override
  public Socket open(Optional<Ipv4> source) {
    return new Transfer();
  }

  private final class Transfer implements Socket {
    private final Deque<Received> coming = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private String name = "";

    @Override
    public void send(Ipv4 to, int port, byte[] p) {
      if (!to.equals(ADDRESS)) return;
      int number = (p[2] & 255) << 8 | p[3] & 255;
      if (port == PORT) name = new String(p, 2, p.length - 2, StandardCharsets.ISO_8859_1).split("\0")[0];
      switch (p[1]) {
        case 1 -> {
          if (files.containsKey(name)) data(1);
          else answer(5, 1, "File not found\0".getBytes(StandardCharsets.ISO_8859_1));
        }
        case 2 -> answer(4, 0, new byte[0]);
        case 3 -> {
          written.write(p, 4, p.length - 4);
          if (p.length - 4 < BLOCK) files.put(name, written.toByteArray());
          answer(4, number, new byte[0]);
        }
        case 4 -> data(number + 1);
        default -> { }
      }
    }

    private void data(int number) {
      byte[] all = files.get(name);
      int from = (number - 1) * BLOCK;
      if (from <= all.length) answer(3, number, Arrays.copyOfRange(all, from, Math.min(all.length, from + BLOCK)));
    }

    private void answer(int code, int number, byte[] rest) {
      byte[] p = new byte[4 + rest.length];
      p[1] = (byte) code;
      p[2] = (byte) (number >> 8);
      p[3] = (byte) number;
      System.arraycopy(rest, 0, p, 4, rest.length);
      coming.add(new Received(ADDRESS, TRANSFER, p));
    }

    @Override
    public Optional<Received> receive(long millis) {
      return Optional.ofNullable(coming.poll());
    }

    @Override
    public void close() {}
  }

  // ---- scp ----

  @Override
  public Running start(Ipv4 host, String user, String password, String command) throws FileError {
    if (!host.equals(ADDRESS)) throw new FileError(Reason.UNREACHABLE);
    if (!user.equals(USER) || !password.equals(PASSWORD)) throw new FileError(Reason.PERMISSION);
    String[] words = command.split(" ", 4);
    if (!words[0].equals("scp") || !words[2].equals("--")) throw new AssertionError(command);
    return new Copy(words[1].equals("-f"), words[3].replace("'", ""));
  }

  /** One run of scp there: what has been typed at it is answered at once. */
  private final class Copy implements Running {
    private final boolean gives;
    private final String name;
    private final Deque<Byte> said = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private int step;
    private int size = -1;

    Copy(boolean gives, String name) {
      this.gives = gives;
      this.name = name;
      if (!gives) say(new byte[1]);
    }

    private void say(byte[] bytes) {
      for (byte b : bytes) said.add(b);
    }

    /** Three times the other end says yes: to begin, to the header, to the whole. */
    private void give() {
      if (!files.containsKey(name)) {
        say(("\1scp: " + name + ": No such file or directory\n").getBytes(StandardCharsets.ISO_8859_1));
      } else if (step == 0) {
        say(("C0644 " + files.get(name).length + " " + name + "\n").getBytes(StandardCharsets.ISO_8859_1));
      } else if (step == 1) {
        say(files.get(name));
        say(new byte[1]);
      }
      step++;
    }

    private void take(int b) {
      heard.write(b);
      if (size < 0) {
        if (b != '\n') return;
        size = Integer.parseInt(heard.toString(StandardCharsets.ISO_8859_1).split(" ")[1]);
        heard.reset();
        say(new byte[1]);
      } else if (heard.size() == size + 1) {
        files.put(name, Arrays.copyOf(heard.toByteArray(), size));
        say(new byte[1]);
      }
    }

    @Override
    public InputStream in() {
      return new InputStream() {
        @Override
        public int read() {
          return said.isEmpty() ? -1 : said.poll() & 255;
        }

        @Override
        public int read(byte[] b, int off, int len) {
          int n = 0;
          while (n < len && !said.isEmpty()) b[off + n++] = said.poll();
          return n == 0 && len > 0 ? -1 : n;
        }
      };
    }

    @Override
    public OutputStream out() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          if (gives) give();
          else take(b);
        }
      };
    }

    @Override
    public void close() {}
  }
}
