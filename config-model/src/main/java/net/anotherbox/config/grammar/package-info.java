/**
 * The language of the router: what can be typed, mode by mode.
 *
 * <p>A {@link net.anotherbox.config.grammar.Line} is declared once, by a syntax and the help of its words:
 *
 * <pre>
 * g.line(ISAKMP, "group {1|2|5}:group", "Set the Diffie-Hellman group",
 *     "Diffie-Hellman group 1", "Diffie-Hellman group 2", "Diffie-Hellman group 5").defaults("1").active();
 * </pre>
 *
 * Abbreviation, {@code ?}, Tab, {@code no}, the error marker and the line's place in the running configuration follow from
 * that. The syntax knows
 *
 * <ul>
 *   <li>keywords; {@code <1-10>} numbers; {@code WORD}; {@code LINE} (the rest); {@code A.B.C.D}; {@code A.B.C.D/nn}; {@code
 *       X:X:X:X::X}; {@code X:X:X:X::X/nn}; {@code IFNAME}; and what {@link net.anotherbox.config.grammar.Grammar#type} adds;
 *   <li>{@code {a|b c|d}} one of several sequences, {@code [a|b]} the same or nothing, {@code *} after either: any number of
 *       times, but each keyword it begins with only once, as options are; {@code +}: once or more, whatever was there before;
 *   <li>{@code :name} after a word or a group of single words: its value is known to the code by that name.
 * </ul>
 *
 * Help texts follow in the order of the words. Leading words that other lines share may be left out of the helps if {@link
 * net.anotherbox.config.grammar.Grammar#prefix} has said them.
 *
 * <p>{@link net.anotherbox.config.grammar.Syntax} turns a declaration into positions with their followers (Glushkov's
 * construction), so reading a line is walking sets of positions: all declarations of a mode at once, as IOS's own parser
 * does. What a token may be is decided at each word alone, never by looking ahead: an exact keyword, else the one keyword
 * it abbreviates, else an argument.
 */
package net.anotherbox.config.grammar;
