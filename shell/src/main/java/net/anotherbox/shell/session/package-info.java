/**
 * Somebody at a terminal. A {@link net.anotherbox.shell.session.ShellSession} is the half that waits: for keys, for the
 * screen, for the control thread. Its seat is the half that acts: it belongs to the control thread, keeps privilege and
 * modes, reads lines with the grammar, runs commands and types configuration lines. Between the two go entries in one
 * direction and events in the other, never a live object, so that a terminal which does not answer holds up nobody else.
 *
 * <p>A line is carried out before the next is read, whatever has been typed ahead: a paste is many lines in order. A command
 * that takes its time (a ping) keeps the session waiting and sends text as it comes; the break key goes past the queue of
 * typed characters to the control thread.
 *
 * <p>All seats are in the {@link net.anotherbox.shell.session.SessionTable}: who is shown by {@code show users}, hung up by
 * {@code clear line}, written to by {@code send}, warned before a {@code reload}. What bursts in from elsewhere is shown at
 * once; what a line itself has caused waits its turn behind what that line has printed.
 *
 * <p>What the configuration says is asked of {@link net.anotherbox.shell.session.ShellConfig} whenever it matters, so that a
 * changed hostname is in the next prompt and a changed time-out in force for those who are here already.
 *
 * <p>Messages of the log go past all this to the {@link net.anotherbox.shell.line.Display}; with {@code logging synchronous}
 * they wait there for the next prompt. Who has configured is said when that prompt stands, as the original's logger, which
 * has its turn after its parser, does.
 */
package net.anotherbox.shell.session;
