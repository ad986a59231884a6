package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.anotherbox.runtime.port.EchoPort.Result;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class PingTest {
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);
  private final Ipv4 far = Ipv4.of("12.12.12.12");

  @Test
  void aMarkForEachEchoAndTheRate() {
    var run = b.exec("ping 12.12.12.12");
    b.answer.accept(new Result.Timeout());
    b.answer.accept(new Result.Reply(far, 1_400, 254));
    b.answer.accept(new Result.Error(far, 3, 1, 900));
    b.answer.accept(new Result.Error(far, 4, 0, 900));
    assertTrue(run.later && !run.done);
    b.answer.accept(new Result.Reply(far, 4_100, 254));
    assertEquals("\nType escape sequence to abort.\nSending 5, 100-byte ICMP Echos to 12.12.12.12, timeout is 2 seconds:\n"
        + ".!UQ!\nSuccess rate is 40 percent (2/5), round-trip min/avg/max = 1/2/4 ms\n", run.out.toString());
    assertTrue(run.done);
    assertEquals(5, b.echoes.size());
  }

  @Test
  void laterReleasesBeginWithoutABlankLine() {
    b.personality.release(Release.R15_1);
    var run = b.exec("ping ip 12.12.12.12 repeat 1");
    b.answer.accept(new Result.Timeout());
    assertEquals("Type escape sequence to abort.\nSending 1, 100-byte ICMP Echos to 12.12.12.12, timeout is 2 seconds:\n.\n"
        + "Success rate is 0 percent (0/1)\n", run.out.toString());
  }

  @Test
  void theSourceIsAnInterfaceOrAddressOfTheBox() {
    b.type("interface FastEthernet0/1", "ip address 13.13.13.13 255.255.255.0");
    var run = b.exec("ping 12.12.12.12 source fa0/1 size 500 df-bit timeout 1 data BEEF repeat 3");
    assertTrue(run.out.toString()
        .endsWith("seconds:\nPacket sent with a source address of 13.13.13.13 \nPacket sent with the DF bit set\n"
        + "Packet has data pattern 0xBEEF\n"));
    var r = b.echoes.get(0);
    assertEquals(Ipv4.of("13.13.13.13"), r.source());
    assertEquals(500, r.size());
    assertTrue(r.dontFragment());
    assertEquals(1000, r.timeoutMillis());
    assertEquals(0xBEEF, r.pattern());
    assertTrue(b.exec("ping 12.12.12.12 source 1.2.3.4").out.toString().startsWith("% Invalid source."));
    assertEquals(1, b.echoes.size());
  }

  @Test
  void canBeBrokenOff() {
    var run = b.exec("ping 12.12.12.12 repeat 1000");
    b.answer.accept(new Result.Reply(far, 2_000, 1));
    run.onBreak.run();
    b.answer.accept(new Result.Reply(far, 2_000, 1));
    assertTrue(run.out.toString().endsWith("!\nSuccess rate is 100 percent (1/1), round-trip min/avg/max = 2/2/2 ms\n"));
    assertEquals(2, b.echoes.size());
  }

  @Test
  void withoutARouteTheTimePasses() {
    var run = b.exec("ping 12.12.12.12 repeat 1");
    b.answer.accept(new Result.NotSent("Network is unreachable"));
    b.loop.run(1_900);
    assertTrue(!run.done);
    b.loop.run(200);
    assertTrue(run.done);
  }

  @Test
  void longRunsAreWrapped() {
    var run = b.exec("ping 12.12.12.12 repeat 71");
    for (int i = 0; i < 71; i++) b.answer.accept(new Result.Reply(far, 2_000, 1));
    assertTrue(run.out.toString().contains("\n" + "!".repeat(70) + "\n!\nSuccess"));
  }

  @Test
  void asksWhenNothingIsSaid() {
    var run = b.exec("ping", "", "12.12.12.12", "2", "", "1", "y", "", "", "y", "", "0x1234", "", "");
    assertEquals(1_000, b.echoes.get(0).timeoutMillis());
    assertEquals(0x1234, b.echoes.get(0).pattern());
    assertTrue(b.echoes.get(0).dontFragment());
    assertTrue(run.out.toString().startsWith("Protocol [ip]: \nTarget IP address: 12.12.12.12\nRepeat count [5]: 2\n"));
    assertTrue(b.exec("ping", "", "x").out.toString().endsWith("% Bad IP address\n"));
    assertTrue(b.exec("ping", "", "1.1.1.1", "0").out.toString().endsWith("% A decimal number between 1 and 2147483647.\n"));
  }

  @Test
  void asksWhatTheDataAreToBeAndForSizes() {
    var run = b.exec("ping", "ip", "12.12.12.12", "2", "", "", "y", "", "", "", "y", "", "v", "", "y", "100", "200", "50");
    for (int i = 0; i < 5; i++) b.answer.accept(new Result.Reply(far, 2_000, 1));
    b.answer.accept(new Result.Reply(far, 2_000, 1, false));
    assertEquals(java.util.List.of(100, 150, 200, 100, 150, 200), b.echoes.stream().map(e -> e.size()).toList());
    assertTrue(run.out.toString().contains("Validate reply data? [no]: y\nData pattern [0xABCD]: \n"
        + "Loose, Strict, Record, Timestamp, Verbose[none]: v\nLoose, Strict, Record, Timestamp, Verbose[V]: \n"
        + "Sweep range of sizes [n]: y\nSweep min size [36]: 100\nSweep max size [18024]: 200\nSweep interval [1]: 50\n"),
        run.out.toString());
    assertTrue(run.out.toString().contains("Sending 6, [100..200]-byte ICMP Echos to 12.12.12.12, timeout is 2 seconds:\n"
        + "Reply data will be validated\nReply to request 0 (2 ms)\n"), run.out.toString());
    assertTrue(run.out.toString().endsWith("Reply to request 5 has other data than was sent\n\n"
        + "Success rate is 83 percent (5/6), round-trip min/avg/max = 2/2/2 ms\n"), run.out.toString());
    assertTrue(b.exec("ping", "", "1.1.1.1", "", "", "", "y", "", "", "", "", "", "r").out.toString()
        .endsWith("% Options of IP are not sent: only Verbose can be chosen\n"));
  }

  @Test
  void dataThatCameBackOtherwiseAreNoSuccessIfTheyAreLookedAt() {
    var run = b.exec("ping 12.12.12.12 validate repeat 2");
    b.answer.accept(new Result.Reply(far, 2_000, 1, false));
    b.answer.accept(new Result.Reply(far, 2_000, 1));
    assertTrue(run.out.toString().endsWith("Reply data will be validated\n?!\n"
        + "Success rate is 50 percent (1/2), round-trip min/avg/max = 2/2/2 ms\n"), run.out.toString());
  }

  @Test
  void asksForAllOfATraceroute() {
    b.type("interface FastEthernet0/1", "ip address 13.13.13.13 255.255.255.0");
    var run = b.exec("traceroute", "", "12.12.12.12", "FastEthernet0/1", "", "1", "1", "2", "2", "", "");
    assertEquals(Ipv4.of("13.13.13.13"), b.echoes.get(0).source());
    assertEquals(2, b.echoes.get(0).ttl());
    assertEquals(1_000, b.echoes.get(0).timeoutMillis());
    b.answer.accept(new Result.Timeout());
    assertTrue(run.done);
    assertTrue(run.out.toString().contains("Minimum Time to Live [1]: 2\nMaximum Time to Live [30]: 2\n"
        + "Port Number [33434]: \nLoose, Strict, Record, Timestamp, Verbose[none]: \n"), run.out.toString());
    assertTrue(b.exec("traceroute", "", "1.1.1.1", "", "", "", "", "", "", "9", "r").out.toString()
        .contains("% The probes are echoes of ICMP: they have no port\n"));
  }

  @Test
  void hostsAreKnownByTheirNames() {
    b.names.put("far", far);
    b.exec("ping far repeat 1");
    b.exec("ping ip far");
    b.exec("traceroute far");
    b.exec("ping", "", "far", "", "", "", "", "");
    assertEquals(java.util.List.of(far, far, far, far), b.echoes.stream().map(e -> e.destination()).toList());
  }

  @Test
  void tracesTheWay() {
    var run = b.exec("traceroute 12.12.12.12");
    var hop = Ipv4.of("11.11.11.2");
    b.answer.accept(new Result.Error(hop, 11, 0, 8_000));
    b.answer.accept(new Result.Timeout());
    b.answer.accept(new Result.Error(hop, 11, 0, 4_000));
    for (int i = 0; i < 3; i++) b.answer.accept(new Result.Reply(far, 12_000, 1));
    assertEquals("\nType escape sequence to abort.\nTracing the route to 12.12.12.12\n\n  1 11.11.11.2 8 msec  * 4 msec \n"
        + "  2 12.12.12.12 12 msec 12 msec 12 msec \n", run.out.toString());
    assertEquals(2, b.echoes.get(3).ttl());
    assertTrue(run.done);
  }

  @Test
  void namesAreNotKnown() {
    assertEquals("% Unrecognized host or address, or protocol not running.\n", b.exec("ping router").out.toString());
    assertEquals("% Unrecognized host or address, or protocol not running.\n", b.exec("traceroute router").out.toString());
    assertEquals(0, b.echoes.size());
  }
}
