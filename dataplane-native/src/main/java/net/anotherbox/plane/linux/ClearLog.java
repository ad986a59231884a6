package net.anotherbox.plane.linux;

import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** Hears of clear text that nftables dropped. */
final class ClearLog implements AutoCloseable {
  /** Told on the log's own thread. */
  interface Listener {
    void dropped(int map, Address source, Address destination, int protocol);
  }

  private static final int COPIED_BYTES = 64;
  private static final int IPV6_HEADER_BYTES = 40;

  private final NfLog log;

  ClearLog(Listener listener) throws OsError {
    log = new NfLog(NftRules.LOG_GROUP, COPIED_BYTES, "clear-log", (prefix, packet) -> hear(prefix, packet, listener));
  }

  private static void hear(String prefix, byte[] packet, Listener listener) {
    if (!prefix.startsWith(NftRules.LOG_PREFIX) || packet.length < Ipv4View.HEADER_BYTES) return;
    int map = Integer.parseInt(prefix.substring(NftRules.LOG_PREFIX.length()).strip());
    if (packet[0] >> 4 == 6) {
      if (packet.length >= IPV6_HEADER_BYTES) listener.dropped(map, Ipv6.of(packet, 8), Ipv6.of(packet, 24), packet[6] & 255);
      return;
    }
    listener.dropped(map, Ipv4.of(packet, Ipv4View.SOURCE), Ipv4.of(packet, Ipv4View.DESTINATION),
        packet[Ipv4View.PROTOCOL] & 255);
  }

  @Override
  public void close() {
    log.close();
  }
}
