/**
 * What the box makes of other people's configurations. {@link net.anotherbox.box.measure.Check} reports on one: what is not
 * taken, what lacks an effect. {@link net.anotherbox.box.measure.Measure} counts over many: each file is loaded as
 * startup-config and pasted, through the shell's own session, into a box that has no network; what it then shows is compared
 * with the file. Nothing is touched outside the process.
 */
package net.anotherbox.box.measure;
