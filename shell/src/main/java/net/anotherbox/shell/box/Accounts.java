package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.LineManners;
import net.anotherbox.shell.session.ShellConfig;

/** Who may come in, how, and what he finds at his line: read from the configuration each time it is asked. */
public final class Accounts {
  /** Kinds of line. */
  public enum Kind { CON, AUX, VTY }

  /**
   * A {@code username}.
   *
   * @param privilege level at which his sessions begin, if configured
   * @param nopassword let in with any password
   * @param password empty, too, if none was configured: then nobody gets in by this name
   * @param accessClass list that whoever uses the name must pass
   * @param oneTime whether the name goes when it has been used
   * @param noEscape whether his sessions to elsewhere have no escape
   * @param noHangup whether he gets a prompt after his command
   * @param autocommand what is done for him in place of showing a prompt
   */
  public record User(String name, OptionalInt privilege, boolean nopassword, Optional<StoredPassword> password,
      Optional<String> accessClass, boolean oneTime, boolean noEscape, boolean noHangup, Optional<String> autocommand) {}

  /**
   * What is configured about one line.
   *
   * @param execTimeoutSeconds 0: never
   * @param loggingSeverity highest severity shown there, -1 for none
   * @param transportInput "ssh", "telnet", …; empty for none
   * @param exec whether there is a shell at all
   */
  public record LineSettings(Login login, Optional<StoredPassword> password, int execTimeoutSeconds, int privilege,
      boolean loggingSynchronous, int loggingSeverity, OptionalInt length, OptionalInt width, int historySize,
      Set<String> transportInput, boolean exec) {}

  private final Configuration configuration;
  private final CredentialsFeature credentials;
  private final LineFeature lines;

  Accounts(Configuration configuration, CredentialsFeature credentials, LineFeature lines) {
    this.configuration = configuration;
    this.credentials = credentials;
    this.lines = lines;
  }

  public List<User> users() {
    return credentials.users(configuration.current());
  }

  /** Names are told apart as they are written. */
  public Optional<User> user(String name) {
    return users().stream().filter(u -> u.name().equals(name)).findFirst();
  }

  /** What {@code enable} asks for on the way to this level: the secret, else the password. */
  public Optional<StoredPassword> enable(int level) {
    return credentials.enable(configuration.current(), level);
  }

  public LineSettings line(Kind kind, int number) {
    return lines.settings(configuration.current(), kind, number);
  }

  /** How a line talks with whoever sits there. */
  record Talk(boolean takesHostNames, ShellConfig.Synchronous synchronous) {}

  Talk talk(Kind kind, int number) {
    return lines.talk(configuration.current(), kind, number);
  }

  LineManners manners(Kind kind, int number) {
    return lines.manners(configuration.current(), kind, number);
  }

  /** How many virtual terminals there are: five, or more if they are configured. */
  public int vtyCount() {
    return lines.vtyCount(configuration.current());
  }

  /** The lines of this configuration that begin a section of virtual terminals. */
  List<Entry> terminals(Section root) {
    return new ArrayList<>(lines.terminals(root));
  }

  /** Telnet is served: lines that take it are in force. */
  public void telnetServed() {
    lines.telnetServed();
  }

  /** Ways by which sessions to elsewhere may begin there. */
  Set<String> transportOutput(Kind kind, int number) {
    return lines.transportOutput(configuration.current(), kind, number);
  }

  /** The access list that a machine must pass for a session from there. */
  Optional<String> accessOut(LineName line) {
    return Optional.of(manners(Kind.valueOf(line.kind().name()), line.number()).accessOut()).filter(l -> !l.equals("-"));
  }

  /** The access list that whoever calls a line must pass. @param six of IPv6 */
  Optional<String> accessClass(LineName line, boolean six) {
    return lines.accessClass(configuration.current(), line.number(), six);
  }
}
