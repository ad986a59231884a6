/**
 * IPsec profiles, which tunnels name, and what holds for IPsec as a whole: lifetimes, DF bit, replay.
 *
 * <p>A {@link net.anotherbox.crypto.ipsec.profile.ProtectedTunnel} is a tunnel with the profile that protects it, put
 * together out of what the configuration says and where the tunnel's ends are now ({@link
 * net.anotherbox.runtime.port.TunnelTable}). As on IOS a crypto map stands for it, {@code Tunnel0-head-0}, or {@code
 * PROFILE-head-1} for tunnels that share: an entry for the profile, one for each pair of ends. An {@link
 * net.anotherbox.crypto.ipsec.profile.AccessTemplate} is what a caller may ask for that an ISAKMP profile with {@code
 * virtual-template} knows.
 */
package net.anotherbox.crypto.ipsec.profile;
