package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The router between two Linux hosts, IPv6 only; what one of them knows of the way it knows from the router:
 *
 * <pre>
 *  a 2001:db8:1::10 -- 2001:db8:1::1 Fa0/0 router Fa0/1 2001:db8:2::1 -- 2001:db8:2::10 b 2001:db8:b::1
 * </pre>
 */
@Tag("netns")
@Timeout(120)
class Ipv6LiveTest {
  private static final String CONFIGURATION = """
      username admin privilege 15 secret lab-only
      ipv6 unicast-routing
      interface FastEthernet0/0
       ipv6 address FE80::1 link-local
       ipv6 address 2001:DB8:1::1/64
       ipv6 mtu 1400
       ipv6 nd reachable-time 20000
      interface FastEthernet0/1
       ipv6 address 2001:DB8:2::1/64
      interface Loopback0
       ipv6 address 2001:DB8:A::1/128
      ipv6 route 2001:DB8:B::/64 2001:DB8:2::10
      line vty 0 4
       login local
      """;
  private static final String[] SETTINGS = {"disable_ipv6", "addr_gen_mode", "forwarding", "accept_ra", "autoconf",
      "keep_addr_on_down", "accept_redirects", "hop_limit", "mtu"};

  private Namespaces net;
  private Path startup;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    net = new Namespaces();
    net.make("a", "r", "b");
    net.join("r", "eth0", "", "a", "eth0", "2001:db8:1::10/64");
    net.join("r", "eth1", "", "b", "eth0", "2001:db8:2::10/64");
    net.in("b", "ip", "-6", "route", "add", "default", "via", "2001:db8:2::1");
    net.in("b", "ip", "-6", "addr", "add", "2001:db8:b::1/64", "dev", "lo");
    startup = Files.writeString(net.scratch().resolve("startup.cfg"), CONFIGURATION);
  }

  @AfterEach
  void takeDown() throws Exception {
    if (net != null) net.close();
  }

  private Process router() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return net.start("READY ssh=", new File(net.scratch().toFile(), "router.log"), net.inside("r", java,
        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        "net.anotherbox.box.Main", "--headless", "--print-ready", "--state", net.scratch().resolve("state").toString(),
        "--startup-config", startup.toString(), "--port", "FastEthernet0/0=eth0", "--port", "FastEthernet0/1=eth1"));
  }

  private boolean answers(String from, String to) {
    return Namespaces.run(10, net.inside(from, "ping", "-6", "-n", "-c", "1", "-W", "1", to)).status() == 0;
  }

  private String said(String at, String... command) {
    return Namespaces.run(10, net.inside(at, command)).out();
  }

  /** What the kernel has of IPv6 that a box could have changed. */
  private String found() throws Exception {
    var all = new ArrayList<String>();
    for (String link : List.of("all", "default", "eth0", "eth1", "lo"))
      for (String s : SETTINGS) all.add(net.in("r", "cat", "/proc/sys/net/ipv6/conf/" + link + "/" + s).strip());
    all.add(net.in("r", "cat", "/proc/sys/net/ipv6/neigh/eth0/base_reachable_time_ms").strip());
    return all + net.in("r", "ip", "-6", "route", "show", "proto", "143") + net.in("r", "ip", "-6", "-o", "addr", "show",
        "scope", "global") + net.in("r", "nft", "list", "tables");
  }

  @Test
  void packetsPassAreFilteredAndAllIsUndoneEvenAfterAKill() throws Exception {
    String before = found();
    Process first = router();
    Namespaces.await(20, "a reaches b through the box", () -> answers("a", "2001:db8:b::1"));
    first.destroyForcibly().waitFor();
    assertTrue(!found().equals(before), "a kill leaves what was set");

    Process box = router();
    try (BoxConsole console = new BoxConsole(net, "r")) {
      Namespaces.await(20, "b reaches the box", () -> answers("b", "2001:db8:a::1"));
      Namespaces.await(20, "a reaches b again", () -> answers("a", "2001:db8:b::1"));
      String ping = console.type("ping 2001:db8:b::1 repeat 3");
      assertTrue(ping.contains("!!!\n"),
          () -> ping + console.shows("show ipv6 route") + console.shows("show ipv6 interface"));
      Namespaces.await(20, "a makes an address of the prefix that it is told", () -> said("a", "ip", "-6", "-o", "addr",
          "show", "dev", "eth0", "scope", "global", "dynamic").contains("2001:db8:1:"));
      String hosts = net.in("a", "ip", "-6", "-o", "addr", "show", "dev", "eth0", "scope", "link").replaceAll(
          "(?s).*inet6 (fe80[0-9a-f:]+)/64.*", "$1");
      console.send("ping " + hosts);
      String linkLocal = console.type("FastEthernet0/0");
      assertTrue(linkLocal.contains("Packet sent with a source address of FE80::1%FastEthernet0/0\n!!!!!\n"), linkLocal);
      assertTrue(console.type("show ipv6 neighbors").contains("\n2001:DB8:1:"));

      console.configure("ipv6 access-list EDGE\npermit icmp 2001:db8:1::/64 host 2001:db8:2::10\n"
          + "deny icmp any any echo-request"
          + "\npermit ipv6 any any\ninterface FastEthernet0/0\nipv6 traffic-filter EDGE in");
      assertTrue(answers("a", "2001:db8:2::10"), "what the list permits");
      assertTrue(!answers("a", "2001:db8:b::1"), "what it denies");
      String list = console.type("show ipv6 access-list EDGE");
      assertTrue(list.matches("(?s).*host 2001:DB8:2::10 \\(1 match\\) sequence 10.*echo-request \\(1 match\\).*"), list);
    }
    Namespaces.stop(box);
    assertEquals(before, found());
    Namespaces.await(5, "a has heard that the router is none any more", () -> said("a", "ip", "-6", "route", "show",
        "default").isBlank());
  }
}
