package net.anotherbox.shell.aaa;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.shell.session.LineName;
import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.EnumData;
import org.aaa4j.radius.core.attribute.IntegerData;
import org.aaa4j.radius.core.attribute.Ipv4AddrData;
import org.aaa4j.radius.core.attribute.StringData;
import org.aaa4j.radius.core.attribute.TextData;
import org.aaa4j.radius.core.attribute.attributes.AcctSessionId;
import org.aaa4j.radius.core.attribute.attributes.AcctSessionTime;
import org.aaa4j.radius.core.attribute.attributes.AcctStatusType;
import org.aaa4j.radius.core.attribute.attributes.CallingStationId;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.attribute.attributes.NasIpAddress;
import org.aaa4j.radius.core.attribute.attributes.NasPort;
import org.aaa4j.radius.core.attribute.attributes.NasPortId;
import org.aaa4j.radius.core.attribute.attributes.NasPortType;
import org.aaa4j.radius.core.attribute.attributes.ServiceType;
import org.aaa4j.radius.core.attribute.attributes.UserName;
import org.aaa4j.radius.core.attribute.attributes.UserPassword;
import org.aaa4j.radius.core.attribute.attributes.VendorSpecific;
import org.aaa4j.radius.core.dictionary.dictionaries.StandardDictionary;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.PacketCodec;
import org.aaa4j.radius.core.packet.PacketCodecException;
import org.aaa4j.radius.core.packet.packets.AccessAccept;
import org.aaa4j.radius.core.packet.packets.AccessReject;
import org.aaa4j.radius.core.packet.packets.AccessRequest;
import org.aaa4j.radius.core.packet.packets.AccountingRequest;
import org.aaa4j.radius.core.packet.packets.AccountingResponse;

/** Asks a RADIUS server (RFC 2865, 2866). The packets are the library's; the sockets and the time-outs are the box's. */
final class RadiusClient {
  private static final int CISCO = 9;
  private static final int CISCO_AVPAIR = 1;
  private static final int VIRTUAL = 5;
  private static final int ASYNC = 0;
  private static final int LOGIN = 1;
  private static final int ADMINISTRATIVE = 6;
  private static final int NAS_PROMPT = 7;
  private static final int LONGEST_PASSWORD = 128;
  private static final int LONGEST_TEXT = 253;
  private static final String LEVEL = "shell:priv-lvl";

  private final ServerPort servers;
  private final Randomness randomness;
  private final ToIntFunction<LineName> tty;

  /** @param tty number of a line among all */
  RadiusClient(ServerPort servers, Randomness randomness, ToIntFunction<LineName> tty) {
    this.servers = servers;
    this.tty = tty;
    this.randomness = randomness;
  }

  /** Hundreds of attributes: read when a server is first asked, which few boxes ever do. */
  private static final class Dictionary {
    static final StandardDictionary STANDARD = new StandardDictionary();
  }

  private PacketCodec codec() {
    return new PacketCodec(Dictionary.STANDARD, randomness::fill, () -> randomness.nextInt() & 255);
  }

  /** Whether this is the user's password. @param enabling whether it is asked for on the way to a higher level */
  ServerAnswer login(AaaServer server, Optional<Address> source, Asking asking, byte[] password, boolean enabling) {
    byte[] name = asking.user().getBytes(StandardCharsets.ISO_8859_1);
    if (password.length > LONGEST_PASSWORD || name.length > LONGEST_TEXT || name.length == 0) return new ServerAnswer.No();
    var attributes = common(asking, servers.sourceTo(server.at(server.port(), source)));
    attributes.add(new UserPassword(new StringData(password)));
    attributes.add(new ServiceType(new EnumData(enabling ? ADMINISTRATIVE : LOGIN)));
    attributes.addFirst(new MessageAuthenticator());
    return ask(server, server.port(), source, new AccessRequest(attributes)).map(RadiusClient::read)
        .orElseGet(ServerAnswer.Silence::new);
  }

  /** Tells of a session. @param status 1 for its start, 2 for its end */
  boolean account(AaaServer server, Optional<Address> source, Asking asking, int status, String session, long seconds) {
    var attributes = common(asking, servers.sourceTo(server.at(server.accountingPort(), source)));
    attributes.add(new AcctStatusType(new EnumData(status)));
    attributes.add(new AcctSessionId(new TextData(session)));
    if (status == 2) attributes.add(new AcctSessionTime(new IntegerData((int) seconds)));
    attributes.add(new ServiceType(new EnumData(NAS_PROMPT)));
    return ask(server, server.accountingPort(), source, new AccountingRequest(attributes))
        .filter(AccountingResponse.class::isInstance).isPresent();
  }

  /** RFC 2865, section 4.1: a request says by its address who asks. */
  private List<Attribute<?>> common(Asking asking, Optional<Address> source) {
    var attributes = new ArrayList<Attribute<?>>();
    attributes.add(new UserName(new TextData(asking.user())));
    source.flatMap(RadiusClient::inet4).ifPresent(a -> attributes.add(new NasIpAddress(new Ipv4AddrData(a))));
    attributes.add(new NasPort(new IntegerData(tty.applyAsInt(asking.caller().line()))));
    boolean console = asking.caller().from().isEmpty();
    attributes.add(new NasPortType(new EnumData(console ? ASYNC : VIRTUAL)));
    attributes.add(new NasPortId(new TextData("tty" + tty.applyAsInt(asking.caller().line()))));
    if (!console) attributes.add(new CallingStationId(new TextData(asking.caller().from())));
    return attributes;
  }

  private static Optional<Inet4Address> inet4(Address a) {
    try {
      return InetAddress.getByAddress(a.bytes()) instanceof Inet4Address i ? Optional.of(i) : Optional.empty();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** The same packet each time, so that a late answer to an earlier one is an answer. */
  private Optional<Packet> ask(AaaServer server, int port, Optional<Address> source, Packet request) {
    if (server.key().isEmpty()) return Optional.empty();
    byte[] secret = server.key().getBytes(StandardCharsets.ISO_8859_1);
    try {
      byte[] packet = codec().encodeRequest(request, secret, randomness.bytes(16));
      byte[] authenticator = Arrays.copyOfRange(packet, 4, 20);
      for (int i = 0; i <= server.retransmits(); i++) {
        Optional<byte[]> answer = servers.exchange(server.at(port, source), packet,
            Duration.ofSeconds(server.timeoutSeconds()),
            b -> b.length >= 20 && b[1] == packet[1] && decoded(b, secret, authenticator).isPresent());
        if (answer.isPresent()) return decoded(answer.get(), secret, authenticator);
      }
      return Optional.empty();
    } catch (PacketCodecException e) {
      return Optional.empty();
    }
  }

  /** A packet whose authenticator is not right, or which cannot be read, is none. */
  private Optional<Packet> decoded(byte[] packet, byte[] secret, byte[] authenticator) {
    try {
      return Optional.of(codec().decodeResponse(packet, secret, authenticator));
    } catch (PacketCodecException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** A challenge is answered by nobody: it counts as a no. */
  private static ServerAnswer read(Packet p) {
    if (p instanceof AccessReject || !(p instanceof AccessAccept)) return new ServerAnswer.No();
    var pairs = new ArrayList<String>();
    for (VendorSpecific v : p.getAttributes(VendorSpecific.class)) {
      var d = v.getData();
      if (d.getVendorId() == CISCO && d.getVendorType() == CISCO_AVPAIR) {
        pairs.add(new String(d.getVsaData(), StandardCharsets.ISO_8859_1));
      }
    }
    return new ServerAnswer.Yes(level(p, pairs), List.copyOf(pairs));
  }

  private static OptionalInt level(Packet p, List<String> pairs) {
    for (String pair : pairs) {
      String[] nv = pair.split("[=*]", 2);
      if (nv.length == 2 && nv[0].equals(LEVEL) && nv[1].matches("\\d|1[0-5]")) {
        return OptionalInt.of(Integer.parseInt(nv[1]));
      }
    }
    return p.getAttribute(ServiceType.class).map(s -> s.getData().getValue()).map(s -> switch (s) {
      case ADMINISTRATIVE -> OptionalInt.of(15);
      case NAS_PROMPT -> OptionalInt.of(1);
      default -> OptionalInt.empty();
    }).orElse(OptionalInt.empty());
  }
}
