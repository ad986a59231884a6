package net.anotherbox.crypto.ipsec.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.ArgumentType;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.ipsec.transform.TransformFeature;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code crypto map ipv6}, and {@code ipv6 crypto map} on interfaces. Their names are apart from those of other maps. */
public final class Ipv6MapFeature implements Feature {
  private static final Mode MAP = new Mode("crypto-map-ipv6", "config-crypto-map", "Crypto Map configuration commands:");
  private static final Catalogue TEXTS = Catalogue.load(MapFeature.class, "map.msg");

  /** A type, not a keyword: those are abbreviated, and "ip" or "I" may be the name of a map of IPv4. */
  private static final ArgumentType FAMILY = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return token.equals("ipv6");
    }

    @Override
    public Map<String, String> choices() {
      return Map.of("ipv6", "IPv6 crypto map");
    }
  };

  private final Personality personality;
  private final TransformFeature transforms;
  private EntryLines entryLines;
  private Line map;
  private Line onInterface;

  public Ipv6MapFeature(Personality personality, TransformFeature transforms) {
    this.personality = personality;
    this.transforms = transforms;
  }

  @Override
  public void declare(Grammar g) {
    g.type("IPV6-MAP", FAMILY);
    g.prefix(Mode.CONFIG, "crypto map IPV6-MAP", "IPv6 crypto map");
    map = g.line(Mode.CONFIG, "crypto map IPV6-MAP WORD:name <1-65535>:sequence [ipsec-isakmp]", "Crypto map tag",
        "Sequence to insert into crypto map entry", "IPSEC w/ISAKMP").slot("crypto map ipv6").sorted().clearsOnNo("name")
        .key((s, m) -> "crypto map ipv6 " + m.required("name") + " " + m.arg("sequence").orElse("")).opens(MAP)
        .rewrite(Ipv6MapFeature::whole).printed("|crypto map ipv6 {name} {sequence} ipsec-isakmp |").since(Release.R15_1)
        .note(m -> TEXTS.render(personality.release(), "new-map", Map.of()))
        .remark(e -> !entryLines.complete(e, transforms.otherwise()), "|! Incomplete|").security().active();
    entryLines = new EntryLines(g, MAP, EntryLines.Kind.IPV6_MAP);
    g.prefix(Modes.INTERFACE, "ipv6", "IPv6 interface subcommands");
    onInterface = g.line(Modes.INTERFACE, "ipv6 crypto map WORD:name", "Encryption/Decryption commands",
        "Assign a Crypto Map", "Crypto Map tag").slot("ipv6 crypto map").since(Release.R15_1).security().active();
  }

  private static Matched whole(Matched m) {
    return m.negated() || m.arg("sequence").isEmpty() ? m : m.withWords(List.of("crypto", "map", "ipv6", m.required("name"),
        m.required("sequence"), "ipsec-isakmp"));
  }

  /** What is refused that one line alone cannot show: a map that is not there on an interface, and the end of one in use. */
  public Optional<String> refusal(Section before, Section candidate) {
    var touched = Section.changed(before, candidate);
    for (Entry e : candidate.where(touched::contains).toList()) {
      if (before.get(e.key()).filter(old -> old == e).isPresent()) continue;
      Optional<String> missing = e.body().value(onInterface, "name").filter(name -> !exists(candidate, name));
      if (missing.isEmpty()) continue;
      boolean stood = before.get(e.key()).flatMap(old -> old.body().value(onInterface, "name")).equals(missing);
      return stood ? inUse(candidate, missing.get()) : TEXTS.render(personality.release(), "no-map", Map.of("map",
          missing.get()));
    }
    for (Entry e : before.where(touched::contains).filter(e -> e.is(map)).toList())
      if (!exists(candidate, e.required("name")) && onInterfaces(candidate).containsValue(e.required("name")))
        return inUse(candidate, e.required("name"));
    return Optional.empty();
  }

  private Optional<String> inUse(Section root, String name) {
    var users = onInterfaces(root).entrySet().stream().filter(e -> e.getValue().equals(name)).map(e -> e.getKey().toString())
        .toList();
    return TEXTS.render(personality.release(), "map-in-use", Map.of("map", name, "interfaces", String.join(", ", users)));
  }

  private boolean exists(Section root, String name) {
    return root.all(map).anyMatch(e -> e.required("name").equals(name));
  }

  /**
   * The maps by name.
   *
   * @param addresses of a host's name, now
   */
  public Map<String, CryptoMap> maps(Section root, Function<String, List<Address>> addresses) {
    var entries = new TreeMap<String, List<CryptoMap.Entry>>();
    root.all(map).forEach(e -> entries.computeIfAbsent(e.required("name"), n -> new ArrayList<>())
        .add(entryLines.read(e, addresses, Optional.empty())));
    var maps = new TreeMap<String, CryptoMap>();
    entries.forEach((name, of) -> maps.put(name, new CryptoMap(name, of.stream().sorted(Comparator.comparingInt(
        CryptoMap.Entry::sequence)).toList())));
    return maps;
  }

  /** Which interface has which map. */
  public Map<InterfaceName, String> onInterfaces(Section root) {
    var found = new TreeMap<InterfaceName, String>();
    root.where(l -> l.opens().filter(Modes.INTERFACE::equals).isPresent()).forEach(e ->
        e.body().value(onInterface, "name").ifPresent(name ->
            InterfaceName.parse(e.words().get(1)).ifPresent(n -> found.put(n, name))));
    return found;
  }
}
