package net.anotherbox.shell.session;

import java.util.Optional;

/** What the configuration says to the shell. Asked on the control thread each time it matters. */
public interface ShellConfig {
  /** The texts that greet. */
  enum Banner { MOTD, LOGIN, EXEC }

  String hostname();

  LineConfig line(LineName line);

  /** What lines with {@code login} ask for: {@code password} under the line. */
  Optional<PasswordCheck> linePassword(LineName line);

  /** What {@code enable} asks for on the way to this level; the secret if there are both. */
  Optional<PasswordCheck> enablePassword(int level);

  Optional<String> banner(Banner which);

  /** The server that names are asked of, or empty if there is to be no lookup. 255.255.255.255 if none is configured. */
  Optional<String> domainServer();
}
