package net.anotherbox.crypto.ipsec.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.ipsec.transform.TransformFeature;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code crypto map}, global and on interfaces, and {@code crypto dynamic-map}. */
public final class MapFeature implements Feature {
  private static final Mode MAP = new Mode("crypto-map", "config-crypto-map", "Crypto Map configuration commands:");
  private static final Mode DYNAMIC = new Mode("crypto-dynamic-map", "config-crypto-map",
      "Crypto Map configuration commands:");
  private static final Catalogue TEXTS = Catalogue.load(MapFeature.class, "map.msg");
  private static final String SLOT = "crypto map";
  private static final String NO_XAUTH = "there is no Xauth and no mode configuration: clients of this kind cannot connect";

  private final Personality personality;
  private final TransformFeature transforms;
  private Line isakmp;
  private Line dynamic;
  private Line discover;
  private Line template;
  private Line localAddress;
  private Line mapProfile;
  private Line onInterface;
  private EntryLines entryLines;
  private EntryLines templateLines;

  public MapFeature(Personality personality, TransformFeature transforms) {
    this.personality = personality;
    this.transforms = transforms;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto map", "Enter a crypto map");
    g.prefix(Mode.CONFIG, "crypto map WORD", "Crypto map tag");
    g.prefix(Mode.CONFIG, "crypto map WORD <1-65535>", "Sequence to insert into crypto map entry");
    g.prefix(Mode.CONFIG, "crypto map WORD <1-65535> ipsec-isakmp", "IPSEC w/ISAKMP");
    isakmp = entry(g, "[ipsec-isakmp]", "IPSEC w/ISAKMP").opens(MAP).rewrite(MapFeature::whole)
        .printed("|crypto map {name} {sequence} ipsec-isakmp |").note(this::created)
        .remark(e -> !entryLines.complete(e, transforms.otherwise()),
        "|! Incomplete|").active();
    g.prefix(Mode.CONFIG, "crypto map WORD <1-65535> ipsec-isakmp dynamic", "Enable dynamic crypto map support");
    dynamic = entry(g, "ipsec-isakmp dynamic WORD:dynamic", "Name of dynamic-map").security()
        .printed("|crypto map {name} {sequence} ipsec-isakmp dynamic {dynamic} |").active();
    discover = entry(g, "ipsec-isakmp dynamic WORD:dynamic discover", "Name of dynamic-map", "Enable peer discovery")
        .security().printed("|crypto map {name} {sequence} ipsec-isakmp dynamic {dynamic} discover|").active();
    entry(g, "ipsec-isakmp profile WORD:profile", "Enable crypto map as a crypto-profile", "Name of the crypto-profile")
        .security()
        .printed("|crypto map {name} {sequence} ipsec-isakmp profile {profile} |")
        .partial("crypto profiles are not there: the entry protects nothing");
    entry(g, "ipsec-manual", "IPSEC w/manual keying").opens(MAP).security()
        .printed("|crypto map {name} {sequence} ipsec-manual |")
        .partial("keys are only agreed on by ISAKMP: the entry protects nothing");
    entry(g, "gdoi", "IPSEC w/GDOI").opens(MAP).security().printed("|crypto map {name} {sequence} gdoi |")
        .partial("GDOI is not there: the entry protects nothing");
    wholeMap(g);
    entryLines = new EntryLines(g, MAP, EntryLines.Kind.MAP);
    g.line(MAP, "set group WORD:group", "Set the GDOI group", "Name of the group").slot("set group").security()
        .partial("GDOI is not there: the entry protects nothing");
    template = g.line(Mode.CONFIG, "crypto dynamic-map WORD:name <1-65535>:sequence",
        "Specify a dynamic crypto map template",
        "Dynamic crypto map template tag",
        "Sequence to insert into dynamic-map entry").opens(DYNAMIC).sorted().clearsOnNo("name").security()
        .key((s, m) -> "crypto dynamic-map " + m.required("name") + " " + m.arg("sequence").orElse("")).active();
    templateLines = new EntryLines(g, DYNAMIC, EntryLines.Kind.DYNAMIC);
    onInterface = g.line(Modes.INTERFACE, "crypto map WORD:name", "Encryption/Decryption commands", "Assign a Crypto Map",
        "Crypto Map tag")
        .slot("crypto map").security().active();
    g.line(Modes.INTERFACE, "crypto map WORD:name redundancy WORD:group [stateful]", "Encryption/Decryption commands",
        "Assign a Crypto Map",
        "Crypto Map tag", "Enable redundancy", "Name of the standby group", "Enable stateful redundancy").slot("crypto map")
        .security()
        .partial("no redundancy: the map protects nothing on this interface");
  }

  /** One entry of a map; "no" with the map's name alone takes them all. */
  private static Line entry(Grammar g, String rest, String... help) {
    return g.line(Mode.CONFIG, "crypto map WORD:name <1-65535>:sequence " + rest, help).slot(SLOT).sorted()
        .clearsOnNo("name")
        .key((s, m) -> "crypto map " + m.required("name") + " " + m.arg("sequence").orElse(""));
  }

  /** What is said of a map as a whole stands before its entries. */
  private void wholeMap(Grammar g) {
    localAddress = feature(g, "local-address:feature IFNAME:interface",
        "Interface to use for local address for this crypto map", "interface").active();
    feature(g, "client:feature authentication list WORD:list", "Specify client configuration settings",
        "Configure AAA authentication",
        "Configure authentication list", "Named authentication list").partial(NO_XAUTH);
    feature(g, "client:feature configuration:second address {initiate|respond}", "Specify client configuration settings",
        "Specify client configuration settings", "Set client's configuration address", "Push an address to the client",
        "Accept a request from the client").partial(NO_XAUTH);
    feature(g, "client:feature accounting:second list WORD:list", "Specify client configuration settings",
        "Configure accounting", "Configure accounting list", "Named accounting list").partial(NO_XAUTH);
    feature(g, "redundancy:feature replay-interval:second inbound <0-4294967295> outbound <0-4294967295>",
        "Specify redundancy settings", "Anti-replay information sent to the standby", "Inbound packets", "Packets",
        "Outbound packets", "Packets").partial("there is no standby router");
    feature(g, "isakmp:feature authorization list WORD:list", "Specify isakmp configuration settings",
        "Authorization parameters.",
        "Configure authorization list", "Named authorization list").partial(NO_XAUTH);
    mapProfile = feature(g, "isakmp-profile:feature WORD:profile", "Specify isakmp profile to use",
        "Name of the ISAKMP profile")
        .security().active();
  }

  private static Line feature(Grammar g, String rest, String... help) {
    return g.line(Mode.CONFIG, "crypto map WORD:name " + rest, help).slot(SLOT).sorted().clearsOnNo("name", "feature")
        .security()
        .key((s, m) -> "crypto map " + m.required("name") + "  " + m.required("feature") + " " + m.arg("second").orElse(""));
  }

  private static Matched whole(Matched m) {
    return m.words().size() == 4 ? m.withWords(List.of("crypto", "map", m.required("name"), m.required("sequence"),
        "ipsec-isakmp")) : m;
  }

  private Optional<String> created(Matched m) {
    return TEXTS.render(personality.release(), "new-map", Map.of());
  }

  /** What IOS refuses that one line alone cannot show. */
  public Optional<String> refusal(Section before, Section candidate) {
    Optional<Section.Step> step = Section.step(before, candidate);
    var touched = step.isPresent() ? Set.<Line>of() : Section.changed(before, candidate);
    List<Entry> now = step.map(s -> s.now().stream().toList()).orElseGet(() -> candidate.where(touched::contains).toList());
    for (Entry e : now) {
      if (before.get(e.key()).filter(old -> old == e).isPresent()) continue;
      Optional<String> map = e.body().value(onInterface, "name").filter(name -> !exists(candidate, name));
      if (map.isPresent() && before.get(e.key()).flatMap(old -> old.body().value(onInterface, "name")).equals(map))
        return say("map-in-use", Map.of("map", map.get(), "interfaces", String.join(", ", users(candidate, map.get()))));
      if (map.isPresent()) return say("no-map", Map.of("map", map.get()));
      boolean mayName = e.line().slot().startsWith("crypto");   // an access list has thousands of lines, and no transform set
      for (String set : mayName ? EntryLines.transformSets(e) : List.<String>of())
        if (!transforms.exists(candidate, set)) return say("no-transform-set", Map.of("set", set));
    }
    return removed(step.map(s -> s.before().stream().toList()).orElseGet(() -> before.where(touched::contains).toList()),
        candidate);
  }

  private Optional<String> removed(List<Entry> before, Section candidate) {
    for (Entry e : before) {
      if (candidate.get(e.key()).isPresent()) continue;
      String name = e.arg("name").orElse("");
      if (e.line().slot().equals(SLOT) && !exists(candidate, name) && !users(candidate, name).isEmpty())
        return say("map-in-use", Map.of("map", name, "interfaces", String.join(", ", users(candidate, name))));
      if (TransformFeature.is(e) && candidate.entries().stream().anyMatch(x -> EntryLines.transformSets(x).contains(name)))
        return say("transform-set-in-use", Map.of("set", name));
    }
    return Optional.empty();
  }

  private Optional<String> say(String message, Map<String, ?> facts) {
    return TEXTS.render(personality.release(), message, facts);
  }

  private static boolean exists(Section root, String map) {
    return entries(root).anyMatch(e -> e.arg("name").filter(map::equals).isPresent() && e.arg("sequence").isPresent());
  }

  private List<String> users(Section root, String map) {
    return onInterfaces(root).entrySet().stream().filter(e -> e.getValue().equals(map)).map(e -> e.getKey().toString())
        .toList();
  }

  /**
   * The maps by name. A map that has only entries of kinds that are not there is empty.
   *
   * @param addresses of a host's name, now
   */
  public Map<String, CryptoMap> maps(Section root, Function<String, List<Address>> addresses) {
    var templates = dynamicMaps(root, addresses);
    var entries = new TreeMap<String, List<CryptoMap.Entry>>();
    var dynamics = new TreeMap<String, List<CryptoMap.Dynamic>>();
    entries(root).filter(e -> e.arg("sequence").isPresent()).forEach(e -> {
      String name = e.required("name");
      var of = entries.computeIfAbsent(name, n -> new ArrayList<>());
      if (e.is(isakmp)) of.add(entryLines.read(e, addresses, profile(root, name)));
      if (e.is(dynamic) || e.is(discover))
        dynamics.computeIfAbsent(name, n -> new ArrayList<>()).add(new CryptoMap.Dynamic(
            Integer.parseInt(e.required("sequence")), e.required("dynamic"), e.is(discover),
            templates.getOrDefault(e.required("dynamic"), List.of())));
    });
    Map<String, CryptoMap> maps = new TreeMap<>();
    entries.forEach((name, list) -> {
      list.sort(Comparator.comparingInt(CryptoMap.Entry::sequence));
      var of = dynamics.getOrDefault(name, new ArrayList<>());
      of.sort(Comparator.comparingInt(CryptoMap.Dynamic::sequence));
      maps.put(name, new CryptoMap(name, List.copyOf(list), List.copyOf(of), localAddress(root, name)));
    });
    return maps;
  }

  /** {@code crypto dynamic-map}: the entries in ascending order, by name. */
  public Map<String, List<CryptoMap.Entry>> dynamicMaps(Section root, Function<String, List<Address>> addresses) {
    var templates = new TreeMap<String, List<CryptoMap.Entry>>();
    root.all(template).forEach(e -> templates.computeIfAbsent(e.required("name"), n -> new ArrayList<>())
        .add(templateLines.read(e, addresses, Optional.empty())));
    templates.replaceAll((name, list) -> list.stream().sorted(Comparator.comparingInt(CryptoMap.Entry::sequence))
        .toList());
    return templates;
  }

  private Optional<String> profile(Section root, String map) {
    return root.all(mapProfile).filter(e -> e.required("name").equals(map)).findFirst().map(e -> e.required("profile"));
  }

  /** Which interface has which map. */
  public Map<InterfaceName, String> onInterfaces(Section root) {
    Map<InterfaceName, String> found = new TreeMap<>();
    root.where(l -> l.opens().filter(Modes.INTERFACE::equals).isPresent()).forEach(e ->
        e.body().value(onInterface, "name").ifPresent(map ->
            InterfaceName.parse(e.words().get(1)).ifPresent(n -> found.put(n, map))));
    return found;
  }

  private static Stream<Entry> entries(Section root) {
    return root.where(l -> l.slot().equals(SLOT));
  }

  /** The interface whose address a map uses, where it names one. */
  public Optional<InterfaceName> localAddress(Section root, String map) {
    return root.all(localAddress).filter(e -> e.required("name").equals(map)).findFirst().map(e ->
        InterfaceName.of(e.required("interface")));
  }
}
