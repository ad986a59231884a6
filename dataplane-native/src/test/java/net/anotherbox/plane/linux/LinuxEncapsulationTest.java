package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ESP, AH and ESP in UDP between two planes, with a router between them that may translate addresses. Needs root. */
@Tag("netns")
class LinuxEncapsulationTest {
  @TempDir Path folder;
  private NetNs net;
  private NetNs one;
  private NetNs two;
  private BoxProcess boxOne;
  private BoxProcess boxTwo;

  @BeforeEach
  void wire() {
    net = new NetNs("en");
    one = new NetNs("e1");
    two = new NetNs("e2");
    for (NetNs n : List.of(net, one, two)) {
      n.run("sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0"
          + " net.ipv6.conf.default.accept_dad=0");
    }
    one.join("wan", "192.0.2.1/30", net, "n1", "192.0.2.2/30");
    two.join("wan", "198.51.100.1/30", net, "n2", "198.51.100.2/30");
    one.run("ip addr add fd01::1/64 dev wan");
    net.run("ip addr add fd01::2/64 dev n1");
    two.run("ip addr add fd02::1/64 dev wan");
    net.run("ip addr add fd02::2/64 dev n2");
    one.run("ip -6 route add default via fd01::2");
    two.run("ip -6 route add default via fd02::2");
    one.run("ip addr add 10.1.0.1/24 dev lo");
    two.run("ip addr add 10.2.0.1/24 dev lo");
    one.run("ip route add default via 192.0.2.2");
    two.run("ip route add default via 198.51.100.2");
    net.run("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    net.run(List.of("nft", "add table inet count; add counter inet count n50; add counter inet count n51;"
        + " add counter inet count n17; add counter inet count other;"
        + " add chain inet count f { type filter hook forward priority 0; };"
        + " add rule inet count f meta l4proto 50 counter name n50 accept;"
        + " add rule inet count f meta l4proto 51 counter name n51 accept;"
        + " add rule inet count f udp dport { 4500, 61000 } udp checksum 0 counter name n17 accept;"
        + " add rule inet count f counter name other"));
    boxOne = new BoxProcess(one, folder.resolve("one"));
    boxTwo = new BoxProcess(two, folder.resolve("two"));
    boxOne.ask("flows map Fa0/0 wan 192.0.2.1 ; entry ; permit 1 0 10.1.0.0/24 0 10.2.0.0/24 0");
    boxTwo.ask("flows map Fa0/0 wan 198.51.100.1 ; entry ; permit 1 0 10.2.0.0/24 0 10.1.0.0/24 0");
  }

  @AfterEach
  void unwire() {
    try {
      if (boxOne != null) boxOne.close();
      if (boxTwo != null) boxTwo.close();
    } finally {
      for (NetNs n : List.of(net, one, two)) n.close();
    }
  }

  private void sas(String here, String there, String what) {
    boxOne.ask("sa 1 1 out 0x1001 " + here + " " + there + " " + what);
    boxOne.ask("sa 2 1 in 0x1002 " + here + " " + there + " " + what);
    boxTwo.ask("sa 1 1 in 0x1001 " + there + " " + here + " " + what);
    boxTwo.ask("sa 2 1 out 0x1002 " + there + " " + here + " " + what);
  }

  private void sas(String what) {
    sas("192.0.2.1", "198.51.100.1", what);
  }

  private void noSas() {
    for (BoxProcess b : List.of(boxOne, boxTwo)) for (int handle : new int[] {1, 2}) b.ask("remove " + handle);
  }

  private int answers(NetNs from, String options) {
    String text = from.attempt("ping -n -i 2 -l 20 -W 3 " + options).text();
    var m = Pattern.compile("(\\d+) received").matcher(text);
    assertTrue(m.find(), text);
    return Integer.parseInt(m.group(1));
  }

  private int pings() {
    return answers(one, "-c 5 -I 10.1.0.1 10.2.0.1");
  }

  private long counted(String counter) {
    var m = Pattern.compile("packets (\\d+)").matcher(net.run("nft list counter inet count " + counter));
    assertTrue(m.find());
    return Long.parseLong(m.group(1));
  }

  private static void heard(BoxProcess box, String event) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) if (box.ask("events").contains(event)) return;
    throw new AssertionError(event + " not in " + box.ask("events"));
  }

  @Test
  void combinedCiphersAndLongHashesCarryPings() {
    for (String what : List.of("AES_GCM_128 NONE tunnel", "AES_GCM_256 NONE tunnel", "AES_GMAC_192 NONE tunnel",
        "AES_256 HMAC_SHA384_192 tunnel", "NULL HMAC_SHA512_256 tunnel")) {
      sas(what);
      assertEquals(5, pings(), what);
      noSas();
    }
    assertEquals(50, counted("n50"));
    assertEquals(0, counted("other"));
  }

  @Test
  void ahAloneAndAroundEspCarriesPings() {
    for (String what : List.of("NULL NONE tunnel only-ah HMAC_SHA1_96", "NULL NONE tunnel only-ah HMAC_SHA256_128",
        "TRIPLE_DES NONE tunnel ah HMAC_MD5_96", "AES_128 HMAC_SHA1_96 tunnel ah HMAC_SHA1_96")) {
      sas(what);
      assertEquals(5, pings(), what);
      assertEquals(2, answers(one, "-c 2 -s 3000 -I 10.1.0.1 10.2.0.1"), what + ", in fragments");
      noSas();
    }
    assertEquals(0, counted("n50"));
    assertEquals(0, counted("other"));
  }

  @Test
  void espInUdpPassesANatWhosePortChanges() {
    net.run(List.of("nft", "add table ip n; add chain ip n p { type nat hook postrouting priority 100; };"
        + " add rule ip n p oifname n2 ip protocol 17 snat to 198.51.100.2:61000"));
    boxOne.ask("udp 192.0.2.1 4500");
    boxTwo.ask("udp 198.51.100.1 4500");
    boxOne.ask("sa 1 1 out 0x1001 192.0.2.1 198.51.100.1 AES_128 HMAC_SHA1_96 tunnel udp 4500 4500");
    boxOne.ask("sa 2 1 in 0x1002 192.0.2.1 198.51.100.1 AES_128 HMAC_SHA1_96 tunnel udp 4500 4500");
    boxTwo.ask("sa 1 1 in 0x1001 198.51.100.1 198.51.100.2 AES_128 HMAC_SHA1_96 tunnel udp 4500 4500");
    boxTwo.ask("sa 2 1 out 0x1002 198.51.100.1 198.51.100.2 AES_128 HMAC_SHA1_96 tunnel udp 4500 4500");
    assertEquals(0, answers(one, "-c 2 -W 1 -I 10.1.0.1 10.2.0.1"));
    heard(boxTwo, "moved 1 198.51.100.2 61000");
    boxTwo.ask("move 1 198.51.100.2 61000");
    boxTwo.ask("move 2 198.51.100.2 61000");
    assertEquals(5, pings());
    assertEquals(0, counted("other"));
    assertTrue(counted("n17") >= 12);
    assertFalse(boxOne.ask("events").contains("udp "), "ESP reached the control thread");
    assertFalse(boxTwo.ask("events").contains("udp "), "ESP reached the control thread");
    assertFalse(boxOne.ask("events").contains("moved"));
  }

  @Test
  void ikeOnTheNatPortComesThroughTheFilterIfItHasTheMarker() throws Exception {
    boxOne.ask("udp 192.0.2.1 4500");
    boxTwo.ask("udp 198.51.100.1 4500");
    boxOne.ask("datagram 198.51.100.1 4500 abcd-is-no-marker");
    boxOne.ask("datagram 198.51.100.1 4500 \0\0\0\0behind-marker");
    heard(boxTwo, "behind-marker");
    assertFalse(boxTwo.ask("events").contains("is-no-marker"));
    heard(boxTwo, "spi 198.51.100.1 192.0.2.1 " + 0x61626364);
  }

  @Test
  void ipv4PassesBetweenIpv6Peers() {
    for (String what : List.of("AES_128 HMAC_SHA1_96 tunnel", "AES_GCM_256 NONE tunnel",
        "AES_128 NONE tunnel ah HMAC_SHA256_128")) {
      sas("fd01::1", "fd02::1", what);
      assertEquals(5, pings(), what);
      noSas();
    }
    assertEquals(0, counted("other"));
  }
}
