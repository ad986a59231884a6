package net.anotherbox.plane.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.plane.Flows;
import net.anotherbox.plane.Packets;
import net.anotherbox.plane.memory.MemoryPlane.Outgoing;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class MemoryPlaneTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final MemoryPlane one = new MemoryPlane(loop, new SeededRandomness(1));
  private final MemoryPlane two = new MemoryPlane(loop, new SeededRandomness(2));
  private final List<String> told = new ArrayList<>();

  private final CryptoPlane.Events events = new CryptoPlane.Events() {
    @Override
    public void acquire(long ident, Address source, Address destination, int protocol) {
      told.add("acquire " + ident + " " + source + " " + destination + " " + protocol);
    }

    @Override
    public void softExpired(long handle) {
      told.add("soft " + handle);
    }

    @Override
    public void hardExpired(long handle) {
      told.add("hard " + handle);
    }

    @Override
    public void invalidSpi(Address local, Address remote, int spi) {
      told.add("spi " + local + " " + remote + " " + spi);
    }

    @Override
    public void refused(long handle, CryptoPlane.Refusal reason, int sequence, long count) {
      told.add("refused " + handle + " " + reason + " " + sequence + " " + count);
    }

    @Override
    public void moved(long handle, Address remote, int remotePort) {
      told.add("moved " + handle + " " + remote + " " + remotePort);
    }

    @Override
    public void notIpsec(String interfaceName, Address source, Address destination, int protocol) {
      told.add("clear " + interfaceName + " " + source + " " + destination + " " + protocol);
    }
  };

  MemoryPlaneTest() {
    one.events(events);
    two.events(events);
    one.flows(Flows.table("Fa0/0", null, "1.1.1.1",
        Flows.entry(10, Flows.permit(1, Flows.match(0, "10.1.0.0/16", 0, "10.2.0.0/16", 0)))));
    two.flows(Flows.table("Fa0/0", null, "1.1.1.2",
        Flows.entry(10, Flows.permit(1, Flows.match(0, "10.2.0.0/16", 0, "10.1.0.0/16", 0)))));
  }

  private SaSpec out(long handle) {
    return Flows.sa(handle, 1, false, 100, "1.1.1.1", "1.1.1.2", Cipher.AES_128, Integrity.HMAC_SHA1_96);
  }

  private SaSpec in(long handle) {
    return Flows.sa(handle, 1, true, 100, "1.1.1.2", "1.1.1.1", Cipher.AES_128, Integrity.HMAC_SHA1_96);
  }

  private byte[] wrapped(byte[] packet) {
    return assertInstanceOf(Outgoing.Protected.class, one.outgoing("Fa0/0", packet, 1500)).packet();
  }

  private final byte[] packet = Packets.udp("10.1.0.1", 7, "10.2.0.1", 9, 200);

  @Test
  void carriesAPacketFromOneBoxToTheOther() {
    one.install(out(1));
    two.install(in(2));
    byte[] esp = wrapped(packet);
    assertEquals(50, esp[9]);
    assertArrayEquals(packet, two.unwrap(esp).orElseThrow());
    assertEquals(1, one.counters(1).packets());
    assertEquals(200, one.counters(1).bytes());
    assertEquals(one.counters(1), two.counters(2));
  }

  /** The parts of an IPv4 packet without options, as a router cuts it. */
  private static List<byte[]> cut(byte[] whole, int most) {
    var parts = new ArrayList<byte[]>();
    for (int at = 20; at < whole.length; at += most) {
      int length = Math.min(most, whole.length - at);
      byte[] part = new byte[20 + length];
      System.arraycopy(whole, 0, part, 0, 20);
      System.arraycopy(whole, at, part, 20, length);
      NetworkOrder.u16(part, 6, (at - 20) / 8 | (at + length < whole.length ? 0x2000 : 0));
      Ipv4View.complete(part, 0, part.length);
      parts.add(part);
    }
    return parts;
  }

  @Test
  void transportModeTakesPacketsWholeThatTheKernelHasCut() {
    one.install(Flows.with(out(1), false, 0, 0));
    two.install(Flows.with(in(2), false, 0, 0));
    byte[] whole = Packets.udp("10.1.0.1", 7, "10.2.0.1", 9, 3000);
    byte[] other = Packets.udp("10.1.0.1", 8, "10.2.0.1", 9, 2000);
    NetworkOrder.u16(other, 4, 0x1234);
    Ipv4View.complete(other, 0, other.length);
    var parts = cut(whole, 1400);
    var others = cut(other, 1400);
    for (byte[] part : List.of(parts.get(0), others.get(0), parts.get(1)))
      assertInstanceOf(Outgoing.Dropped.class, one.outgoing("Fa0/0", part, 1500));
    assertArrayEquals(other, two.unwrap(wrapped(others.get(1))).orElseThrow());
    assertArrayEquals(whole, two.unwrap(wrapped(parts.get(2))).orElseThrow());
    assertEquals(2, one.counters(1).packets());
    assertEquals(0, one.counters(1).sendErrors());
    assertInstanceOf(Outgoing.Dropped.class, one.outgoing("Fa0/0", parts.get(0), 1500));
    assertInstanceOf(Outgoing.Dropped.class, one.outgoing("Fa0/0", parts.get(2), 1500));
    assertEquals(1, one.counters(1).sendErrors(), "a part is missing");
    for (int i = 0; i < 9; i++) {
      NetworkOrder.u16(parts.get(0), 4, i);
      Ipv4View.complete(parts.get(0), 0, parts.get(0).length);
      one.outgoing("Fa0/0", parts.get(0), 1500);
    }
    assertEquals(2, one.counters(1).sendErrors(), "too many at once: the oldest is given up");
    assertEquals(2, one.counters(1).packets());
  }

  @Test
  void whatNoRuleWantsGoesInClear() {
    assertInstanceOf(Outgoing.Clear.class, one.outgoing("Fa0/0", Packets.udp("10.1.0.1", 7, "10.3.0.1", 9, 60), 1500));
    assertInstanceOf(Outgoing.Clear.class, one.outgoing("Fa0/1", packet, 1500));
  }

  @Test
  void asksForAnSaOncePerSecondAndCountsEveryLoss() {
    for (int i = 0; i < 5; i++) assertInstanceOf(Outgoing.Dropped.class, one.outgoing("Fa0/0", packet, 1500));
    loop.drain();
    assertEquals(List.of("acquire 1 10.1.0.1 10.2.0.1 17"), told);
    loop.run(999);
    one.outgoing("Fa0/0", packet, 1500);
    loop.run(1);
    one.outgoing("Fa0/0", packet, 1500);
    loop.drain();
    assertEquals(2, told.size());
    assertEquals(7, one.counters("Fa0/0", 1).noSaDrops());
  }

  @Test
  void theNarrowerIdentTakesThePacketFirst() {
    var rule = Flows.match(0, "10.1.0.0/16", 0, "10.2.0.0/16", 0);
    var host = Flows.match(0, "10.1.0.1/32", 0, "10.2.0.0/16", 0);
    one.flows(Flows.table("Fa0/0", null, "1.1.1.1",
        Flows.entry(10, new Rule(true, rule, List.of(new Ident(5, host), new Ident(1, rule))))));
    one.outgoing("Fa0/0", packet, 1500);
    one.outgoing("Fa0/0", Packets.udp("10.1.0.2", 7, "10.2.0.1", 9, 60), 1500);
    assertEquals(1, one.counters("Fa0/0", 5).noSaDrops());
    assertEquals(1, one.counters("Fa0/0", 1).noSaDrops());
  }

  @Test
  void aNewOutboundSaTakesOverAtOnceAndTheOldOneComesBackWhenItGoes() {
    one.install(out(1));
    one.install(out(2));
    wrapped(packet);
    assertEquals(1, one.counters(2).packets());
    assertEquals(1, one.remove(2).packets());
    wrapped(packet);
    assertEquals(1, one.counters(1).packets());
    one.remove(1);
    assertInstanceOf(Outgoing.Dropped.class, one.outgoing("Fa0/0", packet, 1500));
  }

  @Test
  void sasGoOnWhenTheFlowTableIsReplaced() {
    one.install(out(1));
    wrapped(packet);
    one.flows(Flows.table("Fa0/0", null, "1.1.1.1",
        Flows.entry(5, Flows.permit(9, Flows.match(6, "10.1.0.0/16", 0, "10.7.0.0/16", 0))),
        Flows.entry(10, Flows.permit(1, Flows.match(0, "10.1.0.0/16", 0, "10.2.0.0/16", 0)))));
    wrapped(packet);
    assertEquals(2, one.counters(1).packets());
  }

  @Test
  void refusesForgedReplayedAndForeignPacketsWithTheReason() {
    one.install(out(1));
    two.install(in(2));
    byte[] esp = wrapped(packet);
    byte[] forged = esp.clone();
    forged[60] ^= 1;
    assertTrue(two.unwrap(forged).isEmpty());
    assertTrue(two.unwrap(esp).isPresent());
    assertTrue(two.unwrap(esp).isEmpty());
    two.flows(Flows.table("Fa0/0", null, "1.1.1.2",
        Flows.entry(10, Flows.permit(1, Flows.match(0, "10.2.0.0/16", 0, "10.4.0.0/16", 0)))));
    assertTrue(two.unwrap(wrapped(packet)).isEmpty());
    loop.drain();
    assertEquals(List.of("refused 2 BAD_MAC 1 1", "refused 2 REPLAY 1 1", "refused 2 BAD_IDENTITY 2 1"), told);
    var counters = two.counters(2);
    assertEquals(List.of(1L, 1L, 1L, 0L, 1L), List.of(counters.packets(), counters.macFailures(), counters.replayFailures(),
        counters.malformed(), counters.identityFailures()));
  }

  @Test
  void refusalsAreToldOncePerSecondAndSayHowManyTheyStandFor() {
    one.install(out(1));
    two.install(in(2));
    byte[] esp = wrapped(packet);
    two.unwrap(esp);
    for (int i = 0; i < 10; i++) two.unwrap(esp);
    loop.run(1000);
    two.unwrap(esp);
    loop.drain();
    assertEquals(List.of("refused 2 REPLAY 1 1", "refused 2 REPLAY 1 9"), told);
    assertEquals(11, two.counters(2).replayFailures());
  }

  @Test
  void anUnknownSpiIsToldOncePerSecondAndSource() {
    one.install(out(1));
    two.unwrap(wrapped(packet));
    two.unwrap(wrapped(packet));
    loop.drain();
    assertEquals(List.of("spi 1.1.1.2 1.1.1.1 100"), told);
  }

  @Test
  void tellsTheSoftLimitOnceAndStopsAtTheHardOne() {
    one.install(Flows.with(out(1), true, 1, 2));
    int sent = 0;
    while (one.outgoing("Fa0/0", packet, 1500) instanceof Outgoing.Protected) sent++;
    one.outgoing("Fa0/0", packet, 1500);
    loop.drain();
    assertEquals(11, sent);
    assertEquals(List.of("soft 1", "hard 1"), told);
    assertEquals(2, one.counters(1).sendErrors());
  }

  @Test
  void clearTextThatShouldHaveBeenEncryptedIsDroppedAndTold() {
    assertFalse(two.admits("Fa0/0", packet, null));
    assertFalse(two.admits("Fa0/0", packet, null));
    assertTrue(two.admits("Fa0/0", Packets.udp("10.9.0.1", 7, "10.2.0.1", 9, 60), null));
    assertTrue(two.admits("Fa0/1", packet, null));
    loop.drain();
    assertEquals(List.of("clear Fa0/0 10.1.0.1 10.2.0.1 17"), told);
    assertEquals(2, two.counters("Fa0/0", 1).clearDrops());
  }

  @Test
  void ikeAndEspForTheBoxItselfAreExempt() {
    var all = Flows.match(0, "0.0.0.0/0", 0, "0.0.0.0/0", 0);
    two.flows(Flows.table("Fa0/0", null, "1.1.1.2", Flows.entry(10, Flows.permit(1, all))));
    Ipv4 ours = Ipv4.of("1.1.1.2");
    assertTrue(two.admits("Fa0/0", Packets.udp("1.1.1.1", 500, "1.1.1.2", 500, 100), ours));
    assertTrue(two.admits("Fa0/0", Packets.ip(50, "1.1.1.1", "1.1.1.2", new byte[40]), ours));
    assertFalse(two.admits("Fa0/0", Packets.udp("1.1.1.1", 500, "1.1.1.3", 500, 100), null));
    assertFalse(two.admits("Fa0/0", Packets.udp("1.1.1.1", 500, "1.1.1.2", 53, 100), ours));
  }

  @Test
  void aPacketThatMustNotBeFragmentedIsTooBig() {
    one.install(out(1));
    byte[] big = Packets.udp("10.1.0.1", 7, "10.2.0.1", 9, 1439);
    big[6] = 0x40;
    assertEquals(new Outgoing.TooBig(1438), one.outgoing("Fa0/0", big, 1500));
    big[6] = 0;
    assertInstanceOf(Outgoing.Protected.class, one.outgoing("Fa0/0", big, 1500));
  }

  @Test
  void nothingIsAskedForWhileThereIsNoLocalAddress() {
    var rule = Flows.permit(1, Flows.match(0, "10.1.0.0/16", 0, "10.2.0.0/16", 0));
    one.flows(new FlowTable(List.of(new InterfaceMap("Fa0/0", null, "MAP", null, List.of(Flows.entry(1, rule))))));
    assertInstanceOf(Outgoing.Dropped.class, one.outgoing("Fa0/0", packet, 1500));
    loop.drain();
    assertEquals(List.of(), told);
  }
}
