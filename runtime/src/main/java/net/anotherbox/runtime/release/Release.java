package net.anotherbox.runtime.release;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IOS release by train, e.g. 12.4. Texts and commands name the first release that has them. */
public record Release(int major, int minor) implements Comparable<Release> {
  public static final Release R12_2 = new Release(12, 2);
  public static final Release R12_3 = new Release(12, 3);
  public static final Release R12_4 = new Release(12, 4);
  public static final Release R15_1 = new Release(15, 1);
  public static final Release R15_2 = new Release(15, 2);
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})\\.(\\d{1,3}).*");
  /** The releases the box can be told to be, oldest first. */
  public static final List<Release> KNOWN = List.of(R12_2, R12_3, R12_4, R15_1, R15_2);

  /** Reads "12.4"; what follows the train, as in "12.4(15)T", is not looked at. */
  public static Optional<Release> parse(String text) {
    var m = NUMBER.matcher(text);
    return m.matches() ? Optional.of(new Release(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  /**
   * The newest known release that is not newer than this one; for anything before the oldest of its major number, and of
   * all.
   */
  public Release nearestKnown() {
    Release best = KNOWN.get(0);
    for (Release r : KNOWN) if (r.compareTo(this) <= 0 || r.major == major && best.major != major) best = r;
    return best;
  }

  public boolean atLeast(Release since) {
    return compareTo(since) >= 0;
  }

  @Override
  public int compareTo(Release o) {
    return major != o.major ? Integer.compare(major, o.major) : Integer.compare(minor, o.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
