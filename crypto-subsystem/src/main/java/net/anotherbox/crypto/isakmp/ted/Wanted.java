package net.anotherbox.crypto.isakmp.ted;

import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/**
 * A packet has nobody to protect it.
 *
 * @param ident the key engine's number for the access-list entry that permits it
 * @param linuxName the link that it was to leave by
 * @param local our address there
 * @param source the packet's; destination likewise
 * @param localProxy what the access-list entry protects on our side; remoteProxy on the other
 * @param suite the first one that would be offered
 * @param seconds lifetime that would be offered; kilobytes likewise
 */
public record Wanted(long ident, InterfaceName interfaceName, String linuxName, Address local, Ipv4 source,
    Ipv4 destination, Proxy localProxy, Proxy remoteProxy, Suite suite, int seconds, long kilobytes) {}
