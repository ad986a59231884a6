package net.anotherbox.shell.session;

/**
 * Whoever wants to come in.
 *
 * @param line at which
 * @param from address of the other end; empty on the console
 * @param localPort port that was called; 0 on the console
 * @param by how he came
 */
public record Caller(LineName line, String from, int localPort, Transport by) {
  /** Ways to a line, by the words of {@code transport input}. */
  public enum Transport {
    CONSOLE, TELNET, SSH;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static Caller console() {
    return new Caller(LineName.CONSOLE, "", 0, Transport.CONSOLE);
  }
}
