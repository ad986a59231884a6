package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import net.anotherbox.shell.session.FarEnd;
import net.anotherbox.shell.session.OtherMachines;
import net.anotherbox.shell.session.OtherMachines.Glass;
import net.anotherbox.shell.session.OtherMachines.NotConnected;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;

/** A machine on which somebody has yet to log in by SSH. */
final class SshGreeted implements OtherMachines.Greeted {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;

  private final ClientSession session;
  private final Duration patience;

  SshGreeted(ClientSession session, Duration patience) {
    this.session = session;
    this.patience = patience;
  }

  @Override
  public FarEnd login(String password, Glass glass) throws NotConnected {
    try {
      session.addPasswordIdentity(password);
      session.auth().verify(patience);
      ChannelShell shell = session.createShellChannel();
      shell.setPtyType(glass.type().isEmpty() ? "vt100" : glass.type());
      shell.setPtyColumns(glass.columns() > 0 ? glass.columns() : COLUMNS);
      shell.setPtyLines(glass.rows() > 0 ? glass.rows() : ROWS);
      shell.open().verify(patience);
      return new Shell(session, shell);
    } catch (IOException e) {
      boolean asked = session.isAuthenticated();
      session.close(true);
      throw new NotConnected(asked ? NotConnected.Reason.REFUSED : NotConnected.Reason.PASSWORD);
    }
  }

  @Override
  public void close() {
    session.close(true);
  }

  private record Shell(ClientSession session, ChannelShell channel) implements FarEnd {
    @Override
    public InputStream in() {
      return channel.getInvertedOut();
    }

    @Override
    public OutputStream out() {
      return channel.getInvertedIn();
    }

    @Override
    public void close() {
      channel.close(true);
      session.close(false);
    }
  }
}
