package net.anotherbox.plane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Kernel settings under /proc/sys/net, of this network namespace. Names with slashes: "ipv4/ip_forward". */
final class Sysctl {
  private static final Path ROOT = Path.of("/proc/sys/net");

  private Sysctl() {}

  /** The value, or nothing if this kernel has no such setting. */
  static Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(ROOT.resolve(name)).strip());
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
