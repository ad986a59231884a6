/**
 * The commands of the box itself: its name, its passwords, its lines, its log, its clock, and what is done with the
 * configuration as a whole. Each {@link net.anotherbox.config.feature.Feature} here is one matter; {@link
 * net.anotherbox.shell.box.BoxFeatures} makes them all and is what the router wires.
 *
 * <p>Two of them change the configuration because of a line that somebody typed. {@code version} makes the box pass for
 * another release at once: {@link net.anotherbox.shell.box.FactoryConfig} takes back the lines that only the old release
 * had put there and lays those of the new one under what was typed. {@code service password-encryption} writes every
 * plain password again as type 7. Both are commits of their own that follow the line's.
 *
 * <p>What the shell must know to let somebody in is read from the tree by {@link net.anotherbox.shell.box.Accounts};
 * nothing is kept twice.
 *
 * <p>{@code privilege} gives words of commands other levels: {@link net.anotherbox.shell.box.PrivilegeFeature} hands them
 * to the grammar, which then reads, helps and completes for somebody of a level as if the rest were not there.
 *
 * <p>Lines for which there is nothing behind the prompt say so: each has a reason, and {@code show configuration support}
 * lists them all, those first that a user might rely on for security.
 *
 * <p>The safety net is three classes: {@link net.anotherbox.shell.box.Replacement} makes one configuration of another,
 * {@link net.anotherbox.shell.box.Rollback} goes back when nobody confirms, {@link
 * net.anotherbox.shell.box.ArchiveFeature} keeps the copies. Each line that somebody types passes {@link
 * net.anotherbox.shell.box.ArchiveLog} on its way to the journal.
 */
package net.anotherbox.shell.box;
