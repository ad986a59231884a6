/**
 * Values of the network, parsed and printed as IOS does: addresses, prefixes, wildcards, interface names, packet
 * matches. All are immutable; the data plane uses their raw integers, everybody else the records.
 */
package net.anotherbox.runtime.value;
