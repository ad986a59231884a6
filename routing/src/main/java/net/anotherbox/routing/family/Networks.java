package net.anotherbox.routing.family;

import java.util.ArrayList;
import java.util.List;
import net.anotherbox.config.feature.FamilyFile;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.runtime.value.Ipv4;

/** How IOS writes the networks of a routing process, whatever address of them was typed. */
final class Networks {
  private Networks() {}

  /** The bits of the wildcard are cleared. */
  static void ospf(FamilyFile f) {
    f.lines("network").forEach(l -> l.rewrite(m -> complete(m, "wild") ? replaced(m, wildcard(m)) : m));
  }

  /** Without a wildcard the network of the class. */
  static void eigrp(FamilyFile f) {
    f.lines("network").forEach(l -> l.rewrite(m -> replaced(m, m.has("wild") ? wildcard(m) : classful(m))));
  }

  static void rip(FamilyFile f) {
    f.lines("network").forEach(l -> l.rewrite(m -> replaced(m, classful(m))));
  }

  /** A mask that the class has anyway is not written. */
  static void bgp(FamilyFile f) {
    f.lines("network").forEach(l -> l.rewrite(Networks::masked));
  }

  private static Matched masked(Matched m) {
    if (!m.has("mask")) return m;
    Ipv4 mask = Ipv4.of(m.required("mask"));
    Matched whole = replaced(m, Ipv4.of(m.required("network")).and(mask));
    return mask.equals(classMask(Ipv4.of(m.required("network")))) ? unmasked(whole) : whole;
  }

  /** "no neighbor … remote-as …" takes all lines of the neighbor away. */
  static void neighbors(FamilyFile f) {
    f.lines("remote-as").forEach(l -> l.rewrite(m -> m.negated() && m.has("what") ? m.without("what") : m));
  }

  private static boolean complete(Matched m, String name) {
    return m.has("network") && m.has(name);
  }

  private static Ipv4 wildcard(Matched m) {
    return Ipv4.of(m.required("network")).and(Ipv4.of(m.required("wild")).inverted());
  }

  private static Ipv4 classful(Matched m) {
    Ipv4 n = Ipv4.of(m.required("network"));
    return n.and(classMask(n));
  }

  /** The mask of the address's class; all ones for what has none. */
  private static Ipv4 classMask(Ipv4 a) {
    int top = a.bits() >>> 24;
    int length = top == 0 ? 0 : top < 128 ? 8 : top < 192 ? 16 : top < 224 ? 24 : 32;
    return Ipv4.of(length == 0 ? "0.0.0.0" : length == 8 ? "255.0.0.0" : length == 16 ? "255.255.0.0"
        : length == 24 ? "255.255.255.0" : "255.255.255.255");
  }

  private static Matched replaced(Matched m, Ipv4 network) {
    var words = new ArrayList<>(m.words());
    words.set(1, network.toString());
    return m.with("network", network.toString()).withWords(words);
  }

  private static Matched unmasked(Matched m) {
    var words = new ArrayList<>(m.words());
    int at = words.indexOf("mask");
    words.remove(at);
    words.remove(at);
    return m.without("mask").withWords(List.copyOf(words));
  }
}
