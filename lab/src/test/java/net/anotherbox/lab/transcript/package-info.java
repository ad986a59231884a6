/**
 * Transcripts as tests: a file shows what somebody types at a router and what comes back, to the byte.
 *
 * <pre>
 * release 12.4                      what the box is; 3725 unless a line "platform" says otherwise
 * startup                           the startup-config, if any
 * |hostname R1
 * scenario seed-001                 instead of the three above: the first router of this scenario of ./router lab
 * con 80x24                         somebody at the console, on a terminal of this size; 0 rows: no paging
 * vty0 80x24 admin 15               somebody at a virtual terminal, who has logged in as admin with privilege 15
 *
 * on con                            what follows is typed and seen here (the first terminal, until told otherwise)
 * > show clo&lt;Tab&gt;&lt;Return&gt;            keys; names of others in {@link net.anotherbox.lab.transcript.Keys}
 * |R1#show clo                      what has come since the last such block: each row but the last ended by CR LF
 * |R1#show clock
 * |...
 * |R1#
 * > sho&lt;^B&gt;
 * =R1#sh{}o                         the last rows as a terminal shows them, with {} before the character at the cursor
 * wait 2s                           time passes (also ms); it stands still otherwise
 * until R1#                         somebody else is at it (an authorization, say): what has come must end with this row
 * size 132x24                       the terminal's window gets another size
 * over                              the session must have ended
 * # a remark
 * </pre>
 *
 * A row that ends with a blank or a bar has a bar behind it; control characters are shown as {@code <BS>}, {@code <BEL 2>}.
 * Nothing may come that no block shows. Of every terminal it is checked besides that lines end with CR LF and nothing else,
 * and that no escape sequence is sent. {@code -Dtranscripts.update=true} writes into the files what came instead of what
 * was to come: the difference is then to be read by somebody.
 *
 * <p>The box is whole, its clock stands still, its FastEthernet0/0 (or first port) is wired to a neighbour, 10.1.1.2, which
 * keeps files by TFTP and scp.
 */
package net.anotherbox.lab.transcript;
