/**
 * The plane without Linux: packets come as arrays and go as arrays, on the loop's own thread. For labs whose wires are
 * virtual, and for tests; classification, ESP, counters and events are those of the box.
 */
package net.anotherbox.plane.memory;
