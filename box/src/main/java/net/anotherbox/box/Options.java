package net.anotherbox.box;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * The command line of {@code ./router}. Scripts rely on it: options are added, never changed.
 *
 * @param ssh where to listen, or empty for off
 * @param oldSsh whether old algorithms are offered, too
 * @param telnet where to listen, or empty for off
 * @param exportedKeys file that gets the keys of IPsec SAs, if any
 * @param ports IOS interface to Linux link, added to those that nvram knows
 */
public record Options(Path state, Optional<Path> startupConfig, Optional<Listen> ssh, boolean oldSsh,
    Optional<Listen> telnet, boolean headless, Map<InterfaceName,
    String> ports,
    Optional<Platform> platform, Optional<Release> release, boolean printReady,
    Optional<Path> exportedKeys) {
  /** An address and port to listen on. */
  public record Listen(String address, int port) {
    @Override
    public String toString() {
      return address + ":" + port;
    }
  }

  /** The command line is wrong, or asks only for help. */
  public static final class Usage extends Exception {
    private static final long serialVersionUID = 1L;

    Usage(String message) {
      super(message, null, false, false);
    }
  }

  static final String HELP = """
      Usage: ./router [OPTION]...
             ./router lab NAME            two boxes in one process, no root needed (seed-000, -003, -004)
             ./router check FILE...       what would become of a configuration; no state, no sockets
             ./router measure DIR         how much of the configurations in a directory the box takes

        --state DIR                       where nvram lives (default: %s)
        --startup-config FILE             becomes the startup-config when nvram has none
        --ssh [ADDRESS:]PORT | off        default 127.0.0.1:2222; needs a configured user
        --ssh-old-algorithms              offers CBC, SHA-1 and group 1 as well, for old stations
        --telnet [ADDRESS:]PORT | off     default off; a password sent by Telnet can be read on the way
        --headless                        no console; runs until a signal
        --port IOSNAME=LINUXNAME          binds an interface to a Linux link; repeatable, kept in nvram
        --platform 2611XM|3640|3725|2911  default 3725
        --release 12.2|12.3|12.4|15.1|15.2  default 12.4; a "version" line sets it as well
        --export-sa-keys FILE             DANGEROUS: writes the keys of IPsec SAs to FILE, for Wireshark; root only
        --print-ready                     prints READY ssh=ADDRESS:PORT when sessions are accepted
        --help
      """;

  /** @throws Usage with a text for the user */
  static Options parse(String[] args, Map<String, String> environment) throws Usage {
    Path state = defaultState(environment);
    Optional<Path> startup = Optional.empty();
    Optional<Listen> ssh = Optional.of(new Listen("127.0.0.1", 2222));
    boolean oldSsh = false;
    Optional<Listen> telnet = Optional.empty();
    boolean headless = false;
    boolean ready = false;
    var ports = new LinkedHashMap<InterfaceName, String>();
    Optional<Platform> platform = Optional.empty();
    Optional<Release> release = Optional.empty();
    Optional<Path> exported = Optional.empty();
    for (int i = 0; i < args.length; i++) {
      String option = args[i];
      String value = null;
      int equals = option.indexOf('=');
      if (option.startsWith("--") && equals > 0) {
        value = option.substring(equals + 1);
        option = option.substring(0, equals);
      }
      boolean flag = List.of("--headless", "--ssh-old-algorithms", "--print-ready", "--help", "-h").contains(option);
      if (flag && value != null) throw new Usage(option + " takes no value; see ./router --help\n");
      switch (option) {
        case "--headless" -> headless = true;
        case "--ssh-old-algorithms" -> oldSsh = true;
        case "--print-ready" -> ready = true;
        case "--help", "-h" -> throw new Usage(HELP.formatted(state));
        case "--state", "--startup-config", "--ssh", "--telnet", "--port", "--platform", "--release", "--export-sa-keys" -> {
          if (value == null && ++i >= args.length) throw new Usage(option + " needs a value; see ./router --help\n");
          String v = value == null ? args[i] : value;
          switch (option) {
            case "--state" -> state = Path.of(v);
            case "--startup-config" -> startup = Optional.of(Path.of(v));
            case "--export-sa-keys" -> exported = Optional.of(Path.of(v));
            case "--ssh" -> ssh = listen(option, v);
            case "--telnet" -> telnet = listen(option, v);
            case "--port" -> port(v, ports);
            case "--platform" -> platform = Optional.of(Platform.parse(v)
                .orElseThrow(() -> new Usage("no platform " + v + "; see ./router --help\n")));
            default -> release = Optional.of(Release.parse(v).filter(Release.KNOWN::contains)
                .orElseThrow(() -> new Usage("no release " + v + "; see ./router --help\n")));
          }
        }
        default -> throw new Usage("unknown option " + args[i] + "; see ./router --help\n");
      }
    }
    return new Options(state, startup, ssh, oldSsh, telnet, headless, ports, platform, release, ready, exported);
  }

  /**
   * The text of {@code --startup-config}, each byte a character, as the terminals have it; empty if none is given.
   *
   * @throws IOException with a text for the user
   */
  Optional<String> readStartupConfig() throws IOException {
    if (startupConfig.isEmpty()) return Optional.empty();
    try {
      return Optional.of(Files.readString(startupConfig.get(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IOException("--startup-config " + startupConfig.get() + ": " + reason(e), e);
    }
  }

  /** Why it went wrong, without the names of files and classes. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "no such file";
      case AccessDeniedException a -> "permission denied";
      case UnknownHostException u -> "unknown host";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static Path defaultState(Map<String, String> environment) {
    String xdg = environment.get("XDG_STATE_HOME");
    String home = environment.getOrDefault("HOME", ".");
    return xdg == null || xdg.isEmpty() ? Path.of(home, ".local", "state", "anotherbox") : Path.of(xdg, "anotherbox");
  }

  private static Optional<Listen> listen(String option, String v) throws Usage {
    if (v.equals("off")) return Optional.empty();
    int colon = v.lastIndexOf(':');
    String port = v.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) throw new Usage(option + ": no port: " + v + "\n");
    String address = colon < 0 ? "127.0.0.1" : v.substring(0, colon).replaceAll("[\\[\\]]", "");
    return Optional.of(new Listen(address, Integer.parseInt(port)));
  }

  private static void port(String v, Map<InterfaceName, String> ports) throws Usage {
    int equals = v.indexOf('=');
    var name = InterfaceName.parse(equals < 0 ? v : v.substring(0, equals));
    if (equals < 0 || name.isEmpty()
        || equals == v.length() - 1) throw new Usage("--port wants IOSNAME=LINUXNAME, e.g. FastEthernet0/1=eth1, not " + v
        + "\n");
    ports.put(name.get(), v.substring(equals + 1));
  }
}
