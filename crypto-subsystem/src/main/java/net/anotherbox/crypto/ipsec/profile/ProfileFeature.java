package net.anotherbox.crypto.ipsec.profile;

import java.util.Map;
import java.util.TreeMap;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.ipsec.map.EntryLines;

/** {@code crypto ipsec profile} and the global settings of IPsec. */
public final class ProfileFeature implements Feature {
  private static final Mode PROFILE = new Mode("ipsec-profile", "ipsec-profile", "Crypto Map configuration commands:");

  private Line profile;
  private EntryLines lines;
  private Line seconds;
  private Line kilobytes;
  private Line idle;
  private Line replayDisabled;
  private Line replayWindow;

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto ipsec", "Configure IPSEC policy");
    profile = g.line(Mode.CONFIG, "crypto ipsec profile WORD:name", "Configure an ipsec policy profile",
        "Profile name").opens(PROFILE)
        .keyed("name")
        .security().active();
    lines = new EntryLines(g, PROFILE, EntryLines.Kind.PROFILE);
    lifetimes(g);
    others(g);
  }

  private void lifetimes(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto ipsec security-association", "Security association parameters");
    g.prefix(Mode.CONFIG, "crypto ipsec security-association lifetime", "security association lifetime");
    seconds = g.line(Mode.CONFIG, "crypto ipsec security-association lifetime seconds <120-86400>:seconds",
        "Time-based key duration",
        "Security association duration in seconds").slot("crypto ipsec security-association lifetime seconds")
        .defaults("3600").active();
    kilobytes = g.line(Mode.CONFIG,
        "crypto ipsec security-association lifetime kilobytes {<2560-4294967295>|disable}:kilobytes",
        "Volume-based key duration", "Security association duration in kilobytes encrypted", "Disable volume-based rekey")
        .slot("crypto ipsec security-association lifetime kilobytes").defaults("4608000").active();
    idle = g.line(Mode.CONFIG, "crypto ipsec security-association idle-time <60-86400>:seconds",
        "Automatically delete IPSec SAs after a given idle period.",
        "Idle time, in seconds").slot("crypto ipsec security-association idle-time").active();
    g.prefix(Mode.CONFIG, "crypto ipsec security-association replay", "Set replay checking.");
    replayDisabled = g.line(Mode.CONFIG, "crypto ipsec security-association replay disable", "Disable replay checking")
        .slot("crypto ipsec security-association replay disable").security().active();
    replayWindow = g.line(Mode.CONFIG, "crypto ipsec security-association replay window-size {64|128|256|512|1024}:size",
        "Set replay window size.",
        "Window size of 64 (default)", "Window size of 128", "Window size of 256", "Window size of 512",
        "Window size of 1024")
        .slot("crypto ipsec security-association replay window-size").defaults("64").security()
        .active();
  }

  private static void others(Grammar g) {
    g.line(Mode.CONFIG, "crypto ipsec optional [retry <60-86400>]", "Enable optional encryption for IPSec",
        "Time before another try",
        "Seconds").slot("crypto ipsec optional").security()
        .partial("packets that are to be encrypted and cannot be are dropped");
  }

  /** {@code crypto ipsec profile}, by name. */
  public Map<String, IpsecProfile> profiles(Section root) {
    var out = new TreeMap<String, IpsecProfile>();
    root.all(profile).forEach(e -> out.put(e.required("name"), new IpsecProfile(e.required("name"),
        lines.profile(e, IpsecProfile.FIRST_INSTANCE), lines.isResponderOnly(e))));
    return out;
  }

  /** {@code crypto ipsec security-association lifetime seconds}. */
  public int lifetimeSeconds(Section root) {
    return root.value(seconds, "seconds").map(Integer::parseInt).orElse(3600);
  }

  /** The same in kilobytes; 0 for none. */
  public long lifetimeKilobytes(Section root) {
    return root.value(kilobytes, "kilobytes").map(k -> k.equals("disable") ? 0L : Long.parseLong(k)).orElse(4_608_000L);
  }

  /** {@code crypto ipsec security-association idle-time} in seconds; 0 for none. */
  public int idleSeconds(Section root) {
    return root.value(idle, "seconds").map(Integer::parseInt).orElse(0);
  }

  /** {@code crypto ipsec security-association replay}: packets, 0 for no checking. */
  public int replayWindow(Section root) {
    return root.has(replayDisabled) ? 0 : root.value(replayWindow, "size").map(Integer::parseInt).orElse(64);
  }
}
