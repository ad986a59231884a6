/**
 * The doors of the box: SSH and the console, and what stands at them. A door makes a terminal out of a connection (its
 * bytes, its size, who is at it) and hands it to a session; it knows nothing of commands. Who may come in is asked of an
 * authenticator, line by line numbers of virtual terminals are asked for, so that neither keeps state of the box.
 */
package net.anotherbox.shell.access;
