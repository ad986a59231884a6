package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A line changes one interface, and only that one is looked at. Whatever lines were typed in whatever order, all must
 * stand as if the configuration had come as a whole; and what is refused line by line must be what cannot come as a
 * whole.
 */
class InterfaceLineByLineTest {
  private static final List<String> NAMES = List.of("Loopback0", "Loopback1", "Loopback01", "Loopback2", "FastEthernet0/0",
      "FastEthernet0/1", "FastEthernet0/1.7", "Tunnel3", "Vlan5");

  private static final class Filter implements PacketFilter {
    List<Chain> chains = List.of();
    Map<String, Integer> segments = Map.of();

    @Override
    public void filters(List<Chain> wanted) {
      chains = wanted;
    }

    @Override
    public void segments(Map<String, Integer> ipv4, Map<String, Integer> ipv6) {
      segments = Map.copyOf(ipv4);
    }

    @Override
    public Map<String, Long> matches() {
      return Map.of();
    }
  }

  /** A box with two ports, and what it has made of its configuration. */
  private static final class Box {
    final Filter filter = new Filter();
    final Bench bench;

    Box() {
      bench = new Bench(Release.R12_4, Platform.C3725, Optional.of(filter));
      bench.kernel.plug("eth0", true);
      bench.kernel.plug("eth1", true);
      bench.exec("port bind FastEthernet0/0 eth0");
      bench.exec("port bind FastEthernet0/1 eth1");
    }

    /** Takes these lines as one change. @return whether all of them were taken */
    boolean whole(List<String> lines) {
      var said = new StringBuilder();
      var refused = bench.configuration.together(() -> said.append(bench.type(lines.toArray(String[]::new))));
      return refused.isEmpty() && said.isEmpty();
    }

    String standing() {
      bench.loop.run(10_000);
      var out = new StringBuilder();
      for (var s : bench.interfaces.table().all()) {
        out.append(s).append(' ').append(bench.interfaces.table().ipv6(s.name())).append('\n');
        if (s.address().isPresent()) assertTrue(bench.interfaces.table().isUnnumbered(s.name())
            || bench.interfaces.table().owns(s.address().get()), s.toString());
      }
      for (KernelPort.Link l : new TreeMap<>(bench.kernel.links).values()) {
        out.append(l.name()).append(l.up() ? " up " : " down ").append(l.mtu()).append(' ')
            .append(bench.kernel.addresses.getOrDefault(l.name(), List.of())).append(' ')
            .append(bench.kernel.ipv6.wishes.get(l.name())).append('\n');
      }
      return out.append(filter.chains).append(new TreeMap<>(filter.segments)).append('\n').append(bench.running()).toString();
    }
  }

  private int refusals;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsTypedLineByLineStandsAsIfItHadComeAtOnce(long seed) {
    var random = new Random(seed);
    var box = new Box();
    for (int i = 0; i < 60; i++) {
      List<String> before = lines(box);
      List<String> edit = edit(random);
      boolean taken = box.bench.type(edit.toArray(String[]::new)).isEmpty();
      if (!taken) {
        var together = new ArrayList<>(before);
        together.addAll(edit);
        assertTrue(!new Box().whole(together), seed + " refuses " + edit + " after\n" + String.join("\n", before));
        refusals++;
      }
      if (i % 3 != 0 && i != 59) continue;
      var fresh = new Box();
      assertTrue(fresh.whole(lines(box)), seed + " at " + edit);
      assertEquals(fresh.standing(), box.standing(), seed + " at " + edit);
    }
    assertTrue(refusals > 2, refusals + " refusals");
  }

  /** Loopbacks have no MAC: theirs is that of the first port, which only now gets one. */
  @Test
  void identifiersFollowThePortThatTheyAreFrom() {
    var bench = new Bench(Release.R12_4, Platform.C3725);
    bench.exec("port bind FastEthernet0/0 eth0");
    assertEquals("", bench.type("interface Loopback0", "ipv6 enable"));
    var before = bench.kernel.ipv6.wishes.get("Loopback0");
    bench.kernel.plug("eth0", true);
    assertNotEquals(before, bench.kernel.ipv6.wishes.get("Loopback0"));
    assertEquals(List.of("FE80::C003:DFF:FEEB:1"), bench.interfaces.table().ipv6(InterfaceName.of("Loopback0")).stream()
        .map(a -> a.address().toString()).toList());
  }

  private static List<String> lines(Box b) {
    return b.bench.running().lines().filter(l -> !l.equals("!") && !l.equals("end")).toList();
  }

  /** A line in an interface, behind the line that opens it; or an interface or a list that goes. */
  private static List<String> edit(Random r) {
    String name = NAMES.get(r.nextInt(NAMES.size()));
    String net = "10." + r.nextInt(4) + "." + 64 * r.nextInt(4) + ".";
    String mask = r.nextBoolean() ? "255.255.255.0" : "255.255.192.0";
    String in = "interface " + name;
    return switch (r.nextInt(15)) {
      case 0, 1, 2, 3 -> List.of(in, "ip address " + net + (1 + r.nextInt(3)) + " " + mask);
      case 4 -> List.of(in, "ip address " + net + (4 + r.nextInt(3)) + " " + mask + " secondary");
      case 5 -> List.of(in, "no ip address");
      case 6 -> List.of(in, r.nextBoolean() ? "shutdown" : "no shutdown");
      case 7 -> List.of(in, "ip access-group " + (100 + r.nextInt(2)) + (r.nextBoolean() ? " in" : " out"));
      case 8 -> List.of(in, "no ip access-group " + (100 + r.nextInt(2)) + (r.nextBoolean() ? " in" : " out"));
      case 9 -> List.of(in, "ipv6 address 2001:db8:" + r.nextInt(6) + "::1/64");
      case 10 -> List.of(in, r.nextBoolean() ? "no ipv6 address" : "ipv6 enable");
      case 11 -> InterfaceName.of(name).kind().logical() ? List.of("no " + in) : List.of(in, "ip tcp adjust-mss 1200");
      case 12 -> List.of("access-list " + (100 + r.nextInt(2)) + " permit tcp host " + net + "9 any eq " + (1 + r.nextInt(90)));
      case 13 -> List.of("no access-list " + (100 + r.nextInt(2)));
      default -> List.of(in, r.nextInt(4) > 0 ? "mtu " + (1400 + r.nextInt(9)) : "ip unnumbered Loopback0");
    };
  }
}
