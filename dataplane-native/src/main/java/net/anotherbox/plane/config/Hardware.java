package net.anotherbox.plane.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * What an interface passes for, by the table {@code hardware.table}.
 *
 * @param bandwidth kbit/s
 * @param delay microseconds
 * @param media which form its media lines have
 */
record Hardware(int bandwidth, int delay, int mtu, String media, String name) {
  private record Row(Release since, String platform, String kind, String slot, Hardware hardware) {
    boolean fits(Personality p, InterfaceName n) {
      return p.release().atLeast(since) && is(platform, p.platform().model()) && is(kind, n.kind().word())
          && is(slot, n.number().split("\\D")[0]);
    }

    private static boolean is(String pattern, String value) {
      return pattern.equals("*") || pattern.equals(value);
    }
  }

  private static final List<Row> TABLE = load();
  private static final Hardware UNKNOWN = new Hardware(100_000, 100, 1500, "plain", "Unknown");

  static Hardware of(Personality p, InterfaceName n) {
    return TABLE.stream().filter(r -> r.fits(p, n)).reduce((a, b) -> b).map(Row::hardware).orElse(UNKNOWN);
  }

  private static List<Row> load() {
    try (var r = new BufferedReader(new InputStreamReader(Hardware.class.getResourceAsStream("hardware.table"),
        StandardCharsets.UTF_8))) {
      return r.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(Hardware::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    String[] f = line.split("\\s+", 9);
    return new Row(Release.parse(f[0]).orElseThrow(), f[1], f[2], f[3],
        new Hardware(Integer.parseInt(f[4]), Integer.parseInt(f[5]), Integer.parseInt(f[6]), f[7], f[8]));
  }
}
