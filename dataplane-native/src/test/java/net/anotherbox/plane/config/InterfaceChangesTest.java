package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeMap;
import net.anotherbox.runtime.value.InterfaceName;
import org.junit.jupiter.api.Test;

class InterfaceChangesTest {
  private static TreeMap<InterfaceName, InterfaceSettings> of(String... names) {
    var all = new TreeMap<InterfaceName, InterfaceSettings>();
    for (String n : names) all.put(InterfaceName.of(n), InterfaceSettings.untouched(InterfaceName.of(n)));
    return all;
  }

  private static List<String> changed(TreeMap<InterfaceName, InterfaceSettings> a, TreeMap<InterfaceName, InterfaceSettings> b) {
    return new InterfaceChanges(a, b).changed().stream().map(s -> s.name().toString()).toList();
  }

  private static List<String> gone(TreeMap<InterfaceName, InterfaceSettings> a, TreeMap<InterfaceName, InterfaceSettings> b) {
    return new InterfaceChanges(a, b).gone().stream().map(InterfaceName::toString).toList();
  }

  @Test
  void findsWhatHasComeAndGoneAtEitherEndAndBetween() {
    var before = of("FastEthernet0/0", "Loopback1", "Loopback3", "Tunnel1");
    var now = of("Ethernet0", "Loopback1", "Loopback2", "Vlan9");
    assertEquals(List.of("Ethernet0", "Loopback2", "Vlan9"), changed(before, now));
    assertEquals(List.of("FastEthernet0/0", "Loopback3", "Tunnel1"), gone(before, now));
    assertEquals(List.of(), changed(before, of("FastEthernet0/0", "Loopback1", "Loopback3", "Tunnel1")));
    assertEquals(List.of("Loopback1"), changed(of(), of("Loopback1")));
    assertEquals(List.of("Loopback1"), gone(of("Loopback1"), of()));
  }
}
