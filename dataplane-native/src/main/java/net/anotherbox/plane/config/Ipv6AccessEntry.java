package net.anotherbox.plane.config;

import java.util.List;
import net.anotherbox.runtime.value.Ipv6Match;

/**
 * One entry of an IPv6 access list.
 *
 * @param matches the packets it is about: several where it names several ports
 * @param exact whether the matches say all that the entry asks; false for conditions that the box does not test
 * @param text as the running configuration prints it, without sequence number
 */
public record Ipv6AccessEntry(long sequence, boolean permit, List<Ipv6Match> matches, boolean exact, String text) {}
