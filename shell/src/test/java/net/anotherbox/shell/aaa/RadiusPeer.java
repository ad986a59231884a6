package net.anotherbox.shell.aaa;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A RADIUS server of a few lines, written from RFC 2865 and nothing else: it shares no code with the client. */
final class RadiusPeer implements AutoCloseable {
  private static final byte[] KEY = "s3cr3t".getBytes(StandardCharsets.US_ASCII);

  final Map<String, String> passwords = new HashMap<>();
  final Map<String, String> pairs = new HashMap<>();
  final List<String> heard = new CopyOnWriteArrayList<>();
  volatile int dropped;
  private final DatagramSocket socket;

  RadiusPeer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    var p = new DatagramPacket(new byte[4096], 4096);
    while (!socket.isClosed()) {
      try {
        socket.receive(p);
        byte[] request = Arrays.copyOf(p.getData(), p.getLength());
        byte[] answer = answer(request);
        if (dropped > 0) {
          dropped--;
          heard.add("dropped");
          continue;
        }
        byte[] forged = answer.clone();
        forged[5] ^= 1;
        socket.send(new DatagramPacket(forged, forged.length, p.getSocketAddress()));
        socket.send(new DatagramPacket(answer, answer.length, p.getSocketAddress()));
      } catch (IOException closed) {
        return;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static byte[] md5(byte[]... parts) throws GeneralSecurityException {
    var d = MessageDigest.getInstance("MD5");
    for (byte[] b : parts) d.update(b);
    return d.digest();
  }

  private byte[] answer(byte[] q) throws GeneralSecurityException {
    byte[] authenticator = Arrays.copyOfRange(q, 4, 20);
    var attributes = new HashMap<Integer, byte[]>();
    for (int at = 20; at < q.length; at += q[at + 1] & 255) {
      attributes.put(q[at] & 255, Arrays.copyOfRange(q, at + 2, at + (q[at + 1] & 255)));
    }
    String user = new String(attributes.get(1), StandardCharsets.ISO_8859_1);
    if (q[0] == 4) {
      heard.add("account " + user + " " + attributes.get(40)[3]);
      return sealed(5, q[1], authenticator, new byte[0]);
    }
    String password = revealed(attributes.get(2), authenticator);
    heard.add("login " + user + " " + password);
    if (!password.equals(passwords.get(user))) return sealed(3, q[1], authenticator, new byte[0]);
    var out = new ByteArrayOutputStream();
    String pair = pairs.get(user);
    if (pair != null) {
      byte[] text = pair.getBytes(StandardCharsets.US_ASCII);
      out.writeBytes(new byte[] {26, (byte) (text.length + 8), 0, 0, 0, 9, 1, (byte) (text.length + 2)});
      out.writeBytes(text);
    }
    return sealed(2, q[1], authenticator, out.toByteArray());
  }

  private static String revealed(byte[] hidden, byte[] authenticator) throws GeneralSecurityException {
    var plain = new byte[hidden.length];
    byte[] before = authenticator;
    for (int at = 0; at < hidden.length; at += 16) {
      byte[] pad = md5(KEY, before);
      before = Arrays.copyOfRange(hidden, at, at + 16);
      for (int i = 0; i < 16; i++) plain[at + i] = (byte) (before[i] ^ pad[i]);
    }
    int end = plain.length;
    while (end > 0 && plain[end - 1] == 0) end--;
    return new String(plain, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static byte[] sealed(int code, byte id, byte[] request, byte[] attributes) throws GeneralSecurityException {
    int length = 20 + attributes.length;
    byte[] head = {(byte) code, id, (byte) (length >> 8), (byte) length};
    var out = new ByteArrayOutputStream();
    out.writeBytes(head);
    out.writeBytes(md5(head, request, attributes, KEY));
    out.writeBytes(attributes);
    return out.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
