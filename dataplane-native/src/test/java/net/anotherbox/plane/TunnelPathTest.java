package net.anotherbox.plane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.anotherbox.plane.TunnelPath.Arrival;
import net.anotherbox.plane.TunnelPath.Verdict;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.FlowTable.Protection;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** What tunnels make of packets, byte for byte, and what they refuse. */
class TunnelPathTest {
  private static final InterfaceName TUNNEL = InterfaceName.of("Tunnel0");
  private static final int PACKETS = 10_000;

  /** One end of a tunnel. */
  private static final class End implements CryptoPlane.Events {
    final PlaneControl control;
    final Slot slot = new Slot(2048);
    final List<String> told = new ArrayList<>();
    final TunnelState tunnelState;
    long now = 10_000;

    End(long seed, Tunnel... tunnels) {
      control = new PlaneControl(new SeededRandomness(seed));
      control.events(this);
      control.tunnels().onKeepalive(n -> told.add("keepalive " + n));
      control.tunnels().onPathMtu(p -> told.add("path " + p.tunnel() + " " + p.mtu()));
      control.tunnels(List.of(tunnels));
      tunnelState = tunnel();
    }

    TunnelState tunnel() {
      return control.tunnels().state(TUNNEL).orElseThrow();
    }

    private void load(byte[] packet) {
      control.path().begin(now);
      System.arraycopy(packet, 0, slot.in, Slot.IN_AT, packet.length);
      slot.inLength = packet.length;
    }

    byte[] result() {
      return Arrays.copyOfRange(slot.out, Slot.OUT_AT, Slot.OUT_AT + slot.outLength);
    }

    Verdict wrap(byte[] packet) {
      load(packet);
      Verdict v = control.path().tunnels().outbound(tunnel(), slot);
      control.drainEvents();
      return v;
    }

    byte[] wrapped(byte[] packet) {
      assertEquals(Verdict.PLAIN, wrap(packet));
      return result();
    }

    Arrival unwrap(byte[] packet) {
      load(packet);
      Arrival a = control.path().tunnels().inbound(slot);
      control.drainEvents();
      return a;
    }

    Arrival decrypt(byte[] packet) {
      load(packet);
      boolean taken = control.path().inbound(slot);
      control.drainEvents();
      return taken && control.path().inboundMap() == 0 ? control.path().arrival() : Arrival.NOTHING;
    }

    @Override
    public void acquire(long ident, Address source, Address destination, int protocol) {
      told.add("acquire " + ident + " " + source + " " + destination + " " + protocol);
    }

    @Override
    public void softExpired(long handle) {}

    @Override
    public void hardExpired(long handle) {}

    @Override
    public void invalidSpi(Address local, Address remote, int spi) {}

    @Override
    public void refused(long handle, CryptoPlane.Refusal reason, int sequence, long count) {
      told.add("refused " + reason);
    }

    @Override
    public void moved(long handle, Address remote, int remotePort) {}

    @Override
    public void notIpsec(String interfaceName, Address source, Address destination, int protocol) {}
  }

  private static Address address(String text) {
    return text.contains(":") ? Ipv6.of(text) : Ipv4.of(text);
  }

  private static Tunnel tunnel(Encapsulation e, int payload, String local, String remote, long key, boolean checksum,
      boolean sequence, int tos, boolean df, boolean secured) {
    return new Tunnel(TUNNEL, "Tunnel0", e, payload, Optional.of(address(local)), Optional.of(address(remote)),
        key < 0 ? OptionalLong.empty() : OptionalLong.of(key), checksum, sequence, tos, 255, df, 1476, 1500, secured);
  }

  private static Tunnel gre(String local, String remote, long key, boolean checksum, boolean sequence) {
    return tunnel(Encapsulation.GRE, 0, local, remote, key, checksum, sequence, -1, false, false);
  }

  private static Tunnel plain(boolean one) {
    return one ? gre("192.0.2.1", "192.0.2.2", -1, false, false) : gre("192.0.2.2", "192.0.2.1", -1, false, false);
  }

  private static Tunnel guarded(Encapsulation e, int payload, String local, String remote) {
    return tunnel(e, payload, local, remote, -1, false, false, -1, false, true);
  }

  private static byte[] packet(int length) {
    return Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, length);
  }

  private static byte[] ipv6(int payload) {
    byte[] p = new byte[40 + payload];
    NetworkOrder.i32(p, 0, 6 << 28 | 0xb8 << 20);
    NetworkOrder.u16(p, 4, payload);
    p[6] = 59;
    p[7] = 64;
    System.arraycopy(Ipv6.of("FD00::1").bytes(), 0, p, 8, 16);
    System.arraycopy(Ipv6.of("FD00::2").bytes(), 0, p, 24, 16);
    return p;
  }

  private static String hex(byte[] b, int from, int to) {
    return HexFormat.of().formatHex(b, from, to);
  }

  @Test
  void writesKeySequenceAndChecksumAsRfc2890Says() {
    var a = new End(1, gre("192.0.2.1", "192.0.2.2", 17, true, true));
    a.wrapped(packet(8));
    byte[] p = a.wrapped(packet(9));
    assertEquals("45", hex(p, 0, 1));
    assertEquals(p.length, NetworkOrder.u16(p, 2));
    assertEquals("0000", hex(p, 6, 8), "DF stays clear without path MTU discovery");
    assertEquals("ff2f", hex(p, 8, 10), "TTL 255, protocol 47");
    assertEquals(0, NetworkOrder.checksum(p, 0, 20));
    assertEquals("b0000800", hex(p, 20, 24), "checksum, key and sequence number, of IPv4");
    assertEquals("0000001100000001", hex(p, 28, 36), "key 17, the second packet");
    assertEquals(0, NetworkOrder.checksum(p, 20, p.length - 20));
    assertArrayEquals(packet(9), Arrays.copyOfRange(p, 36, p.length));
  }

  @Test
  void theDeliveryHeaderHasThePayloadsTosAndDfOrWhatIsConfigured() {
    byte[] inner = packet(8);
    inner[1] = (byte) 0xb8;
    inner[6] = 0x40;
    var copying = new End(1, tunnel(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", -1, false, false, -1, true, false));
    assertEquals("b8", hex(copying.wrapped(inner), 1, 2));
    assertEquals("4000", hex(copying.result(), 6, 8));
    var set = new End(1, tunnel(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", -1, false, false, 0x10, false, false));
    assertEquals("10", hex(set.wrapped(inner), 1, 2));
    assertEquals("0000", hex(set.result(), 6, 8));
  }

  @Test
  void carriesBothFamiliesInGreOverBoth() {
    for (String[] ends : new String[][] {{"192.0.2.1", "192.0.2.2"}, {"2001:DB8::1", "2001:DB8::2"}}) {
      var a = new End(1, gre(ends[0], ends[1], 4_294_967_295L, true, true));
      var b = new End(2, gre(ends[1], ends[0], 4_294_967_295L, true, true));
      for (byte[] inner : List.of(packet(1000), ipv6(700))) {
        assertEquals(Arrival.PAYLOAD, b.unwrap(a.wrapped(inner)));
        assertArrayEquals(inner, b.result());
        assertEquals(TUNNEL, b.control.tunnels().name(b.control.path().tunnels().arrivedIn()));
      }
    }
  }

  @Test
  void carriesIpInIpOfOneFamilyOnly() {
    var a = new End(1, tunnel(Encapsulation.IP, 4, "192.0.2.1", "192.0.2.2", -1, false, false, -1, false, false));
    assertEquals(4, a.wrapped(packet(8))[9]);
    assertEquals(Verdict.DROPPED, a.wrap(ipv6(8)));
    var six = new End(1, tunnel(Encapsulation.IP, 6, "192.0.2.1", "192.0.2.2", -1, false, false, -1, false, false));
    byte[] p = six.wrapped(ipv6(8));
    assertEquals(41, p[9]);
    var other = new End(2, tunnel(Encapsulation.IP, 6, "192.0.2.2", "192.0.2.1", -1, false, false, -1, false, false));
    assertEquals(Arrival.PAYLOAD, other.unwrap(p));
    assertArrayEquals(ipv6(8), other.result());
    assertEquals(Arrival.NOTHING, new End(3, tunnel(Encapsulation.IP, 4, "192.0.2.2", "192.0.2.1", -1, false, false, -1,
        false, false)).unwrap(p));
  }

  @Test
  void refusesAnotherKeyAnotherEndReservedBitsAndOtherVersions() {
    byte[] keyed = new End(1, gre("192.0.2.1", "192.0.2.2", 17, false, false)).wrapped(packet(8));
    assertEquals(Arrival.PAYLOAD, new End(2, gre("192.0.2.2", "192.0.2.1", 17, false, false)).unwrap(keyed));
    assertEquals(Arrival.NOTHING, new End(2, gre("192.0.2.2", "192.0.2.1", 18, false, false)).unwrap(keyed));
    assertEquals(Arrival.NOTHING, new End(2, plain(false)).unwrap(keyed));
    assertEquals(Arrival.NOTHING, new End(2, gre("192.0.2.2", "192.0.2.3", 17, false, false)).unwrap(keyed));
    var b = new End(2, plain(false));
    byte[] good = new End(1, plain(true)).wrapped(packet(8));
    assertEquals(Arrival.PAYLOAD, b.unwrap(good));
    for (int[] bad : new int[][] {{20, 0x40}, {20, 0x08}, {20, 0x04}, {21, 0x01}}) {
      byte[] p = good.clone();
      p[bad[0]] |= (byte) bad[1];
      assertEquals(Arrival.NOTHING, b.unwrap(p), "bits " + bad[1] + " of byte " + bad[0]);
    }
    for (int length = 0; length < good.length; length++) b.unwrap(Arrays.copyOf(good, length));
  }

  @Test
  void countsWrongChecksumsAndPacketsOutOfOrder() {
    var a = new End(1, gre("192.0.2.1", "192.0.2.2", -1, true, true));
    var b = new End(2, gre("192.0.2.2", "192.0.2.1", -1, true, true));
    byte[] first = a.wrapped(packet(8));
    byte[] second = a.wrapped(packet(8));
    byte[] third = a.wrapped(packet(8));
    third[third.length - 1] ^= 1;
    assertEquals(Arrival.PAYLOAD, b.unwrap(second));
    assertEquals(Arrival.NOTHING, b.unwrap(first));
    assertEquals(Arrival.NOTHING, b.unwrap(third));
    assertEquals(1, b.control.tunnels().counters(TUNNEL).outOfOrder());
    assertEquals(1, b.control.tunnels().counters(TUNNEL).checksumErrors());
    b.now += 3_000;
    assertEquals(Arrival.PAYLOAD, b.unwrap(first), "an end that has restarted counts from 0 again");
  }

  @Test
  void anEndSendsKeepalivesBackAndKnowsItsOwn() {
    for (long key : new long[] {-1, 9}) {
      var a = new End(1, gre("192.0.2.1", "192.0.2.2", key, false, false));
      var b = new End(2, gre("192.0.2.2", "192.0.2.1", key, false, false));
      a.control.path().begin(a.now);
      assertTrue(a.control.path().tunnels().keepalive(a.tunnel(), a.slot));
      assertEquals(Verdict.PLAIN, a.control.path().tunnels().outbound(a.tunnel(), a.slot));
      assertEquals(Arrival.RETURN, b.unwrap(a.result()));
      byte[] back = b.result();
      assertEquals("c0000202c0000201", hex(back, 12, 20), "from the other end to this");
      assertEquals(Arrival.NOTHING, a.unwrap(back));
      assertEquals(List.of("keepalive Tunnel0"), a.told);
    }
  }

  @Test
  void aPacketOfTheTunnelItselfIsNotWrappedAgain() {
    var a = new End(1, plain(true));
    assertEquals(Verdict.DROPPED, a.wrap(a.wrapped(packet(8))));
    assertEquals(1, a.control.tunnels().counters(TUNNEL).sendErrors());
  }

  @Test
  void aProtectedTunnelSendsAndTakesNothingInClear() {
    var a = new End(1, guarded(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2"));
    assertEquals(Verdict.DROPPED, a.wrap(packet(8)));
    assertEquals(List.of(), a.told, "nobody protects it yet");
    a.control.flows(new FlowTable(List.of(), List.of(new Protection("Tunnel0", 7))));
    assertEquals(Verdict.DROPPED, a.wrap(packet(8)));
    assertEquals(Verdict.DROPPED, a.wrap(packet(8)));
    assertEquals(List.of("acquire 7 192.0.2.1 192.0.2.2 47"), a.told, "told once a second");
    assertEquals(Arrival.NOTHING, a.unwrap(new End(2, plain(false)).wrapped(packet(8))));
    assertEquals(4, a.control.tunnels().counters(TUNNEL).unsecured());
    assertEquals(2, a.control.counters("Tunnel0", 7).noSaDrops());
  }

  /** Two ends with SAs both ways. */
  private static End[] joined(Encapsulation e, int payload, String one, String two, boolean tunnelMode) {
    var ends = new End[] {new End(1, guarded(e, payload, one, two)), new End(2, guarded(e, payload, two, one))};
    for (int i = 0; i < 2; i++) {
      String local = i == 0 ? one : two;
      String remote = i == 0 ? two : one;
      ends[i].control.flows(new FlowTable(List.of(), List.of(new Protection("Tunnel0", 7))));
      for (boolean in : new boolean[] {true, false}) {
        int spi = in == (i == 0) ? 0x1001 : 0x1002;
        ends[i].control.install(Flows.with(Flows.sa(spi, 7, in, spi, local, remote, Cipher.AES_128, Integrity.HMAC_SHA1_96),
            tunnelMode, 0, 0));
      }
    }
    return ends;
  }

  @Test
  void protectedTunnelsCarryEverythingThroughTheirSas() {
    for (String[] w : new String[][] {{"192.0.2.1", "192.0.2.2"}, {"2001:DB8::1", "2001:DB8::2"}}) {
      for (boolean tunnelMode : new boolean[] {false, true}) {
        End[] e = joined(Encapsulation.GRE, 0, w[0], w[1], tunnelMode);
        for (byte[] inner : List.of(packet(900), ipv6(900))) carries(e, inner);
      }
    }
    carries(joined(Encapsulation.IPSEC, 4, "192.0.2.1", "192.0.2.2", true), packet(900));
    carries(joined(Encapsulation.IPSEC, 6, "2001:DB8::1", "2001:DB8::2", true), ipv6(900));
    End[] four = joined(Encapsulation.IPSEC, 4, "192.0.2.1", "192.0.2.2", true);
    assertEquals(Verdict.DROPPED, four[0].wrap(ipv6(8)), "the mode says IPv4");
  }

  private static void carries(End[] e, byte[] inner) {
    assertEquals(Verdict.PROTECTED, e[0].wrap(inner));
    byte[] outer = e[0].result();
    assertEquals(50, outer[outer[0] >> 4 == 4 ? 9 : 6]);
    assertEquals(Arrival.PAYLOAD, e[1].decrypt(outer), e[1].told.toString());
    assertArrayEquals(inner, e[1].result());
  }

  @Test
  void whatAnSaOfAnotherTunnelBringsDoesNotEnter() {
    End[] e = joined(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", false);
    assertEquals(Verdict.PROTECTED, e[0].wrap(packet(8)));
    byte[] outer = e[0].result();
    e[1].control.tunnels(List.of(guarded(Encapsulation.GRE, 0, "192.0.2.2", "192.0.2.1"), new Tunnel(
        InterfaceName.of("Tunnel1"), "Tunnel1", Encapsulation.GRE, 0, Optional.of(address("192.0.2.2")),
        Optional.of(address("192.0.2.1")), OptionalLong.of(5), false, false, -1, 255, false, 1476, 1500, true)));
    e[1].control.flows(new FlowTable(List.of(), List.of(new Protection("Tunnel1", 7))));
    assertEquals(Arrival.NOTHING, e[1].decrypt(outer), "Tunnel0's packet by Tunnel1's SA");
    assertEquals(1, e[1].control.tunnels().counters(TUNNEL).unsecured());
  }

  @Test
  void theDfBitOfAProtectedTunnelIsTheInnerPacketsUnlessTheBoxSaysOtherwise() {
    End[] e = joined(Encapsulation.IPSEC, 4, "192.0.2.1", "192.0.2.2", true);
    byte[] whole = packet(900);
    whole[6] = 0x40;
    byte[] mayBeCut = packet(900);
    mayBeCut[6] = 0;
    for (DfBit df : DfBit.values()) {
      e[0].control.flows(new FlowTable(List.of(), List.of(new Protection("Tunnel0", 7, df))));
      for (byte[] inner : List.of(whole, mayBeCut)) {
        assertEquals(Verdict.PROTECTED, e[0].wrap(inner));
        boolean set = (e[0].result()[6] & 0x40) != 0;
        assertEquals(df == DfBit.SET || df == DfBit.COPY && inner == whole, set, df.toString());
      }
    }
  }

  @Test
  void aNarrowPathOfTheSaIsTheTunnelsToo() {
    End[] e = joined(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", false);
    e[0].wrap(packet(900));
    assertEquals(1500, e[0].control.path().tunnels().linkMtu(e[0].slot));
    int before = e[0].control.tunnelPlaintextMtu(TUNNEL, 1500);
    var said = new PathMtu(Ipv4.of("192.0.2.1"), Ipv4.of("192.0.2.2"), 50, 0x1002, 1400);
    Runnable later = e[0].control.narrow(said).orElseThrow();
    e[0].wrap(packet(900));
    assertEquals(1400, e[0].control.path().tunnels().linkMtu(e[0].slot));
    int narrowed = e[0].control.tunnelPlaintextMtu(TUNNEL, 1500);
    assertTrue(narrowed <= before - 96 && narrowed > before - 112, before + " " + narrowed);
    assertEquals(narrowed - 24, e[0].control.path().tunnels().tooBig(e[0].slot));
    e[0].control.drainEvents();
    assertEquals(List.of("path Tunnel0 " + narrowed), e[0].told);
    later.run();
    assertEquals(before, e[0].control.tunnelPlaintextMtu(TUNNEL, 1500));
  }

  @Test
  void heedsRoutersThatSayAPacketWasTooBig() {
    var a = new End(1, plain(true));
    byte[] quoted = a.wrapped(packet(8));
    byte[] message = new byte[8 + 28];
    message[0] = 3;
    message[1] = 4;
    NetworkOrder.u16(message, 6, 1400);
    System.arraycopy(quoted, 0, message, 8, 28);
    a.load(Packets.ip(1, "203.0.113.1", "192.0.2.1", message));
    a.control.path().tunnels().pathMtu(a.slot);
    message[8 + 19] ^= 1;
    a.load(Packets.ip(1, "203.0.113.1", "192.0.2.1", message));
    a.control.path().tunnels().pathMtu(a.slot);
    a.control.drainEvents();
    assertEquals(List.of("path Tunnel0 1400"), a.told);
  }

  @Test
  void carriesTenThousandPacketsWithoutAllocating() {
    End[] plain = {new End(1, gre("192.0.2.1", "192.0.2.2", 1, true, true)),
        new End(2, gre("192.0.2.2", "192.0.2.1", 1, true, true))};
    End[] secured = joined(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", false);
    byte[] inner = packet(1000);
    round(plain, inner, PACKETS, false);
    round(secured, inner, 2 * PACKETS, true);
    assertEquals(0, leastAllocated(() -> round(plain, inner, PACKETS, false)), "GRE");
    assertEquals(0, leastAllocated(() -> round(secured, inner, PACKETS, true)), "GRE in ESP");
  }

  private static void round(End[] e, byte[] inner, int packets, boolean secured) {
    for (int i = 0; i < packets; i++) {
      e[0].load(inner);
      Verdict v = e[0].control.path().tunnels().outbound(e[0].tunnelState, e[0].slot);
      if (v != (secured ? Verdict.PROTECTED : Verdict.PLAIN)) throw new AssertionError(v);
      e[1].control.path().begin(i);
      System.arraycopy(e[0].slot.out, Slot.OUT_AT, e[1].slot.in, Slot.IN_AT, e[0].slot.outLength);
      e[1].slot.inLength = e[0].slot.outLength;
      Arrival a;
      if (secured) a = e[1].control.path().inbound(e[1].slot) ? e[1].control.path().arrival() : Arrival.NOTHING;
      else a = e[1].control.path().tunnels().inbound(e[1].slot);
      if (a != Arrival.PAYLOAD) throw new AssertionError(a);
    }
  }

  private static long leastAllocated(Runnable round) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5 && least > 0; i++) {
      long before = threads.getThreadAllocatedBytes(id);
      round.run();
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    return least;
  }
}
