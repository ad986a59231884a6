package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ThreadFactory;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.Connection;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** One channel of an SSH connection as a terminal. A connection has one at a time, as it has one line. */
final class SshTerminal implements Command {
  private static final AttributeKey<Boolean> BUSY = new AttributeKey<>();

  /** What is done there; its result is the exit status. */
  private interface Work {
    int on(ShellSession session);
  }

  private final Shell shell;
  private final ChannelSession channel;
  private final Work work;
  private InputStream in;
  private OutputStream out;
  private ExitCallback exit;

  private SshTerminal(Shell shell, ChannelSession channel, Work work) {
    this.shell = shell;
    this.channel = channel;
    this.work = work;
  }

  static Command shell(Shell shell, ChannelSession channel) throws IOException {
    return taking(channel, new SshTerminal(shell, channel, session -> {
      session.run();
      return 0;
    }));
  }

  static Command command(Shell shell, ChannelSession channel, String command) throws IOException {
    if (command.startsWith("scp ")) return SshCopy.of(shell, channel, command);
    return taking(channel, new SshTerminal(shell, channel, session -> session.runOne(command) ? 0 : 1));
  }

  private static Command taking(ChannelSession channel, SshTerminal terminal) throws IOException {
    var session = channel.getSession();
    if (session.getAttribute(SshAccess.LINE) == null) throw new IOException("no line");
    if (Boolean.TRUE.equals(session.setAttribute(BUSY, true))) throw new IOException("the line is taken");
    return terminal;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {}

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession unused, Environment env) {
    var session = channel.getSession();
    Caller caller = session.getAttribute(SshAccess.CALLER);
    LineName line = caller.line();
    ThreadFactory threads = Thread.ofPlatform().daemon().name(line.joined() + "-", 0).factory();
    var keyboard = new Keyboard(shell.loop().clock());
    var display = new Display(out, threads);
    threads.newThread(() -> keyboard.drain(in)).start();
    var sitting = new ShellSession(shell, new Connection(caller, session.getAttribute(SshAccess.WHO),
        size(env, Environment.ENV_COLUMNS), size(env, Environment.ENV_LINES), keyboard, display, () -> true,
        () -> session.close(true)));
    env.addSignalListener((c, s) -> sitting.resized(size(env, Environment.ENV_COLUMNS), size(env, Environment.ENV_LINES)),
        Signal.WINCH);
    threads.newThread(() -> {
      int status = 1;
      try {
        status = work.on(sitting);
      } finally {
        keyboard.hangUp();
        display.close();
        exit.onExit(status);
      }
    }).start();
  }

  /** As the client says; 0, which sets no limit, if it does not. */
  private static int size(Environment env, String name) {
    String v = env.getEnv().get(name);
    return v == null || !v.matches("\\d{1,5}") ? 0 : Integer.parseInt(v);
  }

  /** The channel has been closed, and with it goes the connection. */
  @Override
  public void destroy(ChannelSession unused) {
    channel.getSession().close(false);
  }
}
