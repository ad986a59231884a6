package net.anotherbox.plane.config;

import java.util.List;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * One entry of an access list.
 *
 * @param matches the packets it is about: several where it names several ports
 * @param exact whether the matches say all that the entry asks; false for conditions that the box does not test (TCP flags,
 *     time ranges)
 * @param text as the running configuration prints it, without sequence number
 */
public record AccessEntry(int sequence, boolean permit, List<PacketMatch> matches, boolean exact, String text) {}
