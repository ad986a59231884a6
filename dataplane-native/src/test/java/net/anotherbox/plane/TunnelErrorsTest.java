package net.anotherbox.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.anotherbox.plane.TunnelErrors.Report;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** What the senders of packets are told when a router on a tunnel's path says that it lost what they were wrapped in. */
class TunnelErrorsTest {
  private final Slot slot = new Slot(2048);
  private long now = 10_000;

  private static Address address(String text) {
    return text.contains(":") ? Ipv6.of(text) : Ipv4.of(text);
  }

  private static TunnelForm form(Encapsulation e, int payload, String local, String remote, long key, boolean df,
      boolean secured) {
    var state = new TunnelState(InterfaceName.of("Tunnel0"), 0);
    var t = new Tunnel(InterfaceName.of("Tunnel0"), "Tunnel0", e, payload, Optional.of(address(local)),
        Optional.of(address(remote)), key < 0 ? OptionalLong.empty() : OptionalLong.of(key), false, false, -1, 255, df, 1476,
        1500, secured);
    return new TunnelForm(state, t);
  }

  private static TunnelForm gre() {
    return form(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", 5, true, false);
  }

  private static byte[] inner4(int length) {
    byte[] p = Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, length);
    p[6] |= 0x40;
    return p;
  }

  private static byte[] inner6() {
    byte[] p = new byte[40 + 64];
    p[0] = 0x60;
    NetworkOrder.u16(p, 4, 64);
    p[6] = 17;
    System.arraycopy(Ipv6.of("FD00::1").bytes(), 0, p, 8, 16);
    System.arraycopy(Ipv6.of("FD00::2").bytes(), 0, p, 24, 16);
    return p;
  }

  /** The error about what the tunnel makes of a packet, quoting so much of that. */
  private Optional<Report> told(TunnelForm f, byte[] packet, int type, int code, int word, int quoted) {
    System.arraycopy(packet, 0, slot.in, Slot.IN_AT, packet.length);
    slot.inLength = packet.length;
    assertTrue(f.wrap(slot, 1));
    byte[] wrapped = Arrays.copyOfRange(slot.in, Slot.IN_AT - f.overhead(), Slot.IN_AT - f.overhead() + slot.inLength);
    byte[] icmp = new byte[8 + Math.min(quoted, wrapped.length)];
    icmp[0] = (byte) type;
    icmp[1] = (byte) code;
    NetworkOrder.i32(icmp, 4, word);
    System.arraycopy(wrapped, 0, icmp, 8, icmp.length - 8);
    byte[] message = f.v4 ? Packets.ip(1, "203.0.113.9", "192.0.2.1", icmp) : new byte[40 + icmp.length];
    if (!f.v4) {
      message[0] = 0x60;
      message[6] = 58;
      NetworkOrder.u16(message, 4, icmp.length);
      System.arraycopy(icmp, 0, message, 40, icmp.length);
    }
    System.arraycopy(message, 0, slot.in, Slot.IN_AT, message.length);
    slot.inLength = message.length;
    return TunnelErrors.report(slot, new TunnelSet(List.of(f)), now);
  }

  /** The same, long after the last. */
  private Optional<Report> later(TunnelForm f, byte[] packet, int type, int code, int word, int quoted) {
    now += 1_000;
    return told(f, packet, type, code, word, quoted);
  }

  private static String head(Report r) {
    return r.to() + " " + HexFormat.of().formatHex(r.icmp(), 0, 2) + " " + NetworkOrder.i32(r.icmp(), 4);
  }

  @Test
  void aHostBehindTheTunnelIsToldOfALostPacketWhateverTheReasonWas() {
    for (int[] e : new int[][] {{3, 0}, {3, 1}, {3, 2}, {3, 13}, {11, 0}}) {
      Report r = later(gre(), inner4(64), e[0], e[1], 0, 128).orElseThrow();
      assertEquals("10.1.0.1 0301 0", head(r));
      assertEquals(0, NetworkOrder.checksum(r.icmp(), 0, r.icmp().length));
      assertTrue(Arrays.equals(inner4(64), 0, 64, r.icmp(), 8, 72));
    }
  }

  @Test
  void tooBigIsTooBigByTheHeadersLess() {
    assertEquals("10.1.0.1 0304 1372", head(later(gre(), inner4(1000), 3, 4, 1400, 128).orElseThrow()));
    byte[] mayBeCut = inner4(1000);
    mayBeCut[6] = 0;
    assertEquals(Optional.empty(), later(gre(), mayBeCut, 3, 4, 1400, 128));
    var careless = form(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", 5, false, false);
    assertEquals(Optional.empty(), later(careless, inner4(1000), 3, 4, 1400, 128));
  }

  @Test
  void bothFamiliesAreToldInTheirOwnWords() {
    var sit = form(Encapsulation.IP, 6, "192.0.2.1", "192.0.2.2", -1, true, false);
    assertEquals("FD00::1 0103 0", head(later(sit, inner6(), 3, 1, 0, 200).orElseThrow()));
    assertEquals("FD00::1 0200 1380", head(later(sit, inner6(), 3, 4, 1400, 200).orElseThrow()));
    assertEquals(Optional.empty(), later(sit, inner6(), 3, 4, 1200, 200), "less than every link takes");
    var six = form(Encapsulation.IP, 0, "2001:DB8::1", "2001:DB8::2", -1, true, false);
    assertEquals("10.1.0.1 0301 0", head(later(six, inner4(64), 1, 0, 0, 200).orElseThrow()));
    assertEquals("10.1.0.1 0301 0", head(later(six, inner4(64), 3, 0, 0, 200).orElseThrow()));
    assertEquals("10.1.0.1 0304 1360", head(later(six, inner4(64), 2, 0, 1400, 200).orElseThrow()));
    var ipip = form(Encapsulation.IP, 4, "192.0.2.1", "192.0.2.2", -1, true, false);
    assertEquals("10.1.0.1 0301 0", head(later(ipip, inner4(64), 11, 0, 0, 128).orElseThrow()));
  }

  @Test
  void whatQuotesTooLittleTellsNothing() {
    int enough = 28 + 20 + 8;
    assertTrue(later(gre(), inner4(64), 3, 1, 0, enough).isPresent());
    for (int n = 0; n < enough; n++) assertEquals(Optional.empty(), later(gre(), inner4(64), 3, 1, 0, n), n + " bytes");
  }

  @Test
  void thereIsNoErrorAboutAnErrorNorAboutWhatIsForMany() {
    byte[] error = inner4(64);
    error[9] = 1;
    error[20] = 3;
    assertEquals(Optional.empty(), later(gre(), error, 3, 1, 0, 128));
    error[20] = 8;
    assertTrue(later(gre(), error, 3, 1, 0, 128).isPresent(), "an echo request is none");
    byte[] multicast = inner4(64);
    multicast[16] = (byte) 224;
    assertEquals(Optional.empty(), later(gre(), multicast, 3, 1, 0, 128));
    byte[] later = inner4(64);
    later[7] = 9;
    assertEquals(Optional.empty(), later(gre(), later, 3, 1, 0, 128));
    assertEquals(Optional.empty(), later(gre(), inner4(64), 3, 3, 0, 128), "port unreachable");
    assertEquals(Optional.empty(), later(gre(), inner4(64), 11, 1, 0, 128), "reassembly");
  }

  @Test
  void ofWhatIsProtectedNobodyIsBelieved() {
    var guarded = form(Encapsulation.GRE, 0, "192.0.2.1", "192.0.2.2", -1, true, true);
    assertEquals(Optional.empty(), later(guarded, inner4(64), 3, 1, 0, 128));
  }

  @Test
  void atMostTenASecondAreTold() {
    TunnelForm f = gre();
    int told = 0;
    for (int i = 0; i < 1_000; i++, now++) if (told(f, inner4(64), 3, 1, 0, 128).isPresent()) told++;
    assertEquals(10, told);
  }
}
