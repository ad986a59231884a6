package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session leaves behind when it is over, and a box that was closed: nothing. */
@Timeout(120)
class LeftoverTest {
  private static final Instant EPOCH = Instant.parse("2005-02-06T21:43:04Z");
  private static final int COLLECTIONS = 100;

  private final SharedLoop loop = new SharedLoop(EPOCH);

  private Box box() {
    var box = new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith("hostname R1\n", Map.of()),
        new Personality(Release.R12_4, Platform.C3725), new BootFacts("power-on", 0x2102, EPOCH), () -> {});
    assertEquals(List.of(), box.boot());
    return box;
  }

  private Seated sit(Box box, LineName line) {
    var s = new Seated(box.shell(), loop.clock(), line, new Identity("ada", 15), 80, 24, 4_000);
    loop.settle(s::isWaiting, s::toString);
    return s;
  }

  private void type(Seated who, String keys) {
    who.type(keys);
    loop.settle(who::isWaiting, who::toString);
  }

  /** Whatever holds it at this moment lets go at a collection, or somebody keeps it. */
  private static boolean goes(ReferenceQueue<Object> gone) throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      if (gone.remove(100) != null) return true;
    }
    return false;
  }

  @Test
  void aSessionThatIsOverIsLetGoOf() throws InterruptedException {
    var gone = new ReferenceQueue<Object>();
    Box box = box();
    for (String[] v : new String[][] {{"show version\r", "--More--"}, {"reload\r", "[confirm]"},
        {"configure terminal\rinterface Loopback1\r", "(config-if)#"}, {"conf t\rbanner motd #\rx", "Enter TEXT"},
        {"terminal monitor\rdebug all\r", "yes/[no]"}, {"logout\r", "logout"}}) {
      var session = new WeakReference<Object>(visited(box, v), gone);
      assertTrue(goes(gone), () -> "after " + v[0] + " somebody keeps " + session.get());
    }
    Reference.reachabilityFence(box);
  }

  /** Somebody who hangs up in the middle of something; in a frame of its own, so that nothing on the stack keeps him. */
  private Object visited(Box box, String[] keysAndShown) {
    Seated who = sit(box, LineName.vty(0));
    type(who, keysAndShown[0]);
    assertTrue(who.came().contains(keysAndShown[1]), who::came);
    who.hangUp();
    loop.settle(who::isOver, who::toString);
    return who;
  }

  @Test
  void aBoxThatWasClosedIsLetGoOf() throws InterruptedException {
    var gone = new ReferenceQueue<Object>();
    var box = new WeakReference<Object>(closed(), gone);
    loop.run(3_600_000);
    assertTrue(goes(gone), () -> "somebody keeps " + box.get());
    Reference.reachabilityFence(loop);
  }

  private Object closed() {
    Box box = box();
    visited(box, new String[] {
        "conf t\rinterface Loopback1\rip address 10.0.0.1 255.0.0.0\rend\rreload in 5\rno\r\r", "[confirm]"});
    Seated stays = sit(box, LineName.CONSOLE);
    box.close();
    loop.settle(stays::isOver, stays::toString);
    return box;
  }
}
