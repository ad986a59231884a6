package net.anotherbox.shell.access;

import java.util.Map;
import java.util.Set;
import net.anotherbox.shell.session.Authenticator.Verdict;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineName;

/** What the configuration says about coming in over the network. On the control thread, but for {@link #byKey}. */
public interface Doorway {
  /** Whether a line takes this way in ({@code transport input}), and callers of this port of the box ({@code rotary}). */
  boolean takes(LineName line, Caller.Transport by, int port);

  /** Whether somebody may try to log in at a line ({@code access-class}, {@code login block-for}). Logs what it refuses. */
  boolean admits(Caller caller);

  /** Hashes of the keys that a user may show, "ssh-rsa" and the MD5 of the key in hexadecimal digits. */
  Set<String> keysOf(String user);

  /** Somebody has shown such a key. From any thread but the control loop's. */
  Verdict byKey(Caller caller, String user);

  /** Something to be logged, by its name in the catalogue of SSH. */
  void happened(String event, Map<String, ?> facts);
}
