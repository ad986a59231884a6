/**
 * The composition: {@link net.anotherbox.box.Box} is the wiring of a whole router, to be read from top to bottom; {@link
 * net.anotherbox.box.Main} is the process around it. Everything else is somewhere else.
 */
package net.anotherbox.box;
