package net.anotherbox.shell.file;

import java.util.function.IntSupplier;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.runtime.port.MemoryFlash;

/**
 * What files need of the outside.
 *
 * @param privateBytes how much nvram keeps and shows to nobody
 */
public record FilePorts(Flash flash, Datagrams datagrams, IntSupplier privateBytes) {
  /** An empty flash that lasts as long as the process, and no network. */
  public static FilePorts inMemory(Clock clock) {
    return new FilePorts(new MemoryFlash(clock::wall), Datagrams.NONE, () -> 0);
  }
}
