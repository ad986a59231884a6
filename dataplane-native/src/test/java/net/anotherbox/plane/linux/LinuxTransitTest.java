package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router in the middle that picks up probes of Tunnel Endpoint Discovery. Needs root. */
@Tag("netns")
class LinuxTransitTest {
  private static final int PROBE = 240;
  private static final int MAIN_MODE = 2;

  @TempDir Path folder;
  private NetNs from;
  private NetNs middle;
  private NetNs to;
  private BoxProcess sender;
  private BoxProcess router;
  private BoxProcess receiver;
  private String before;

  @BeforeEach
  void wire() {
    from = new NetNs("t1");
    middle = new NetNs("t2");
    to = new NetNs("t3");
    from.join("eth0", "192.0.2.1/30", middle, "m1", "192.0.2.2/30");
    to.join("eth0", "198.51.100.1/30", middle, "m2", "198.51.100.2/30");
    from.run("ip route add default via 192.0.2.2");
    to.run("ip route add default via 198.51.100.2");
    middle.run("ip route add 10.1.0.0/24 via 192.0.2.1");
    before = middle.state();
    sender = new BoxProcess(from, folder.resolve("from"));
    router = new BoxProcess(middle, folder.resolve("middle"));
    receiver = new BoxProcess(to, folder.resolve("to"));
    router.ask("forwarding on");
    receiver.ask("udp 198.51.100.1 500");
  }

  @AfterEach
  void unwire() {
    try {
      for (BoxProcess b : new BoxProcess[] {sender, router, receiver}) if (b != null) b.close();
      assertEquals(before, middle.state());
    } finally {
      for (NetNs n : List.of(from, middle, to)) n.close();
    }
  }

  private void send(String source, int exchange) {
    assertEquals("ok 0", sender.ask("probe eth0 " + source + " 198.51.100.1 " + exchange));
  }

  private static void heard(BoxProcess box, String event) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) if (box.ask("events").contains(event)) return;
    throw new AssertionError(event + " not in " + box.ask("events"));
  }

  @Test
  void probesOfTheWatchAreCaughtAndAllElsePasses() {
    send("10.1.0.7", PROBE);
    heard(receiver, "udp 10.1.0.7 500");
    router.ask("watch m1 10.1.0.0/24 198.51.100.0/24");
    send("10.1.0.8", PROBE);
    heard(router, "probe m1 10.1.0.8 500 198.51.100.1 500 200");
    send("10.1.0.9", MAIN_MODE);
    heard(receiver, "udp 10.1.0.9 500");
    send("10.9.0.1", PROBE);
    heard(receiver, "udp 10.9.0.1 500");
    assertFalse(receiver.ask("events").contains("10.1.0.8"), "a probe that was caught went on");
    assertFalse(router.ask("events").contains("10.1.0.9"));
    router.ask("unwatch");
    send("10.1.0.10", PROBE);
    heard(receiver, "udp 10.1.0.10 500");
  }

  @Test
  void aProbeForTheRouterItselfIsCaughtToo() {
    router.ask("watch m1 10.1.0.0/24 192.0.2.0/24");
    assertEquals("ok 0", sender.ask("probe eth0 10.1.0.8 192.0.2.2 240"));
    heard(router, "probe m1 10.1.0.8 500 192.0.2.2 500 200");
  }

  @Test
  void whatCannotBeSentIsCounted() {
    assertEquals("ok 1", sender.ask("probe nolink 10.1.0.8 192.0.2.2 240"));
  }
}
