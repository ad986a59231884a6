package net.anotherbox.plane;

import java.util.Collection;
import java.util.Map;

/** All that the packet thread goes by, at one moment. Never changes; replaced as a whole. */
final class ForwardingState {
  static final ForwardingState EMPTY = new ForwardingState(new CryptoInterface[0], java.util.List.of(), Map.of());

  private final CryptoInterface[] maps;
  private final int[] spis;
  private final InboundSa[] sas;
  private final IdentEntry[] entries;
  private final InboundSa[] inbound;

  /** @param maps by number, with gaps. @param idents by ident id */
  ForwardingState(CryptoInterface[] maps, Collection<InboundSa> inbound, Map<Long, IdentEntry> idents) {
    this.maps = maps;
    this.inbound = inbound.toArray(InboundSa[]::new);
    int size = Integer.highestOneBit(Math.max(4, inbound.size()) * 4);
    spis = new int[size];
    sas = new InboundSa[size];
    entries = new IdentEntry[size];
    for (InboundSa sa : this.inbound) {
      int i = hash(sa.spec.spi()) & size - 1;
      while (sas[i] != null) i = i + 1 & size - 1;
      spis[i] = sa.spec.spi();
      sas[i] = sa;
      entries[i] = idents.get(sa.spec.ident());
    }
  }

  private static int hash(int spi) {
    int h = spi * 0x9e3779b9;
    return h ^ h >>> 15;
  }

  /** The map of this number, or null. */
  CryptoInterface map(int number) {
    return number < maps.length ? maps[number] : null;
  }

  /** Where the SA of this SPI is, for {@link #sa} and {@link #entry}, or -1. */
  int find(int spi) {
    int i = hash(spi) & spis.length - 1;
    while (sas[i] != null) {
      if (spis[i] == spi) return i;
      i = i + 1 & spis.length - 1;
    }
    return -1;
  }

  InboundSa sa(int place) {
    return sas[place];
  }

  IdentEntry entry(int place) {
    return entries[place];
  }

  void flush(long now) {
    for (InboundSa sa : inbound) sa.flush(now);
  }
}
