package net.anotherbox.plane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be undone in the kernel should this process end without doing so itself: one line for each thing set and for
 * each value found. A line is written before what it tells of happens. The file beside it ("….lock") keeps a second
 * process from believing that the first is dead. Lines are handed to the kernel, not forced to the disk: what they tell of
 * does not survive the machine either.
 */
final class Journal implements AutoCloseable {
  /** Before a line that holds no more. */
  private static final String GONE = "- ";

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Set<String> lines = new LinkedHashSet<>();
  private final TreeSet<String> sorted = new TreeSet<>();
  private FileChannel out;

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
    if (Files.exists(this.file)) for (String line : Files.readAllLines(this.file)) {
      if (line.startsWith(GONE)) lines.remove(line.substring(GONE.length()));
      else lines.add(line);
    }
    sorted.addAll(lines);
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
    String next = sorted.ceiling(beginning);
    return next != null && next.startsWith(beginning);
  }

  void add(String line) {
    if (!lines.add(line)) return;
    sorted.add(line);
    write(line);
  }

  void remove(String line) {
    if (!lines.remove(line)) return;
    sorted.remove(line);
    write(GONE + line);
  }

  private void write(String line) {
    try {
      if (lines.isEmpty()) {
        if (out != null) out.close();
        out = null;
        Files.deleteIfExists(file);
        return;
      }
      if (out == null) out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      out.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("journal " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      if (out != null) out.close();
      lock.release();
      lockFile.close();
      Files.deleteIfExists(sibling(".lock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
