package net.anotherbox.runtime.port;

import java.io.Closeable;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/**
 * Files that survive: the flash memory of a box. A path has "/" between its parts and none in front; "" is the root. All
 * methods may be called from any thread and may wait for a disk.
 */
public interface Flash {
  /** What stands at a path. @param name its last part; @param bytes 0 for a directory */
  record Stat(String name, boolean directory, long bytes, Instant modified) {}

  /** A file on its way: nothing of it can be seen until it is kept. */
  interface Upload extends Closeable {
    /** Takes the bytes from one offset up to another. @throws FileError with NO_SPACE past what was granted */
    void write(byte[] bytes, int from, int to) throws FileError;

    /** The file is whole: from now on it stands at its path, also after a crash. */
    void keep() throws FileError;

    /** Drops what has not been kept. */
    @Override
    void close();
  }

  Stat stat(String path) throws FileError;

  /** What a directory holds, oldest first. */
  List<Stat> list(String path) throws FileError;

  InputStream read(String path) throws FileError;

  /** A new file, or another in place of one. @param granted bytes it may have at most */
  Upload write(String path, long granted) throws FileError;

  void makeDirectory(String path) throws FileError;

  void removeDirectory(String path) throws FileError;

  void remove(String path) throws FileError;

  /** @throws FileError with EXISTS if something stands at the new path */
  void rename(String from, String to) throws FileError;

  /** Bytes in all files. */
  long used() throws FileError;

  /** Bytes that the host has left for more. */
  long room();
}
