package net.anotherbox.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;

/**
 * What somebody might paste into a terminal when nothing goes well: parts of a configuration and lines of the grammar, with
 * the keys of the line editor in between, texts that do not end, other line ends, characters that a page has added.
 */
final class Pastes {
  private static final List<String> KEYS = List.of("\3", "\32", "\25", "\22", "\27", "\26", "\36", "\20", "\16", "\1", "\5",
      "\13", "\31", "\24", "\33b", "\33d", "\33[A", "\33[D", "\33", "\0", "\t", "?", "\177", "\b", "\7", "\357\273\277",
      "\240");
  private static final List<String> COMMANDS = List.of("configure terminal", "conf t", "end", "exit", "enable", "",
      "show running-config", "sh run | inc interface", "do show run", "do sh ip int br", "show version", "show history",
      "show configuration support", "write memory", "wr", "copy running-config startup-config",
      "copy running-config flash:fuzz", "configure replace flash:fuzz force", "configure replace nvram:startup-config",
      "configure replace nvram:startup-config list force", "configure terminal revert timer 5", "configure confirm",
      "configure revert now", "configure memory", "show archive config differences", "archive config", "terminal length 5",
      "terminal no editing", "terminal editing", "terminal width 40", "terminal length 0", "ping 10.1.1.1",
      "more flash:fuzz",
      "erase startup-config", "write erase", "dir", "delete flash:fuzz", "reload", "reload in 5", "reload cancel", "setup",
      "clear line vty 0", "send *", "who", "debug all", "undebug all", "default interface Loopback1", "do", "do conf t",
      "no",
      "default", "help", "disable", "crypto key generate rsa", "show tech-support", "clock set 12:00:00 1 May 2005");

  private final SplittableRandom random;
  private final Grammar grammar;
  private final List<String> real;
  private final Sentences sentences;
  private Mode mode = Mode.CONFIG;

  /** @param real lines of a configuration */
  Pastes(SplittableRandom random, Grammar grammar, List<String> real) {
    this.random = random;
    this.grammar = grammar;
    this.real = real;
    this.sentences = new Sentences(random.split(), 5);
  }

  /** One paste of so many parts, with its line ends. */
  String of(int parts) {
    String[] ends = {"\r", "\n", "\r\n", "\r\0"};
    String end = ends[random.nextInt(ends.length)];
    var out = new StringBuilder("configure terminal" + end);
    for (int i = 0; i < parts; i++) for (String l : part()) {
      // A box of another release is no fault of those lines that it forgets then.
      if (l.strip().startsWith("ver") || l.strip().startsWith("hw-module")) continue;
      out.append(changed(l)).append(random.nextInt(60) == 0 ? ends[random.nextInt(ends.length)] : end);
    }
    return out.toString();
  }

  private List<String> part() {
    return switch (random.nextInt(20)) {
      case 0, 1 -> List.of(COMMANDS.get(random.nextInt(COMMANDS.size())));
      case 2 -> banner();
      case 3 -> certificate();
      case 4, 5, 6 -> section();
      case 7, 8 -> configuration();
      default -> List.of(line(random.nextInt(3) == 0 ? Mode.CONFIG : mode));
    };
  }

  /** Lines of the configuration one after the other, now and then all of them further in, or further out. */
  private List<String> configuration() {
    int from = random.nextInt(real.size());
    var some = real.subList(from, Math.min(real.size(), from + 1 + random.nextInt(20)));
    return switch (random.nextInt(4)) {
      case 0 -> some.stream().map(String::strip).toList();
      case 1 -> some.stream().map(l -> "  " + l).toList();
      default -> List.copyOf(some);
    };
  }

  private List<String> banner() {
    String[] delimiters = {"^C", "\3", "#", "@", "^", "x"};
    String d = delimiters[random.nextInt(delimiters.length)];
    var out = new ArrayList<>(List.of("banner " + (random.nextBoolean() ? "motd " : "login ") + d + (random.nextBoolean()
        ? " first" : "")));
    for (int i = random.nextInt(4); i > 0; i--) out.add(" text " + random.nextInt(9) + (random.nextBoolean() ? "!" : ""));
    if (random.nextInt(4) > 0) out.add(d);
    return out;
  }

  private List<String> certificate() {
    var out = new ArrayList<>(List.of("crypto pki certificate chain w" + random.nextInt(3), " certificate "
        + (random.nextBoolean() ? "ca 01" : "0" + random.nextInt(9))));
    for (int i = random.nextInt(4); i > 0; i--) out.add("  30820101 308201AA A0030201 0202" + random.nextInt(10, 99));
    if (random.nextInt(3) > 0) out.add(random.nextBoolean() ? "  quit" : "quit");
    return out;
  }

  /** A line that opens a mode, and lines of it; from now on more of them. */
  private List<String> section() {
    var openers = grammar.lines(Mode.CONFIG).stream().filter(l -> l.opens().isPresent()).toList();
    Line opener = openers.get(random.nextInt(openers.size()));
    mode = opener.opens().orElseThrow();
    var out = new ArrayList<>(List.of(sentences.of(opener)));
    for (int i = random.nextInt(6); i > 0; i--) out.add((random.nextInt(4) == 0 ? "" : " ") + line(mode));
    if (random.nextInt(6) == 0) out.add(random.nextBoolean() ? "exit" : "!");
    return out;
  }

  private String line(Mode of) {
    var lines = List.copyOf(grammar.lines(of));
    String sentence = lines.isEmpty() ? "exit" : sentences.of(lines.get(random.nextInt(lines.size())));
    return switch (random.nextInt(10)) {
      case 0 -> "no " + sentence;
      case 1 -> "default " + sentence;
      case 2 -> abbreviated(sentence);
      default -> sentence;
    };
  }

  private String abbreviated(String sentence) {
    var out = new StringBuilder();
    for (String w : sentence.split(" "))
      out.append(w, 0, w.length() < 3 ? w.length() : random.nextInt(2, w.length() + 1)).append(' ');
    return out.toString().stripTrailing();
  }

  private String changed(String line) {
    int at = line.isEmpty() ? 0 : random.nextInt(line.length());
    return switch (random.nextInt(40)) {
      case 0, 1 -> line.substring(0, at) + KEYS.get(random.nextInt(KEYS.size())) + line.substring(at);
      case 2 -> line.substring(0, at);
      case 3 -> line.substring(0, at) + (char) random.nextInt(0, 256) + line.substring(at);
      case 4 -> line + " " + "x".repeat(random.nextInt(4) == 0 ? random.nextInt(6000) : random.nextInt(120));
      case 5 -> line.replace(' ', '\t');
      case 6 -> line + "   ";
      case 7 -> "do " + line;
      case 8 -> line.toUpperCase(java.util.Locale.ROOT);
      case 9 -> line + "\n" + line;
      default -> line;
    };
  }
}
