package net.anotherbox.shell.access;

import java.time.Duration;

/**
 * How the SSH server behaves.
 *
 * @param identification what it calls itself, behind "SSH-2.0-"
 * @param legacy whether algorithms with SHA-1 or CBC are offered too, for old stations
 * @param loginTimeout time in which somebody must have logged in ({@code ip ssh time-out})
 * @param retries wrong passwords before the connection is closed ({@code ip ssh authentication-retries})
 * @param hostKeyBits length of a host key that has to be made
 */
public record SshSettings(String identification, boolean legacy, Duration loginTimeout, int retries, int hostKeyBits) {
  public static final SshSettings DEFAULT = new SshSettings("Cisco-1.25", false, Duration.ofSeconds(120), 3, 2048);
}
