package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.anotherbox.plane.Flows;
import net.anotherbox.plane.Packets;
import net.anotherbox.plane.RandomTraffic;
import net.anotherbox.plane.memory.MemoryPlane;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel's rules and ours must pick the same packets. Random maps are loaded into a namespace, random packets are sent
 * from it by a raw socket, and the leak counter of its guard says how many the kernel would have turned aside. Needs root.
 */
@Tag("netns")
class NftAgreementTest {
  private static final int MAPS = 25;
  private static final int PACKETS = 120;

  @TempDir Path folder;

  @Test
  void theKernelPicksThePacketsThatThePlanePicks() throws IOException {
    var random = new SplittableRandom(21);
    try (var ns = new NetNs("agree"); var peer = new NetNs("agree2")) {
      ns.join("eth0", "10.0.0.100/24", peer, "eth0", "10.0.0.101/24");
      // Without ARP the kernel has no errors of its own to send about addresses where nobody is.
      ns.run("ip link set eth0 arp off");
      long picked = 0;
      FlowTable before = randomTable(random);
      for (int n = 0; n < MAPS; n++) {
        FlowTable table = randomTable(random);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) packets.add(RandomTraffic.packet(random, 1));
        long expected = packets.stream().filter(p -> plane(table).outgoing("Fa0/0", p, 1500)
            instanceof MemoryPlane.Outgoing.Dropped).count();
        load(ns, NftRules.of(before, name -> 1).replacement());
        load(ns, NftRules.of(table, name -> 1).change(NftRules.of(before, name -> 1)));
        long kernel = kernelPicks(ns, packets);
        assertEquals(expected, kernel, () -> table + "\n" + NftRules.of(table, name -> 1).replacement());
        picked += kernel;
        before = table;
      }
      assertTrue(picked > MAPS * PACKETS / 20 && picked < MAPS * PACKETS * 19 / 20, "picked " + picked);
    }
  }

  private static MemoryPlane plane(FlowTable table) {
    var plane = new MemoryPlane(new VirtualLoop(java.time.Instant.EPOCH), new SeededRandomness(1));
    plane.flows(table);
    return plane;
  }

  private void load(NetNs ns, String script) throws IOException {
    Path rules = folder.resolve("rules");
    Files.writeString(rules, script);
    ns.run("nft -f " + rules);
  }

  /** Packets marked in the output hook are counted where they leave, as there is no rule that would route them aside. */
  private long kernelPicks(NetNs ns, List<byte[]> packets) throws IOException {
    Path file = folder.resolve("packets");
    Files.write(file, packets.stream().map(p -> HexFormat.of().formatHex(p)).toList());
    ns.run(List.of("python3", "-c", """
        import socket,sys
        s=socket.socket(socket.AF_INET,socket.SOCK_RAW,socket.IPPROTO_RAW)
        for l in open(sys.argv[1]):
          b=bytes.fromhex(l.strip())
          try: s.sendto(b,(socket.inet_ntoa(b[16:20]),0))
          except PermissionError: pass
        """, file.toString()));
    var m = Pattern.compile("packets (\\d+)").matcher(ns.run("nft list counter ip anotherbox leak1"));
    assertTrue(m.find());
    return Long.parseLong(m.group(1));
  }

  private static FlowTable randomTable(SplittableRandom r) {
    var entries = new ArrayList<Entry>();
    for (int e = 1 + r.nextInt(6); e > 0; e--) {
      var rules = new ArrayList<Rule>();
      if (r.nextInt(3) > 0) {
        var m = pair(r);
        entries.add(new Entry(e, List.of(new Rule(true, m, List.of(new Ident(e * 10, m))))));
        continue;
      }
      for (int i = 1 + r.nextInt(4); i > 0; i--) {
        var m = RandomTraffic.match(r);
        boolean permit = r.nextInt(3) > 0;
        rules.add(new Rule(permit, m, permit ? List.of(new Ident(e * 10 + i, m)) : List.of()));
      }
      entries.add(new Entry(e, rules));
    }
    return new FlowTable(List.of(new InterfaceMap("Fa0/0", "eth0", "M", Ipv4.of("10.0.0.100"), entries)));
  }

  /** Two prefixes and nothing else. */
  private static PacketMatch pair(SplittableRandom r) {
    return Flows.match(0, "10.0.0." + r.nextInt(4) + "/32", 0, "10.0.0." + 2 * r.nextInt(2) + "/" + (30 + r.nextInt(2)), 0);
  }
}
