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
    var run = b.exec("ping", "", "12.12.12.12", "2", "", "1", "y", "", "", "y", "0x1234");
    assertEquals(1_000, b.echoes.get(0).timeoutMillis());
    assertEquals(0x1234, b.echoes.get(0).pattern());
    assertTrue(b.echoes.get(0).dontFragment());
    assertTrue(run.out.toString().startsWith("Protocol [ip]: \nTarget IP address: 12.12.12.12\nRepeat count [5]: 2\n"));
    assertTrue(b.exec("ping", "", "x").out.toString().endsWith("% Bad IP address\n"));
    assertTrue(b.exec("ping", "", "1.1.1.1", "0").out.toString().endsWith("% A decimal number between 1 and 2147483647.\n"));
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
