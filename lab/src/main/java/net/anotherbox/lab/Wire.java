package net.anotherbox.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.value.Address;

/** A segment that joins the links of hosts. Delivers a packet to the link that has the next hop's address. */
public final class Wire {
  private final Loop loop;
  private final long delayMillis;
  private final List<VirtualHost.VirtualLink> ends = new ArrayList<>();
  private final List<byte[]> seen = new ArrayList<>();
  private Predicate<byte[]> loses = p -> false;
  private ToLongFunction<byte[]> delays = p -> 0;

  public Wire(Loop loop, long delayMillis) {
    this.loop = loop;
    this.delayMillis = delayMillis;
  }

  void join(VirtualHost.VirtualLink end) {
    ends.add(end);
  }

  /** Packets for which this holds are lost on the way. */
  public void loses(Predicate<byte[]> which) {
    loses = which;
  }

  /** All that has been sent on it, lost packets too, oldest first. */
  public List<byte[]> capture() {
    return List.copyOf(seen);
  }

  /** Packets are so many milliseconds longer on the way. */
  public void delays(ToLongFunction<byte[]> more) {
    delays = more;
  }

  void carry(VirtualHost.VirtualLink from, Address nextHop, byte[] packet) {
    seen.add(packet);
    if (seen.size() > 10_000) seen.remove(0);
    if (loses.test(packet)) return;
    long delay = delayMillis + delays.applyAsLong(packet);
    for (VirtualHost.VirtualLink to : ends)
      if (to != from && to.has(nextHop)) loop.after(delay, () -> to.receive(packet.clone()));
  }
}
