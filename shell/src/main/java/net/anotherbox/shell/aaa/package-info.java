/**
 * Who may come in, and what he may do then: {@code aaa new-model} with its method lists, the users of the configuration,
 * and the servers that are asked.
 *
 * <p>{@link net.anotherbox.shell.aaa.Gate} is what the doors and the shell ask. It reads an {@link
 * net.anotherbox.shell.aaa.AaaPolicy} (what the configuration says at this moment, a value) on the control thread and
 * does the rest on the asking thread, which may wait: a password of type 9 takes its time, a RADIUS server that is down
 * takes much more. The methods of a list are tried in order. A method that says no ends the list; one that cannot say (no
 * server answers, no such user in the configuration, no password on the line) leaves it to the next. When none is left,
 * it is no.
 *
 * <p>Without {@code aaa new-model} the lines' own {@code login} decides, as it always did. With it, and without a list
 * named "default", the users of the configuration are asked at the virtual terminals and nobody at the console: that is
 * IOS's own rule, and keeps who types {@code aaa new-model} from locking himself out. A user's privilege level counts
 * only where {@code aaa authorization exec} asks for it; at the console only after {@code aaa authorization console}.
 *
 * <p>RADIUS packets are made and read by the aaa4j library; TACACS+ (RFC 8907) is small enough to be here. Both speak
 * through {@link net.anotherbox.runtime.port.ServerPort}. Neither ever sees a thread of the control loop.
 *
 * <p>{@link net.anotherbox.shell.aaa.LoginWatch} counts logins and shuts the doors for a while when too many fail ({@code
 * login block-for}); it never shuts the console.
 */
package net.anotherbox.shell.aaa;
