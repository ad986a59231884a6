package net.anotherbox.shell.access;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.Buffer;
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

    /** The gate asks nobody but the configuration, or once a TACACS+ server: the library's thread waits for it. */
    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
      Boolean right = super.doAuth(buffer, init);
      return Boolean.TRUE.equals(right) ? Boolean.valueOf(access.showedKey(getServerSession(), getUsername())) : right;
    }
  }
}
