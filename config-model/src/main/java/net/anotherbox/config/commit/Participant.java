package net.anotherbox.config.commit;

import java.util.Optional;
import net.anotherbox.config.tree.Section;

/** A subsystem that lives by the configuration. Compares the parts that concern it by reference: the same is unchanged. */
public interface Participant {
  /** Refuses a candidate with the text the user is to see, or does not. Must have no effect. */
  default Optional<String> prepare(Section before, Section candidate) {
    return Optional.empty();
  }

  /**
   * Brings the subsystem in line with what is now in force. Must not throw: a partial effect is reported through the log.
   */
  void apply(Section before, Section now);

  /**
   * Whether all it does is to change the configuration in turn ({@link Configuration#then}): it has its say after each line,
   * even where the others wait for the last ({@link Configuration#together}).
   */
  default boolean rewrites() {
    return false;
  }
}
