package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** The interfaces and access lists of the documents, pasted, come back as they were. */
class PastedConfigurationTest {
  /** Lines that other modules declare on interfaces. */
  private static void others(Bench b) {
    b.grammar.prefix(InterfaceLines.INTERFACE, "ip nhrp", "NHRP interface subcommands");
    b.grammar.line(InterfaceLines.INTERFACE, "crypto map WORD", "Encryption module", "Assign a map", "Name").active();
    b.grammar.line(InterfaceLines.INTERFACE, "ip nhrp LINE", "Rest").many().active();
    b.grammar.line(InterfaceLines.INTERFACE, "ip split-horizon eigrp <1-65535>", "Perform split horizon", "EIGRP",
        "Number").negatable().active();
  }

  private static List<String> read(String name) {
    try (var in = PastedConfigurationTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Blocks of a text, each with the lines that are indented under it. */
  private static List<String> blocks(List<String> lines, boolean sorted) {
    var blocks = new ArrayList<String>();
    for (String l : lines) {
      if (l.startsWith("!") || l.equals("end")) continue;
      String plain = (l.startsWith(" ") ? " " : "") + l.strip().replaceAll("(?<=\\d)  +", " ");
      if (l.startsWith(" ")) blocks.set(blocks.size() - 1, blocks.get(blocks.size() - 1) + "\n" + plain);
      else blocks.add(plain);
    }
    if (sorted) blocks.sort(String::compareTo);
    return blocks;
  }

  private static Bench paste(String name, Release release, Platform platform) {
    var b = new Bench(release, platform);
    others(b);
    assertEquals("", b.type(read(name).toArray(String[]::new)));
    assertEquals(List.of(), b.grammar.violations());
    return b;
  }

  /** @param sorted for texts that were not in IOS's order */
  private static void comesBack(String name, Release release, Platform platform, boolean sorted) {
    Bench b = paste(name, release, platform);
    assertEquals(String.join("\n", blocks(read(name), sorted)), String.join("\n", blocks(b.running().lines().toList(),
        sorted)));
  }

  @Test
  void theTunnelEndpointDiscoveryDocument() {
    comesBack("000-daphne.cfg", Release.R12_2, Platform.C2611XM, false);
  }

  @Test
  void theIpv6TunnelDocument() {
    comesBack("001-r2.cfg", Release.R15_2, Platform.C3640, false);
  }

  @Test
  void theDmvpnDocument() {
    comesBack("002-hub.cfg", Release.R15_1, Platform.C3640, true);
    comesBack("002-spoke1.cfg", Release.R15_1, Platform.C3640, true);
  }

  @Test
  void theLinksysDocument() {
    comesBack("003-siteb.cfg", Release.R12_3, Platform.C3725, false);
  }

  @Test
  void theDynamicMapDocument() {
    comesBack("004-router.cfg", Release.R12_4, Platform.C3640, false);
  }

  @Test
  void interfacesStandWhereIosPrintsThem() {
    var b = new Bench(Release.R12_4, Platform.C3640);
    b.type("interface Serial2/0", "interface FastEthernet1/0.100", "interface Vlan1", "interface Tunnel10",
        "interface FastEthernet1/0",
        "interface Tunnel9", "interface Ethernet0/0", "interface Loopback0");
    assertEquals(List.of("Loopback0", "Tunnel9", "Tunnel10", "Ethernet0/0", "FastEthernet1/0", "FastEthernet1/0.100",
        "Serial2/0", "Vlan1"),
        b.running().lines().filter(l -> l.startsWith("interface ")).map(l -> l.substring(10)).toList());
  }

  @Test
  void subinterfacesHaveTheirOwnPrompt() {
    var b = new Bench(Release.R12_4, Platform.C3725);
    assertEquals("", b.type("interface fa 0/1.7", "encapsulation dot1q 7 native", "ip address 10.7.0.1 255.255.255.0"));
    assertEquals("config-subif", b.editor.mode().prompt());
    assertEquals("interface FastEthernet0/1.7\n encapsulation dot1Q 7 native\n ip address 10.7.0.1 255.255.255.0",
        b.running("interface FastEthernet0/1.7", 3));
  }
}
