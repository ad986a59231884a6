package net.anotherbox.plane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of IPv4 and what stands above it, of which the kernel keeps some files. */
final class Counters {
  private static final List<Path> FILES = List.of(Path.of("/proc/net/snmp"), Path.of("/proc/net/netstat"));

  private Counters() {}

  /** By family and name: "IpInReceives". A file that cannot be read has counted nothing. */
  static Map<String, Long> read() {
    var found = new HashMap<String, Long>();
    for (Path file : FILES) {
      try {
        into(found, Files.readAllLines(file));
      } catch (IOException e) {
        continue;
      }
    }
    return found;
  }

  /** Lines come in pairs: the names of a family's counters, and their values. */
  static void into(Map<String, Long> found, List<String> lines) {
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).split(" ");
      String[] values = lines.get(i + 1).split(" ");
      String family = names[0].replace(":", "");
      for (int k = 1; k < Math.min(names.length, values.length); k++) found.put(family + names[k], Long.parseLong(values[k]));
    }
  }
}
