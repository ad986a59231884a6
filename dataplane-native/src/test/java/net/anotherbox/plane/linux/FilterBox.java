package net.anotherbox.plane.linux;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import net.anotherbox.runtime.port.PacketFilter.Chain;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.port.PacketFilter.Rule;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/** A packet filter in a process of its own, for tests: obeys commands, one a line, one answer each. */
final class FilterBox {
  private FilterBox() {}

  public static void main(String[] args) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var filter = new LinuxPacketFilter(translations -> {})) {
      System.out.println("ready");
      for (String line; (line = in.readLine()) != null && !line.equals("close"); ) {
        if (line.startsWith("icmp ")) filter.filters(List.of(icmp(line.substring(5).equals("permit"))));
        if (line.equals("none")) filter.filters(List.of());
        System.out.println(new TreeMap<>(filter.matches()));
      }
    }
    System.out.println("closed");
  }

  private static Chain icmp(boolean permit) {
    var match = PacketMatch.ip(1, Ipv4.ANY, Ipv4.BROADCAST, Ipv4.ANY, Ipv4.BROADCAST);
    return new Chain("wan", Direction.IN, List.of(new Rule("F 10", permit, match)));
  }
}
