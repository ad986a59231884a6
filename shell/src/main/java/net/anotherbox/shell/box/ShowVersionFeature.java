package net.anotherbox.shell.box;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.InterfaceName.Kind;

/** {@code show version}: uptime, name and interfaces are the box's own, the rest is the platform's. */
final class ShowVersionFeature implements Feature {
  private static final Map<Kind, String> KINDS = Map.of(Kind.Ethernet, "Ethernet", Kind.FastEthernet, "FastEthernet",
      Kind.GigabitEthernet,
      "Gigabit Ethernet", Kind.Serial, "Serial");

  private final HostnameFeature name;
  private final PlatformFacts platform;
  private final Personality personality;
  private final Log log;
  private final Supplier<BootFacts> boot;
  private final Screen screen = Screen.load(ShowVersionFeature.class, "show-version.screen");

  ShowVersionFeature(HostnameFeature name, PlatformFacts platform, Personality personality, Log log,
      Supplier<BootFacts> boot) {
    this.name = name;
    this.platform = platform;
    this.personality = personality;
    this.log = log;
    this.boot = boot;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show version", this::show, "System hardware and software status");
    g.exec("show hardware", this::show, "Hardware specific information");
  }

  private void show(Execution x) {
    BootFacts b = boot.get();
    var facts = new HashMap<String, Object>(platform.facts());
    facts.put("hostname", name.hostname());
    facts.put("uptime", Uptime.said(log.uptimeMillis()));
    facts.put("returned", b.returnedToRomBy());
    facts.put("register", String.format("0x%X", b.configRegister()));
    facts.put("suffix", suffix(facts.get("version").toString()));
    facts.put("built", built(b.built()));
    facts.put("interfaces", interfaces());
    x.print(screen.render(personality.release(), facts));
  }

  private static String built(Instant at) {
    var t = at.atOffset(java.time.ZoneOffset.UTC);
    return java.time.format.DateTimeFormatter.ofPattern("EEE dd-MMM-yy HH:mm", Locale.ROOT).format(t);
  }

  private List<Map<String, ?>> interfaces() {
    var counts = new LinkedHashMap<Kind, Integer>();
    for (String port : personality.platform().ports()) counts.merge(InterfaceName.of(port).kind(), 1, Integer::sum);
    List<Map<String, ?>> rows = new ArrayList<>();
    counts.forEach((kind, n) -> {
      boolean lan = kind != Kind.Serial;
      rows.add(Map.of("count", n, "kind", KINDS.getOrDefault(kind, kind.word()), "old-kind", lan ? kind.word()
          + "/IEEE 802.3" : "Serial network",
          "s", n == 1 ? "" : "s"));
    });
    return rows;
  }

  /** "124-15.T14" of 12.4(15)T14, "123-6" of 12.3(6). */
  private static String suffix(String version) {
    String image = version.replace(".", "").replace("(", "-").replace(")", ".");
    return image.endsWith(".") ? image.substring(0, image.length() - 1) : image;
  }
}
