package net.anotherbox.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineName;
import org.junit.jupiter.api.Test;

/** Access lists at the doors of a whole box. */
class LoginListsTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final Box box = new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith("", Map.of()),
      new Personality(Release.R15_2, Platform.C2911), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> { });

  private void configure(String... lines) {
    var editor = new ConfigEditor(box.grammar(), box.configuration(), CommitLog.NONE, loop.clock(), "test");
    for (String l : lines) assertInstanceOf(Outcome.Accepted.class, editor.type(l), l);
  }

  private boolean admits(String from) {
    return box.features().remote().admits(new Caller(LineName.vty(0), from, 22, Caller.Transport.SSH));
  }

  @Test
  void anIpv6ListSaysWhoComesInOverIpv6AndNobodyElse() {
    box.boot();
    configure("ipv6 access-list MANAGE", "permit tcp 2001:DB8:1::/48 any eq 22", "deny ipv6 host 2001:DB8:2::9 any",
        "permit ipv6 2001:DB8:2::/64 any", "line vty 0 4", "ipv6 access-class MANAGE in");
    assertTrue(admits("2001:db8:1::5"));
    assertTrue(admits("2001:db8:2::1"));
    assertFalse(admits("2001:db8:2::9"));
    assertFalse(admits("2001:db8:3::1"));
    assertTrue(admits("10.0.0.1"), "it says nothing of IPv4");
    configure("access-list 10 permit 10.0.0.1", "line vty 0 4", "access-class 10 in");
    assertTrue(admits("10.0.0.1"));
    assertFalse(admits("10.0.0.2"));
    assertTrue(admits("2001:db8:1::5"));
  }

  @Test
  void aListThatIsNotThereLetsNobodyInOverIpv6() {
    box.boot();
    configure("line vty 0 4", "ipv6 access-class LATER in");
    assertFalse(admits("2001:db8::1"));
    configure("ipv6 access-list LATER", "permit ipv6 any any");
    assertTrue(admits("2001:db8::1"));
    assertEquals(1, box.features().text().running().lines().filter(" ipv6 access-class LATER in"::equals).count());
  }
}
