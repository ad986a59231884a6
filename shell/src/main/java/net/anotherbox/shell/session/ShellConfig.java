package net.anotherbox.shell.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.shell.file.TextFiles;

/** What the configuration says to the shell. Asked on the control thread each time it matters. */
public interface ShellConfig {
  /** The texts that greet. */
  enum Banner { MOTD, LOGIN, EXEC, INCOMING, PROMPT_TIMEOUT }

  String hostname();

  LineConfig line(LineName line);

  /** What else it says about the line. */
  default LineManners manners(LineName line) {
    return LineManners.DEFAULT;
  }

  /** By which protocols somebody may come in there, "ssh telnet" or "none". */
  default String inputs(LineName line) {
    return "none";
  }

  /** How many virtual terminals there are. */
  default int vtyCount() {
    return 5;
  }

  /**
   * Short names in a mode and what they stand for, in the order of {@code show aliases}.
   *
   * @param mode "exec", "configure", …
   */
  default Map<String, String> aliases(String mode) {
    return Map.of();
  }

  /** How busy the box is and what time it is: what goes before a show command where that is wanted. */
  default String stamp() {
    return "";
  }

  /** The name of the domain, empty if none is configured. */
  default String domain() {
    return "";
  }

  /** Whether {@code configure terminal} keeps others out: by itself, when asked to, or (empty) not at all. */
  default Optional<Boolean> exclusive() {
    return Optional.empty();
  }

  /** Addresses of a host: what stands for a name, or the address itself; empty if it is neither. */
  default List<Ipv4> addresses(String host) {
    return Ipv4.parse(host).stream().toList();
  }

  /** What a session does in place of showing a prompt: the user's own command, else the line's. */
  default Optional<String> autocommand(LineName line, String user) {
    return manners(line).autocommand();
  }

  /** Whether he gets a prompt after that ({@code nohangup}). */
  default boolean staysAfterCommand(String user) {
    return false;
  }

  /** Whether his sessions to elsewhere have an escape. */
  default boolean mayEscape(String user) {
    return true;
  }

  /** Whether sessions to elsewhere by "telnet" or "ssh" may begin at a line ({@code transport output}). */
  default boolean mayCall(LineName line, String protocol) {
    return true;
  }

  /** Whether they may go to this host ({@code access-class … out}). */
  default boolean mayReach(LineName line, Ipv4 host) {
    return true;
  }

  /** What lines with {@code login} ask for: {@code password} under the line. */
  Optional<PasswordCheck> linePassword(LineName line);

  /** What {@code enable} asks for on the way to this level; the secret if there are both. */
  Optional<PasswordCheck> enablePassword(int level);

  Optional<String> banner(Banner which);

  /** Whether a word that is no command is taken for the name of a host to log in to ({@code transport preferred}). */
  default boolean takesHostNames(LineName line) {
    return true;
  }

  /** How messages and typing get on with each other at a line with {@code logging synchronous}. */
  default Synchronous synchronous(LineName line) {
    return Synchronous.DEFAULT;
  }

  /**
   * {@code logging synchronous level … limit …}.
   *
   * @param asynchronous messages of this severity number and below do not wait; 7: none waits
   * @param limit how many messages wait while a command is at work before further ones are lost
   */
  record Synchronous(int asynchronous, int limit) {
    public static final Synchronous DEFAULT = new Synchronous(2, 20);
  }

  /** Where the output of commands can be written, or empty where there are no files. */
  default Optional<TextFiles> files() {
    return Optional.empty();
  }

  /** Somebody has typed a line that the box's release does not have, but another has. */
  default void isOfAnotherRelease(Line line) {}

  /** The server that names are asked of, or empty if there is to be no lookup. 255.255.255.255 if none is configured. */
  Optional<String> domainServer();

  /** What serves copies over SSH, or empty if nothing does ({@code ip scp server enable}). */
  default Optional<CopyServer> copies() {
    return Optional.empty();
  }
}
