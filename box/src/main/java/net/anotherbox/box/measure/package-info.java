/**
 * How much of other people's configurations the box takes: {@code ./router measure DIR}. Each file is loaded as
 * startup-config and pasted, through the shell's own session, into a box that has no network; what it then shows is compared
 * with the file. Nothing is touched outside the process.
 */
package net.anotherbox.box.measure;
