package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.Ipv6Port.Assigned;
import net.anotherbox.runtime.port.Ipv6Port.Autoconfiguration;
import net.anotherbox.runtime.port.Ipv6Port.Route;
import net.anotherbox.runtime.port.Ipv6Port.Wish;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;
import org.junit.jupiter.api.Test;

/** Echoes over IPv6 between two machines in memory. */
class VirtualEchoTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final SeededRandomness random = new SeededRandomness(1);
  private final Wire wire = new Wire(loop, 3);
  private final VirtualHost one = host("2001:db8::1", "fe80::1");
  private final VirtualHost two = host("2001:db8::2", "fe80::2");
  private final VirtualEcho echo = new VirtualEcho(one, loop);

  private VirtualHost host(String global, String linkLocal) {
    var h = new VirtualHost(loop, random).link("eth0", wire);
    h.admin("eth0", true);
    h.ipv6().link("eth0", new Wish(true, List.of(new Assigned(Ipv6.of(linkLocal), 64, false), new Assigned(Ipv6.of(global),
        64, false)), Autoconfiguration.NONE, OptionalInt.empty(), 0));
    return h;
  }

  private EchoPort.Result ping(String to, String link) {
    var results = new ArrayList<EchoPort.Result>();
    echo.send(new EchoPort.Request(null, Ipv6.of(to), link, 100, 255, 0xb8, false, 0xabcd, 7, 1, 2_000), results::add);
    loop.run(2_100);
    assertEquals(1, results.size());
    return results.get(0);
  }

  private static Route route(String prefix, String hop, String link) {
    return new Route(Ipv6Prefix.of(prefix), Ipv6.of(hop), link, 1);
  }

  @Test
  void repliesComeFromGlobalAndLinkLocalAddressesWithTheTimeThatTheWireTakes() {
    assertEquals(new EchoPort.Result.Reply(Ipv6.of("2001:db8::2"), 6_000, 64), ping("2001:db8::2", ""));
    assertEquals(new EchoPort.Result.Reply(Ipv6.of("fe80::2"), 6_000, 64), ping("fe80::2", "eth0"));
    assertEquals(List.of("2001:DB8::1", "2001:DB8::2", "FE80::1", "FE80::2"), wire.capture().stream()
        .map(p -> VirtualIpv6.source(p).toString()).toList());
    assertTrue(wire.capture().stream().allMatch(p -> p.length == 100 && p[0] == 0x6b && (p[1] & 255) == 0x80));
  }

  @Test
  void theChecksumIsThatOfTheMessageAndItsPseudoHeader() {
    ping("2001:db8::2", "");
    for (byte[] p : wire.capture()) {
      byte[] summed = Arrays.copyOf(p, p.length);
      Arrays.fill(summed, 0, 8, (byte) 0);
      Packets.u16(summed, 2, p.length - VirtualIpv6.HEADER);
      summed[7] = 58;
      assertEquals(0, Packets.checksum(summed, 0, summed.length) & 0xffff);
    }
  }

  @Test
  void nobodyThereIsATimeoutAndNoWayIsSaidAtOnce() {
    assertInstanceOf(EchoPort.Result.Timeout.class, ping("2001:db8::9", ""));
    assertInstanceOf(EchoPort.Result.NotSent.class, ping("2001:db8:9::1", ""));
    assertInstanceOf(EchoPort.Result.NotSent.class, ping("fe80::2", "eth7"));
  }

  @Test
  void theLongestPrefixSaysWhereItGoes() {
    two.ipv6().link("lo9", new Wish(true, List.of(new Assigned(Ipv6.of("2001:db8:2::1"), 128, false)),
        Autoconfiguration.NONE, OptionalInt.empty(), 0));
    one.ipv6().routes(List.of(route("::/0", "2001:db8::9", "eth0"), route("2001:db8:2::/48", "fe80::2", "eth0"),
        route("2001:db8:3::/48", "::", "")));
    assertInstanceOf(EchoPort.Result.Reply.class, ping("2001:db8:2::1", ""));
    assertInstanceOf(EchoPort.Result.Reply.class, ping("2001:db8::2", ""));
    assertInstanceOf(EchoPort.Result.NotSent.class, ping("2001:db8:3::1", ""));
    assertInstanceOf(EchoPort.Result.Timeout.class, ping("2001:db8:4::1", ""));
  }

  @Test
  void aRouterIsHeardByAllOnTheWireAndNotByItself() throws Exception {
    var heard = new ArrayList<String>();
    one.ipv6().routerMessages().listen((link, source, message) -> heard.add("one"));
    two.ipv6().routerMessages().listen((link, source, message) -> heard.add(link + " " + source + " " + (message[0] & 255)));
    byte[] advertisement = new byte[16];
    advertisement[0] = (byte) 134;
    one.ipv6().routerMessages().send("eth0", Ipv6.of("fe80::1"), Ipv6.of("ff02::1"), advertisement);
    loop.run(10);
    assertEquals(List.of("eth0 FE80::1 134"), heard);
    byte[] forwarded = wire.capture().getLast();
    forwarded[7] = (byte) 254;
    two.ipv6().arrived("eth0", forwarded);
    assertEquals(1, heard.size());
  }
}
