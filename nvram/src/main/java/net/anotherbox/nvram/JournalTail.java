package net.anotherbox.nvram;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import net.anotherbox.config.commit.CommitLog.Row;

/**
 * The newest rows of the journal, which have not come into the database yet: a transaction for each line cost more than all
 * else that a pasted line does. A row is in the file when {@link #add} returns, as a length, a check sum and its values; a
 * record that is not whole is what a crash has broken off, and nobody was told that it had been written.
 */
final class JournalTail implements AutoCloseable {
  /** @param boot the boot that it was written in */
  record Numbered(long seq, long boot, Row row) {}

  private static final int HEAD = 8;
  private static final int LONGEST = 16 << 20;

  private final FileChannel file;
  private final List<Numbered> rows = new ArrayList<>();
  private long end;

  private JournalTail(FileChannel file) {
    this.file = file;
  }

  /** Opens the file, or makes it (0600), and reads what a process that has died left in it. */
  static JournalTail open(Path path) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    if (!Files.exists(path)) Files.createFile(path, PosixFilePermissions.asFileAttribute(owner));
    Files.setPosixFilePermissions(path, owner);
    var tail = new JournalTail(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    tail.read(ByteBuffer.wrap(Files.readAllBytes(path)));
    return tail;
  }

  /** The rows in it, oldest first. */
  List<Numbered> rows() {
    return List.copyOf(rows);
  }

  int size() {
    return rows.size();
  }

  /** @throws IOException if it cannot be written; then it is as before */
  void add(Numbered n) throws IOException {
    ByteBuffer record = record(n);
    long at = end;
    while (record.hasRemaining()) at += file.write(record, at);
    end = at;
    rows.add(n);
  }

  /** They are in the database now. */
  void clear() throws IOException {
    rows.clear();
    end = 0;
    file.truncate(0);
  }

  private static ByteBuffer record(Numbered n) throws IOException {
    var bytes = new ByteArrayOutputStream(256);
    var out = new DataOutputStream(bytes);
    out.writeLong(n.seq);
    out.writeLong(n.boot);
    out.writeLong(n.row.time().getEpochSecond());
    out.writeInt(n.row.time().getNano());
    text(out, n.row.user());
    out.writeInt(n.row.context().size());
    for (String c : n.row.context()) text(out, c);
    text(out, n.row.line());
    byte[] values = bytes.toByteArray();
    return ByteBuffer.allocate(HEAD + values.length).putInt(values.length).putInt(sum(values)).put(values).flip();
  }

  private static void text(DataOutputStream out, String s) throws IOException {
    byte[] b = s.getBytes(StandardCharsets.UTF_8);
    out.writeInt(b.length);
    out.write(b);
  }

  private static int sum(byte[] values) {
    var crc = new CRC32();
    crc.update(values);
    return (int) crc.getValue();
  }

  /** Up to the first record that is not whole, or is one of an earlier filling. */
  private void read(ByteBuffer in) throws IOException {
    while (in.remaining() >= HEAD) {
      int length = in.getInt();
      int sum = in.getInt();
      if (length <= 0 || length > in.remaining()) return;
      var values = new byte[length];
      in.get(values);
      if (sum(values) != sum) return;
      Numbered n = numbered(new DataInputStream(new ByteArrayInputStream(values)));
      if (!rows.isEmpty() && n.seq != rows.getLast().seq + 1) return;
      rows.add(n);
      end = in.position();
    }
  }

  private static Numbered numbered(DataInputStream in) throws IOException {
    long seq = in.readLong();
    long boot = in.readLong();
    Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    String user = text(in);
    var context = new ArrayList<String>();
    for (int left = in.readInt(); left > 0; left--) context.add(text(in));
    return new Numbered(seq, boot, new Row(time, user, List.copyOf(context), text(in)));
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) throw new IOException("no row of the journal");
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
