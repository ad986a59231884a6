package net.anotherbox.runtime.loop;

/** A timer that has been set. */
public interface Timer {
  /** Takes it back; harmless if it has gone off. */
  void cancel();
}
