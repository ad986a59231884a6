/**
 * Reading and writing control messages, bounds checked. Bad input is a value ({@link
 * net.anotherbox.runtime.wire.DecodeError} says which field and what it held), not an exception out of an array.
 */
package net.anotherbox.runtime.wire;
