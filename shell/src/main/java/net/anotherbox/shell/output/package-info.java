/**
 * The way of a command's text to the screen: a chain of {@link net.anotherbox.shell.output.LineSink}s. At its end stands
 * the {@link net.anotherbox.shell.output.Pager}; before it, if the line had a "|", an
 * {@link net.anotherbox.shell.output.OutputFilter}. Whatever takes lines can stand in the chain; commands know nothing of
 * it and print text.
 */
package net.anotherbox.shell.output;
