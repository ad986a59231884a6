package net.anotherbox.plane.linux;

import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.value.Ipv4;

/** Hears of clear text that nftables dropped. */
final class ClearLog implements AutoCloseable {
  /** Told on the log's own thread. */
  interface Listener {
    void dropped(int map, Ipv4 source, Ipv4 destination, int protocol);
  }

  private static final int COPIED_BYTES = 64;

  private final NfLog log;

  ClearLog(Listener listener) throws OsError {
    log = new NfLog(NftRules.LOG_GROUP, COPIED_BYTES, "clear-log", (prefix, packet) -> hear(prefix, packet, listener));
  }

  private static void hear(String prefix, byte[] packet, Listener listener) {
    if (!prefix.startsWith(NftRules.LOG_PREFIX) || packet.length < Ipv4View.HEADER_BYTES) return;
    int map = Integer.parseInt(prefix.substring(NftRules.LOG_PREFIX.length()).strip());
    listener.dropped(map, Ipv4.of(packet, Ipv4View.SOURCE), Ipv4.of(packet, Ipv4View.DESTINATION),
        packet[Ipv4View.PROTOCOL] & 255);
  }

  @Override
  public void close() {
    log.close();
  }
}
