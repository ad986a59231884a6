package net.anotherbox.shell.box;

import java.time.Instant;

/**
 * How this run of the box came about.
 *
 * @param returnedToRomBy as {@code show version} says: "power-on", "reload"
 * @param configRegister 16 bits
 * @param built when the program was built
 */
public record BootFacts(String returnedToRomBy, int configRegister, Instant built) {}
