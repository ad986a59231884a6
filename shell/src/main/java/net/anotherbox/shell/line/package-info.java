/**
 * Between the bytes of a terminal and a line of text. {@link net.anotherbox.shell.line.Keyboard} keeps what has arrived,
 * {@link net.anotherbox.shell.line.Display} what is to leave, {@link net.anotherbox.shell.line.LineEditor} reads from the
 * one and echoes to the other.
 *
 * <p>The keys are those of IOS, which are those of Emacs, and the screen is brought up to date with printable characters
 * and backspaces alone: programs that log in to routers compare what comes back byte by byte, and an escape sequence before
 * a prompt stops them. For the same reason nothing is echoed before its prompt, type-ahead is kept over every question, and
 * the end of an empty line leaves together with the prompt after it.
 *
 * <p>Three threads meet here for each terminal: one brings bytes, one takes them away, and the session's own thread, which
 * does all else. Log messages come from the control thread, which must never wait: they are dropped when the terminal is
 * too far behind. Characters are Latin-1 in and out, so that bytes of UTF-8 pass through unharmed.
 */
package net.anotherbox.shell.line;
