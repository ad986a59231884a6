package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.anotherbox.config.feature.ExecCommand;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Texts;

/**
 * The declaration of one line: what may be typed, how it is kept, how it is printed, what it does. The setters return the
 * line, to be chained; they belong to the time of declaration.
 */
public final class Line {
  private static final Predicate<Entry> ANYWHERE = e -> true;

  private final Mode mode;
  private final String syntax;
  /** Counts the declarations of a grammar. */
  int ordinal;
  /** What reads the syntax; null once that is done. */
  private Supplier<Syntax.Positions> reading;
  private Syntax.Positions read;
  boolean packets;
  private Mode opens;
  private ExecCommand command;
  private int privilege;
  private Release since;
  private Release until;
  private boolean hidden;
  private final Keys keys;
  private boolean leaves;
  private boolean negatable;
  private boolean onByDefault;
  private boolean clearsOnNo;
  private List<String> clearKeys = List.of();
  private String defaultValue;
  private final Printing printing = new Printing(this);
  private boolean standing;
  private Function<Entry, Support> support;
  private boolean security;
  private final Rules rules = new Rules();
  private Predicate<Entry> applies = ANYWHERE;

  Line(Mode mode, String syntax) {
    this.mode = mode;
    this.syntax = syntax;
    this.keys = new Keys(this, syntax);
    this.privilege = mode.isExec() ? 1 : 15;
  }

  // ---- declaration ----

  /** The line opens a mode of its own. */
  public Line opens(Mode m) {
    opens = m;
    return this;
  }

  Line runs(ExecCommand c) {
    command = c;
    return this;
  }

  /** Lowest privilege level that may type it; exec lines begin at 1, configuration at 15. */
  public Line privilege(int level) {
    privilege = level;
    return this;
  }

  /** First release that has it. */
  public Line since(Release r) {
    since = r;
    return this;
  }

  /** First release that no longer has it. */
  public Line until(Release r) {
    until = r;
    return this;
  }

  /** Accepted, but in no list of {@code ?}: spellings of other releases. */
  public Line hidden() {
    hidden = true;
    return this;
  }

  /** Lines of the same slot replace each other ("duplex auto", "full-duplex"). */
  public Line slot(String name) {
    keys.slot = name;
    return this;
  }

  /** One entry for each combination of these named words. */
  public Line keyed(String... names) {
    keys.words = List.of(names);
    return this;
  }

  /** One entry for each wording. */
  public Line many() {
    keys.rule = (section, typed) -> keys.slot + " " + String.join(" ", typed.words());
    return this;
  }

  /** Entries told apart by a rule of the feature's own, e.g. the sequence number of an access list's line. */
  public Line key(BiFunction<Section, Matched, String> rule) {
    keys.rule = rule;
    return this;
  }

  /** Entries stand in the order of their keys (numbers as numbers), not in the order of typing. */
  public Line sorted() {
    keys.sorted = true;
    return this;
  }

  /** As {@link #sorted}, but only among entries equal in these named words; those groups stand in the order of typing. */
  public Line sortedWithin(String... names) {
    keys.sorted = true;
    keys.groups = List.of(names);
    return this;
  }

  /** Entries equal in these named words stand together, each in the order of typing: all lines of a neighbor. */
  public Line grouped(String... names) {
    keys.groups = List.of(names);
    return this;
  }

  /** Ends the mode it stands in, and is printed as far out as the line that opened it ("exit-address-family"). */
  public Line leaves() {
    leaves = true;
    return this;
  }

  /** "no …" is remembered and shown. */
  public Line negatable() {
    negatable = true;
    return this;
  }

  /** In force without being typed; "no …" is remembered and shown, the line itself only if typed anew. */
  public Line onByDefault() {
    onByDefault = true;
    negatable = true;
    return this;
  }

  /**
   * "no" and a part of the line removes every entry that has all the named words typed: {@code no access-list 101} the whole
   * list, {@code no ip address} all addresses.
   *
   * @param atLeast named words that must be among them
   */
  public Line clearsOnNo(String... atLeast) {
    clearsOnNo = true;
    clearKeys = List.of(atLeast);
    return this;
  }

  /** The value (last word) that is in force when nothing is typed. */
  public Line defaults(String value) {
    defaultValue = value;
    return this;
  }

  /** How the configuration prints it, by release (rows of {@link Texts}); fields are the named words. */
  public Line printed(String... rows) {
    printing.printed = Texts.of(rows);
    return this;
  }

  /** How the configuration prints its negation where that is not "no " and the line. */
  public Line printedNo(String... rows) {
    printing.printedNo = Texts.of(rows);
    return this;
  }

  /** Printed so many blanks further in than the mode's other lines. */
  public Line indented(int blanks) {
    return indented(blanks, null, null);
  }

  /** The same in the releases from one up to, but not including, another; null for no bound. */
  public Line indented(int blanks, Release from, Release upTo) {
    printing.indent = blanks;
    printing.indentFrom = from;
    printing.indentUpTo = upTo;
    return this;
  }

  /** Printed with a blank behind it where this holds. */
  public Line blankBehind(Predicate<Entry> when) {
    printing.blankBehind = when;
    return this;
  }

  /**
   * For a line that opens a mode: releases before this one print what stands in it so many blanks further in than others.
   */
  public Line bodyIndented(int blanks, Release upTo) {
    printing.bodyIndent = blanks;
    printing.bodyIndentUpTo = upTo;
    return this;
  }

  /** For a line that opens a mode: what stands in it is printed no further in than the line itself. */
  public Line level() {
    printing.level = true;
    return this;
  }

  /**
   * For a line that opens a mode: where the release has the section anyway, it is back, empty, when somebody takes it
   * away.
   */
  public Line standing() {
    standing = true;
    return this;
  }

  /** A row that IOS prints below the line, before what stands in its mode, when this holds ("! Incomplete"). */
  public Line remark(Predicate<Entry> when, String... rows) {
    printing.remarked = when;
    printing.remark = Texts.of(rows);
    return this;
  }

  public Line active() {
    return support(e -> Support.ACTIVE);
  }

  /** Its effect is not on packets: a description, a name. See {@link Grammar#declaresForPackets}. */
  public Line evenWithoutPackets() {
    packets = false;
    return this;
  }

  public Line kept(String reason) {
    return support(e -> new Support.Kept(reason));
  }

  public Line partial(String reason) {
    return support(e -> new Support.Partial(reason));
  }

  public Line support(Function<Entry, Support> f) {
    support = f;
    return this;
  }

  /** It filters, authenticates or encrypts. */
  public Line security() {
    security = true;
    return this;
  }

  /** Refuses what the syntax cannot see, with IOS's words ("Bad mask …"). The section is the one it would go into. */
  public Line check(BiFunction<Section, Matched, Optional<String>> f) {
    rules.check = f;
    return this;
  }

  /** As {@link #check}, of what somebody types now: a text that is read back was taken before, and is taken again. */
  public Line checkTyped(BiFunction<Section, Matched, Optional<String>> f) {
    rules.checkTyped = f;
    return this;
  }

  /** Refuses a "no" with IOS's words: what is built in cannot be removed. */
  public Line checkNo(BiFunction<Section, Matched, Optional<String>> f) {
    rules.checkNo = f;
    return this;
  }

  /**
   * The line is another spelling of these lines, which are typed instead, at the global mode and as one change: {@code
   * access-list 101 permit …} is a line in {@code ip access-list extended 101}. The section is the one it was typed in.
   */
  public Line means(BiFunction<Section, Matched, List<String>> f) {
    rules.means = f;
    return this;
  }

  /**
   * The line opens several sections at once, each by one of these lines of the global mode: what is typed next goes into all
   * of them ({@code interface range}). It is not kept itself.
   */
  public Line spans(Function<Matched, List<String>> f) {
    rules.spans = f;
    return this;
  }

  /** For a line that opens a mode: what stands in a new section as the release's own, e.g. "no ip address". */
  public Line begins(Function<Matched, List<String>> lines) {
    rules.begins = lines;
    return this;
  }

  /** For a line that opens a mode: printed as one line per entry of its body, this and a blank in front of each. */
  public Line inline(Function<Entry, String> front) {
    printing.inline = front;
    return this;
  }

  /** What IOS says when it accepts the line. */
  public Line note(Function<Matched, Optional<String>> f) {
    rules.note = f;
    return this;
  }

  /** What IOS says each time that somebody types the line and it is accepted. The entry is the section's. */
  public Line warns(BiFunction<Entry, Matched, Optional<String>> f) {
    rules.warning = f;
    return this;
  }

  /** The line goes on over several lines of input, up to the delimiter that this names (banner, certificate). */
  public Line block(Function<Matched, Optional<String>> delimiter) {
    rules.block = delimiter;
    return this;
  }

  /**
   * The last word, a LINE named "raw", begins a text between two delimiters (a banner): kept as "head", what stands on the
   * first line, and "block", the further lines; to be printed between two "mark"s.
   */
  public Line delimited() {
    rules.rewrite = Delimited::begun;
    rules.whole = Delimited::marked;
    return block(Delimited::delimiter);
  }

  /** Only in sections for which this holds (lines of tunnels only, say). */
  public Line in(Predicate<Entry> section) {
    applies = section;
    return this;
  }

  /** Changes what was typed before it is kept, e.g. an address to its network. */
  public Line rewrite(Function<Matched, Matched> f) {
    rules.rewrite = f;
    return this;
  }

  // ---- use ----

  void reads(Supplier<Syntax.Positions> words) {
    reading = words;
  }

  /** The words of the syntax, which is read when first asked for: most lines of a grammar are never typed. */
  private Syntax.Positions read() {
    if (reading != null) {
      read = reading.get();
      reading = null;
    }
    return read;
  }

  /** All, in the order of their words. */
  List<Syntax.Position> positions() {
    return read().all();
  }

  /** Those that the line may begin with. */
  List<Syntax.Position> first() {
    return read().first();
  }

  public Mode mode() {
    return mode;
  }

  public String syntax() {
    return syntax;
  }

  /**
   * The words of one way through the declaration: keywords whole, arguments by one of their choices or else by what {@code
   * ?} shows for them.
   *
   * @param choose asked for one of so many, from 0, wherever the way parts
   */
  public List<String> way(IntUnaryOperator choose) {
    return Syntax.way(first(), choose);
  }

  /** Whether there are sections and releases that have both. */
  boolean standsWith(Line other) {
    boolean everywhere = applies == ANYWHERE && other.applies == ANYWHERE;
    boolean apart = until != null && other.since != null && other.since.atLeast(until)
        || other.until != null && since != null && since.atLeast(other.until);
    return everywhere && !apart;
  }

  public Optional<Mode> opens() {
    return Optional.ofNullable(opens);
  }

  public Optional<ExecCommand> command() {
    return Optional.ofNullable(command);
  }

  /** Lowest privilege level that may type it. */
  public int privilege() {
    return privilege;
  }

  boolean availableIn(Release r) {
    return (since == null || r.atLeast(since)) && (until == null || !r.atLeast(until));
  }

  boolean isHidden() {
    read();                                      // the helps of a file may hide it
    return hidden;
  }

  boolean appliesTo(Entry section) {
    return applies.test(section);
  }

  /** Whether "no" and these words of the line, up to this position, say which entries are meant. */
  boolean identifiedBy(Syntax.Position at, Set<String> names) {
    if (at.index + 1 < keys.leadingKeywords()) return false;
    return clearsOnNo ? names.containsAll(clearKeys) : keys.within(names);
  }

  public String slot() {
    return keys.slot;
  }

  public boolean isSorted() {
    return keys.sorted;
  }

  /** What entries that are sorted among themselves have in common; empty if all of a row are sorted together. */
  public String group(Entry e) {
    return keys.group(e);
  }

  public boolean isGrouped() {
    return !keys.groups.isEmpty();
  }

  public boolean isLeaving() {
    return leaves;
  }

  public boolean isLevel() {
    return printing.level;
  }

  public boolean isStanding() {
    return standing;
  }

  public boolean isNegatable() {
    return negatable;
  }

  public boolean isOnByDefault() {
    return onByDefault;
  }

  public boolean isClearedByNo() {
    return clearsOnNo;
  }

  /** Tells entries of a section apart: equal keys replace each other. */
  public String key(Section section, Matched typed) {
    return keys.key(section, typed);
  }

  /** Whether this, as typed, says no more than the default. */
  public boolean isDefault(Matched typed) {
    return isDefault(typed.negated(), typed.words());
  }

  /** The same of an entry of this line. */
  public boolean isDefault(Entry e) {
    return isDefault(e.negated(), e.words());
  }

  private boolean isDefault(boolean negated, List<String> words) {
    if (onByDefault) return !negated;
    return defaultValue != null && !negated && words.getLast().equals(defaultValue);
  }

  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** How the running configuration shows it. */
  public Printing printing() {
    return printing;
  }

  /** What it does here. Lines of a configuration mode must have declared it. */
  public Support support(Entry e) {
    return support == null ? new Support.Partial("not declared") : support.apply(e);
  }

  public boolean declaresSupport() {
    return support != null;
  }

  public boolean isSecurity() {
    return security;
  }

  /** What is made of it when it is typed, and what is said. */
  public Rules rules() {
    return rules;
  }

  @Override
  public String toString() {
    return mode.id() + ": " + syntax;
  }
}
