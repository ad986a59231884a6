package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** Tunnels under protection: SAs come without a packet, come back by themselves, and the interfaces hear of it. */
class TunnelProtectionTest {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2012-09-21T08:33:43Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox a = box(A, B, 1);
  private final TestBox b = box(B, A, 2);

  private TestBox box(String own, String peer, long seed) {
    var box = new TestBox(loop, network, own, Release.R15_1, seed).key("cisco", peer + "/32");
    box.bound = false;
    box.sets.clear();
    return box.set("TRA", Cipher.AES_128, Integrity.HMAC_SHA1_96, false);
  }

  private void both() {
    a.apply();
    b.apply();
  }

  private void vti() {
    a.tunnels.vti("Tunnel1", 4, A, B);
    b.tunnels.vti("Tunnel7", 4, B, A);
    b.responderOnly = true;
    both();
    loop.run(2_000);
  }

  private void gre() {
    a.tunnels.gre("Tunnel1", A, B);
    b.tunnels.gre("Tunnel7", B, A);
    b.responderOnly = true;
    both();
    loop.run(2_000);
  }

  @Test
  void aVirtualTunnelComesUpWithoutAPacketInTunnelModeWhateverItsSetSays() {
    vti();
    assertTrue(a.isUp() && b.isUp(), () -> a.lines.toString());
    var sa = a.plane.newest(true).orElseThrow();
    assertTrue(sa.tunnel());
    assertEquals(List.of("Tunnel1 up"), a.tunnels.told);
    assertEquals(List.of("Tunnel7 up"), b.tunnels.told);
    assertEquals(List.of(sa.ident()), a.plane.flows.protections().stream().map(p -> p.ident()).toList());
    var status = a.crypto.keyEngine().statuses().getFirst();
    assertEquals("0.0.0.0/0.0.0.0/0/0", status.localProxy().brief());
    assertEquals("Tunnel1-head-0", status.map());
  }

  @Test
  void greIsProtectedInTransportModeBetweenTheEnds() {
    gre();
    assertFalse(a.plane.newest(true).orElseThrow().tunnel());
    var status = a.crypto.keyEngine().statuses().getFirst();
    assertEquals("192.0.2.1/255.255.255.255/47/0", status.localProxy().brief());
    assertEquals("192.0.2.2/255.255.255.255/47/0", status.remoteProxy().brief());
  }

  @Test
  void aSetInTransportModeTakesAPeerInTunnelModeToo() {
    a.sets.clear();
    a.set("TUN", Cipher.AES_128, Integrity.HMAC_SHA1_96, true);
    gre();
    assertTrue(b.plane.newest(true).orElseThrow().tunnel());
  }

  @Test
  void aPeerWithOtherProxiesIsRefused() {
    a.tunnels.vti("Tunnel1", 4, A, B);
    b.tunnels.gre("Tunnel7", B, A);
    b.responderOnly = true;
    both();
    loop.run(2_000);
    assertFalse(b.isUp());
    assertEquals(List.of(), a.tunnels.told);
  }

  @Test
  void itIsAskedForAgainWhenThePeerIsThereAtLast() {
    a.tunnels.vti("Tunnel1", 4, A, B);
    a.apply();
    loop.run(300_000);
    assertFalse(a.isUp());
    b.tunnels.vti("Tunnel7", 4, B, A);
    b.responderOnly = true;
    b.apply();
    loop.run(60_000);
    assertTrue(a.isUp() && b.isUp());
  }

  @Test
  void whatThePeerDeletesComesBackByItself() {
    vti();
    var old = a.plane.newest(true).orElseThrow();
    b.crypto.clearSa();
    loop.run(100);
    assertEquals(List.of("Tunnel1 up", "Tunnel1 down"), a.tunnels.told);
    loop.run(2_000);
    assertTrue(a.isUp() && b.isUp());
    assertNotEquals(old.spi(), a.plane.newest(true).orElseThrow().spi());
    assertEquals(List.of("Tunnel1 up", "Tunnel1 down", "Tunnel1 up"), a.tunnels.told);
  }

  @Test
  void itIsRenewedBeforeItsTimeAndStaysUpWithoutTraffic() {
    a.seconds = 120;
    b.seconds = 120;
    vti();
    loop.run(600_000);
    assertTrue(a.isUp() && b.isUp());
    assertEquals(List.of("Tunnel1 up"), a.tunnels.told);
  }

  @Test
  void anEditedProfileIsNegotiatedAnewAndTheTunnelIsNeverWithoutItsProtection() {
    vti();
    a.pfs = 2;
    b.pfs = 2;
    both();
    loop.run(2_000);
    assertTrue(a.isUp() && b.isUp());
    assertEquals(2, a.crypto.keyEngine().pairs() + b.crypto.keyEngine().pairs());
    assertTrue(a.crypto.showIpsecSa().contains("PFS (Y/N): Y"), a.crypto.showIpsecSa());
    assertEquals(1, a.plane.flows.protections().size());
  }

  @Test
  void aRemovedProfileTakesTheSasWithIt() {
    vti();
    a.profiled = false;
    a.apply();
    loop.run(100);
    assertFalse(a.isUp());
    assertFalse(b.isUp());
    a.profiled = true;
    a.apply();
    loop.run(2_000);
    assertTrue(a.isUp() && b.isUp());
  }

  @Test
  void aTunnelThatGoesDownLosesItsSasAndAChangedSourceMakesNewOnes() {
    vti();
    a.tunnels.put("Tunnel1", Encapsulation.IPSEC, 4, "", B, false, false);
    a.apply();
    loop.run(100);
    assertEquals(0, a.crypto.ipsecSaPairs());
    assertEquals(0, b.crypto.ipsecSaPairs());
    a.tunnels.vti("Tunnel1", 4, A, B);
    a.apply();
    loop.run(2_000);
    assertTrue(a.isUp() && b.isUp());
  }

  @Test
  void aResponderDoesNotBegin() {
    b.tunnels.vti("Tunnel7", 4, B, A);
    b.responderOnly = true;
    a.tunnels.vti("Tunnel1", 4, A, B);
    a.responderOnly = true;
    both();
    loop.run(60_000);
    assertEquals(0, a.crypto.isakmpSas());
    b.plane.events.acquire(b.plane.flows.protections().getFirst().ident(), Ipv4.of(B), Ipv4.of(A), 47);
    loop.run(60_000);
    assertEquals(0, b.crypto.isakmpSas(), "nor for a packet that waits");
  }

  @Test
  void tunnelsOfOneSourceAndPeerThatShareHaveOnePairOfSas() {
    for (String n : List.of("Tunnel1", "Tunnel2")) {
      a.tunnels.put(n, Encapsulation.GRE, 0, A, B, true, true);
      b.tunnels.put(n, Encapsulation.GRE, 0, B, A, true, true);
    }
    b.responderOnly = true;
    both();
    loop.run(2_000);
    assertEquals(1, a.crypto.ipsecSaPairs());
    assertEquals(List.of("Tunnel1 up", "Tunnel2 up"), a.tunnels.told.stream().sorted().toList());
    assertEquals(List.of("Tunnel1", "Tunnel2"), a.plane.flows.protections().stream().map(p -> p.interfaceName()).toList());
    a.tunnels.all.remove(InterfaceName.of("Tunnel1"));
    a.apply();
    loop.run(100);
    assertEquals(1, a.crypto.ipsecSaPairs());
  }

  @Test
  void bothEndsMayBeginAtTheSameTime() {
    a.tunnels.vti("Tunnel1", 4, A, B);
    b.tunnels.vti("Tunnel7", 4, B, A);
    both();
    loop.run(5_000);
    assertTrue(a.isUp() && b.isUp());
    assertEquals(List.of("Tunnel1 up"), a.tunnels.told);
    loop.run(8_000_000);
    assertTrue(a.isUp() && b.isUp());
    assertEquals(List.of("Tunnel1 up"), a.tunnels.told);
    assertTrue(a.crypto.ipsecSaPairs() <= 3, () -> a.crypto.ipsecSaPairs() + " pairs");
  }

  @Test
  void nothingIsLeftWhenTheBoxCloses() {
    vti();
    a.crypto.close();
    loop.run(60_000);
    assertEquals(0, a.crypto.ipsecSaPairs());
    assertEquals(0, a.crypto.openSockets());
    assertEquals(Optional.empty(), a.plane.newest(true));
  }

  @Test
  void theSocketsOfTheDmvpnDocumentAreShownAsThere() throws Exception {
    a.tunnels.gre("Tunnel0", A, B);
    b.tunnels.gre("Tunnel0", B, A);
    b.responderOnly = true;
    both();
    loop.run(2_000);
    String ours = a.crypto.showSockets().replace(A, "172.16.1.1").replace(B, "172.16.10.1").replace("PRO", "DMVPN-IPSEC");
    Document.of("dmvpn/show-crypto-sockets-spoke.txt", "none").assertSaidBy(List.of(ours));
  }

  @Test
  void aSharedMapHasOneInstanceForEachPeer() {
    for (String n : List.of("Tunnel1", "Tunnel2")) a.tunnels.put(n, Encapsulation.GRE, 0, A, B, true, true);
    a.tunnels.put("Tunnel3", Encapsulation.GRE, 0, A, "192.0.2.3", true, true);
    both();
    String shown = a.crypto.showCryptoMap();
    assertTrue(shown.startsWith("Crypto Map: \"PRO-head-1\" idb: Ethernet0/0 local address: 192.0.2.1\n"), shown);
    assertEquals(List.of("65536", "65537", "65538"), shown.lines().filter(l -> l.startsWith("Crypto Map \"")).map(l ->
        l.split(" ")[3]).toList());
    assertTrue(shown.contains("\t    access-list  permit gre host 192.0.2.1 host 192.0.2.3\n"), shown);
    assertTrue(shown.endsWith("\t\tTunnel1\n\t\tTunnel2\n\t\tTunnel3\n\n"), shown);
    assertTrue(a.crypto.showSockets().contains("       Flags: shared\n"));
    assertTrue(a.crypto.showIpsecSa().lines().filter(l -> l.startsWith("interface: Tunnel")).count() == 3);
    assertEquals("Crypto Map: \"PRO-head-1\"", a.crypto.showCryptoMap(Optional.empty(), Optional.of(
        InterfaceName.of("Tunnel3"))).substring(0, 24));
  }

  @Test
  void theSocketsAreAnnounced() {
    a.debug("crypto socket");
    gre();
    b.crypto.clearSa();
    loop.run(100);
    assertEquals(List.of("CRYPTO_SS(TUNNEL SEC): Active open, socket info: local 192.0.2.1 192.0.2.1/255.255.255.255/0, "
        + "remote 192.0.2.2 192.0.2.2/255.255.255.255/0, prot 47, ifc Tu1", "CRYPTO_SS(TUNNEL SEC): Application started listening",
        "CRYPTO_SS(TUNNEL SEC): Sending Socket Up message", "CRYPTO_SS(TUNNEL SEC): Sending Socket Down message"),
        a.said("CRYPTO_SS"));
  }

  /** b makes interfaces for peers that its profile knows. */
  private void dynamic(String knows) {
    a.tunnels.vti("Tunnel1", 4, A, B);
    b.template = "CALLERS";
    b.tunnels.onChange(b::apply);
    b.isakmp = c -> new IsakmpConfig(c.policies(), c.defaultPolicies(), c.keyrings(), List.of(new IsakmpProfile("CALLERS",
        List.of(), List.of(new IsakmpProfile.Match.ByAddress(new PresharedKey.Whose.Network(Ipv4.of(knows), 32))),
        Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.of(1))), c.peers(), c.identity(),
        c.aggressiveMode(), c.admission());
    both();
    loop.run(2_000);
  }

  @Test
  void aCallerGetsAnInterfaceOfItsOwnAndLosesItWithItsSas() {
    dynamic(A);
    assertTrue(a.isUp() && b.isUp(), () -> b.lines.toString());
    assertEquals(List.of("Virtual-Access1 up"), b.tunnels.told);
    assertTrue(b.crypto.showIpsecSa().startsWith("\ninterface: Virtual-Access1\n"
        + "    Crypto map tag: Virtual-Access1-head-0, local addr 192.0.2.2\n"), b.crypto.showIpsecSa());
    assertTrue(b.crypto.showCryptoMap().contains("\tISAKMP Profile: CALLERS\n"), b.crypto.showCryptoMap());
    a.crypto.close();
    loop.run(2_000);
    assertEquals(List.of("Virtual-Access1 up", "Virtual-Access1 down", "Virtual-Access1 dropped"), b.tunnels.told);
    assertEquals(0, b.crypto.ipsecSaPairs());
    assertEquals(List.of(), b.plane.flows.protections());
  }

  @Test
  void aCallerThatTheProfileDoesNotKnowGetsNone() {
    dynamic("192.0.2.77");
    assertFalse(b.isUp());
    assertEquals(List.of(), b.tunnels.told);
  }

  @Test
  void aHundredTunnelsComeUpWithinASecond() {
    for (int i = 1; i <= 100; i++) {
      a.tunnels.vti("Tunnel" + i, 4, A, "198.51.100." + i);
      a.key("cisco", "198.51.100." + i + "/32");
    }
    var peers = new ArrayList<TestBox>();
    for (int i = 1; i <= 100; i++) {
      var p = box("198.51.100." + i, A, 100 + i);
      p.tunnels.vti("Tunnel1", 4, "198.51.100." + i, A);
      p.responderOnly = true;
      peers.add(p.apply());
    }
    a.apply();
    loop.run(1_000);
    assertEquals(100, a.tunnels.told.size());
    assertEquals(100, a.crypto.ipsecSaPairs());
    assertTrue(peers.stream().allMatch(TestBox::isUp));
    assertTrue(a.crypto.showSockets().startsWith("\nNumber of Crypto Socket connections 100\n"));
    assertEquals(100, a.crypto.showIpsecSa().lines().filter(l -> l.startsWith("interface: Tunnel")).count());
    assertEquals(100, a.crypto.showCryptoMap().lines().filter(l -> l.endsWith("65537 ipsec-isakmp")).count());
  }
}
