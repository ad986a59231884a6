package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.anotherbox.shell.session.CopyServer;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A channel on which somebody copies a file with {@code scp}. */
final class SshCopy implements Command {
  /** What is done there; its result is the exit status. */
  private interface Work {
    int with(InputStream in, OutputStream out) throws IOException;
  }

  private final String name;
  private final Work work;
  private InputStream in;
  private OutputStream out;
  private ExitCallback exit;

  private SshCopy(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Where no copies are served, the protocol's own error: byte 1 and a text. */
  static Command of(Shell shell, ChannelSession channel, String command) throws IOException {
    var session = channel.getSession();
    LineName line = session.getAttribute(SshAccess.LINE);
    Identity who = session.getAttribute(SshAccess.WHO);
    if (line == null || who == null) throw new IOException("no line");
    var server = shell.ask(() -> shell.config().copies());
    int privilege = Math.max(who.privilege(), shell.ask(() -> shell.config().line(line).privilege()));
    if (server.isEmpty()) return new SshCopy(line.joined(), (in, out) -> refused(out, shell.wording().say("scp-disabled")));
    CopyServer copies = server.get();
    return new SshCopy(line.joined(), (in, out) ->
        copies.serve(command, who.name(), SshAccess.from(session), line.toString(), privilege, in, out));
  }

  private static int refused(OutputStream out, String text) throws IOException {
    out.write(("\u0001" + text + "\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return 1;
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
    Thread.ofPlatform().daemon().name(name + "-scp").start(() -> {
      int status = 1;
      try {
        status = work.with(in, out);
      } catch (IOException e) {
        // The other end has gone.
        status = 1;
      } finally {
        exit.onExit(status);
      }
    });
  }

  @Override
  public void destroy(ChannelSession unused) {}
}
