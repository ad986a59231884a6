package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Protected tunnels to Linux and strongSwan, each to the kind of device that Linux has for it: VTI over IPv4 and over
 * IPv6, GRE with a key in transport mode, GRE in tunnel mode; and GRE over IPv6 without protection. An address of the
 * peer's for each, since Linux's VTI takes all ESP between its ends. The routes to Null0 are what a site needs whose
 * default route leads to the internet: the route through a tunnel that is down is none.
 */
@Tag("netns")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
class PeerTunnelsLiveTest {
  private static final String CONFIGURATION = """
      ipv6 unicast-routing
      crypto isakmp policy 1
       encr aes
       authentication pre-share
       group 2
      crypto isakmp key thisisasecretpassword address 0.0.0.0 0.0.0.0
      crypto isakmp key thisisasecretpassword address ipv6 ::/0
      crypto ipsec transform-set T esp-aes esp-sha-hmac
      crypto ipsec transform-set TR esp-aes esp-sha-hmac
       mode transport
      crypto ipsec profile P
       set security-association lifetime kilobytes 2560
       set transform-set T
      crypto ipsec profile PTR
       set transform-set TR
      interface FastEthernet1/0
       ip address 192.168.100.1 255.255.255.0
       no shutdown
      interface FastEthernet0/1
       ip address 200.56.4.1 255.255.255.252
       ipv6 address 2001:DB8:56::1/64
       no shutdown
      interface Tunnel1
       ip address 10.9.1.1 255.255.255.252
       tunnel source FastEthernet0/1
       tunnel destination 200.100.1.1
       tunnel mode ipsec ipv4
       tunnel protection ipsec profile P
      interface Tunnel2
       ipv6 address FD09:2::1/64
       tunnel source FastEthernet0/1
       tunnel mode ipsec ipv6
       tunnel destination 2001:DB8:100::1
       tunnel protection ipsec profile P
      interface Tunnel3
       ip address 10.9.3.1 255.255.255.252
       tunnel source FastEthernet0/1
       tunnel destination 200.100.1.3
       tunnel key 17
       tunnel protection ipsec profile PTR
      interface Tunnel4
       ip address 10.9.4.1 255.255.255.252
       tunnel source FastEthernet0/1
       tunnel destination 200.100.1.4
       tunnel protection ipsec profile P
      interface Tunnel5
       ip address 10.9.5.1 255.255.255.252
       tunnel source FastEthernet0/1
       tunnel mode gre ipv6
       tunnel destination 2001:DB8:100::1
      interface Tunnel6
       ip address 10.9.6.1 255.255.255.252
       ipv6 address FD09:6::1/64
       tunnel source FastEthernet0/1
       tunnel mode gre ipv6
       tunnel destination 2001:DB8:100::1
       tunnel key 6
      ip route 172.18.30.0 255.255.255.0 Null0 254
      ip route 10.9.0.0 255.255.0.0 Null0
      ipv6 route FD09::/16 Null0
      ip route 0.0.0.0 0.0.0.0 200.56.4.2
      ip route 172.18.30.0 255.255.255.0 Tunnel1
      ipv6 route ::/0 2001:DB8:56::2
      logging buffered 100000 debugging
      no logging console
      """;
  /**
   * The peer's side. Duplicate address detection is left out where nobody else is; Linux's VTI would lose its first long
   * packet to learn what fits.
   */
  private static final String DEVICES = "set -e; modprobe -a ipv6 esp6 ip_vti ip6_vti ip_gre ip6_gre; "
      + "sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0; "
      + "ip addr add 200.100.1.3/24 dev vec0; ip addr add 200.100.1.4/24 dev vec0; ip addr add 200.100.1.7/24 dev vec0; "
      + "ip addr add 2001:db8:100::1/64 dev vec0 nodad; ip -6 route add default via 2001:db8:100::2; "
      + "B='remote 200.56.4.1'; B6='remote 2001:db8:56::1'; "
      + "ip link add t1 type vti local 200.100.1.1 $B key 1; ip link add t2 type vti6 local 2001:db8:100::1 $B6 key 2; "
      + "ip link add t3 type gre local 200.100.1.3 $B key 17; ip link add t4 type gre local 200.100.1.4 $B; "
      + "ip link add t5 type ip6gre local 2001:db8:100::1 $B6; ip link add t6 type ip6gre local 2001:db8:100::1 $B6 key 6; "
      + "sysctl -qw net.ipv4.conf.t1.disable_policy=1 net.ipv6.conf.t2.disable_policy=1; "
      + "for n in 1 3 4 5 6; do ip addr add 10.9.$n.2/30 dev t$n; ip link set t$n up; done; "
      + "ip link set t1 mtu 1438; ip link set t2 mtu 1422 up; for n in 2 6; do ip addr add fd09:$n::2/64 dev t$n nodad; done; "
      + "ip route add 192.168.100.0/24 dev t1; echo made";
  private static final List<String> INSIDE = List.of("10.9.1.2", "fd09:2::2", "10.9.3.2", "10.9.4.2");

  private Site site;
  private BoxConsole box;

  /** A connection of strongSwan's with one child of the same name. */
  private static String connection(String name, String local, String remote, String selector, String child) {
    return connection(name, local, remote, selector, selector, child);
  }

  private static String connection(String name, String local, String remote, String own, String others, String child) {
    return "  " + name + " { version = 1\n local_addrs = " + local + "\n remote_addrs = " + remote
        + "\n proposals = aes128-sha1-modp1024\n unique = replace\n keyingtries = 1\n mobike = no\n rand_time = 0s\n"
        + " local {\n auth = psk\n id = " + local + " }\n remote {\n auth = psk\n id = " + remote + " }\n children { " + name
        + " { local_ts = " + own + "\n remote_ts = " + others + "\n esp_proposals = aes128-sha1\n rand_time = 0s\n "
        + child + " } } }\n";
  }

  @BeforeAll
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site("--install-routes", "no");
    site.net.in("i", "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
    site.net.in("i", "ip", "addr", "add", "2001:db8:56::2/64", "dev", "i0", "nodad");
    site.net.in("i", "ip", "addr", "add", "2001:db8:100::2/64", "dev", "i1", "nodad");
    Files.writeString(site.peerRoot().resolve("etc/swanctl/swanctl.conf"), "connections {\n"
        + connection("t1", "200.100.1.1", "200.56.4.1", "0.0.0.0/0", "mode = tunnel\n mark_in = 1\n mark_out = 1")
        + connection("t2", "2001:db8:100::1", "2001:db8:56::1", "::/0", "mode = tunnel\n mark_in = 2\n mark_out = 2")
        + connection("t3", "200.100.1.3", "200.56.4.1", "dynamic[gre]", "mode = transport")
        + connection("t7", "200.100.1.7", "200.56.4.1", "172.18.30.0/24", "192.168.100.0/24", "mode = tunnel")
        + connection("t4", "200.100.1.4", "200.56.4.1", "dynamic[gre]", "mode = tunnel")
        + "}\nsecrets { ike-any { secret = \"" + Connection.SECRET + "\" } }\n");
    String made = site.peer(DEVICES + "; swanctl --load-all");
    assertTrue(made.contains("made") && made.contains("loaded 5 connections"), made);
    box = new BoxConsole(site.net, "r");
    box.configure(CONFIGURATION);
    allUp();
  }

  @AfterAll
  void takeDown() throws Exception {
    if (box != null) box.close();
    if (site != null) site.close();
  }

  private String[] ping(String... words) {
    var command = new String[words.length + 2];
    System.arraycopy(new String[] {"ping", "-n"}, 0, command, 0, 2);
    System.arraycopy(words, 0, command, 2, words.length);
    return command;
  }

  /** How many of the inner ends answer, host b among them; all are asked at the same time. */
  private int answering() {
    try {
      var asked = new ArrayList<Process>();
      for (String to : INSIDE) asked.add(new ProcessBuilder(site.net.inside("r", ping("-c", "1", "-W", "1", to))).start());
      asked.add(new ProcessBuilder(site.net.inside("a", ping("-c", "1", "-W", "1", Site.HOST_B))).start());
      int n = 0;
      for (Process p : asked) n += p.waitFor() == 0 ? 1 : 0;
      return n;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void allUp() {
    Namespaces.await(60, "answers through all tunnels", () -> answering() == INSIDE.size() + 1);
  }

  private boolean lineIs(int tunnel, String state) {
    return box.shows("show interfaces Tunnel" + tunnel + " | include line").contains("line protocol is " + state);
  }

  /** Nothing of what a protected tunnel carries, wrapped or not, has ever crossed. */
  private void nothingInClear() {
    assertEquals(List.of(), site.onTheWire("net 10.9.1.0/24 or net 10.9.3.0/24 or net 10.9.4.0/24 or net 192.168.100.0/24"
        + " or net 172.18.30.0/24 or net fd09:2::/64 or ip proto 47 or ip proto 4 or ip6 proto 41"));
  }

  @Test
  @Order(1)
  void everyKindOfTunnelCarriesBothWays() throws Exception {
    var ends = List.of("10.9.1.1", "fd09:2::1", "10.9.3.1", "10.9.4.1", "10.9.5.1", "10.9.6.1", "fd09:6::1");
    String all = "for a in " + String.join(" ", ends) + "; do ping -n -c 1 -W 2 $a & done; wait";
    Namespaces.await(10, "the box answers through all tunnels", () -> site.peer(all).split(" 1 received", -1).length - 1
        == ends.size());
    assertTrue(site.answers("b", "192.168.100.10", 1));
    String sessions = box.type("show crypto session");
    assertEquals(4, Pattern.compile("Session status: UP-ACTIVE").matcher(sessions).results().count(), sessions);
    assertEquals(4, Pattern.compile("Session status:").matcher(sessions).results().count(), sessions);
    for (int n = 1; n <= 4; n++) {
      String sa = box.type("show crypto ipsec sa interface Tunnel" + n);
      assertTrue(sa.contains("in use settings ={" + (n == 3 ? "Transport, }" : "Tunnel, }")), sa);
      assertTrue(Site.counter(sa, "pkts encaps") >= 2 && Site.counter(sa, "pkts decaps") >= 2, sa);
      assertTrue(sa.contains(", #recv errors 0"), sa);
    }
    assertTrue(box.type("show crypto ipsec sa interface Tunnel2").contains("remote ident (addr/mask/prot/port): (::/0/0/0)"));
    assertTrue(box.type("show crypto ipsec sa interface Tunnel3")
        .contains("remote ident (addr/mask/prot/port): (200.100.1.3/255.255.255.255/47/0)"));
    assertTrue(site.onTheWire("ip6 and proto 50").size() >= 4 && site.onTheWire("ip6 proto 47").size() >= 4);
    nothingInClear();
  }

  /** The longest that passes whole; one byte more is answered if it must not be cut, and cut if it may be. */
  private void longest(String from, String to, int mtu) throws Exception {
    int header = to.contains(":") ? 48 : 28;
    assertEquals(1, Site.pinged(pinged(from, to, "do", mtu - header)), to);
    String answer = pinged(from, to, "do", mtu - header + 1);
    assertTrue(answer.matches("(?s).*mtu ?[=:] ?" + mtu + ".*"), answer);
    assertEquals(1, Site.pinged(pinged(from, to, "dont", mtu - header + 1)), to);
  }

  private String pinged(String from, String to, String df, int size) {
    return Namespaces.run(20, site.net.inside(from, ping("-c", "1", "-W", "1", "-M", df, "-s", "" + size, to))).out();
  }

  @Test
  @Order(2)
  void theLongestPacketPassesWholeAndOneByteMoreIsCutOrAnswered() throws Exception {
    longest("a", Site.HOST_B, 1438);
    longest("r", "fd09:2::2", 1422);
    longest("r", "10.9.3.2", 1472);
    longest("r", "10.9.4.2", 1476);
    longest("r", "10.9.6.2", 1452);
    // A router on the way has a narrower link: the tunnel's MTU is what its SA leaves of it.
    site.net.in("i", "ip", "route", "replace", "200.100.1.0/24", "dev", "i1", "mtu", "lock", "1400");
    site.net.in("i", "ip", "-6", "route", "change", "2001:db8:100::/64", "dev", "i1", "proto", "kernel", "metric", "256",
        "mtu", "1400");
    for (String[] w : new String[][] {{"a", Site.HOST_B, "1342"}, {"r", "fd09:2::2", "1310"}}) {
      Namespaces.await(10, "the path to " + w[1], () -> pinged(w[0], w[1], "do", 1350).matches("(?s).*mtu ?[=:] ?" + w[2] + ".*"));
      longest(w[0], w[1], Integer.parseInt(w[2]));
    }
    assertTrue(box.type("show crypto ipsec sa interface Tunnel1").contains("path mtu 1400, ip mtu 1500"));
    box.configure("interface Tunnel3\ntunnel path-mtu-discovery");
    // The one who pings may be told before the box's control thread is.
    Namespaces.await(10, "GRE hears of what its SA leaves", () -> pinged("r", "10.9.3.2", "do", 1400).contains("mtu")
        && box.shows("show interfaces Tunnel3 | include Path MTU").contains("ager 10 mins, min MTU 92, MTU 13"));
    assertEquals(1, Site.pinged(pinged("r", "10.9.3.2", "dont", 1444)));
    site.net.in("i", "ip", "route", "replace", "200.100.1.0/24", "dev", "i1");
    box.configure("interface Tunnel3\nno tunnel path-mtu-discovery");
    nothingInClear();
  }

  private static List<String> spis(String sa) {
    return Pattern.compile("current outbound spi: (\\w+)").matcher(sa).results().map(m -> m.group(1)).toList();
  }

  /** A ping that goes on, and what it said when it had sent all. */
  private Process pinging(String from, String to, String name) throws IOException {
    return new ProcessBuilder(site.net.inside(from, ping("-i", "0.02", "-c", "1000000", "-W", "2", to)))
        .redirectErrorStream(true).redirectOutput(site.net.scratch().resolve(name).toFile()).start();
  }

  @Test
  @Order(3)
  void newKeysFromEitherSideLoseNothing() throws Exception {
    var four = pinging("a", Site.HOST_B, "four.log");
    var six = pinging("r", "fd09:2::2", "six.log");
    var gre = pinging("r", "10.9.3.2", "gre.log");
    var before = spis(box.type("show crypto ipsec sa"));
    for (String what : List.of("child t1", "child t2", "child t3", "ike t1", "ike t2", "ike t3")) {
      String out = site.peer("swanctl --rekey --" + what);
      assertTrue(out.contains("completed successfully"), out);
    }
    Namespaces.await(10, "other SAs", () -> spis(box.shows("show crypto ipsec sa")).stream().filter(before::contains).count()
        == 1);
    var now = spis(box.type("show crypto ipsec sa interface Tunnel1"));
    // By volume: the profile has 2560 kilobytes for an SA, and the box begins before that is used up.
    String flood = Namespaces.run(60, site.net.inside("a", ping("-q", "-i", "0.002", "-c", "2200", "-s", "1300", "-W", "2", Site.HOST_B)))
        .out();
    assertEquals(2200, Site.pinged(flood), flood);
    assertTrue(!now.equals(spis(box.type("show crypto ipsec sa interface Tunnel1"))), "new keys by volume");
    for (Process p : List.of(four, six, gre)) {
      Namespaces.must("kill", "-INT", "" + p.pid());
      p.waitFor();
    }
    for (String log : List.of("four.log", "six.log", "gre.log")) {
      var m = Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(Files.readString(site.net.scratch()
          .resolve(log)));
      assertTrue(m.find() && Integer.parseInt(m.group(1)) - Integer.parseInt(m.group(2)) <= 1, log + " " + m.group());
    }
    nothingInClear();
  }

  @Test
  @Order(4)
  void aPeerThatIsKilledComesBackAndNothingLeaksMeanwhile() throws Exception {
    site.peer("kill -9 $(pidof charon); ip xfrm state flush; ip xfrm policy flush; ip link set t3 down; ip link set t4 down");
    assertEquals(0, answering());
    site.peer("rm -f /run/charon.*; ip link set t3 up; ip link set t4 up; (/usr/lib/ipsec/charon </dev/null >/dev/null 2>&1 &); "
        + "until swanctl --load-all; do sleep 0.05; done; for n in 1 2 3 4; do swanctl --initiate --child t$n; done");
    allUp();
    nothingInClear();
  }

  @Test
  @Order(5)
  void withoutSasAVirtualTunnelIsDownAndThePeerMayBeginAgain() throws Exception {
    box.configure("crypto ipsec profile P\nresponder-only\ncrypto ipsec profile PTR\nresponder-only");
    site.peer("for n in 1 2 3 4; do swanctl --terminate --ike t$n; done");
    Namespaces.await(10, "the lines to go down", () -> lineIs(1, "down") && lineIs(2, "down"));
    assertTrue(lineIs(3, "up") && lineIs(4, "up"), "GRE does not ask for SAs");
    assertEquals(0, answering());
    assertTrue(box.type("show crypto session").contains("Session status: DOWN"));
    String initiated = site.peer("for n in 1 2 3 4; do swanctl --initiate --child t$n; done");
    assertEquals(4, Pattern.compile("initiate completed successfully").matcher(initiated).results().count(), initiated);
    allUp();
    assertTrue(lineIs(1, "up") && lineIs(2, "up"));
    nothingInClear();
  }

  @Test
  @Order(6)
  void theBoxMayChangeItsTermsAndItsAddress() throws Exception {
    box.configure("no responder-only".transform(l -> "crypto ipsec profile P\n" + l + "\ncrypto ipsec profile PTR\n" + l)
        + "\ncrypto ipsec profile P\nset security-association lifetime kilobytes 4608000");
    allUp();
    box.configure("interface FastEthernet0/1\nshutdown");
    assertTrue(lineIs(1, "down") && lineIs(3, "down"));
    box.configure("interface FastEthernet0/1\nno shutdown");
    allUp();
    nothingInClear();
  }

  @Test
  @Order(7)
  void aCallerGetsAnInterfaceAndARouteToWhatItHasAskedFor() throws Exception {
    box.configure("""
        no ip route 172.18.30.0 255.255.255.0 Tunnel1
        crypto keyring CALLERS
         pre-shared-key address 200.100.1.7 key thisisasecretpassword
        crypto isakmp profile CALLER
         keyring CALLERS
         match identity address 200.100.1.7 255.255.255.255
         virtual-template 1
        crypto ipsec profile DYNAMIC
         set transform-set T
         set isakmp-profile CALLER
         reverse-route
        interface Virtual-Template1 type tunnel
         ip unnumbered FastEthernet1/0
         tunnel source FastEthernet0/1
         tunnel mode ipsec ipv4
         tunnel protection ipsec profile DYNAMIC
        """);
    String called = site.peer("ip route del 192.168.100.0/24; swanctl --initiate --child t7");
    assertTrue(called.contains("initiate completed successfully"), called);
    assertTrue(site.answers("a", Site.HOST_B, 3) && site.answers("b", "192.168.100.10", 3));
    assertTrue(box.type("show ip route 172.18.30.10").contains("directly connected, via Virtual-Access1"));
    String shown = box.type("show interfaces Virtual-Access1");
    assertTrue(shown.contains("line protocol is up") && shown.contains("Tunnel vaccess, cloned from Virtual-Template1")
        && shown.contains("Interface is unnumbered. Using address of FastEthernet1/0 (192.168.100.1)"), shown);
    String session = box.type("show crypto session interface Virtual-Access1");
    assertTrue(session.contains("IPSEC FLOW: permit ip 192.168.100.0/255.255.255.0 172.18.30.0/255.255.255.0"), session);
    site.peer("swanctl --terminate --ike t7");
    Namespaces.await(10, "the interface to go", () -> !box.shows("show ip interface brief").contains("Virtual-Access"));
    assertTrue(!site.net.in("r", "ip", "-br", "link").contains("Virtual-Access"));
    assertTrue(box.type("show ip route 172.18.30.10").contains("Null0"));
    String log = box.type("show logging");
    assertTrue(log.contains("Line protocol on Interface Virtual-Access1, changed state to down"), log);
    nothingInClear();
  }
}
