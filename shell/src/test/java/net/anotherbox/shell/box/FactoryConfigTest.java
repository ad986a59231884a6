package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

class FactoryConfigTest {
  @Test
  void everyDeclaredWordHasHelpAndEveryLineSaysWhatItDoes() {
    assertEquals(List.of(), new TestBox(Release.R12_4, Platform.C3725).grammar.violations());
  }

  @Test
  void everyReleaseAndPlatformTakesItsOwnText() {
    for (Release r : Release.KNOWN)
      for (Platform p : Platform.values()) {
        var box = new TestBox(r, p);
        assertEquals(List.of(), box.features.factory().rejected(), r + " " + p);
        assertEquals("version " + r, box.lines().get(0));
        for (String port : p.ports()) assertTrue(box.lines().contains("interface " + port), r + " " + p + " " + port);
        assertFalse(box.running().contains("shutdown"));
        assertTrue(box.running().endsWith("end\n"));
        for (var e : box.configuration.current().entries()) assertTrue(e.factory(), e.words().toString());
      }
  }

  @Test
  void anErased3725Of124ShowsItsLines() {
    assertEquals(List.of("version 12.4", "service timestamps debug datetime msec", "service timestamps log datetime msec",
        "no service password-encryption", "hostname Router", "boot-start-marker", "boot-end-marker", "no aaa new-model",
        "ip cef", "interface FastEthernet0/0", " no ip address", " duplex auto", " speed auto", "interface FastEthernet0/1",
        " no ip address", " duplex auto", " speed auto", "interface FastEthernet1/0", " no ip address", " duplex auto",
        " speed auto",
        "no ip http server", "no ip http secure-server", "control-plane", "line con 0", "line aux 0", "line vty 0 4"),
        new TestBox(Release.R12_4, Platform.C3725).lines());
  }

  @Test
  void aVersionLineBringsTheDialectOfItsReleaseAtOnce() {
    var box = new TestBox(Release.R12_4, Platform.C3725);
    assertEquals("", box.configure("hostname Daphne", "no ip domain lookup", "version 12.2(27)XR"));
    assertEquals(Release.R12_2, box.personality.release());
    assertEquals("version 12.2(27)XR", box.lines().get(0));
    assertTrue(box.lines().containsAll(List.of("hostname Daphne", "no ip domain-lookup", "service timestamps debug uptime",
        "ip subnet-zero",
        " login")), box.running());
    assertFalse(box.running().contains("resource policy") || box.running().contains("boot-start-marker"));
    box.configure("version 15.2");
    assertTrue(box.lines().containsAll(List.of("hostname Daphne", "no ip domain lookup", "no ipv6 cef")));
  }

  @Test
  void whatDoesNotChangeWithTheReleaseKeepsItsIdentity() {
    var box = new TestBox(Release.R12_4, Platform.C3725);
    var before = box.configuration.current();
    box.features.factory().renew();
    assertSame(before, box.configuration.current());
    box.configure("version 12.3");
    assertNotSame(before, box.configuration.current());
    var port = before.entries().stream().filter(e -> e.words().contains("FastEthernet0/1")).findFirst().orElseThrow();
    assertSame(port, box.configuration.current().get(port.key()).orElseThrow());
  }

  @Test
  void typedLinesAreNeverReplacedByTheReleasesOwn() {
    var box = new TestBox(Release.R12_4, Platform.C3725);
    box.configure("service password-encryption", "ip http server", "line vty 0 4", "no login", "version 12.2",
        "version 15.1");
    assertTrue(box.lines().containsAll(List.of("service password-encryption", "ip http server", " no login")),
        box.running());
    assertFalse(box.lines().contains("no ip http server"));
  }

  @Test
  void aReleaseThatIsNoneIsRefused() {
    var box = new TestBox(Release.R12_4, Platform.C3725);
    assertEquals("% Not a release: new\n", box.configure("version new"));
    assertEquals(Release.R12_4, box.personality.release());
  }
}
