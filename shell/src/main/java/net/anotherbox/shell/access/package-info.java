/**
 * The doors of the box: SSH, Telnet and the console, and what stands at them. A door makes a terminal out of a connection
 * (its bytes, its size, who is at it) and hands it to a session; it knows nothing of commands. Who may come in is asked
 * of an authenticator, line by line numbers of virtual terminals are asked for, so that neither keeps state of the box. A
 * door may stand open at several ports ({@link net.anotherbox.shell.access.Door}), of which each leads to the lines of
 * one group.
 *
 * <p>The ways out are here as well: sessions on other machines by SSH and Telnet, servers that are asked, and the list of
 * the host's sockets.
 */
package net.anotherbox.shell.access;
