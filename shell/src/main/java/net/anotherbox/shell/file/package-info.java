/**
 * Files in IOS's words: {@code flash:}, {@code nvram:}, {@code system:} and what is reached over the network, by {@link
 * net.anotherbox.shell.file.Url}. {@link net.anotherbox.shell.file.FileSystems} says where a file is; {@link
 * net.anotherbox.shell.file.Source} and {@link net.anotherbox.shell.file.Target} are the two ends of a copy.
 *
 * <p>Who works where: what a command asks and says happens on the control thread, the bytes go from source to target on a
 * thread of their own ({@link net.anotherbox.runtime.loop.Loop#background}), since a disk may be slow and a server silent.
 * The two configurations are texts that belong to the control thread: they are rendered before a copy begins and typed in
 * after it has ended, so a half transferred configuration is never in force.
 *
 * <p>A file that is being written cannot be seen until it is whole ({@link net.anotherbox.runtime.port.Flash.Upload}). The
 * flash ends where its directory ends: names are checked part by part, and {@code ..} is resolved before the host sees a
 * path.
 *
 * <p>What is the box's own: TFTP ({@link net.anotherbox.shell.file.Tftp}) since the library at hand knows no options, and
 * the few lines of the copy protocol of {@code scp} ({@link net.anotherbox.shell.file.ScpWire}) since the library for it
 * works on a file system of the host. The key of a host that is copied to or from is kept when it is first seen; another
 * key later is refused. IOS does not look at it.
 */
package net.anotherbox.shell.file;
