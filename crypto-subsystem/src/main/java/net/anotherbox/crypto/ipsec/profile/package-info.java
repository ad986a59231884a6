/** IPsec profiles, which tunnels name, and what holds for IPsec as a whole: lifetimes, DF bit, replay. */
package net.anotherbox.crypto.ipsec.profile;
