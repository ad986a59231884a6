package net.anotherbox.nvram;

import static net.anotherbox.nvram.Sql.first;
import static net.anotherbox.nvram.Sql.insert;
import static net.anotherbox.nvram.Sql.number;
import static net.anotherbox.nvram.Sql.run;
import static net.anotherbox.nvram.Sql.stamp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.RollbackStore;
import net.anotherbox.config.commit.StartupStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;

/**
 * The box's memory that survives, in an H2 file. Every method that changes something has written it when it returns; a
 * failure is an {@link NvramException} and has changed nothing. May be used by several threads.
 */
public final class H2Nvram implements CommitLog, StartupStore, RollbackStore, AutoCloseable {
  /** The setting that holds the last row of the journal that is shown no more. */
  private static final String CLEARED = "journal cleared up to";
  /** How many journal rows are kept. */
  public static final int JOURNAL_ROWS = 10_000;
  /** After so many lines the base text of the boot is renewed, if {@link #rebasing} said where from. */
  public static final int REBASE = 2_000;
  /** What a router leaves the factory with: boot the image, load the startup-config. */
  public static final int FACTORY_CONFIG_REGISTER = 0x2102;

  /** So many rows of the journal at most wait in a file beside the database until they come into it together. */
  static final int TOGETHER = 200;

  private static final String FILE = "nvram";
  private static final long REWRITE_BYTES = 8 << 20;
  /** H2's SQLSTATE for a file that another process holds. */
  private static final int DATABASE_ALREADY_OPEN = 90020;

  /** A piece of work in one transaction. */
  private interface Work<T> {
    T with(Connection c) throws SQLException;
  }

  private final Connection connection;
  private final JournalTail tail;
  private long nextSeq;
  /** The boot begun by this process, or 0. */
  private long boot;
  private long sinceSeq;
  private Supplier<String> running;
  private boolean open = true;

  private H2Nvram(Connection connection, JournalTail tail) {
    this.connection = connection;
    this.tail = tail;
    settle();
    this.nextSeq = transaction(c -> number(c, "SELECT COALESCE(MAX(seq), 0) + 1 FROM journal"));
  }

  /**
   * Opens the store, making the directory (0700) and the file (0600) if they are not there.
   *
   * @throws NvramException if it cannot be used; says so if another process has it open
   */
  public static H2Nvram open(Path stateDir) {
    Connection c = null;
    try {
      prepare(stateDir);
      rewriteIfOver(stateDir.resolve(FILE + ".mv.db"), REWRITE_BYTES);
      c = DriverManager.getConnection("jdbc:h2:file:" + stateDir.toAbsolutePath().resolve(FILE)
          + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;FILE_LOCK=FS;REUSE_SPACE=FALSE;AUTO_COMPACT_FILL_RATE=0"
          + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0", "nvram", "");
      c.setAutoCommit(false);
      Schema.migrate(c);
      return new H2Nvram(c, JournalTail.open(stateDir.resolve(FILE + ".journal")));
    } catch (IOException e) {
      throw new NvramException("state directory " + stateDir + " cannot be used: " + e.getMessage(), e);
    } catch (SQLException e) {
      quietly(c);
      throw new NvramException(e.getErrorCode() == DATABASE_ALREADY_OPEN
          ? "state directory " + stateDir + " is in use by another process"
          : "state directory " + stateDir + " cannot be read: " + firstLine(e), e);
    } catch (NvramException e) {
      quietly(c);
      throw e;
    }
  }

  private static void prepare(Path dir) throws IOException {
    if (Files.exists(dir) && !Files.isDirectory(dir)) throw new IOException("it is not a directory");
    if (!Files.isDirectory(dir)) Files.createDirectories(dir,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    else Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    var owner = PosixFilePermissions.fromString("rw-------");
    Path file = dir.resolve(FILE + ".mv.db");
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
      try (var d = FileChannel.open(dir, StandardOpenOption.READ)) {
        d.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, owner);
    }
  }

  /**
   * The file is only appended to (REUSE_SPACE=FALSE): a store that wrote into freed space was found, after some twenty
   * kills, to open on what it had held one boot before. So it is written anew now and then, beside, and put in its place
   * at once.
   */
  static void rewriteIfOver(Path file, long bytes) throws IOException {
    if (Files.size(file) <= bytes) return;
    Path fresh = file.toAbsolutePath().resolveSibling(FILE + ".rewritten");
    try (var was = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE); var lock = was.tryLock()) {
      if (lock == null) return;
      Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      MVStoreTool.compact(fresh.toString(), false);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      try (var f = FileChannel.open(fresh, StandardOpenOption.WRITE); var d = FileChannel.open(fresh.getParent())) {
        f.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        d.force(true);
      }
    } catch (OverlappingFileLockException | MVStoreException e) {
      // In use, or not readable: opening it will say so.
      Files.deleteIfExists(fresh);
    }
  }

  private static void quietly(Connection c) {
    if (c == null) return;
    try {
      c.close();
    } catch (SQLException e) {
      // The reason why it could not be opened is the one to report.
      return;
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private synchronized <T> T transaction(Work<T> work) {
    try {
      T result = work.with(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      try {
        connection.rollback();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw new NvramException("nvram: " + firstLine(e), e);
    }
  }

  /** The rows that wait beside the database come into it: before anybody reads the journal or changes it otherwise. */
  private synchronized void settle() {
    if (tail.size() == 0) return;
    transaction(c -> {
      insertTail(c);
      return run(c, "DELETE FROM journal WHERE seq <= ?", Math.min(nextSeq - JOURNAL_ROWS, sinceSeq) - 1);
    });
    emptied();
  }

  /** Not those that are in it already: a process may die between the commit and the emptying of the file. */
  private void insertTail(Connection c) throws SQLException {
    long have = number(c, "SELECT COALESCE(MAX(seq), 0) FROM journal");
    long last = number(c, "SELECT COALESCE(MAX(id), 0) FROM boot");
    var rows = tail.rows().stream().filter(n -> n.seq() > have && n.boot() == last).toList();
    insert(c, rows);
  }

  private void emptied() {
    try {
      tail.clear();
    } catch (IOException e) {
      throw new NvramException("nvram: " + e.getMessage(), e);
    }
  }

  // ---- startup-config ----

  @Override
  public Optional<String> load() {
    return transaction(c -> first(c, "SELECT text FROM startup_config", String.class));
  }

  /** Atomic, and on the disk when it returns: survives a power cut, too. */
  @Override
  public void save(String text) {
    transaction(c -> run(c, "MERGE INTO startup_config KEY (one) VALUES (TRUE, CURRENT_TIMESTAMP, ?)", text));
    toDisk();
  }

  @Override
  public void erase() {
    transaction(c -> run(c, "DELETE FROM startup_config"));
    toDisk();
  }

  /** When the startup-config was written. */
  public Optional<Instant> saved() {
    return transaction(c -> first(c, "SELECT saved FROM startup_config", OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private void toDisk() {
    transaction(c -> run(c, "CHECKPOINT SYNC"));
  }

  // ---- boots and the journal ----

  /** The running configuration of the last boot, if that had no clean end. To be asked before {@link #begin}. */
  public Optional<Recovery> recovered() {
    settle();
    return transaction(c -> {
      try (var s = c.createStatement();
          var r = s.executeQuery("SELECT base, since_seq, closed FROM boot ORDER BY id DESC LIMIT 1")) {
        if (!r.next() || r.getBoolean("closed")) return Optional.<Recovery>empty();
        return Optional.of(new Recovery(r.getString("base"), since(c, r.getLong("since_seq"))));
      }
    });
  }

  private static List<Row> since(Connection c, long seq) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("SELECT at, who, context, line FROM journal WHERE seq >= ? ORDER BY "
        + "seq")) {
      s.setLong(1, seq);
      return rows(s);
    }
  }

  private static List<Row> rows(PreparedStatement s) throws SQLException {
    var rows = new ArrayList<Row>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        String context = r.getString("context");
        rows.add(new Row(r.getObject("at", OffsetDateTime.class).toInstant(), r.getString("who"),
            context.isEmpty() ? List.of() : List.of(context.split("\n")), r.getString("line")));
      }
    }
    return rows;
  }

  /**
   * A boot begins: the configuration stands as loaded or recovered, and the journal goes on from there. Ends the recovery of
   * the boot before, in the same transaction.
   *
   * @param base the running configuration at this moment
   */
  public void begin(String base, Instant now) {
    settle();
    boot = transaction(c -> {
      run(c, "UPDATE boot SET closed = TRUE, base = ''");
      run(c, "DELETE FROM boot WHERE id <= (SELECT MAX(id) - 100 FROM boot)");
      long id = number(c, "SELECT COALESCE(MAX(id), 0) + 1 FROM boot");
      run(c, "INSERT INTO boot VALUES (?, ?, ?, ?, FALSE)", id, stamp(now), base, nextSeq);
      return id;
    });
    sinceSeq = nextSeq;
  }

  /**
   * Where to take the running configuration from when the base text is renewed. Asked before the line of that moment is in
   * force.
   */
  public void rebasing(Supplier<String> runningConfig) {
    running = runningConfig;
  }

  /** {@inheritDoc} @throws IllegalStateException before {@link #begin}: such a line could not be recovered */
  @Override
  public synchronized void append(Row row) {
    if (boot == 0) throw new IllegalStateException("no boot has begun");
    if (running != null && nextSeq - sinceSeq >= REBASE) rebase(running.get());
    else if (tail.size() >= TOGETHER) settle();
    try {
      tail.add(new JournalTail.Numbered(nextSeq, boot, row));
    } catch (IOException e) {
      throw new NvramException("nvram: " + e.getMessage(), e);
    }
    nextSeq++;
  }

  /** The base text is renewed and all rows so far come into the database, together or not at all. */
  private void rebase(String base) {
    transaction(c -> {
      insertTail(c);
      run(c, "UPDATE boot SET base = ?, since_seq = ? WHERE id = ?", base, nextSeq, boot);
      return run(c, "DELETE FROM journal WHERE seq < ?", nextSeq - JOURNAL_ROWS);
    });
    sinceSeq = nextSeq;
    emptied();
  }

  /** {@inheritDoc} The rows and the new base text are written together or not at all. */
  @Override
  public synchronized void replaced(List<Row> rows, String text) {
    if (boot == 0) throw new IllegalStateException("no boot has begun");
    long next = nextSeq + rows.size();
    transaction(c -> {
      insertTail(c);
      var numbered = new ArrayList<JournalTail.Numbered>();
      for (Row row : rows) numbered.add(new JournalTail.Numbered(nextSeq + numbered.size(), boot, row));
      insert(c, numbered);
      run(c, "DELETE FROM journal WHERE seq <= ?", next - 1 - JOURNAL_ROWS);
      return run(c, "UPDATE boot SET base = ?, since_seq = ? WHERE id = ?", text, next, boot);
    });
    nextSeq = next;
    sinceSeq = next;
    emptied();
  }

  @Override
  public List<Row> last(int count) {
    settle();
    return transaction(c -> {
      try (PreparedStatement s = c.prepareStatement("SELECT at, who, context, line FROM journal WHERE seq > COALESCE(("
          + "SELECT CAST(text AS BIGINT) FROM setting WHERE name = ?), 0) ORDER BY seq DESC LIMIT ?")) {
        s.setString(1, CLEARED);
        s.setInt(2, Math.min(count, JOURNAL_ROWS));
        List<Row> rows = rows(s);
        Collections.reverse(rows);
        return rows;
      }
    });
  }

  @Override
  public synchronized void clear() {
    settle();
    long last = nextSeq - 1;
    transaction(c -> run(c, "MERGE INTO setting KEY (name) VALUES (?, ?)", CLEARED, Long.toString(last)));
  }

  /** A clean end, or {@code reload}: the next boot begins with the startup-config. */
  public void end() {
    if (boot == 0) return;
    settle();
    transaction(c -> {
      run(c, "DELETE FROM rollback");
      return run(c, "UPDATE boot SET closed = TRUE WHERE id = ?", boot);
    });
    boot = 0;
    toDisk();
  }

  // ---- a change to be confirmed ----

  @Override
  public Optional<Pending> pending() {
    return transaction(c -> {
      try (var s = c.createStatement();
          var r = s.executeQuery("SELECT since, deadline, minutes, idle, who, called, text FROM rollback")) {
        if (!r.next()) return Optional.<Pending>empty();
        return Optional.of(new Pending(r.getObject("since", OffsetDateTime.class).toInstant(),
            r.getObject("deadline", OffsetDateTime.class).toInstant(), r.getInt("minutes"), r.getBoolean("idle"),
            r.getString("who"), r.getString("called"), r.getString("text")));
      }
    });
  }

  @Override
  public void pending(Pending p) {
    transaction(c -> run(c, "MERGE INTO rollback KEY (one) VALUES (TRUE, ?, ?, ?, ?, ?, ?, ?)", stamp(p.since()),
        stamp(p.deadline()), p.minutes(), p.idle(), p.user(), p.called(), p.text()));
    toDisk();
  }

  @Override
  public void settled() {
    transaction(c -> run(c, "DELETE FROM rollback"));
  }

  // ---- what else a router keeps ----

  /** The private key of the SSH server in the form its owner chose. */
  public Optional<byte[]> hostKey() {
    return transaction(c -> first(c, "SELECT bytes FROM secret WHERE name = 'ssh-host-key'", byte[].class));
  }

  public void hostKey(byte[] key) {
    transaction(c -> run(c, "MERGE INTO secret KEY (name) VALUES ('ssh-host-key', ?)", key));
    toDisk();
  }

  /** The master key of encrypted keys, if there is one. */
  public Optional<String> masterKey() {
    return transaction(c -> first(c, "SELECT bytes FROM secret WHERE name = 'master-key'", byte[].class))
        .map(b -> new String(b, StandardCharsets.UTF_8));
  }

  /** Empty to forget it. */
  public void masterKey(Optional<String> key) {
    transaction(c -> key.isPresent()
        ? run(c, "MERGE INTO secret KEY (name) VALUES ('master-key', ?)", key.get().getBytes(StandardCharsets.UTF_8))
        : run(c, "DELETE FROM secret WHERE name = 'master-key'"));
    toDisk();
  }

  /** IOS names of ports and the Linux links they are bound to. */
  public Map<String, String> portBindings() {
    return transaction(c -> {
      var bindings = new LinkedHashMap<String, String>();
      try (var s = c.createStatement(); var r = s.executeQuery("SELECT port, link FROM port_binding ORDER BY port")) {
        while (r.next()) bindings.put(r.getString(1), r.getString(2));
      }
      return bindings;
    });
  }

  public void bind(String port, String link) {
    transaction(c -> run(c, "MERGE INTO port_binding KEY (port) VALUES (?, ?)", port, link));
  }

  public void unbind(String port) {
    transaction(c -> run(c, "DELETE FROM port_binding WHERE port = ?", port));
  }

  /** 16 bits. */
  public int configRegister() {
    return option("config-register").map(Integer::decode).orElse(FACTORY_CONFIG_REGISTER);
  }

  public void configRegister(int value) {
    option("config-register", String.format("0x%04X", value & 0xFFFF));
  }

  /** An option of the box that is no line of the configuration: "platform", "release". */
  public Optional<String> option(String name) {
    return transaction(c -> first(c, "SELECT text FROM setting WHERE name = ?", String.class, name));
  }

  public void option(String name, String value) {
    transaction(c -> run(c, "MERGE INTO setting KEY (name) VALUES (?, ?)", name, value));
  }

  /** A clean end. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (!open) return;
    end();
    open = false;
    try {
      connection.close();
      tail.close();
    } catch (SQLException e) {
      throw new NvramException("nvram: " + firstLine(e), e);
    } catch (IOException e) {
      throw new NvramException("nvram: " + e.getMessage(), e);
    }
  }
}
