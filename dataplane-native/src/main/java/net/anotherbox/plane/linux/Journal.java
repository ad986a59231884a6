package net.anotherbox.plane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be undone in the kernel should this process end without doing so itself: one line for each thing set and for
 * each value found. A line is on disk before what it tells of happens. The file beside it ("….lock") keeps a second
 * process from believing that the first is dead.
 */
final class Journal implements AutoCloseable {
  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Set<String> lines = new LinkedHashSet<>();

  /** Opens the journal and reads what a dead process has left in it. */
  Journal(Path file) throws IOException {
    this.file = file.toAbsolutePath();
    Files.createDirectories(this.file.getParent());
    lockFile = FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken;
    try {
      taken = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      taken = null;
    }
    if (taken == null) {
      lockFile.close();
      throw new IOException("another process works with " + file);
    }
    lock = taken;
    if (Files.exists(this.file)) lines.addAll(Files.readAllLines(this.file));
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** The lines, oldest first. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether something that begins so has been noted. */
  boolean hasLineWith(String beginning) {
    return lines.stream().anyMatch(l -> l.startsWith(beginning));
  }

  void add(String line) {
    if (lines.add(line)) write();
  }

  void remove(String line) {
    if (lines.remove(line)) write();
  }

  private void write() {
    try {
      if (lines.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Path next = sibling(".next");
      try (var out = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE)) {
        out.write(java.nio.ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes()));
        out.force(false);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("journal " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
      Files.deleteIfExists(sibling(".lock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
