package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;

/** What is written on the box and in its slots, and what it would boot from. */
final class InventoryFeature implements Feature {
  private final PlatformFacts platform;
  private final Personality personality;
  private final Configuration configuration;
  private final Supplier<BootFacts> boot;
  private final Screen inventory = screen("show-inventory.screen");
  private final Screen slots = screen("show-diag.screen");
  private final Screen bootvar = screen("show-bootvar.screen");
  private final Screen license = screen("show-license-udi.screen");

  InventoryFeature(PlatformFacts platform, Personality personality, Configuration configuration,
      Supplier<BootFacts> boot) {
    this.platform = platform;
    this.personality = personality;
    this.configuration = configuration;
    this.boot = boot;
  }

  private static Screen screen(String name) {
    return Screen.load(InventoryFeature.class, name);
  }

  @Override
  public void declare(Grammar g) {
    g.exec("show inventory [raw]", x -> x.print(inventory.render(personality.release(), platform.facts())),
        "Show the physical inventory", "Every entity in the system").since(Release.R12_4);
    g.exec("show diag [<0-5>:slot]", this::diag, "Show diagnostic information for port adapters/modules", "Slot number");
    g.exec("show bootvar", this::bootvar, "Boot and related environment variable");
    g.prefix(Mode.EXEC, "show license", "Show license information");
    g.exec("show license udi", x -> x.print(license.render(personality.release(), platform.facts())),
        "Show license udi information").since(Release.R15_1);
  }

  /** A slot is what its ports are: the names of interfaces begin with it. */
  private void diag(Execution x) {
    var bySlot = new TreeMap<Integer, List<InterfaceName>>();
    for (String port : personality.platform().ports()) {
      InterfaceName name = InterfaceName.of(port);
      int slot = Integer.parseInt(name.number().substring(0, name.number().indexOf('/')));
      bySlot.computeIfAbsent(slot, s -> new ArrayList<>()).add(name);
    }
    var rows = new ArrayList<Map<String, Object>>();
    bySlot.forEach((slot, ports) -> {
      if (x.command().arg("slot").map(Integer::parseInt).filter(s -> !s.equals(slot)).isPresent()) return;
      var row = new HashMap<String, Object>(Map.of("slot", slot, "ports", ports.size(), "s", ports.size() == 1 ? "" : "s"));
      row.put("card", slot == 0 ? platform.facts().get("board-name") : ports.getFirst().kind().word());
      if (slot == 0) row.put("built-in", "");
      rows.add(row);
    });
    var facts = new HashMap<String, Object>(platform.facts());
    facts.put("slots", rows);
    x.print(slots.render(personality.release(), facts));
  }

  private void bootvar(Execution x) {
    var images = new StringBuilder();
    for (Entry e : configuration.current().entries())
      if (!e.negated() && e.words().size() > 2 && e.words().subList(0, 2).equals(List.of("boot", "system")))
        images.append(image(e.words().subList(2, e.words().size()))).append(",1;");
    var facts = new HashMap<String, Object>();
    facts.put("register", String.format("0x%X", boot.get().configRegister()));
    if (images.isEmpty()) facts.put("none", "");
    else facts.put("images", images);
    x.print(bootvar.render(personality.release(), facts));
  }

  /** "boot system flash x.bin" and "boot system flash:x.bin" mean the same file. */
  private static String image(List<String> words) {
    String whole = String.join(" ", words);
    return words.size() == 2 && !whole.contains(":") ? words.get(0) + ":" + words.get(1) : whole;
  }
}
