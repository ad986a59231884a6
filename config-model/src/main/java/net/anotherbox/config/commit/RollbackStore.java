package net.anotherbox.config.commit;

import java.time.Instant;
import java.util.Optional;

/**
 * The one change that goes back unless somebody confirms it. It survives the process being killed; a clean end withdraws
 * it, since the next boot begins with the startup-config.
 */
public interface RollbackStore {
  /**
   * @param since when it was set, or set anew
   * @param deadline when the old configuration comes back
   * @param minutes that were given
   * @param idle whether each line typed gives as much time again
   * @param user who wanted it so
   * @param called name of the copy that it goes back to, a URL
   * @param text that copy
   */
  record Pending(Instant since, Instant deadline, int minutes, boolean idle, String user, String called, String text) {
    /** Never the configuration: it holds secrets. */
    @Override
    public String toString() {
      return "Pending[" + called + " at " + deadline + "]";
    }
  }

  Optional<Pending> pending();

  /** In place of any other. Durable when it returns. */
  void pending(Pending change);

  /** There is none any more. */
  void settled();

  /** A store that lasts as long as itself: labs. */
  static RollbackStore inMemory() {
    return new RollbackStore() {
      private Optional<Pending> kept = Optional.empty();

      @Override
      public Optional<Pending> pending() {
        return kept;
      }

      @Override
      public void pending(Pending change) {
        kept = Optional.of(change);
      }

      @Override
      public void settled() {
        kept = Optional.empty();
      }
    };
  }
}
