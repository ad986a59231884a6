package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.anotherbox.runtime.port.SocketTable;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** The sockets of this process, as Linux lists them in {@code /proc}. */
public final class HostSockets implements SocketTable {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  /** As the kernel numbers them, from 1. */
  private static final List<State> STATES = List.of(State.ESTAB, State.SYNSENT, State.SYNRCVD, State.FINWAIT1,
      State.FINWAIT2, State.TIMEWAIT, State.CLOSED, State.CLOSEWAIT, State.LASTACK, State.LISTEN, State.CLOSING,
      State.SYNRCVD);
  private static final int CLOSED = 7;
  private static final long MAPPED = 0xffff;

  private final Path proc;

  public HostSockets() {
    this(Path.of("/proc/self"));
  }

  HostSockets(Path proc) {
    this.proc = proc;
  }

  @Override
  public List<Socket> sockets() {
    try {
      Set<Long> own = own();
      var found = new ArrayList<Socket>();
      for (String table : List.of("tcp", "tcp6", "udp", "udp6")) read(table, own, found);
      found.sort(Comparator.comparing((Socket s) -> !s.tcp()).thenComparing(s -> s.state() != State.LISTEN)
          .thenComparingInt(Socket::localPort).thenComparingLong(Socket::id));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<Long> own() throws IOException {
    var ids = new HashSet<Long>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(proc.resolve("fd"))) {
      for (Path f : files) {
        Matcher m = SOCKET.matcher(target(f));
        if (m.matches()) ids.add(Long.parseLong(m.group(1)));
      }
    }
    return ids;
  }

  /** Files are closed while they are looked at. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private void read(String table, Set<Long> own, List<Socket> into) throws IOException {
    Path file = proc.resolve("net").resolve(table);
    if (!Files.exists(file)) return;
    boolean tcp = table.startsWith("tcp");
    Files.readAllLines(file, StandardCharsets.US_ASCII).stream().skip(1).map(l -> l.strip().split("\\s+"))
        .filter(f -> f.length > 9 && own.contains(Long.parseLong(f[9]))).forEach(f -> into.add(socket(tcp, f)));
  }

  /** Fields: number, local, remote, state, queues, timer, retransmissions, user, timeout, inode. */
  private static Socket socket(boolean tcp, String[] f) {
    int st = Integer.parseInt(f[3], 16);
    State state = !tcp ? st == CLOSED ? State.LISTEN : State.ESTAB
        : st >= 1 && st <= STATES.size() ? STATES.get(st - 1) : State.CLOSED;
    int colon = f[4].indexOf(':');
    return new Socket(tcp, Long.parseLong(f[9]), address(f[1]), port(f[1]), address(f[2]), port(f[2]), state,
        Long.parseLong(f[4].substring(colon + 1), 16), Long.parseLong(f[4].substring(0, colon), 16));
  }

  private static int port(String end) {
    return Integer.parseInt(end.substring(end.indexOf(':') + 1), 16);
  }

  /** Words of the machine's own byte order; a mapped IPv4 address, and the IPv6 one for any, are of IPv4. */
  private static Address address(String end) {
    String hex = end.substring(0, end.indexOf(':'));
    ByteBuffer b = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
    for (int i = 0; i < hex.length(); i += 8) b.putInt((int) Long.parseLong(hex.substring(i, i + 8), 16));
    b.flip().order(ByteOrder.BIG_ENDIAN);
    if (b.remaining() == 4) return new Ipv4(b.getInt());
    long high = b.getLong();
    long low = b.getLong();
    boolean four = high == 0 && (low == 0 || low >>> 32 == MAPPED);
    return four ? new Ipv4((int) low) : new Ipv6(high, low);
  }
}
