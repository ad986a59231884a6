package net.anotherbox.shell.session;

/**
 * Somebody configures and wants nobody else to ({@code configure terminal lock}).
 *
 * @param since milliseconds of the clock
 * @param command what he typed
 */
record ConfigurationLock(Seat owner, long since, String command) {}
