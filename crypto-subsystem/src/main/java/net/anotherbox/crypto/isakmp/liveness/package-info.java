/**
 * What keeps SAs alive between real networks, as it is configured: dead peer detection, NAT traversal and its keepalives,
 * recovery from unknown SPIs, and whether sessions are logged. {@link net.anotherbox.crypto.isakmp.liveness.LivenessFeature}
 * reads it; who acts on it is in {@code isakmp.sa} and {@code ipsec.sa}.
 */
package net.anotherbox.crypto.isakmp.liveness;
