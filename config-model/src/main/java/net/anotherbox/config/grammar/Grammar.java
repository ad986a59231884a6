package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import net.anotherbox.config.feature.ExecCommand;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;

/** All lines of all modes. Features declare; the shell, the loader and the help read. */
public final class Grammar {
  private static final int HIGHEST = 15;
  private static final Help ENDED = new Help.Listing("", new TreeMap<>(), true);
  private static final String NAME_OF_WORD = ":[a-z][A-Za-z-]*";

  /**
   * Where a line is typed.
   *
   * @param section the entry that opened the mode, or null in exec and global mode
   * @param privilege level of the session, 0 to 15
   */
  public record Place(Mode mode, Entry section, int privilege) {
    public static Place global() {
      return new Place(Mode.CONFIG, null, 15);
    }
  }

  private final Personality personality;
  private final Map<Mode, List<Line>> lines = new LinkedHashMap<>();
  /** Made from the lines of a mode when first asked for. */
  private final Map<Mode, Group> beginnings = new HashMap<>();
  private int declared;
  private final Map<String, ArgumentType> types = new HashMap<>();
  private final Map<String, String> prefixes = new HashMap<>();
  private boolean packets;
  private Optional<String> noPackets = Optional.empty();
  private CommandLevels levels = CommandLevels.NONE;

  public Grammar(Personality personality) {
    this.personality = personality;
    types.put("WORD", ArgumentType.WORD);
    types.put("LINE", ArgumentType.LINE);
    types.put("A.B.C.D", ArgumentType.IPV4);
    types.put("A.B.C.D/nn", ArgumentType.IPV4_PREFIX);
    types.put("X:X:X:X::X", ArgumentType.IPV6);
    types.put("X:X:X:X::X/<0-128>", ArgumentType.IPV6_PREFIX);
    types.put("IFNAME", ArgumentType.INTERFACE);
    types.put("H.H.H", ArgumentType.MAC);
  }

  /** Adds an argument type; its name is what {@code ?} shows. */
  public void type(String name, ArgumentType type) {
    if (types.put(name, type) != null) throw new IllegalArgumentException("type twice: " + name);
  }

  /** Where the name of a word of a syntax begins ("A.B.C.D:address"): the offset of its colon, or -1. */
  public int nameColon(String token) {
    return Syntax.nameColon(token, types);
  }

  /** Says the help of a word that several declarations begin with, e.g. ("crypto isakmp", "Configure ISAKMP policy"). */
  public void prefix(Mode mode, String words, String help) {
    prefixes.putIfAbsent(mode.id() + ": " + words, help);
  }

  /** Declares a line of a configuration mode. */
  public Line line(Mode mode, String syntax, String... help) {
    Line line = declared(mode, syntax);
    Syntax.Positions words = Syntax.read(line, syntax, types);
    help(line, words.all(), help);
    line.reads(() -> words);
    return line;
  }

  /**
   * Declares one of the many lines of a file: its syntax is read, and its helps are asked for, when somebody first types or
   * asks for what may be one of them. What is wrong with either is known by then, or by {@link #violations}.
   */
  public Line line(Mode mode, String syntax, Function<Line, Helps> helps) {
    Line line = declared(mode, syntax);
    line.reads(() -> {
      Syntax.Positions words = Syntax.read(line, syntax, types);
      Helps h = helps.apply(line);
      help(line, words.all(), h.said().toArray(String[]::new));
      for (int i = 0; i < h.otherwise().size(); i++) words.all().get(i).otherwise = h.otherwise().get(i);
      return words;
    });
    return line;
  }

  private Line declared(Mode mode, String syntax) {
    var line = new Line(mode, syntax);
    line.ordinal = declared++;
    line.packets = packets;
    lines.computeIfAbsent(mode, m -> new ArrayList<>()).add(line);
    beginnings.remove(mode);
    return line;
  }

  /** Whether lines declared from now on have their effect on packets, and so none where there are no packets. */
  public void declaresForPackets(boolean on) {
    packets = on;
  }

  /** The box neither sends nor forwards anything. @param reason as {@link Support.Partial} has it */
  public void withoutPackets(String reason) {
    noPackets = Optional.of(reason);
  }

  /** What a line does here: what its declaration says, unless it lacks the packets to do it on. */
  public Support support(Entry e) {
    Support declared = e.line().support(e);
    return noPackets.isPresent() && e.line().packets && declared instanceof Support.Active
        ? new Support.Partial(noPackets.get()) : declared;
  }

  /** Declares an exec command. */
  public Line exec(String syntax, ExecCommand command, String... help) {
    return line(Mode.EXEC, syntax, help).runs(command);
  }

  /**
   * Declares a command of a configuration mode: it does something once ({@code crypto key generate rsa}) and is no line that
   * would be kept. With {@link Line#negatable} it runs with "no" in front, too.
   */
  public Line action(Mode mode, String syntax, ExecCommand command, String... help) {
    return line(mode, syntax, help).runs(command);
  }

  /** Helps are counted from the end: what is missing in front must have been said by {@link #prefix}, now or later. */
  private static void help(Line line, List<Syntax.Position> words, String... help) {
    int lead = words.size() - help.length;
    if (lead < 0) throw new IllegalArgumentException(line + ": " + help.length + " helps for " + words.size() + " words");
    for (int i = 0; i < help.length; i++) words.get(lead + i).help = help[i];
  }

  private String help(Syntax.Position p) {
    if (p.help != null) return p.help;
    var words = new StringBuilder(p.line.mode().id() + ":");
    for (int i = 0; i <= p.index; i++) words.append(' ').append(p.line.positions().get(i).word.shown());
    return prefixes.getOrDefault(words.toString(), p.otherwise);
  }

  /** From now on commands are for these levels. */
  public void levels(CommandLevels now) {
    levels = now;
  }

  private boolean asDeclared(Place place) {
    return place.privilege() >= HIGHEST || levels.isEmpty();
  }

  private Walk start(Place place) {
    return start(place, false);
  }

  private Walk start(Place place, boolean anyRelease) {
    return Walk.from(beginnings(place.mode()), available(place, anyRelease), asDeclared(place) ? Permission.ALL
        : Permission.at(place.mode(), place.privilege(), levels));
  }

  public Collection<Line> lines(Mode mode) {
    return List.copyOf(lines.getOrDefault(mode, List.of()));
  }

  public Set<Mode> modes() {
    return Set.copyOf(lines.keySet());
  }

  /** Declarations that break the rules: words without help, configuration lines without declared support. */
  public List<String> violations() {
    var found = new ArrayList<String>();
    for (var all : lines.values())
      for (Line l : all) {
        for (Syntax.Position p : l.positions()) if (help(p) == null) found.add(l + ": no help for " + p.word.shown());
        if (!l.mode().isExec() && l.command().isEmpty() && !l.declaresSupport()) found.add(l + ": support not declared");
      }
    return found;
  }

  /** Lines declared twice in a mode: the second of them is never understood, whatever it says it does. */
  public List<String> repetitions() {
    var found = new ArrayList<String>();
    for (var all : lines.values()) {
      var declared = new HashMap<String, Line>();
      for (Line l : all) {
        Line other = declared.putIfAbsent(l.syntax().replaceAll(NAME_OF_WORD, ""), l);
        if (other != null && other.standsWith(l)) found.add(l.toString());
      }
    }
    return found;
  }

  private Group beginnings(Mode mode) {
    return beginnings.computeIfAbsent(mode, m -> Group.root(lines.getOrDefault(m, List.of()), types));
  }

  private Predicate<Line> available(Place place, boolean anyRelease) {
    var release = personality.release();
    boolean declared = asDeclared(place);
    return l -> (anyRelease || l.availableIn(release)) && (!declared || l.privilege() <= place.privilege())
        && (place.section() == null || l.appliesTo(place.section()));
  }

  private boolean beginsWith(Place place, boolean anyRelease, String keyword) {
    return beginnings(place.mode()).near(keyword).stream()
        .anyMatch(g -> g.word.is(keyword) && g.has(available(place, anyRelease)));
  }

  /** Reads a line in one mode; falling back to the global mode is the session's business. */
  public Parsed parse(Place place, String typed) {
    return parse(place, typed, false);
  }

  /**
   * The same of a text that another router may have written: what this release does not have, but another has, is read as
   * that other's, rather than lost. The help speaks of it nowhere.
   */
  public Parsed parseOfAnyRelease(Place place, String typed) {
    Parsed own = parse(place, typed, false);
    return own instanceof Parsed.Invalid || own instanceof Parsed.Incomplete
        ? parse(place, typed, true) instanceof Matched other ? other : own : own;
  }

  /**
   * Which release has a line that the box's own has not: the next newer one, else the newest older; empty if its own has
   * it.
   */
  public Optional<Release> elsewhere(Line line) {
    Release own = personality.release();
    if (line.availableIn(own)) return Optional.empty();
    return Release.KNOWN.stream().filter(r -> r.atLeast(own)).filter(line::availableIn).findFirst()
        .or(() -> Release.KNOWN.reversed().stream().filter(line::availableIn).findFirst());
  }

  /** The releases that have every line of a configuration, oldest first. */
  public List<Release> having(Section s) {
    return Release.KNOWN.stream().filter(r -> hasAll(r, s)).toList();
  }

  private static boolean hasAll(Release r, Section s) {
    return s.entries().stream().allMatch(e -> e.line().availableIn(r) && hasAll(r, e.body()));
  }

  private Parsed parse(Place place, String typed, boolean anyRelease) {
    List<Token> tokens = Token.of(typed);
    if (tokens.isEmpty() || tokens.get(0).text().startsWith("!")) return new Parsed.Blank();
    boolean config = !place.mode().isExec();
    boolean no = config && isWord(tokens.get(0), "no", 2);
    boolean toDefault = config && !no && isWord(tokens.get(0), "default", 4) && !beginsWith(place, anyRelease, "default");
    int from = no || toDefault ? 1 : 0;
    if ((no || toDefault) && tokens.size() == 1) return new Parsed.Incomplete();
    Walk walk = start(place, anyRelease);
    for (int i = from; i < tokens.size(); i++) {
      Token t = merged(walk, tokens, i);
      Walk next;
      try {
        next = walk.take(t, typed);
      } catch (Walk.AmbiguousToken e) {
        return new Parsed.Ambiguous(typed.strip(), t.at());
      }
      if (next.isEmpty()) return new Parsed.Invalid(t.at() + fit(walk, t), i - from);
      if (next.isRest()) {
        walk = next;
        break;
      }
      if (t != tokens.get(i)) i++;
      walk = next;
    }
    return no || toDefault ? negated(walk, no, typed) : complete(walk, typed);
  }

  /** Abbreviated keywords written whole, or empty if no line of the mode begins with them. */
  public Optional<String> keywords(Mode mode, String typed) {
    Walk walk = start(new Place(mode, null, HIGHEST));
    try {
      for (Token t : Token.of(typed)) walk = walk.take(t, typed);
    } catch (Walk.AmbiguousToken e) {
      return Optional.empty();
    }
    int words = Token.of(typed).size();
    return walk.ways().stream().map(Walk.Way::path).filter(p -> !p.isEmpty() && p.split(" ").length == words).findFirst();
  }

  /** What of a section somebody of this level could have typed. @param of the entry whose body it is; null for none */
  public Section visible(Section s, Mode mode, Entry of, int privilege) {
    Section seen = s;
    for (Entry e : s.entries()) {
      String text = (e.negated() ? "no " : "") + String.join(" ", e.words());
      if (!(parse(new Place(mode, of, privilege), text) instanceof Matched)) seen = seen.without(e.key());
      else if (e.line().opens().isPresent() && !e.body().isEmpty()) seen = seen.with(e.withBody(visible(e.body(),
          e.line().opens().get(), e, privilege)));
    }
    return seen;
  }

  private static boolean isWord(Token t, String word, int least) {
    return t.text().length() >= least && word.startsWith(t.text().toLowerCase(java.util.Locale.ROOT));
  }

  /**
   * The marker stands under the first character that fits no keyword, or under the word if only arguments can stand here.
   */
  private static int fit(Walk walk, Token t) {
    int n = walk.fittingCharacters(t.text());
    return n == t.text().length() ? 0 : n;
  }

  /** "FastEthernet 0/1" is one name in two words. */
  private static Token merged(Walk walk, List<Token> tokens, int i) {
    Token t = tokens.get(i);
    if (i + 1 >= tokens.size() || !Character.isDigit(tokens.get(i + 1).text().charAt(0)) || !ofLetters(t.text())) return t;
    String both = t.text() + tokens.get(i + 1).text();
    return walk.takesInTwoWords(both) ? new Token(both, t.at()) : t;
  }

  private static boolean ofLetters(String word) {
    for (int i = 0; i < word.length(); i++) if (!Character.isLetter(word.charAt(i)) && word.charAt(i) != '-') return false;
    return true;
  }

  private static Parsed complete(Walk walk, String typed) {
    for (Walk.Way w : walk.ways())
      if (walk.isWhole(w)) return w.matched(false, false, typed);
    return new Parsed.Incomplete();
  }

  /** A "no" needs only as much of the line as says which entry is meant. */
  private static Parsed negated(Walk walk, boolean no, String typed) {
    Walk.Way whole = null;
    Walk.Way part = null;
    boolean several = false;
    for (Walk.Way w : walk.ways()) {
      Line l = w.at().line;
      if (walk.isWhole(w)) {
        if (whole == null) whole = w;
      } else if (l.identifiedBy(w.at(), w.args().keySet())) {
        if (part != null && !part.at().line.slot().equals(l.slot())) several = true;
        else part = w;
      }
    }
    Walk.Way chosen = whole != null ? whole : several ? null : part;
    if (chosen == null) return new Parsed.Incomplete();
    return chosen.matched(no, !no, typed);
  }

  /** What {@code ?} shows after this much of a line, on a screen of 80 columns; nothing where it shows an error. */
  public String help(Place place, String typed) {
    return listing(place, typed).text(80);
  }

  /** What {@code ?} has to say after this much of a line. */
  public Help listing(Place place, String typed) {
    List<Token> tokens = new ArrayList<>(Token.of(typed));
    boolean inWord = !tokens.isEmpty() && !Character.isWhitespace(typed.charAt(typed.length() - 1));
    String partial = inWord ? tokens.remove(tokens.size() - 1).text() : "";
    Stand stand = stand(place, tokens, typed);
    if (stand.outcome() instanceof Help.Unrecognized && !inWord && endsAlone(place, tokens)) return ENDED;
    if (stand.outcome() != null) return stand.outcome();
    if (inWord) {
      List<String> within = within(stand.walk(), partial);
      if (!within.isEmpty()) return new Help.Words(within);
    }
    var shown = new TreeMap<String, String>();
    for (Syntax.Position p : stand.walk().candidates()) {
      if (p.line.isHidden() || inWord && !(p.word.abbreviatedBy(partial) || p.word.mayBegin(partial))) continue;
      Help.add(shown, p.word, help(p), partial);
    }
    boolean top = tokens.isEmpty();
    if (top) Verbs.of(place.mode(), personality.release()).forEach(shown::putIfAbsent);
    if (inWord) return words(shown, partial, stand.walk());
    boolean cr = stand.walk().ways().stream().anyMatch(stand.walk()::isWhole) || isEnough(place, tokens, stand.walk());
    return shown.isEmpty() && !cr ? new Help.Unrecognized() : new Help.Listing(top ? place.mode().title() : "", shown, cr);
  }

  /** Whether a line that takes something back says enough of it already. */
  private static boolean isEnough(Place place, List<Token> tokens, Walk walk) {
    if (place.mode().isExec() || tokens.size() < 2) return false;
    boolean no = isWord(tokens.getFirst(), "no", 2);
    return (no || isWord(tokens.getFirst(), "default", 4)) && negated(walk, no, "") instanceof Matched;
  }

  /** Words that every configuration mode has, and after which nothing follows. */
  private static boolean endsAlone(Place place, List<Token> tokens) {
    if (place.mode().isExec() || tokens.size() != 1) return false;
    return isWord(tokens.getFirst(), "exit", 2) || isWord(tokens.getFirst(), "end", 3) || isWord(tokens.getFirst(), "help", 2);
  }

  /** What goes on within a word that has its first characters: the numbers of an interface. */
  private static List<String> within(Walk walk, String partial) {
    for (Syntax.Position p : walk.candidates()) {
      List<String> within = p.word.keyword() || p.line.isHidden() ? List.of() : p.word.type().within(partial);
      if (!within.isEmpty()) return within;
    }
    return List.of();
  }

  private static Help words(TreeMap<String, String> shown, String partial, Walk walk) {
    String start = partial.toLowerCase(java.util.Locale.ROOT);
    shown.keySet().removeIf(k -> !k.toLowerCase(java.util.Locale.ROOT).startsWith(start) && !Help.isArgument(k));
    boolean keyword = shown.keySet().stream().anyMatch(k -> k.toLowerCase(java.util.Locale.ROOT).startsWith(start));
    if (!keyword && walk.takesRest()) return new Help.Words(Help.REST);
    return shown.isEmpty() ? new Help.Unrecognized() : new Help.Words(List.copyOf(shown.keySet()));
  }

  /** Where the words before the cursor lead: either there is an answer already, or the walk goes on. */
  private record Stand(Walk walk, Help outcome) {}

  private Stand stand(Place place, List<Token> tokens, String typed) {
    boolean config = !place.mode().isExec();
    int from = config && !tokens.isEmpty() && (isWord(tokens.get(0), "no", 2) || isWord(tokens.get(0), "default", 4)) ? 1
        : 0;
    Walk walk = start(place);
    for (int i = from; i < tokens.size(); i++) {
      Token t = merged(walk, tokens, i);
      Walk next;
      try {
        next = walk.take(t, typed);
      } catch (Walk.AmbiguousToken e) {
        return new Stand(walk, new Help.Ambiguous());
      }
      if (next.isEmpty()) return new Stand(walk, half(walk, tokens, i));
      if (next.isRest()) return new Stand(next, new Help.Words(Help.REST));
      if (t != tokens.get(i)) i++;
      walk = next;
    }
    return new Stand(walk, null);
  }

  /** The first half of a name in two words: "FastEthernet 0/1". */
  private static Help half(Walk walk, List<Token> tokens, int i) {
    if (i + 1 < tokens.size()) return new Help.Unrecognized();
    for (Syntax.Position p : walk.candidates()) {
      Map<String, String> after = p.word.keyword() ? Map.of() : p.word.type().after(tokens.get(i).text());
      if (!after.isEmpty()) return new Help.Listing("", new TreeMap<>(after), false);
    }
    return new Help.Unrecognized();
  }

  /** Whether the release has this word of the configuration modes, e.g. "do". */
  public boolean hasVerb(String verb) {
    return Verbs.has(verb, personality.release());
  }

  /** What Tab makes of the last word, if there is just one that it abbreviates: what was typed, and the rest of that. */
  public Optional<String> completion(Place place, String typed) {
    List<Token> tokens = new ArrayList<>(Token.of(typed));
    if (tokens.isEmpty() || Character.isWhitespace(typed.charAt(typed.length() - 1))) return Optional.empty();
    String last = tokens.remove(tokens.size() - 1).text();
    Stand stand = stand(place, tokens, typed);
    if (stand.outcome() != null) return Optional.empty();
    var found = new LinkedHashSet<String>();
    var choices = new LinkedHashSet<String>();
    for (Syntax.Position p : stand.walk().candidates()) {
      if (p.line.isHidden()) continue;
      if (p.word.keyword()) found.add(p.word.shown());
      else choices.addAll(p.word.type().choices().keySet());
    }
    if (tokens.isEmpty()) found.addAll(Verbs.of(place.mode(), personality.release()).keySet());
    String start = last.toLowerCase(java.util.Locale.ROOT);
    found.removeIf(w -> !w.toLowerCase(java.util.Locale.ROOT).startsWith(start));
    // As when the line is read: a keyword that is abbreviated so comes before the names of interfaces.
    if (found.isEmpty()) choices.stream().filter(w -> w.toLowerCase(java.util.Locale.ROOT).startsWith(start)).forEach(found::add);
    found.stream().filter(w -> w.equalsIgnoreCase(last)).findFirst().ifPresent(w -> found.removeIf(o -> !o.equals(w)));
    return found.size() == 1 ? Optional.of(last + found.iterator().next().substring(last.length())) : Optional.empty();
  }
}
