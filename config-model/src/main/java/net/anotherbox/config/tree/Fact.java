package net.anotherbox.config.tree;

/**
 * Something to be known about the entries of a section that a further entry changes at little cost: their greatest number,
 * which texts there are. A section that has been asked hands the answer on to the one with an entry more, so that a list of
 * thousands of lines is gone through once and not at each line. The values are immutable.
 */
public interface Fact<T> {
  /** Of a section without entries. */
  T none();

  /** @param known of the entries before; the new one has a key of its own among them */
  T with(T known, Entry added);
}
