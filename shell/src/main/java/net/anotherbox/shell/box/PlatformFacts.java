package net.anotherbox.shell.box;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.anotherbox.runtime.release.Personality;

/** What is written on the box: facts of the platform, and of its image in each release, from {@code platform.properties}. */
final class PlatformFacts {
  private final Personality personality;
  private final Properties all = new Properties();

  PlatformFacts(Personality personality) {
    this.personality = personality;
    try (var r = new InputStreamReader(PlatformFacts.class.getResourceAsStream("platform.properties"),
        StandardCharsets.UTF_8)) {
      all.load(r);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every fact of the release, the platform, and the platform in that release. */
  Map<String, String> facts() {
    var facts = new HashMap<String, String>();
    String model = personality.platform().model();
    String release = personality.release().toString();
    for (String scope : new String[] {release, model, model + "-" + release})
      for (String key : all.stringPropertyNames()) if (key.startsWith(scope + "/")) facts.put(key.substring(scope.length()
      + 1), all.getProperty(key));
    return facts;
  }

  /** How large a startup-config may be, as {@code show startup-config} says. */
  int nvramBytes() {
    return Integer.parseInt(facts().get("nvram"));
  }

  /** How much flash there is, as {@code show version} says in kilobytes. */
  long flashBytes() {
    return 1024L * Long.parseLong(facts().get("flash").split("K ")[0]);
  }

  /** By which names the flash is known, its own first. */
  List<String> flashNames() {
    return List.of(facts().get("flash-names").split(" "));
  }
}
