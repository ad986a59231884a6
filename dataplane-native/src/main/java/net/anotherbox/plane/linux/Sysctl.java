package net.anotherbox.plane.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Kernel settings under /proc/sys/net, of this network namespace. Names with slashes: "ipv4/ip_forward". */
final class Sysctl {
  private static final int LONGEST = 4_096;
  private static final Path ROOT = Path.of("/proc/sys/net");

  private Sysctl() {}

  /**
   * The value, or nothing if this kernel has no such setting. Read at one go: the kernel gives a setting once, and Files
   * would ask for its first byte alone to see whether there are any.
   */
  static Optional<String> read(String name) {
    try (var in = Files.newInputStream(ROOT.resolve(name))) {
      byte[] b = new byte[LONGEST];
      int n = Math.max(0, in.read(b));
      return Optional.of(new String(b, 0, n, StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static void write(String name, String value) throws OsError {
    try {
      Files.writeString(ROOT.resolve(name), value);
    } catch (IOException e) {
      throw new OsError("write net/" + name, OsError.EINVAL, e.getMessage());
    }
  }
}
