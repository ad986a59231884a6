package net.anotherbox.config.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line that was understood.
 *
 * @param negated with "no" in front
 * @param toDefault with "default" in front
 * @param words all words, whole, without "no"
 * @param args the named words; where a name occurs more than once, all of them with a blank between
 * @param typed the text as it was typed
 */
public record Matched(Line line, boolean negated, boolean toDefault, List<String> words, Map<String, String> args,
    String typed) implements Parsed {
  public Optional<String> arg(String name) {
    return Optional.ofNullable(args.get(name));
  }

  /** @throws IllegalStateException if the line has no such word */
  public String required(String name) {
    return arg(name).orElseThrow(() -> new IllegalStateException(line + " has no " + name));
  }

  public boolean has(String name) {
    return args.containsKey(name);
  }

  /** Where a named word, an argument, stands in what was typed. */
  public int column(String name) {
    return Token.of(typed).get(words.indexOf(required(name)) + (negated || toDefault ? 1 : 0)).at();
  }

  /** The same with one named word added or replaced; the words themselves stay. */
  public Matched with(String name, String value) {
    var a = new HashMap<>(args);
    a.put(name, value);
    return new Matched(line, negated, toDefault, words, Map.copyOf(a), typed);
  }

  /** The same without one of its named words; the words themselves stay. */
  public Matched without(String name) {
    var a = new HashMap<>(args);
    a.remove(name);
    return new Matched(line, negated, toDefault, words, Map.copyOf(a), typed);
  }

  /** The same with other words. */
  public Matched withWords(List<String> w) {
    return new Matched(line, negated, toDefault, List.copyOf(w), args, typed);
  }
}
