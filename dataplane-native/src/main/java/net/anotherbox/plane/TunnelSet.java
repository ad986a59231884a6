package net.anotherbox.plane;

import java.util.Collection;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;

/** The tunnels by what their packets look like on arrival. Never changes; replaced as a whole. */
final class TunnelSet {
  static final TunnelSet EMPTY = new TunnelSet(java.util.List.of());

  /** What a delivery packet shows: GRE, or which IP follows. */
  static final int GRE = 0;
  static final int IPV4 = 4;
  static final int IPV6 = 6;

  private final TunnelForm[] slots;
  private final int[] kinds;
  final TunnelForm[] all;

  /** Of tunnels that look alike the first is taken. */
  TunnelSet(Collection<TunnelForm> forms) {
    all = forms.toArray(TunnelForm[]::new);
    int size = Integer.highestOneBit(Math.max(4, 2 * all.length) * 4);
    slots = new TunnelForm[size];
    kinds = new int[size];
    for (TunnelForm f : all) {
      if (!f.complete || f.encapsulation == Encapsulation.IPSEC) continue;
      if (f.encapsulation == Encapsulation.GRE) put(f, GRE);
      if (f.encapsulation == Encapsulation.IP && f.tunnel.payload() != 6) put(f, IPV4);
      if (f.encapsulation == Encapsulation.IP && f.tunnel.payload() != 4) put(f, IPV6);
    }
  }

  private void put(TunnelForm f, int kind) {
    if (find(kind, f.v4, f.localHigh, f.localLow, f.remoteHigh, f.remoteLow, f.keyed, f.key) != null) return;
    int i = hash(kind, f.localLow, f.remoteHigh, f.remoteLow, f.key) & slots.length - 1;
    while (slots[i] != null) i = i + 1 & slots.length - 1;
    slots[i] = f;
    kinds[i] = kind;
  }

  private static int hash(int kind, long local, long remoteHigh, long remoteLow, int key) {
    long h = local * 0x9e3779b97f4a7c15L ^ Long.rotateLeft(remoteHigh, 17) ^ Long.rotateLeft(remoteLow, 31);
    h = (h ^ key + ((long) kind << 40)) * 0xff51afd7ed558ccdL;
    return (int) (h ^ h >>> 33);
  }

  /** The tunnel between these ends, or null. @param key 0 without */
  TunnelForm find(int kind, boolean v4, long localHigh, long localLow, long remoteHigh, long remoteLow, boolean keyed,
      int key) {
    int i = hash(kind, localLow, remoteHigh, remoteLow, key) & slots.length - 1;
    for (TunnelForm f; (f = slots[i]) != null; i = i + 1 & slots.length - 1) {
      if (kinds[i] == kind && f.v4 == v4 && f.localLow == localLow && f.remoteLow == remoteLow && f.localHigh == localHigh
          && f.remoteHigh == remoteHigh && f.keyed == keyed && f.key == key) return f;
    }
    return null;
  }
}
