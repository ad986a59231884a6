package net.anotherbox.crypto.ipsec.profile;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code crypto ipsec df-bit} and {@code crypto ipsec fragmentation}, global and of an interface, which comes first. */
public final class FragmentationFeature implements Feature {
  private static final String DF = "crypto ipsec df-bit";
  private static final String FRAGMENTATION = "crypto ipsec fragmentation";

  private Line globalDf;
  private Line globalWhen;
  private Line df;
  private Line when;
  private Section asked;
  private Map<InterfaceName, Section> own = Map.of();

  @Override
  public void declare(Grammar g) {
    globalDf = df(g, Mode.CONFIG).defaults("copy").active();
    globalWhen = when(g, Mode.CONFIG).defaults("before-encryption").active();
    g.prefix(Modes.INTERFACE, "crypto", "Encryption/Decryption commands");
    g.prefix(Modes.INTERFACE, "crypto ipsec", "Set IPSec parameters");
    df = df(g, Modes.INTERFACE).active();
    when = when(g, Modes.INTERFACE).active();
  }

  private static Line df(Grammar g, Mode mode) {
    return g.line(mode, DF + " {clear|copy|set}:df", "Handling of encapsulated DF bit.", "Clear DF bit", "Copy DF bit",
        "Set DF bit").slot(DF);
  }

  private static Line when(Grammar g, Mode mode) {
    return g.line(mode, FRAGMENTATION + " {after-encryption|before-encryption}:when",
        "Handling of fragmentation of near-MTU sized packets", "Fragment packets after encryption",
        "Fragment packets before encryption").slot(FRAGMENTATION);
  }

  /** What holds for packets that leave by this interface. */
  public Fragmentation of(Section root, InterfaceName name) {
    var own = Optional.ofNullable(own(root).get(name));
    String bit = own.flatMap(s -> s.value(df, "df")).or(() -> root.value(globalDf, "df")).orElse("copy");
    String time = own.flatMap(s -> s.value(when, "when")).or(() -> root.value(globalWhen, "when"))
        .orElse("before-encryption");
    return new Fragmentation(DfBit.valueOf(bit.toUpperCase(Locale.ROOT)), time.startsWith("before"));
  }

  /** The interfaces that say something of their own; found once for a tree, of which many interfaces ask. */
  private Map<InterfaceName, Section> own(Section root) {
    if (root == asked) return own;
    var found = new HashMap<InterfaceName, Section>();
    for (Entry e : root.where(l -> l.opens().filter(Modes.INTERFACE::equals).isPresent()).toList())
      if (e.body().has(df) || e.body().has(when))
        InterfaceName.parse(e.words().get(1)).ifPresent(n -> found.put(n, e.body()));
    asked = root;
    own = found;
    return own;
  }
}
