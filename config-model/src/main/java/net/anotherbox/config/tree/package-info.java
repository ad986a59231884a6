/**
 * The configuration as an immutable value. A {@link net.anotherbox.config.tree.Section} holds entries, an {@link
 * net.anotherbox.config.tree.Entry} is one line and, if it opens a mode, the section of what stands in that mode. Readers
 * hold a reference; a change makes a new tree that shares what did not change, so undo is the old reference and "has this
 * part changed?" is a comparison of references.
 */
package net.anotherbox.config.tree;
