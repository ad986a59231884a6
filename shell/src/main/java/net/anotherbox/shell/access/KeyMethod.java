package net.anotherbox.shell.access;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/** Login by key: after the signature has been found right, the gate has its say as with any other login. */
final class KeyMethod extends UserAuthPublicKeyFactory {
  private final SshAccess access;

  KeyMethod(SshAccess access) {
    super(SshAlgorithms.ofUsers());
    this.access = access;
  }

  @Override
  public UserAuthPublicKey createUserAuth(ServerSession session) throws IOException {
    return new Shown();
  }

  private final class Shown extends UserAuthPublicKey implements UserAuth {
    Shown() {
      super(SshAlgorithms.ofUsers());
    }

    /** @throws AsyncAuthException where the key and its signature are right: the answer comes when the gate has said it */
    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
      Boolean right = super.doAuth(buffer, init);
      if (!Boolean.TRUE.equals(right)) return right;
      var later = new AsyncAuthException();
      ServerSession session = getServerSession();
      String user = getUsername();
      Thread.ofVirtual().name("ssh-login").start(() -> {
        boolean in = false;
        try {
          in = access.showedKey(session, user);
        } finally {
          later.setAuthed(in);
        }
      });
      throw later;
    }
  }
}
