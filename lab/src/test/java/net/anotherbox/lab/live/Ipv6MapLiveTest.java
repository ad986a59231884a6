package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crypto map for IPv6 beside none for IPv4: IPv6 in IPv6 to strongSwan, and nothing of it in clear. */
@Tag("netns")
@Timeout(180)
class Ipv6MapLiveTest {
  private static final String CONFIGURATION = """
      version 15.1
      ipv6 unicast-routing
      crypto isakmp policy 1
       encr aes
       authentication pre-share
       group 2
      crypto isakmp key thisisasecretpassword address ipv6 2001:DB8:100::1/128
      crypto ipsec transform-set T esp-aes esp-sha-hmac
      crypto map ipv6 SIX 10 ipsec-isakmp
       set peer 2001:DB8:100::1
       set transform-set T
       match address VPN6
      ipv6 access-list VPN6
       deny tcp any any eq 7
       permit ipv6 2001:DB8:A::/64 2001:DB8:B::/64
      interface FastEthernet1/0
       ipv6 address 2001:DB8:A::1/64
       no shutdown
      interface FastEthernet0/1
       ipv6 address 2001:DB8:56::1/64
       ipv6 crypto map SIX
       no shutdown
      ipv6 route ::/0 2001:DB8:56::2
      logging buffered 100000 debugging
      no logging console
      """;
  private static final String PEER = "set -e; modprobe -a ipv6 esp6; sysctl -qw net.ipv6.conf.all.forwarding=1; "
      + "ip addr add 2001:db8:100::1/64 dev vec0 nodad; ip addr add 2001:db8:b::1/64 dev vec1 nodad; "
      + "ip -6 route add default via 2001:db8:100::2; swanctl --load-all; echo made";
  private static final String CONNECTION = """
      connections { p {
        version = 1
        local_addrs = 2001:db8:100::1
        remote_addrs = 2001:db8:56::1
        proposals = aes128-sha1-modp1024
        local {
          auth = psk
          id = 2001:db8:100::1
        }
        remote {
          auth = psk
          id = 2001:db8:56::1
        }
        children { c1 {
          local_ts = 2001:db8:b::/64
          remote_ts = 2001:db8:a::/64
          esp_proposals = aes128-sha1
        } }
      } }
      secrets { ike-any { secret = "thisisasecretpassword" } }
      """;
  private static final String HOST_B = "2001:db8:b::10";

  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
    site.net.in("i", "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
    for (String[] w : new String[][] {{"i", "2001:db8:56::2/64", "i0"}, {"i", "2001:db8:100::2/64", "i1"},
        {"a", "2001:db8:a::10/64", "a0"}, {"b", HOST_B + "/64", "b0"}})
      site.net.in(w[0], "ip", "addr", "add", w[1], "dev", w[2], "nodad");
    for (String[] w : new String[][] {{"a", "2001:db8:a::1"}, {"b", "2001:db8:b::1"}})
      site.net.in(w[0], "ip", "-6", "route", "add", "default", "via", w[1]);
    site.net.in("i", "ip", "-6", "route", "add", "2001:db8:a::/64", "via", "2001:db8:56::1");
    site.net.in("i", "ip", "-6", "route", "add", "2001:db8:b::/64", "via", "2001:db8:100::1");
    Files.writeString(site.peerRoot().resolve("etc/swanctl/swanctl.conf"), CONNECTION);
    String made = site.peer(PEER);
    assertTrue(made.contains("made"), made);
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private void nothingInClear() {
    assertEquals(java.util.List.of(), site.onTheWire("net 2001:db8:a::/64 and net 2001:db8:b::/64"));
  }

  @Test
  void carriesBothWaysWhoeverBeginsAndBlocksWhatComesInClear() throws Exception {
    try (var box = new BoxConsole(site.net, "r")) {
      box.configure(CONFIGURATION);
      Namespaces.await(20, "the peer's address", () -> box.shows("ping 2001:DB8:100::1 repeat 1 timeout 1").contains("100 percent"));
      assertTrue(site.answers("a", HOST_B, 3), () -> box.shows("show logging"));
      String sa = box.type("show crypto ipsec sa");
      assertTrue(sa.contains("local  ident (addr/mask/prot/port): (2001:DB8:A::/64/0/0)"), sa);
      assertTrue(sa.contains("remote ident (addr/mask/prot/port): (2001:DB8:B::/64/0/0)"), sa);
      assertTrue(Site.counter(sa, "pkts encaps") >= 3 && Site.counter(sa, "pkts decaps") >= 3, sa);
      String map = box.type("show crypto map");
      assertTrue(map.contains("IPv6 access list VPN6\n\t    deny tcp any any eq echo sequence 10\n"), map);
      assertTrue(map.contains("Interfaces using crypto map SIX:\n\t\tFastEthernet0/1"), map);
      box.type("clear crypto session");
      site.peerCalls();
      assertTrue(site.answers("b", "2001:db8:a::10", 3), () -> box.shows("show crypto ipsec sa"));
      // The first of these teaches host a what the SA leaves of the link.
      Namespaces.await(20, "a long packet's answer", () -> Site.pinged(Namespaces.run(20, site.net.inside("a", "ping", "-n",
          "-c", "1", "-W", "2", "-s", "3000", HOST_B)).out()) == 1);
      assertTrue(site.onTheWire("ip6 proto 50").size() >= 12);
      nothingInClear();
      // A stranger claims to be host b.
      site.net.in("i", "ip", "-6", "addr", "add", "2001:db8:b::66/128", "dev", "lo");
      assertEquals(0, Site.pinged(Namespaces.run(20, site.net.inside("i", "ping", "-n", "-c", "2", "-i", "0.2", "-W", "1", "-I",
          "2001:db8:b::66", "2001:db8:a::10")).out()));
      Namespaces.await(10, "word of it", () -> box.shows("show logging").contains("%CRYPTO-4-RECVD_PKT_NOT_IPSEC"));
      site.net.in("i", "ip", "-6", "addr", "del", "2001:db8:b::66/128", "dev", "lo");
      long spoofed = site.onTheWire("src host 2001:db8:b::66").size();
      site.killRouter();
      Namespaces.run(20, site.net.inside("a", "ping", "-n", "-c", "3", "-i", "0.2", "-W", "1", HOST_B));
      assertEquals(spoofed, site.onTheWire("net 2001:db8:a::/64 and net 2001:db8:b::/64").size(), "in clear after a kill");
    }
  }
}
