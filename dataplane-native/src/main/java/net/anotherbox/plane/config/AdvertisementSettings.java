package net.anotherbox.plane.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.anotherbox.plane.nd.RouterAdvertisement.NameServer;
import net.anotherbox.plane.nd.RouterAdvertisement.Preference;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * What the configuration says of router advertisements on one interface.
 *
 * @param mostMillis at most so long between two
 * @param leastMillis at least so long
 * @param lifetime seconds
 * @param reachable milliseconds, as configured
 * @param retransmit milliseconds, as configured
 * @param hopLimit whether one is told
 * @param mtu whether it is told
 * @param interval whether it is told
 * @param unicast whether who asks is answered alone
 * @param prefixes what is said of each; for the others it is {@code others}
 */
record AdvertisementSettings(Suppression suppression, int mostMillis, int leastMillis, int lifetime, boolean managed,
    boolean other, Preference preference, OptionalInt reachable, OptionalInt retransmit, boolean hopLimit, boolean mtu,
    boolean interval, boolean unicast, List<Rule> prefixes, Rule others, List<NameServer> nameServers) {
  /** What is not sent: nothing, what nobody has asked for, anything. */
  enum Suppression { NONE, PERIODIC, ALL }

  /**
   * What is said of a prefix.
   *
   * @param prefix empty for those of which no line speaks
   * @param valid seconds
   * @param preferred seconds
   * @param router whether the whole address is told
   */
  record Rule(Optional<Ipv6Prefix> prefix, boolean advertised, long valid, long preferred, boolean onLink,
      boolean autonomous, boolean router) {
    static final long VALID = 2_592_000;
    static final long PREFERRED = 604_800;
    static final Rule USUAL = new Rule(Optional.empty(), true, VALID, PREFERRED, true, true, false);
  }

  static final int MOST_MILLIS = 200_000;
  static final int LIFETIME = 1_800;
  static final AdvertisementSettings NONE = new AdvertisementSettings(Suppression.ALL, MOST_MILLIS, MOST_MILLIS * 3 / 4,
      LIFETIME, false, false, Preference.MEDIUM, OptionalInt.empty(), OptionalInt.empty(), true, true, false, false,
      List.of(), Rule.USUAL, List.of());
}
