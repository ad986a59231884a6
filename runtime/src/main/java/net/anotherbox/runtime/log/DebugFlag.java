package net.anotherbox.runtime.log;

/**
 * A switch of {@code debug}. Identity is the command.
 *
 * @param command the words after "debug", e.g. "crypto isakmp"
 * @param group heading in {@code show debugging}, e.g. "Cryptographic Subsystem"
 * @param item what is said of it, e.g. "Crypto ISAKMP debugging"; " is on" and " is off" are added
 */
public record DebugFlag(String command, String group, String item) {
  @Override
  public boolean equals(Object o) {
    return o instanceof DebugFlag f && f.command.equals(command);
  }

  @Override
  public int hashCode() {
    return command.hashCode();
  }
}
