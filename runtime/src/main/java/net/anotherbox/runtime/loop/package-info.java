/**
 * Time and the one thread. All control state (configuration, negotiations, routes) belongs to a {@link
 * net.anotherbox.runtime.loop.Loop}: sessions, sockets and packet threads {@code post} to it and never touch its state, so
 * there are no locks, and the same order of inputs gives the same output. {@link net.anotherbox.runtime.loop.ControlLoop}
 * is the box's, {@link net.anotherbox.runtime.loop.VirtualLoop} the lab's, in which an hour passes in milliseconds.
 */
package net.anotherbox.runtime.loop;
