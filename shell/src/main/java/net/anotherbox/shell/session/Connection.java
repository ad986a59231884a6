package net.anotherbox.shell.session;

import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;

/**
 * A terminal at one of the lines, as a door hands it over.
 *
 * @param who empty name if nobody has been asked
 * @param from address of the other end; empty on the console
 * @param width columns as the terminal says, 0 for no limit
 * @param length rows as the terminal says, 0 for no paging
 * @param hangUp breaks the transport; may be called more than once and from any thread
 */
public record Connection(LineName line, Identity who, String from, int width, int length, Keyboard keyboard, Display display,
    Runnable hangUp) {}
