package net.anotherbox.shell.access;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the SSH server behaves.
 *
 * @param identification what it calls itself, behind "SSH-2.0-"
 * @param legacy whether algorithms with SHA-1 or CBC are offered too, for old stations
 * @param loginTimeout time in which somebody must have logged in ({@code ip ssh time-out})
 * @param retries wrong passwords before the connection is closed ({@code ip ssh authentication-retries})
 * @param hostKeyBits length of a host key that has to be made
 * @param startups connections at once on which nobody has logged in yet ({@code ip ssh maxstartups})
 * @param chosen algorithms that the configuration names; an empty list leaves them to the box
 * @param smallestGroup bits of the smallest Diffie-Hellman group ({@code ip ssh dh min size})
 * @param methods ways to log in: "publickey", "keyboard", "password"
 * @param events whether logins and their ends are logged ({@code ip ssh logging events})
 */
public record SshSettings(String identification, boolean legacy, Duration loginTimeout, int retries, int hostKeyBits,
    int startups, Algorithms chosen, int smallestGroup, Set<String> methods, boolean events) {
  /** Names of algorithms, as SSH has them, the preferred first. */
  public record Algorithms(List<String> encryption, List<String> mac, List<String> kex, List<String> hostkey) {
    public static final Algorithms NONE = new Algorithms(List.of(), List.of(), List.of(), List.of());
  }

  public static final Set<String> ALL_METHODS = Set.of("publickey", "keyboard", "password");
  public static final int STARTUPS = 64;
  public static final int SMALLEST_GROUP = 1024;
  public static final SshSettings DEFAULT = new SshSettings("Cisco-1.25", false, Duration.ofSeconds(120), 3, 2048, STARTUPS,
      Algorithms.NONE, SMALLEST_GROUP, ALL_METHODS, false);

  /** The same, with the old algorithms or without. */
  public SshSettings withLegacy(boolean on) {
    return new SshSettings(identification, on, loginTimeout, retries, hostKeyBits, startups, chosen, smallestGroup, methods,
        events);
  }
}
