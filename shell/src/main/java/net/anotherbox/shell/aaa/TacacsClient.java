package net.anotherbox.shell.aaa;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.shell.aaa.TacacsPacket.Type;
import net.anotherbox.shell.session.LineName;

/** Asks a TACACS+ server (RFC 8907). Each request has a connection of its own. */
final class TacacsClient {
  private static final int LOGIN = 1;
  private static final int ASCII = 1;
  private static final int SERVICE_LOGIN = 1;
  private static final int SERVICE_ENABLE = 2;
  private static final int METHOD_TACACS = 6;
  private static final int PASS = 1;
  private static final int FAIL = 2;
  private static final int GET_USER = 4;
  private static final int GET_PASS = 5;
  private static final int PASS_ADD = 1;
  private static final int PASS_REPLACE = 2;
  private static final int NOT_AUTHORIZED = 16;
  /** A server that goes on asking is not talked to for ever. */
  private static final int QUESTIONS = 4;

  private final ServerPort servers;
  private final Randomness randomness;
  private final ToIntFunction<LineName> tty;
  private final TacacsCounts counts;

  /** @param tty number of a line among all */
  TacacsClient(ServerPort servers, Randomness randomness, ToIntFunction<LineName> tty, TacacsCounts counts) {
    this.counts = counts;
    this.servers = servers;
    this.tty = tty;
    this.randomness = randomness;
  }

  /** What is done on an open connection. */
  private interface Talk {
    ServerAnswer with(Session s) throws IOException;
  }

  /** One session: its packets are numbered, the box's are odd. */
  private static final class Session {
    private final ServerPort.Connection connection;
    private final byte[] key;
    private final int id;
    private final Type type;
    private final TacacsCounts.Of counts;
    private int sequence;

    Session(ServerPort.Connection connection, byte[] key, int id, Type type, TacacsCounts.Of counts) {
      this.counts = counts;
      this.connection = connection;
      this.key = key;
      this.id = id;
      this.type = type;
    }

    ByteBuffer ask(byte[] body) throws IOException {
      var packet = new TacacsPacket(TacacsPacket.VERSION, type, ++sequence, id, body);
      connection.out().write(packet.encoded(key));
      connection.out().flush();
      counts.sent.increment();
      TacacsPacket reply = TacacsPacket.reply(connection.in(), key);
      counts.received.increment();
      if (reply.session() != id || reply.type() != type || reply.sequence() != ++sequence) {
        throw new IOException("an answer to something else");
      }
      return ByteBuffer.wrap(reply.body());
    }
  }

  private ServerAnswer talk(AaaServer server, Optional<Address> source, Type type, Talk talk) {
    if (server.key().isEmpty()) return new ServerAnswer.Silence();
    byte[] key = server.key().getBytes(StandardCharsets.ISO_8859_1);
    TacacsCounts.Of count = counts.of(server);
    ServerPort.Connection open;
    try {
      open = servers.connect(server.at(server.port(), source), Duration.ofSeconds(server.timeoutSeconds()));
    } catch (IOException e) {
      count.unreached.increment();
      if (e instanceof SocketTimeoutException) count.timeouts.increment();
      return new ServerAnswer.Silence();
    }
    count.opens.increment();
    try (open) {
      ServerAnswer answer = talk.with(new Session(open, key, randomness.nextInt(), type, count));
      count.closes.increment();
      return answer;
    } catch (SocketTimeoutException e) {
      count.timeouts.increment();
    } catch (IOException | BufferUnderflowException e) {
      count.errors.increment();
    }
    count.aborts.increment();
    return new ServerAnswer.Silence();
  }

  /** Whether this is the user's password; for {@code enable}, that of the level. */
  ServerAnswer login(AaaServer server, Optional<Address> source, Asking asking, byte[] password, OptionalInt enableLevel) {
    return talk(server, source, Type.AUTHENTICATION, s -> {
      var start = new ByteArrayOutputStream();
      byte[] user = TacacsPacket.latin(asking.user());
      byte[] port = TacacsPacket.latin(port(asking));
      byte[] from = TacacsPacket.latin(from(asking));
      start.writeBytes(new byte[] {LOGIN, (byte) enableLevel.orElse(1), ASCII,
          (byte) (enableLevel.isPresent() ? SERVICE_ENABLE : SERVICE_LOGIN), (byte) user.length, (byte) port.length,
          (byte) from.length, 0});
      for (byte[] b : List.of(user, port, from)) start.writeBytes(b);
      ByteBuffer reply = s.ask(start.toByteArray());
      for (int i = 0; i < QUESTIONS; i++) {
        int status = reply.get() & 255;
        switch (status) {
          case PASS -> {
            return ServerAnswer.Yes.plain();
          }
          case FAIL -> {
            return new ServerAnswer.No();
          }
          case GET_USER -> reply = s.ask(continued(user));
          case GET_PASS -> reply = s.ask(continued(password));
          default -> {
            return new ServerAnswer.Silence();
          }
        }
      }
      return new ServerAnswer.No();
    });
  }

  private static byte[] continued(byte[] answer) {
    int length = Math.min(answer.length, 65_535);
    return ByteBuffer.allocate(5 + length).putShort((short) length).putShort((short) 0).put((byte) 0).put(answer, 0, length)
        .array();
  }

  /** Whether the user may do what these arguments say ("service=shell", "cmd=show", "cmd-arg=version"). */
  ServerAnswer authorize(AaaServer server, Optional<Address> source, Asking asking, int level, List<String> arguments) {
    return talk(server, source, Type.AUTHORIZATION, s -> {
      var body = new ByteArrayOutputStream();
      body.writeBytes(new byte[] {METHOD_TACACS, (byte) level, ASCII, SERVICE_LOGIN});
      who(body, asking, arguments);
      ByteBuffer reply = s.ask(body.toByteArray());
      int status = reply.get() & 255;
      if (status == NOT_AUTHORIZED) return new ServerAnswer.No();
      if (status != PASS_ADD && status != PASS_REPLACE) return new ServerAnswer.Silence();
      List<String> given = arguments(reply);
      return new ServerAnswer.Yes(level(given), given);
    });
  }

  private static List<String> arguments(ByteBuffer reply) {
    var lengths = new int[reply.get() & 255];
    int message = reply.getShort() & 0xffff;
    int data = reply.getShort() & 0xffff;
    for (int i = 0; i < lengths.length; i++) lengths[i] = reply.get() & 255;
    text(reply, message);
    text(reply, data);
    var found = new ArrayList<String>();
    for (int l : lengths) found.add(text(reply, l));
    return List.copyOf(found);
  }

  private static String text(ByteBuffer b, int length) {
    var bytes = new byte[length];
    b.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static OptionalInt level(List<String> given) {
    return given.stream().filter(a -> a.matches("priv-lvl[=*](\\d|1[0-5])"))
        .mapToInt(a -> Integer.parseInt(a.substring("priv-lvl=".length()))).findFirst();
  }

  /** Makes a record. @param flags 2 for a start, 4 for a stop */
  boolean account(AaaServer server, Optional<Address> source, Asking asking, int level, int flags, List<String> arguments) {
    return talk(server, source, Type.ACCOUNTING, s -> {
      var body = new ByteArrayOutputStream();
      body.writeBytes(new byte[] {(byte) flags, METHOD_TACACS, (byte) level, ASCII, SERVICE_LOGIN});
      who(body, asking, arguments);
      ByteBuffer reply = s.ask(body.toByteArray());
      reply.getInt();
      return (reply.get() & 255) == 1 ? ServerAnswer.Yes.plain() : new ServerAnswer.No();
    }) instanceof ServerAnswer.Yes;
  }

  private void who(ByteArrayOutputStream body, Asking asking, List<String> arguments) {
    byte[] user = TacacsPacket.latin(asking.user());
    byte[] port = TacacsPacket.latin(port(asking));
    byte[] from = TacacsPacket.latin(from(asking));
    List<byte[]> all = arguments.stream().limit(255).map(TacacsPacket::latin).toList();
    body.writeBytes(new byte[] {(byte) user.length, (byte) port.length, (byte) from.length, (byte) all.size()});
    for (byte[] a : all) body.write(a.length);
    for (byte[] b : List.of(user, port, from)) body.writeBytes(b);
    all.forEach(body::writeBytes);
  }

  private String port(Asking a) {
    return "tty" + tty.applyAsInt(a.caller().line());
  }

  private static String from(Asking a) {
    return a.caller().from().isEmpty() ? "async" : a.caller().from();
  }
}
