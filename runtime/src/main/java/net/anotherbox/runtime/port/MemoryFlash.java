package net.anotherbox.runtime.port;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import net.anotherbox.runtime.port.FileError.Reason;

/** A flash that lasts as long as the process: labs and tests. */
public final class MemoryFlash implements Flash {
  /** A file's bytes, or null for a directory. */
  private record Node(byte[] bytes, Instant modified) {}

  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final Supplier<Instant> now;
  private final long room;

  public MemoryFlash(Supplier<Instant> now) {
    this(now, Long.MAX_VALUE);
  }

  /** @param room bytes that the host is to have left */
  public MemoryFlash(Supplier<Instant> now, long room) {
    this.now = now;
    this.room = room;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  private Node node(String path) throws FileError {
    if (path.isEmpty()) return new Node(null, Instant.EPOCH);
    Node n = nodes.get(path);
    if (n == null) throw new FileError(Reason.NO_SUCH_FILE);
    return n;
  }

  private void checkParent(String path) throws FileError {
    if (path.isEmpty()) throw new FileError(Reason.IS_DIRECTORY);
    if (node(parent(path)).bytes != null) throw new FileError(Reason.NOT_DIRECTORY);
  }

  private static Stat stat(String path, Node n) {
    return new Stat(last(path), n.bytes == null, n.bytes == null ? 0 : n.bytes.length, n.modified);
  }

  @Override
  public synchronized Stat stat(String path) throws FileError {
    return stat(path, node(path));
  }

  @Override
  public synchronized List<Stat> list(String path) throws FileError {
    if (node(path).bytes != null) throw new FileError(Reason.NOT_DIRECTORY);
    var found = new ArrayList<Stat>();
    nodes.forEach((p, n) -> {
      if (parent(p).equals(path)) found.add(stat(p, n));
    });
    found.sort(Comparator.comparing(Stat::modified).thenComparing(Stat::name));
    return found;
  }

  @Override
  public synchronized InputStream read(String path) throws FileError {
    Node n = node(path);
    if (n.bytes == null) throw new FileError(Reason.IS_DIRECTORY);
    return new ByteArrayInputStream(n.bytes);
  }

  @Override
  public synchronized Upload write(String path, long granted) throws FileError {
    checkParent(path);
    if (nodes.containsKey(path) && nodes.get(path).bytes == null) throw new FileError(Reason.IS_DIRECTORY);
    var bytes = new ByteArrayOutputStream();
    return new Upload() {
      @Override
      public void write(byte[] b, int from, int to) throws FileError {
        if (bytes.size() + to - from > granted) throw new FileError(Reason.NO_SPACE);
        bytes.write(b, from, to - from);
      }

      @Override
      public void keep() {
        put(path, bytes.toByteArray());
      }

      @Override
      public void close() {}
    };
  }

  private synchronized void put(String path, byte[] bytes) {
    nodes.put(path, new Node(bytes, now.get()));
  }

  @Override
  public synchronized void makeDirectory(String path) throws FileError {
    if (path.isEmpty() || nodes.containsKey(path)) throw new FileError(Reason.EXISTS);
    checkParent(path);
    put(path, null);
  }

  @Override
  public synchronized void removeDirectory(String path) throws FileError {
    if (node(path).bytes != null) throw new FileError(Reason.NOT_DIRECTORY);
    if (!list(path).isEmpty()) throw new FileError(Reason.NOT_EMPTY);
    nodes.remove(path);
  }

  @Override
  public synchronized void remove(String path) throws FileError {
    if (node(path).bytes == null) throw new FileError(Reason.IS_DIRECTORY);
    nodes.remove(path);
  }

  @Override
  public synchronized void rename(String from, String to) throws FileError {
    Node n = node(from);
    checkParent(to);
    if (nodes.containsKey(to)) throw new FileError(Reason.EXISTS);
    if (to.startsWith(from + "/")) throw new FileError(Reason.INVALID_NAME);
    for (String p : List.copyOf(nodes.keySet()))
      if (p.startsWith(from + "/")) nodes.put(to + p.substring(from.length()), nodes.remove(p));
    nodes.remove(from);
    nodes.put(to, n);
  }

  @Override
  public synchronized long used() {
    return nodes.values().stream().mapToLong(n -> n.bytes == null ? 0 : n.bytes.length).sum();
  }

  @Override
  public long room() {
    return room;
  }
}
