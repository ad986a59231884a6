package net.anotherbox.shell.aaa;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TACACS+ server of a few lines, written from RFC 8907 and nothing else: it shares no code with the client. */
final class TacacsPeer implements AutoCloseable {
  private static final byte[] KEY = "t4c".getBytes(StandardCharsets.US_ASCII);

  final Map<String, String> passwords = new HashMap<>();
  final Map<String, Integer> levels = new HashMap<>();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final List<String> heard = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  TacacsPeer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> {
      while (!server.isClosed()) {
        try (Socket s = server.accept()) {
          serve(s);
        } catch (IOException | GeneralSecurityException | IndexOutOfBoundsException gone) {
          heard.add("gone");
        }
      }
    });
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve(Socket s) throws IOException, GeneralSecurityException {
    var in = new DataInputStream(s.getInputStream());
    byte[] head = in.readNBytes(12);
    byte[] body = body(in, head);
    switch (head[1]) {
      case 1 -> {
        String user = new String(body, 8, body[4], StandardCharsets.ISO_8859_1);
        reply(s, head, new byte[] {5, 1, 0, 10, 0, 0, 'P', 'a', 's', 's', 'w', 'o', 'r', 'd', ':', ' '});
        byte[] more = in.readNBytes(12);
        byte[] answer = body(in, more);
        String password = new String(answer, 5, (answer[0] & 255) << 8 | answer[1] & 255, StandardCharsets.ISO_8859_1);
        boolean enable = body[3] == 2;
        heard.add((enable ? "enable " + body[1] + " " : "login ") + user + " " + password);
        String wanted = passwords.get(enable ? "enable" : user);
        reply(s, more, new byte[] {(byte) (password.equals(wanted) ? 1 : 2), 0, 0, 0, 0, 0});
      }
      case 2 -> {
        var arguments = arguments(body, 8, body[4], body[5], body[6], body[7]);
        String user = new String(body, 8 + body[7], body[4], StandardCharsets.ISO_8859_1);
        heard.add("authorize " + user + " " + String.join(" ", arguments));
        boolean no = refused.stream().anyMatch(r -> String.join(" ", arguments).contains(r));
        Integer level = levels.get(user);
        byte[] pair = level == null || !arguments.contains("cmd=") ? new byte[0]
            : ("priv-lvl=" + level).getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) (no ? 0x10 : 1), (byte) (pair.length > 0 ? 1 : 0), 0, 0, 0, 0});
        if (pair.length > 0) out.write(pair.length);
        out.writeBytes(pair);
        reply(s, head, out.toByteArray());
      }
      default -> {
        heard.add("account " + body[0] + " " + String.join(" ", arguments(body, 9, body[5], body[6], body[7], body[8])));
        reply(s, head, new byte[] {0, 0, 0, 0, 1});
      }
    }
  }

  private static List<String> arguments(byte[] b, int fixed, int user, int port, int from, int count) {
    var found = new java.util.ArrayList<String>();
    int at = fixed + count + user + port + from;
    for (int i = 0; i < count; i++) {
      found.add(new String(b, at, b[fixed + i], StandardCharsets.ISO_8859_1));
      at += b[fixed + i];
    }
    return found;
  }

  private static byte[] body(DataInputStream in, byte[] head) throws IOException, GeneralSecurityException {
    return pad(head, in.readNBytes(ByteBuffer.wrap(head).getInt(8)));
  }

  private static void reply(Socket s, byte[] to, byte[] body) throws IOException, GeneralSecurityException {
    byte[] head = to.clone();
    head[2]++;
    ByteBuffer.wrap(head).putInt(8, body.length);
    s.getOutputStream().write(head);
    s.getOutputStream().write(pad(head, body));
    s.getOutputStream().flush();
  }

  private static byte[] pad(byte[] head, byte[] body) throws GeneralSecurityException {
    var out = body.clone();
    byte[] last = {};
    for (int at = 0; at < out.length; at += 16) {
      var d = MessageDigest.getInstance("MD5");
      d.update(head, 4, 4);
      d.update(KEY);
      d.update(head[0]);
      d.update(head[2]);
      last = d.digest(last);
      for (int i = 0; i < 16 && at + i < out.length; i++) out[at + i] ^= last[i];
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
