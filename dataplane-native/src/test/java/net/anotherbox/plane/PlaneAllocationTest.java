package net.anotherbox.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packet thread leaves nothing to collect. */
class PlaneAllocationTest {
  private static final int PACKETS = 10_000;

  private final PlaneControl sender = new PlaneControl(new SeededRandomness(1));
  private final PlaneControl receiver = new PlaneControl(new SeededRandomness(2));
  private final Slot out = new Slot(2048);
  private final Slot in = new Slot(2048);
  private final byte[] packet = Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, 1000);

  private int carry(int packets) {
    int taken = 0;
    for (int i = 0; i < packets; i++) {
      sender.path().begin(i);
      System.arraycopy(packet, 0, out.in, Slot.IN_AT, packet.length);
      out.inLength = packet.length;
      if (sender.path().outbound(1, out) != CryptoPath.Verdict.PROTECTED) continue;
      receiver.path().begin(i);
      System.arraycopy(out.out, Slot.OUT_AT, in.in, Slot.IN_AT, out.outLength);
      in.inLength = out.outLength;
      if (receiver.path().inbound(in)) taken++;
    }
    return taken;
  }

  private void refuse(int packets) {
    for (int i = 0; i < packets; i++) {
      receiver.path().begin(i);
      in.inLength = out.outLength;
      System.arraycopy(out.out, Slot.OUT_AT, in.in, Slot.IN_AT, out.outLength);
      in.in[Slot.IN_AT + 20 + 3 + i % 2] ^= (byte) 0x40;
      receiver.path().inbound(in);
    }
  }

  /** Of six rounds at most, since the JVM itself may leave some bytes on our account when it compiles. */
  private static long leastAllocated(Runnable round) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 6 && least > 0; i++) {
      long before = threads.getThreadAllocatedBytes(id);
      round.run();
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    return least;
  }

  @ParameterizedTest
  @EnumSource(Cipher.class)
  void carriesTenThousandPacketsEachWayWithoutAllocating(Cipher cipher) {
    sender.flows(Flows.table("Fa0/0", null, "1.1.1.1",
        Flows.entry(1, Flows.permit(1, Flows.match(0, "10.1.0.0/16", 0, "10.2.0.0/16", 0)))));
    receiver.flows(Flows.table("Fa0/0", null, "1.1.1.2",
        Flows.entry(1, Flows.permit(1, Flows.match(0, "10.2.0.0/16", 0, "10.1.0.0/16", 0)))));
    long handle = 0;
    for (Integrity integrity : Integrity.values()) {
      if (cipher.combined() && integrity != Integrity.NONE) continue;
      sender.install(Flows.sa(++handle, 1, false, (int) handle, "1.1.1.1", "1.1.1.2", cipher, integrity));
      receiver.install(Flows.sa(handle, 1, true, (int) handle, "1.1.1.2", "1.1.1.1", cipher, integrity));
      assertEquals(3_000, carry(3_000));
      refuse(3_000);
      assertEquals(0, leastAllocated(() -> assertEquals(PACKETS, carry(PACKETS))),
          cipher + " " + integrity + ": bytes allocated by " + PACKETS + " packets each way");
      assertEquals(0, leastAllocated(() -> refuse(PACKETS)), cipher + " " + integrity + ": bytes allocated by refusals");
      if (integrity != Integrity.NONE || cipher.combined()) assertTrue(receiver.counters(handle).macFailures() > PACKETS / 4);
    }
  }
}
