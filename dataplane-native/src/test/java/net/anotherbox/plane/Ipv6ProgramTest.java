package net.anotherbox.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch.Ports;
import org.junit.jupiter.api.Test;

class Ipv6ProgramTest {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;
  private static final String A = "2001:DB8:A::10";
  private static final String B = "2001:DB8:B::10";

  private static Ipv6Match match(int protocol, String source, String destination, Ports destinationPorts) {
    return new Ipv6Match(protocol, Ipv6Prefix.of(source), Ports.ANY, Ipv6Prefix.of(destination), destinationPorts, -1, -1,
        false, false, -1, -1);
  }

  private static Entry entry(int sequence, Rule... rules) {
    return new Entry(sequence, List.of(rules));
  }

  private static Rule permit(Ipv6Match m) {
    return new Rule(true, m, List.of());
  }

  private static Rule deny(Ipv6Match m) {
    return new Rule(false, m, List.of());
  }

  /** @param headers from the first behind the fixed header on */
  private static byte[] packet(String source, String destination, int next, int... headers) {
    var b = ByteBuffer.allocate(40 + headers.length);
    b.putInt(6 << 28).putShort((short) headers.length).put((byte) next).put((byte) 64);
    b.put(Ipv6.of(source).bytes()).put(Ipv6.of(destination).bytes());
    for (int h : headers) b.put((byte) h);
    return b.array();
  }

  private static int asked(Ipv6Program p, byte[] packet) {
    return p.permit(packet, 0, packet.length);
  }

  private static Ipv6Program of(Ipv6Match m) {
    return Ipv6Program.of(List.of(entry(1, permit(m))), false);
  }

  @Test
  void aDenyLeadsToTheNextEntryAndMirroredItHoldsForTheWayBack() {
    var entries = List.of(entry(1, deny(match(TCP, "::/0", "::/0", Ports.exactly(7))),
        permit(match(-1, "2001:DB8:A::/64", "2001:DB8:B::/64", Ports.ANY))), entry(2, permit(match(TCP, "::/0",
        "2001:DB8:B::10/128", Ports.ANY))));
    var out = Ipv6Program.of(entries, false);
    assertEquals(2, asked(out, packet(A, B, TCP, 1, 2, 0, 7)));
    assertEquals(1, asked(out, packet(A, B, TCP, 1, 2, 0, 8)));
    assertEquals(-1, asked(out, packet(A, "2001:DB8:B:1::10", UDP, 1, 2, 0, 8)));
    var in = Ipv6Program.of(entries, true);
    assertEquals(1, asked(in, packet(B, A, UDP, 1, 2, 0, 8)));
    assertEquals(-1, asked(in, packet(A, B, UDP, 1, 2, 0, 8)));
  }

  @Test
  void prefixesOfAnyLengthCount() {
    for (int length : List.of(0, 1, 47, 48, 63, 64, 65, 96, 127, 128)) {
      var p = of(match(-1, A + "/" + length, "::/0", Ports.ANY));
      assertEquals(0, asked(p, packet(A, B, 59)), "/" + length);
      var address = Ipv6.of(A);
      int bit = 127 - Math.max(0, length - 1);
      var other = bit < 64 ? new Ipv6(address.high(), address.low() ^ 1L << bit) : new Ipv6(address.high() ^ 1L << bit - 64,
          address.low());
      assertEquals(length == 0 ? 0 : -1, asked(p, packet(other.toString(), B, 59)), "/" + length + " " + other);
    }
  }

  @Test
  void theLastHeaderIsLookedForBehindExtensionHeaders() {
    var http = of(match(TCP, "::/0", "::/0", Ports.exactly(80)));
    assertEquals(0, asked(http, packet(A, B, TCP, 1, 2, 0, 80)));
    assertEquals(0, asked(http, packet(A, B, 0, 60, 0, 0, 0, 0, 0, 0, 0, TCP, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 80)));
    assertEquals(-1, asked(http, packet(A, B, 0, 60, 0, 0, 0, 0, 0, 0, 0, TCP, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 81)));
    assertEquals(-1, asked(http, packet(A, B, UDP, 1, 2, 0, 80)));
    assertEquals(-1, asked(http, packet(A, B, TCP, 1, 2, 0)), "cut off");
    assertEquals(-1, asked(http, packet(A, B, 0, TCP, 9, 0, 0, 0, 0, 0, 0, 1, 2, 0, 80)), "a header longer than the packet");
    var icmp = of(new Ipv6Match(ICMPV6, Ipv6Prefix.DEFAULT, Ports.ANY, Ipv6Prefix.DEFAULT, Ports.ANY, 128, 0, false, false,
        -1, -1));
    assertEquals(0, asked(icmp, packet(A, B, ICMPV6, 128, 0, 0, 0)));
    assertEquals(-1, asked(icmp, packet(A, B, ICMPV6, 129, 0, 0, 0)));
  }

  @Test
  void aLaterFragmentIsPermittedByItsProtocolAndNeverDeniedByPorts() {
    byte[] later = packet(A, B, 44, TCP, 0, 1, 0x90, 0, 0, 0, 1, 9, 9, 0, 7);
    var echo = match(TCP, "::/0", "::/0", Ports.exactly(80));
    assertEquals(0, asked(of(echo), later));
    var all = match(-1, "::/0", "::/0", Ports.ANY);
    assertEquals(1, asked(Ipv6Program.of(List.of(entry(1, deny(echo), permit(all))), false), later));
    byte[] first = packet(A, B, 44, TCP, 0, 0, 1, 0, 0, 0, 1, 9, 9, 0, 80);
    assertEquals(-1, asked(Ipv6Program.of(List.of(entry(1, deny(echo), permit(all))), false), first));
  }

  @Test
  void whatIsNoWholePacketHasNoLength() {
    byte[] whole = packet(A, B, TCP, 1, 2, 0, 80);
    assertEquals(44, Ipv6Program.length(whole, 0, whole.length));
    assertEquals(-1, Ipv6Program.length(whole, 0, 43));
    assertEquals(-1, Ipv6Program.length(whole, 0, 39));
    assertEquals(-1, Ipv6Program.length(new byte[40], 0, 40));
  }
}
