package net.anotherbox.shell.file;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import net.anotherbox.config.commit.RollbackStore;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.runtime.port.MemoryFlash;
import net.anotherbox.runtime.value.Ipv4;

/**
 * What files need of the outside.
 *
 * @param privateBytes how much nvram keeps and shows to nobody
 * @param rollback where a change that waits for its confirmation is kept
 * @param ssh how a command is run on another machine
 * @param way by which interface an address is reached, where that is known; asked on the control thread
 */
public record FilePorts(Flash flash, Datagrams datagrams, IntSupplier privateBytes, RollbackStore rollback,
    RemoteCopy ssh, Function<Ipv4, Optional<String>> way) {
  /** An empty flash that lasts as long as the process, and no network. */
  public static FilePorts inMemory(Clock clock) {
    return new FilePorts(new MemoryFlash(clock::wall), Datagrams.NONE, () -> 0, RollbackStore.inMemory(),
        RemoteCopy.NONE, to -> Optional.empty());
  }
}
