/**
 * What the box makes of other people's configurations. {@link net.anotherbox.box.measure.Check} reports on one: what is not
 * taken, what lacks an effect. {@link net.anotherbox.box.measure.Measure} counts over many: each file is loaded as
 * startup-config and pasted, through the shell's own session, into a box that has no network; what it then shows is compared
 * with the file. Nothing is touched outside the process.
 *
 * <p>A line is shown verbatim if it stands, word for word, where the box has put it: under the heading that the box makes of
 * the file's, however that was abbreviated. Of every other line that was taken {@link net.anotherbox.box.measure.Fate} says
 * what became of it, by what the box showed before it, right after it ({@link net.anotherbox.box.measure.Course}) and at the
 * end; what that does not prove is said to be unproved. None of them counts as shown.
 */
package net.anotherbox.box.measure;
