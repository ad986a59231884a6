package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.Connection;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellSession;

/**
 * The door for Telnet, shut unless the box was told to open it: everything on it goes in clear, passwords too. Who knocks is
 * asked what the line asks, within the time that the line gives him, and has the line only when he has answered.
 */
public final class TelnetAccess implements Door, AutoCloseable {
  private static final int STRANGERS = 32;
  private static final int BACKLOG = 64;

  private final Shell shell;
  private final VtyLines lines;
  private final Doorway doorway;
  private final InetSocketAddress address;
  private final Strangers strangers = new Strangers();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  /** By port, for the groups of lines. */
  private final Map<Integer, ServerSocket> others = new ConcurrentHashMap<>();
  private ServerSocket server;

  /** @param address on which to listen; port 0 for any that is free */
  public TelnetAccess(Shell shell, VtyLines lines, Doorway doorway, InetSocketAddress address) {
    this.shell = shell;
    this.lines = lines;
    this.doorway = doorway;
    this.address = address;
  }

  /** Begins to listen. @throws UncheckedIOException if the address cannot be had */
  public void start() {
    try {
      server = listening(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerSocket listening(InetSocketAddress at) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    try {
      socket.bind(at, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    Thread.ofPlatform().daemon().name("telnet").start(() -> accept(socket));
    return socket;
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public Set<Integer> alsoAt(Set<Integer> ports) {
    for (int p : Set.copyOf(others.keySet())) if (!ports.contains(p)) shut(others.remove(p));
    var taken = new HashSet<Integer>();
    for (int p : ports) {
      if (p == port() || others.containsKey(p)) continue;
      try {
        others.put(p, listening(new InetSocketAddress(address.getAddress(), p)));
      } catch (IOException e) {
        taken.add(p);
      }
    }
    return taken;
  }

  private static void shut(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket at) {
    while (!at.isClosed()) {
      try {
        came(at.accept());
      } catch (IOException closed) {
        // one that went before it was there, or the door is shut
      }
    }
  }

  private void came(Socket socket) throws IOException {
    open.add(socket);
    String from = socket.getInetAddress().getHostAddress();
    if (!strangers.came(from, STRANGERS)) {
      refuse(socket);
      return;
    }
    Optional<Caller> caller = shell.ask(() -> meant(from, socket.getLocalPort()));
    if (caller.isPresent()) {
      serve(socket, caller.get());
    } else {
      strangers.left(from);
      refuse(socket);
    }
  }

  /** On the control thread. */
  private Optional<Caller> meant(String from, int port) {
    Optional<Caller> caller = lines.mean(l -> doorway.takes(l, Caller.Transport.TELNET, port))
        .map(l -> new Caller(l, from, port, Caller.Transport.TELNET));
    if (caller.isPresent() && !doorway.admits(caller.get())) {
      lines.given(caller.get().line());
      return Optional.empty();
    }
    return caller;
  }

  /** Reset, as a router refuses. */
  private void refuse(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException gone) {
      // he went first
    }
    close(socket);
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException gone) {
      // it is closed all the same
    }
  }

  private void serve(Socket socket, Caller caller) throws IOException {
    socket.setTcpNoDelay(true);
    ThreadFactory threads = Thread.ofPlatform().daemon().name(caller.line().joined() + "-telnet-", 0).factory();
    var keyboard = new Keyboard(shell.loop().clock());
    var display = new Display(new TelnetStream.Escaped(socket.getOutputStream()), threads);
    var seat = new AtomicReference<ShellSession>();
    var stream = new TelnetStream(new java.io.BufferedInputStream(socket.getInputStream()), socket.getOutputStream(),
        (columns, rows) -> {
          if (seat.get() != null) seat.get().resized(columns, rows);
        });
    var visit = new Visit(socket, caller);
    seat.set(new ShellSession(shell, new Connection(caller, new Identity("", Identity.OF_LINE), 80, 24, keyboard, display,
        visit::enters, () -> close(socket))));
    threads.newThread(() -> {
      try {
        stream.begin();   // before the session writes: the options come ahead of its first prompt
        threads.newThread(() -> keyboard.drain(stream)).start();
        seat.get().run();
      } catch (IOException gone) {
        // he hung up before he was greeted
      } finally {
        keyboard.hangUp();
        display.close();
        close(socket);
        visit.ends();
      }
    }).start();
  }

  /** One connection, from the knock to the end. */
  private final class Visit {
    private final Socket socket;
    private final Caller caller;
    private boolean inside;
    private boolean stranger = true;

    Visit(Socket socket, Caller caller) {
      this.socket = socket;
      this.caller = caller;
    }

    synchronized boolean enters() {
      inside = !socket.isClosed() && lines.take(caller.line());
      known();
      return inside;
    }

    private void known() {
      if (!stranger) return;
      stranger = false;
      strangers.left(caller.from());
      lines.given(caller.line());
    }

    synchronized void ends() {
      known();
      if (inside) lines.giveBack(caller.line());
      inside = false;
    }
  }

  @Override
  public void close() {
    shut(server);
    others.values().forEach(TelnetAccess::shut);
    for (Socket s : open) close(s);
  }
}
