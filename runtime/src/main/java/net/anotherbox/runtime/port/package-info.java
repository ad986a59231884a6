/**
 * The outside, as a handful of small interfaces: datagrams, randomness, the kernel's interfaces and routes, the packet
 * plane. Subsystems know these and nothing of what is behind: Linux on a box, memory in a lab. All are called on the
 * control thread and call back on it, unless a method says otherwise.
 */
package net.anotherbox.runtime.port;
