package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * How the interfaces of two configurations differ, found by going through both in order: with thousands of them, of which
 * each line typed changes one, looking each up in the other would be the greater part of the work.
 *
 * @param gone those that are no more
 * @param changed those that are new or other than before, and those that borrow an address, which may be another now
 */
record InterfaceChanges(List<InterfaceName> gone, List<InterfaceSettings> changed) {
  InterfaceChanges(SortedMap<InterfaceName, InterfaceSettings> before, SortedMap<InterfaceName, InterfaceSettings> now) {
    this(new ArrayList<>(), new ArrayList<>());
    Iterator<InterfaceSettings> olds = before.values().iterator();
    InterfaceSettings old = next(olds);
    for (InterfaceSettings s : now.values()) {
      int c = -1;
      while (old != null && (c = old == s ? 0 : old.name().compareTo(s.name())) < 0) {
        gone.add(old.name());
        old = next(olds);
      }
      boolean same = old != null && c == 0 && (old == s || old.equals(s));
      if (!same || s.lender().isPresent()) changed.add(s);
      if (old != null && c == 0) old = next(olds);
    }
    for (; old != null; old = next(olds)) gone.add(old.name());
  }

  /** The same where it is known that they differ in one interface at most, and that none borrows an address. */
  static InterfaceChanges in(InterfaceName one, SortedMap<InterfaceName, InterfaceSettings> before,
      SortedMap<InterfaceName, InterfaceSettings> now) {
    InterfaceSettings s = now.get(one);
    boolean gone = s == null && before.containsKey(one);
    boolean changed = s != null && !s.equals(before.get(one));
    return new InterfaceChanges(gone ? List.of(one) : List.of(), changed ? List.of(s) : List.of());
  }

  private static InterfaceSettings next(Iterator<InterfaceSettings> i) {
    return i.hasNext() ? i.next() : null;
  }
}
