package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tunnel to a real peer must stand: changes at any time, power failures, forgeries. */
@Tag("netns")
@Timeout(180)
class TunnelLiveTest {
  private static final String CONFIGURATION = """
      crypto isakmp policy 1
       encr 3des
       authentication pre-share
       group 2
       lifetime 60
      crypto isakmp key thisisasecretpassword address 0.0.0.0 0.0.0.0
      crypto ipsec transform-set T esp-3des esp-sha-hmac
      """ + Site.MAP;

  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site("--ike-life", "60", "--esp-life", "30");
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  private Process pinging(Path out, String seconds, int count) throws Exception {
    return new ProcessBuilder(site.net.inside("a", "ping", "-n", "-i", seconds, "-c", "" + count, Site.HOST_B))
        .redirectOutput(out.toFile()).start();
  }

  private static long times(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  /** What the router's namespace looks like to its owner. */
  private List<String> host() throws Exception {
    var all = new ArrayList<String>();
    all.addAll(site.net.in("r", "ip", "-4", "-o", "addr").lines().toList());
    all.addAll(site.net.in("r", "ip", "-4", "route", "show", "table", "all").lines().toList());
    all.addAll(site.net.in("r", "ip", "rule").lines().toList());
    all.addAll(site.net.in("r", "nft", "list", "ruleset").lines().toList());
    site.net.in("r", "ip", "-o", "link").lines().map(l -> l.replaceFirst(" qdisc .*", "")).forEach(all::add);
    all.addAll(site.net.in("r", "sysctl", "-a", "--pattern", "net.ipv4.(ip_forward|conf)").lines().toList());
    return all;
  }

  @Test
  void nothingLeaksAndNothingStaysBehindWhateverHappens() throws Exception {
    site.stopRouter();
    site.net.in("r", "ip", "link", "add", "own0", "type", "veth", "peer", "name", "own1");
    site.net.in("r", "ip", "addr", "add", "10.99.0.1/24", "dev", "own0");
    site.net.in("r", "ip", "rule", "add", "from", "10.99.0.0/24", "lookup", "77", "pref", "500");
    site.net.in("r", "nft", "add", "table", "inet", "foreign");
    var before = host();
    site.startRouter();
    site.configure(CONFIGURATION);
    site.ssh("write memory", "");
    Process ping = pinging(site.net.scratch().resolve("ping.log"), "0.002", 100_000);
    site.awaitEcho(Site.HOST_B);
    for (String change : List.of("crypto ipsec transform-set T esp-aes esp-sha-hmac\nno crypto isakmp policy 7",
        "crypto ipsec transform-set T esp-3des esp-sha-hmac", "interface FastEthernet0/1\nshutdown\nno shutdown",
        "interface FastEthernet0/1\nshutdown\nno crypto map IPSEC\ncrypto map IPSEC\nno shutdown",
        "ip access-list extended VPN\npermit ip 192.168.100.0 0.0.0.255 172.18.31.0 0.0.0.255",
        "interface FastEthernet0/1\nip address 200.56.4.1 255.255.255.0\nip address 200.56.4.1 255.255.255.252")) {
      site.configure(change);
      site.awaitEcho(Site.HOST_B);
    }
    site.ssh("clear crypto sa");
    site.awaitEcho(Site.HOST_B);
    site.peer("swanctl --terminate --ike p");
    site.awaitEcho(Site.HOST_B);
    site.killRouter();
    site.startRouter();
    site.awaitEcho(Site.HOST_B);
    site.stopRouter();
    assertEquals(String.join("\n", before), String.join("\n", host()));
    assertEquals(0, site.ping("a", Site.HOST_B, 2));
    ping.destroyForcibly().waitFor();
    // Host B's answers come from the peer, in clear if it has just taken its policies down; only host A's are the router's.
    assertEquals(List.of(), site.leaks());
  }

  @Test
  void forgedAndRepeatedPacketsAreCountedAndDoNoHarm() throws Exception {
    site.configure(CONFIGURATION);
    site.awaitEcho(Site.HOST_B);
    assertEquals(10, site.ping("a", Site.HOST_B, 10));
    int good = Site.counter(site.ssh("show crypto ipsec sa"), "pkts decaps");
    for (String how : List.of("repeat", "forge", "spi")) inject(how);
    assertEquals(5, site.ping("a", Site.HOST_B, 5));
    String sas = site.ssh("show crypto ipsec sa");
    assertEquals(good + 5, Site.counter(sas, "pkts decaps"), sas);
    assertEquals(20, Site.counter(sas, "recv errors"), sas);
    String log = site.ssh("show logging");
    for (String said : List.of("%CRYPTO-4-PKT_REPLAY_ERR:", "%CRYPTO-4-RECVD_PKT_MAC_ERR:",
        "%CRYPTO-4-RECVD_PKT_INV_SPI:")) {
      long n = times(said, log);
      assertTrue(n >= 1 && n <= 4, said + " " + n);
    }
    inject("clear");
    log = site.ssh("show logging");
    assertTrue(log.contains("%CRYPTO-4-RECVD_PKT_NOT_IPSEC:"), log);
  }

  /** Sends the last ten of the peer's ESP packets again, as they were or changed, or one of its host's packets in clear. */
  private void inject(String how) throws Exception {
    Path script = Files.writeString(site.net.scratch().resolve("inject.py"), """
        import socket, struct, sys
        data, at, packets = open(sys.argv[1], 'rb').read(), 24, []
        while at < len(data):
            n = struct.unpack('<I', data[at + 8:at + 12])[0]
            packet = data[at + 16 + 20:at + 16 + n]
            at += 16 + n
            if packet[9] == 50 and packet[16:20] == bytes([200, 56, 4, 1]) and packet not in packets: packets.append(packet)
        out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        if sys.argv[2] == 'clear':
            packets = [bytes.fromhex('4500001c00010000400100000000000000000000') + bytes.fromhex('0800f7fd00010001')]
        for p in packets[-10:]:
            p = bytearray(p)
            if sys.argv[2] == 'clear': p[12:20] = bytes([172, 18, 30, 10, 192, 168, 100, 10])
            if sys.argv[2] == 'forge': p[40] ^= 1; p[25] += 1
            if sys.argv[2] == 'spi': p[20] ^= 1
            out.sendto(bytes(p), ('200.56.4.1', 0) if sys.argv[2] != 'clear' else ('192.168.100.10', 0))
        """);
    if (how.equals("clear")) site.net.in("i", "ip", "route", "replace", "192.168.100.0/24", "via", "200.56.4.1");
    site.net.in("i", "python3", script.toString(), site.capture().toString(), how);
  }

  @Test
  void accessListsChooseByProtocolAndPort() throws Exception {
    site.configure(CONFIGURATION.replace(" permit ip 192", " deny icmp host 192.168.100.1 any\n permit icmp 192")
        + "ip access-list extended VPN\npermit tcp 192.168.100.0 0.0.0.255 172.18.30.0 0.0.0.255 eq 80");
    site.peer("sed -i -e 's/local_ts = .*/local_ts = 172.18.30.0\\/24[icmp], 172.18.30.0\\/24[tcp\\/80]/' "
        + "-e 's/remote_ts = .*/remote_ts = 192.168.100.0\\/24/' /etc/swanctl/swanctl.conf; swanctl --load-all");
    site.awaitEcho(Site.HOST_B);
    assertEquals(3, site.ping("a", Site.HOST_B, 3));
    assertEquals(List.of(), site.inClear());
    String sas = site.ssh("show crypto ipsec sa", "ping 172.18.30.10 source FastEthernet1/0 repeat 1 timeout 1");
    assertTrue(sas.contains("(172.18.30.0/255.255.255.0/6/80)") && sas.contains("(172.18.30.0/255.255.255.0/1/0)"), sas);
    assertTrue(site.inClear().stream().allMatch(l -> l.contains("192.168.100.1 >")), "only what a deny names goes in clear");
    assertTrue(!site.inClear().isEmpty(), "a deny lets go in clear");
  }
}
