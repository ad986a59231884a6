package net.anotherbox.shell.session;

/**
 * Somebody who has proved who he is.
 *
 * @param privilege level that comes with the name, 0 to 15; 1 where nothing was configured
 */
public record Identity(String name, int privilege) {}
