/**
 * What the box says by itself: syslog messages and debugs. A feature renders the text from its catalogue and hands it to
 * the {@link net.anotherbox.runtime.log.Log}, which stamps it ({@code service timestamps}) and gives it to its sinks: the
 * console, the sessions that asked for it ({@code terminal monitor}), the buffer. A debug that nobody has switched on is
 * never rendered.
 */
package net.anotherbox.runtime.log;
