package net.anotherbox.shell.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.value.Ipv4;

/** A TFTP server in memory, written from RFC 1350 alone; the network between may lose and repeat packets. */
final class TftpServer implements Datagrams {
  static final Ipv4 ADDRESS = Ipv4.of("10.0.0.9");
  private static final int TID = 4711;

  final Map<String, byte[]> files = new HashMap<>();
  /** Numbers of packets, either way, that get lost. */
  final Set<Integer> lost;
  final boolean options;
  /** Whether it refuses a request with options, by error 8. */
  boolean refusesOptions;
  boolean silent;
  boolean repeats;
  int packets;
  private final Deque<Received> coming = new ArrayDeque<>();
  private byte[] content;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private String writing;
  private int block = 512;
  private int at;

  TftpServer(boolean options, Integer... lost) {
    this.options = options;
    this.lost = Set.of(lost);
  }

  @Override
  public Socket open(Optional<Ipv4> source) {
    return new Socket() {
      @Override
      public void send(Ipv4 to, int port, byte[] data) {
        if (silent || lost.contains(++packets)) return;
        arrived(port, data);
      }

      @Override
      public Optional<Received> receive(long millis) {
        return Optional.ofNullable(coming.poll());
      }

      @Override
      public void close() {}
    };
  }

  private void answer(byte[] data) {
    if (!lost.contains(++packets)) {
      coming.add(new Received(ADDRESS, TID, data));
      if (repeats) coming.add(new Received(ADDRESS, TID, data));
    }
  }

  private void error(int number) {
    answer(new byte[] {0, 5, 0, (byte) number, 'n', 'o', 0});
  }

  private void arrived(int port, byte[] p) {
    int number = p.length < 4 ? 0 : (p[2] & 255) << 8 | p[3] & 255;
    switch (p[1]) {
      case 1, 2 -> {
        if (port != 69) throw new AssertionError("request to port " + port);
        request(p[1] == 1, new String(p, 2, p.length - 2, StandardCharsets.ISO_8859_1).split("\0"));
      }
      case 3 -> {
        if (number == (at + 1 & 0xffff)) {
          written.write(p, 4, p.length - 4);
          at = number;
          if (p.length - 4 < block) files.put(writing, written.toByteArray());
        }
        answer(new byte[] {0, 4, p[2], p[3]});
      }
      case 4 -> {
        if (number == (at & 0xffff)) data(++at);
        else if (number == (at - 1 & 0xffff) && !repeats) data(at);
      }
      case 5 -> content = new byte[0];
      default -> throw new AssertionError("packet " + p[1]);
    }
  }

  private void request(boolean read, String[] words) {
    at = 0;
    coming.clear();
    if (read && !files.containsKey(words[0])) {
      error(1);
      return;
    }
    var wanted = new LinkedHashMap<String, String>();
    for (int i = 2; i + 1 < words.length; i += 2) wanted.put(words[i], words[i + 1]);
    if (refusesOptions && !wanted.isEmpty()) {
      error(8);
      return;
    }
    content = read ? files.get(words[0]) : new byte[0];
    written.reset();
    writing = words[0];
    block = 512;
    if (options && !wanted.isEmpty()) {
      block = Math.min(1000, Integer.parseInt(wanted.get("blksize")));
      String said = "blksize\0" + block + "\0" + "tsize\0" + (read ? content.length
          : Long.parseLong(wanted.get("tsize"))) + "\0";
      byte[] oack = new byte[2 + said.length()];
      oack[1] = 6;
      System.arraycopy(said.getBytes(StandardCharsets.ISO_8859_1), 0, oack, 2, said.length());
      answer(oack);
    } else if (read) {
      data(++at);
    } else {
      answer(new byte[] {0, 4, 0, 0});
    }
  }

  private void data(int number) {
    int from = (number - 1) * block;
    if (from > content.length) return;
    byte[] d = Arrays.copyOfRange(content, from, Math.min(content.length, from + block));
    byte[] p = new byte[4 + d.length];
    p[1] = 3;
    p[2] = (byte) (number >> 8);
    p[3] = (byte) number;
    System.arraycopy(d, 0, p, 4, d.length);
    answer(p);
  }
}
