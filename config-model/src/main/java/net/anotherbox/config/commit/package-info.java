/**
 * How the configuration changes. IOS acts on each line at once, so a line typed is a transaction of its own: the candidate
 * tree is made, every {@link net.anotherbox.config.commit.Participant} may refuse it ({@code prepare}), and only when none
 * does is it in force, journalled and applied ({@code apply}, which may not fail). {@link
 * net.anotherbox.config.commit.ConfigEditor} is one user's way through the modes; the boot loader and the recovery after a
 * crash type through an editor of their own, so there is one way in.
 *
 * <p>The running configuration is memory, as on a router. What survives lies behind two ports: the {@link
 * net.anotherbox.config.commit.CommitLog} (every line, at once) and the {@link net.anotherbox.config.commit.StartupStore}.
 */
package net.anotherbox.config.commit;
