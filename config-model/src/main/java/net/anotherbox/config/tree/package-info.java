/**
 * The configuration as an immutable value. A {@link net.anotherbox.config.tree.Section} holds entries, an {@link
 * net.anotherbox.config.tree.Entry} is one line and, if it opens a mode, the section of what stands in that mode. Readers
 * hold a reference; a change makes a new tree that shares what did not change, so undo is the old reference and "has this
 * part changed?" is a comparison of references. Where even that is too much, with thousands of entries of one declaration, a
 * section knows the one entry by which it differs from that it was made from ({@link
 * net.anotherbox.config.tree.Section#step}); who follows by it must do without when it is not known.
 */
package net.anotherbox.config.tree;
