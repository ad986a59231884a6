/**
 * What survives: {@link net.anotherbox.nvram.H2Nvram} keeps the startup-config, the journal of configuration lines, the
 * SSH host key, the port bindings and the options of the box in one H2 file ({@code nvram.mv.db}) of the state directory.
 * The directory is 0700 and the file 0600, since keys and passwords stand in it as they were typed.
 *
 * <p>H2 runs embedded with WRITE_DELAY 0: a transaction is in the file when its commit returns, so a box killed at any
 * moment finds what it has acknowledged. The startup-config is also forced to the disk, as it must outlive a power cut.
 * A transaction writes some pages of the file, which for a line of configuration is more work than the line: so the rows
 * of the journal stand first in a file beside ({@code nvram.journal}, a write and no more), from where they come into
 * the database by hundreds, and before anybody reads the journal. What a killed box leaves there is taken in when the
 * next opens the store.
 *
 * <p>The running configuration of a router is memory. Ours outlives a crash all the same: each boot has a row with the
 * text it began with and every line typed since is in the journal, so that {@link net.anotherbox.nvram.Recovery} can type
 * it all again. A clean end marks the boot closed; then the next one begins with the startup-config, like the original.
 * So that the lines to be typed again stay few, the base text is renewed after every {@link
 * net.anotherbox.nvram.H2Nvram#REBASE} lines.
 *
 * <p>When a whole configuration takes the place of another ({@code configure replace}), its text becomes the base and the
 * lines that this amounts to are rows that nobody types again. A change that is to go back unless it is confirmed lies
 * beside the boot with its deadline; the clean end of the boot takes it along.
 *
 * <p>Files are no rows: {@link net.anotherbox.nvram.FlashDirectory} is a directory of the host.
 */
package net.anotherbox.nvram;
