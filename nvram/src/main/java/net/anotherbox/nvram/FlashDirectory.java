package net.anotherbox.nvram;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;

/**
 * The flash of a box as a directory of the host, {@code flash} in the state directory. Nothing outside of it can be reached:
 * parts of a path are checked one by one, links are neither followed nor shown. A file being written lies beside, in {@code
 * flash.tmp}, and is put in its place when it is whole and on the disk.
 */
public final class FlashDirectory implements Flash {
  /** As long as a name on a router's flash may be. */
  public static final int LONGEST_NAME = 63;

  private static final FileAttribute<?> OWNER_DIR =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final Path staging;
  private long uploads;

  /** Makes the directories if they are not there. @throws NvramException if they cannot be used */
  public FlashDirectory(Path stateDir) {
    root = stateDir.resolve("flash");
    staging = stateDir.resolve("flash.tmp");
    try {
      for (Path d : List.of(root, staging)) if (!Files.isDirectory(d, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(d, OWNER_DIR);
      }
      try (var left = Files.newDirectoryStream(staging)) {
        for (Path p : left) Files.delete(p);
      }
    } catch (IOException e) {
      throw new NvramException("flash directory " + root + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Whether a part of a path can be one: what a terminal can show, and nothing that means another place. */
  static boolean isName(String part) {
    return !part.isEmpty() && part.length() <= LONGEST_NAME && !part.equals(".") && !part.equals("..")
        && part.chars().allMatch(c -> c > ' ' && c < 127 && c != '/' && c != '\\' && c != ':' && c != '?' && c != '"');
  }

  /** The host's path, of which all but the last part is known to be a directory. */
  private Path at(String path) throws FileError {
    if (path.isEmpty()) return root;
    Path p = root;
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (!isName(parts[i])) throw new FileError(Reason.INVALID_NAME);
      if (i > 0 && !attributes(p).isDirectory()) throw new FileError(Reason.NOT_DIRECTORY);
      p = p.resolve(parts[i]);
    }
    return p;
  }

  private static BasicFileAttributes attributes(Path p) throws FileError {
    try {
      var a = Files.readAttributes(p, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!a.isDirectory() && !a.isRegularFile()) throw new FileError(Reason.NO_SUCH_FILE);
      return a;
    } catch (IOException e) {
      throw error(e);
    }
  }

  private static FileError error(IOException e) {
    return new FileError(switch (e) {
      case NoSuchFileException n -> Reason.NO_SUCH_FILE;
      case FileAlreadyExistsException x -> Reason.EXISTS;
      case DirectoryNotEmptyException d -> Reason.NOT_EMPTY;
      case java.nio.file.AccessDeniedException a -> Reason.PERMISSION;
      default -> String.valueOf(e.getMessage()).contains("No space left") ? Reason.NO_SPACE : Reason.IO;
    });
  }

  private static Stat stat(Path p, BasicFileAttributes a) {
    return new Stat(p.getFileName().toString(), a.isDirectory(), a.isDirectory() ? 0 : a.size(),
        a.lastModifiedTime().toInstant());
  }

  @Override
  public Stat stat(String path) throws FileError {
    Path p = at(path);
    return stat(p, attributes(p));
  }

  @Override
  public List<Stat> list(String path) throws FileError {
    Path dir = at(path);
    if (!attributes(dir).isDirectory()) throw new FileError(Reason.NOT_DIRECTORY);
    var found = new ArrayList<Stat>();
    try (var entries = Files.newDirectoryStream(dir)) {
      for (Path p : entries) {
        var a = Files.readAttributes(p, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if ((a.isDirectory() || a.isRegularFile()) && isName(p.getFileName().toString())) found.add(stat(p, a));
      }
    } catch (IOException e) {
      throw error(e);
    }
    found.sort(Comparator.comparing(Stat::modified).thenComparing(Stat::name));
    return found;
  }

  @Override
  public InputStream read(String path) throws FileError {
    Path p = at(path);
    if (attributes(p).isDirectory()) throw new FileError(Reason.IS_DIRECTORY);
    try {
      return Files.newInputStream(p, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw error(e);
    }
  }

  @Override
  public Upload write(String path, long granted) throws FileError {
    Path p = at(path);
    if (path.isEmpty() || Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)) throw new FileError(Reason.IS_DIRECTORY);
    if (!attributes(p.getParent()).isDirectory()) throw new FileError(Reason.NOT_DIRECTORY);
    try {
      return new Staged(p, granted);
    } catch (IOException e) {
      throw error(e);
    }
  }

  private synchronized Path staged() {
    return staging.resolve("upload" + ++uploads);
  }

  private final class Staged implements Upload {
    private final Path target;
    private final Path temporary = staged();
    private final FileChannel channel;
    private long left;

    Staged(Path target, long granted) throws IOException {
      this.target = target;
      this.left = granted;
      this.channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OWNER);
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws FileError {
      left -= to - from;
      if (left < 0) throw new FileError(Reason.NO_SPACE);
      try {
        var b = ByteBuffer.wrap(bytes, from, to - from);
        while (b.hasRemaining()) channel.write(b);
      } catch (IOException e) {
        throw error(e);
      }
    }

    @Override
    public void keep() throws FileError {
      try {
        channel.force(true);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        try (var dir = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
          dir.force(true);
        }
      } catch (IOException e) {
        throw error(e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // What is left behind goes at the next start.
        return;
      }
    }
  }

  @Override
  public void makeDirectory(String path) throws FileError {
    Path p = at(path);
    if (path.isEmpty()) throw new FileError(Reason.EXISTS);
    try {
      Files.createDirectory(p, OWNER_DIR);
    } catch (IOException e) {
      throw error(e);
    }
  }

  @Override
  public void removeDirectory(String path) throws FileError {
    Path p = at(path);
    if (path.isEmpty()) throw new FileError(Reason.PERMISSION);
    if (!attributes(p).isDirectory()) throw new FileError(Reason.NOT_DIRECTORY);
    delete(p);
  }

  @Override
  public void remove(String path) throws FileError {
    Path p = at(path);
    if (attributes(p).isDirectory()) throw new FileError(Reason.IS_DIRECTORY);
    delete(p);
  }

  private static void delete(Path p) throws FileError {
    try {
      Files.delete(p);
    } catch (IOException e) {
      throw error(e);
    }
  }

  @Override
  public void rename(String from, String to) throws FileError {
    Path f = at(from);
    Path t = at(to);
    if (from.isEmpty() || to.isEmpty()) throw new FileError(Reason.PERMISSION);
    attributes(f);
    if (Files.exists(t, LinkOption.NOFOLLOW_LINKS)) throw new FileError(Reason.EXISTS);
    if (t.startsWith(f)) throw new FileError(Reason.INVALID_NAME);
    try {
      Files.move(f, t, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw error(e);
    }
  }

  @Override
  public long used() throws FileError {
    long[] sum = {0};
    try {
      Files.walkFileTree(root, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
          if (a.isRegularFile()) sum[0] += a.size();
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw error(e);
    }
    return sum[0];
  }

  @Override
  public long room() {
    return root.toFile().getUsableSpace();
  }
}
