package net.anotherbox.config.grammar;

import java.util.List;

/**
 * The helps of the words of a line that stands in a file.
 *
 * @param said one for each word, or for the last ones; null where {@link Grammar#prefix} says it
 * @param otherwise one for each word that nobody has said anything of, null for the others; or none at all
 */
public record Helps(List<String> said, List<String> otherwise) {}
