package net.anotherbox.crypto.trace;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.log.DebugFlag;

/** The switches of {@code debug crypto}, each with its catalogue; three have a smaller one beside them, for errors alone. */
public enum Switch {
  ISAKMP("isakmp", "ISAKMP", "ISAKMP Key Management", true),
  ENGINE("engine", "Engine", "Crypto Engine Debug", true),
  IPSEC("ipsec", "IPSEC", "IPSEC processing", true),
  SOCKET("socket", "secure socket events", "Crypto secure socket events", false);

  private static final String GROUP = "Cryptographic Subsystem";

  private final String word;
  private final String help;
  private final DebugFlag flag;
  private final DebugFlag errors;

  Switch(String word, String item, String help, boolean errors) {
    this.word = word;
    this.help = help;
    this.flag = new DebugFlag("crypto " + word, GROUP, "Crypto " + item + " debugging");
    this.errors = errors ? new DebugFlag("crypto " + word + " error", GROUP, "Crypto " + item + " Error debugging") : null;
  }

  public DebugFlag flag() {
    return flag;
  }

  /** What {@code debug crypto ?} says of it. */
  public String help() {
    return help;
  }

  /** The switch for messages about what goes wrong. */
  public Optional<DebugFlag> errorFlag() {
    return Optional.ofNullable(errors);
  }

  String file() {
    return word + ".msg";
  }

  /** Names of the messages about what goes wrong. */
  List<String> errorMessages() {
    return errors == null ? List.of() : Names.load(word + ".errors");
  }
}
