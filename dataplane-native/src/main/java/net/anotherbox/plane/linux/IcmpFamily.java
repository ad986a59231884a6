package net.anotherbox.plane.linux;

import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.Arrays;
import java.util.Optional;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.EchoPort.Request;
import net.anotherbox.runtime.port.EchoPort.Result;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** What differs between echoes of ICMP (RFC 792) and of ICMPv6 (RFC 4443). */
enum IcmpFamily {
  ICMP(Ipv4View.HEADER_BYTES, 8, 0) {
    @Override
    void settings(int fd, Request r) throws OsError {
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_TTL, r.ttl());
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_TOS, r.tos());
      LibC.option(fd, LibC.IPPROTO_IP, LibC.IP_MTU_DISCOVER, r.dontFragment() ? PMTU_PROBE : PMTU_NEVER);
    }

    @Override
    void complete(byte[] icmp) {
      u16(icmp, 2, NetworkOrder.checksum(icmp, 0, icmp.length));
    }

    /** Such a socket gets whole packets. */
    @Override
    Optional<Heard> heard(byte[] b, int length, byte[] from) {
      var outer = new Ipv4View().wrap(b, 0, length);
      if (!outer.wellFormed() || length < outer.headerLength() + HEADER) return Optional.empty();
      int icmp = outer.headerLength();
      int type = b[icmp] & 255;
      Ipv4 sender = new Ipv4(outer.source());
      if (type == reply)
        return Optional.of(replied(b, icmp, length, sender, b[Ipv4View.TTL] & 255));
      if (type != 3 && type != 4 && type != 11 && type != 12) return Optional.empty();
      int innerAt = icmp + HEADER;
      if (length < innerAt + Ipv4View.HEADER_BYTES) return Optional.empty();
      var inner = new Ipv4View().wrap(b, innerAt, length - innerAt);
      if (inner.protocol() != LibC.IPPROTO_ICMP) return Optional.empty();
      return quoted(b, length, innerAt + inner.headerLength(), sender, type, b[icmp + 1] & 255);
    }
  },

  ICMPV6(40, 128, 129) {
    private static final int NEXT_HEADER = 6;
    private static final int SOURCE = 8;
    /** Types from here on tell of no error. */
    private static final int INFORMATION = 128;

    @Override
    void settings(int fd, Request r) throws OsError {
      LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_UNICAST_HOPS, r.ttl());
      LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_MULTICAST_HOPS, r.ttl());
      LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_TCLASS, r.tos());
      LibC.option(fd, LibC.IPPROTO_IPV6, LibC.IPV6_MTU_DISCOVER, r.dontFragment() ? PMTU_PROBE : PMTU_NEVER);
    }

    @Override
    void complete(byte[] icmp) {}

    /** Such a socket gets messages without the header in front. */
    @Override
    Optional<Heard> heard(byte[] b, int length, byte[] from) {
      if (length < HEADER) return Optional.empty();
      int type = b[0] & 255;
      Ipv6 sender = Ipv6.of(Arrays.copyOfRange(from, 8, 24), 0);
      if (type == reply) return Optional.of(replied(b, 0, length, sender, 0));
      if (type >= INFORMATION || length < HEADER + header || b[HEADER + NEXT_HEADER] != LibC.IPPROTO_ICMPV6)
        return Optional.empty();
      // What our own kernel says of a neighbour that does not answer is no answer either.
      if (sender.equals(Ipv6.of(b, HEADER + SOURCE))) return Optional.empty();
      return quoted(b, length, HEADER + header, sender, type, b[1] & 255);
    }
  };

  private static final int HEADER = 8;
  private static final int PMTU_NEVER = 0;
  private static final int PMTU_PROBE = 3;

  /** Bytes of the IP header. */
  final int header;
  final int request;
  final int reply;

  IcmpFamily(int header, int request, int reply) {
    this.header = header;
    this.request = request;
    this.reply = reply;
  }

  /** What has come of an echo: told with the microseconds that it took, and the message that was sent. */
  record Heard(int identifier, int number, Outcome result) {}

  interface Outcome {
    Result of(long micros, byte[] sent);
  }

  private static Heard replied(byte[] b, int icmp, int length, Address sender, int ttl) {
    byte[] data = Arrays.copyOfRange(b, icmp + HEADER, length);
    return new Heard(u16(b, icmp + 4), u16(b, icmp + 6), (us, sent) -> new Result.Reply(sender, us, ttl,
        Arrays.equals(data, 0, data.length, sent, HEADER, sent.length)));
  }

  abstract void settings(int fd, Request r) throws OsError;

  /** Puts in what the kernel does not. */
  abstract void complete(byte[] icmp);

  /** @param from the sender's socket address */
  abstract Optional<Heard> heard(byte[] b, int length, byte[] from);

  /** The message, of the size that makes the packet as long as asked for. */
  byte[] message(Request r, int longest, int identifier, int number) {
    byte[] icmp = new byte[Math.clamp(r.size() - header, HEADER, longest - header)];
    icmp[0] = (byte) request;
    u16(icmp, 4, identifier);
    u16(icmp, 6, number);
    for (int i = HEADER; i < icmp.length; i++) icmp[i] = (byte) (i % 2 == 0 ? r.pattern() >> 8 : r.pattern());
    complete(icmp);
    return icmp;
  }

  /** @param echo where the request lies that the error is about */
  Optional<Heard> quoted(byte[] b, int length, int echo, Address sender, int type, int code) {
    if (length < echo + HEADER || (b[echo] & 255) != request) return Optional.empty();
    return Optional.of(new Heard(u16(b, echo + 4), u16(b, echo + 6), (us, sent) -> new Result.Error(sender, type, code, us)));
  }
}
