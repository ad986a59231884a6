package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A translator of addresses and ports on the way between the router and strongSwan. It keeps no state: what it makes of
 * which port stands in its rules, so that they can be changed at a moment.
 */
@Tag("netns")
@Timeout(180)
class NatLiveTest {
  private static final String BOX_OUTSIDE = "200.100.1.2";
  private static final String PEER_OUTSIDE = "200.56.4.2";

  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  /**
   * ESP in UDP has no checksum (zero); nftables, which does not know that when it writes a port, is told to leave it so.
   * Makes {@code inner}, which arrives by one link, look like {@code outer}, its ports 500 and 4500 like these.
   */
  private void translate(String inner, String outer, int ike, int natt) throws Exception {
    Path rules = Files.writeString(site.net.scratch().resolve("nat.nft"), """
        add table ip nat0
        delete table ip nat0
        table ip nat0 {
          chain out {
            type filter hook postrouting priority 0;
            ip saddr INNER udp sport 500 udp sport set IKE
            ip saddr INNER udp sport 4500 @th,64,32 != 0 udp sport set NATT udp checksum set 0
            ip saddr INNER udp sport 4500 udp sport set NATT
            ip saddr INNER ip saddr set OUTER
          }
          chain in {
            type filter hook prerouting priority -300;
            ip daddr OUTER udp dport IKE udp dport set 500 ip daddr set INNER
            ip daddr OUTER udp dport NATT @th,64,32 != 0 udp dport set 4500 udp checksum set 0 ip daddr set INNER
            ip daddr OUTER udp dport NATT udp dport set 4500 ip daddr set INNER
          }
        }
        """.replace("INNER", inner).replace("OUTER", outer).replace("IKE", "" + ike).replace("NATT", "" + natt));
    site.net.in("i", "nft", "-f", rules.toString());
  }

  private String pings(String from, String to, int count) {
    return Namespaces.run(30, site.net.inside(from, "ping", "-n", "-i", "0.02", "-w", "15", "-c", "" + count, to)).out();
  }

  @Test
  void theBoxBehindATranslatorCallsAndIsReached() throws Exception {
    translate("200.56.4.1", BOX_OUTSIDE, 10500, 14500);
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(MatrixLiveTest.CONFIGURATION);
      box.configure("crypto isakmp policy 1\nencr aes\ngroup 2\ncrypto isakmp nat keepalive 5");
      for (String mode : new String[] {"no", "yes"}) {
        box.type("clear crypto session");
        box.configure(mode.equals("yes") ? "crypto isakmp peer address 200.100.1.1\nset aggressive-mode password "
            + Connection.SECRET + "\nset aggressive-mode client-endpoint ipv4-address 200.56.4.1"
            : "no crypto isakmp peer address 200.100.1.1");
        site.peerIs(new Connection("aes128-sha1-modp1024", "3des-sha1").with("remote_addrs", BOX_OUTSIDE).with("aggressive",
            mode));
        String echo = pings("a", Site.HOST_B, 5);
        String sas = site.peer("swanctl --list-sas");
        assertTrue(Site.pinged(echo) >= 5, () -> echo + sas + box(box) + site.peer("tail -60 /var/log/charon.log"));
        assertTrue(sas.contains("'200.56.4.1' @ " + BOX_OUTSIDE + "[14500]") && sas.contains("TUNNEL-in-UDP"), sas);
        assertEquals(3, site.ping("b", "192.168.100.10", 3));
      }
      assertTrue(box.type("show crypto ipsec sa").contains("UDP-Encaps"), "the box says so");
      int keepalives = keepalives();
      Namespaces.await(15, "a keepalive", () -> keepalives() > keepalives);
      callsHostToHost(box);
    }
    assertEquals(0, site.leaks().size());
  }

  /** Datagrams of one byte from the box's port 4500. */
  private int keepalives() {
    return (int) site.onTheWire().stream().filter(l -> l.contains("200.56.4.1.4500") && l.contains("isakmp-nat-keep-alive"))
        .count();
  }

  private static String box(BoxConsole box) {
    return box.shows("show crypto isakmp sa") + box.shows("show logging");
  }

  @Test
  void aPeerBehindATranslatorCallsAndMayComeFromAnotherPort() throws Exception {
    translate("200.100.1.1", PEER_OUTSIDE, 10500, 14500);
    try (BoxConsole box = new BoxConsole(site.net, "r")) {
      box.configure(MatrixLiveTest.CONFIGURATION);
      box.configure("crypto isakmp policy 1\nencr aes\ngroup 2\n"
          + "crypto isakmp key thisisasecretpassword address 0.0.0.0 0.0.0.0\ncrypto dynamic-map D 10\n"
          + "set transform-set T\ninterface FastEthernet0/1\nno crypto map IPSEC\n"
          + "crypto map ROAD 10 ipsec-isakmp dynamic D\ninterface FastEthernet0/1\ncrypto map ROAD");
      for (String mode : new String[] {"no", "yes"}) {
        box.type("clear crypto session");
        site.peerIs(new Connection("aes128-sha1-modp1024", "3des-sha1").with("aggressive", mode));
        String how = site.peer("swanctl --initiate --child c1 --timeout 10 2>&1");
        assertTrue(how.contains("completed successfully"), () -> how + box(box));
        assertTrue(Site.pinged(pings("a", Site.HOST_B, 5)) >= 5, "from the box's side");
        assertEquals(3, site.ping("b", "192.168.100.10", 3));
        assertTrue(box.type("show crypto isakmp sa").contains("ACTIVE"), "an SA");
        translate("200.100.1.1", PEER_OUTSIDE, 20500, 24500);
        assertTrue(Site.pinged(pings("b", "192.168.100.10", 5)) >= 5, () -> "after the ports changed\n" + box(box));
        String sas = box.type("show crypto ipsec sa");
        assertTrue(sas.contains("port 24500"), sas);
        translate("200.100.1.1", PEER_OUTSIDE, 10500, 14500);
      }
      isCalledHostToHost(box);
    }
    assertEquals(0, site.leaks().size());
  }

  private static final String HOSTS = "crypto ipsec transform-set H esp-3des esp-sha-hmac\nmode transport\n";

  /** In transport mode what is protected are the peers themselves, whom each knows by an address of its own. */
  private static Connection hosts() {
    return new Connection("aes128-sha1-modp1024", "3des-sha1").child("mode", "transport").child("local_ts", "dynamic").child(
        "remote_ts", "dynamic");
  }

  private void callsHostToHost(BoxConsole box) throws Exception {
    box.configure("no crypto isakmp peer address 200.100.1.1\nip access-list extended VPN\n"
        + "permit ip host 200.56.4.1 host 200.100.1.1\n" + HOSTS + "crypto map IPSEC 60 ipsec-isakmp\nset transform-set H");
    box.type("clear crypto session");
    site.peerIs(hosts().with("remote_addrs", BOX_OUTSIDE));
    String shown = box.type("ping 200.100.1.1 repeat 8 timeout 2");
    assertTrue(shown.contains("!!!"), () -> shown + box(box) + site.peer("tail -60 /var/log/charon.log"));
    assertTrue(site.peer("swanctl --list-sas").contains("TRANSPORT-in-UDP"), "transport mode");
  }

  private void isCalledHostToHost(BoxConsole box) throws Exception {
    box.configure(HOSTS + "crypto dynamic-map D 10\nset transform-set H");
    box.type("clear crypto session");
    site.peerIs(hosts());
    String how = site.peer("swanctl --initiate --child c1 --timeout 10 2>&1");
    assertTrue(how.contains("completed successfully"), () -> how + box(box));
    String echo = site.peer("ping -n -c 3 -l 3 -W 5 200.56.4.1");
    String sas = box.type("show crypto ipsec sa");
    assertEquals(3, Site.pinged(echo), () -> echo + box(box) + sas);
    assertTrue(sas.contains("Transport UDP-Encaps") && sas.contains("remote ident (addr/mask/prot/port): (" + PEER_OUTSIDE
        + "/255.255.255.255/0/0)"), sas);
  }
}
