package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import org.junit.jupiter.api.Test;

class InterfaceRangeTest {
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  private static String names(String range) {
    return InterfaceRange.read(range).map(all -> String.join(" ", all.stream().map(InterfaceName::brief).toList())).orElse("none");
  }

  @Test
  void readsWhatPeopleType() {
    assertEquals("Fa0/0 Fa0/1", names("FastEthernet0/0 - 1"));
    assertEquals("Fa0/0 Fa0/1 Fa1/0", names("fa0/0-1,fa1/0"));
    assertEquals("Fa0/0 Lo3 Lo4", names("fa0/0 , lo3 - lo4"));
    assertEquals("Po1 Po2", names("Port-channel1 - 2"));
    assertEquals("Fa0/0.1 Fa0/0.2", names("fa0/0.1 - 2"));
  }

  @Test
  void refusesRangesThatGoBackwardsElsewhereOrTooFar() {
    for (String wrong : List.of("fa0/1 - 0", "fa0/0 - lo1", "fa0/0 - fa1/3", "lo1 - 513", "lo1 - 300 , lo301 - 700", "x1", "1 - 2"))
      assertEquals(Optional.empty(), InterfaceRange.read(wrong), wrong);
  }

  @Test
  void whatIsTypedGoesIntoEachInterface() {
    assertEquals("", b.type("interface range FastEthernet 0/0 - 1", "description both", "no shutdown", "interface Loopback1",
        "description one"));
    assertEquals("interface FastEthernet0/0\n description both", b.running("interface FastEthernet0/0", 2));
    assertEquals("interface FastEthernet0/1\n description both", b.running("interface FastEthernet0/1", 2));
    assertEquals("interface Loopback1\n description one", b.running("interface Loopback1", 2));
    b.type("int range fa0/0, fa0/1", "no description");
    assertFalse(b.running().contains("both"));
  }

  @Test
  void logicalInterfacesComeIntoBeingAndGoTogether() {
    b.type("interface range lo1-3 , lo7", "ip unnumbered FastEthernet0/0");
    for (int n : new int[] {1, 2, 3, 7})
      assertTrue(b.running().contains("interface Loopback" + n + "\n ip unnumbered FastEthernet0/0\n"), b.running());
    b.type("no interface range lo1 - 3");
    assertFalse(b.running().contains("Loopback1"));
    assertTrue(b.running().contains("Loopback7"));
  }

  @Test
  void whatOneOfThemRefusesNoneTakes() {
    b.type("interface Loopback9", "ip address 10.1.1.1 255.255.255.0");
    assertTrue(b.type("interface range lo1 - 2", "ip address 10.1.1.7 255.255.255.0").contains("overlaps"));
    assertFalse(b.running().contains("10.1.1.7"));
  }
}
