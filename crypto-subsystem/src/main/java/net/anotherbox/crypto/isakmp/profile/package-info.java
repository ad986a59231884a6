/**
 * What phase 1 goes by besides policies and keys: {@link net.anotherbox.crypto.isakmp.profile.IsakmpConfig}, made of the
 * lines that {@link net.anotherbox.crypto.isakmp.profile.IsakmpFeature} declares.
 *
 * <p>A profile is found by what the peer says it is, and binds the keyrings that its key may come from: a peer that proves
 * itself by the key of another keyring is turned away, as on IOS. Whoever wants an SA may ask for a profile; then it says
 * how to begin and who we are, and the peer has to match it. Easy VPN's lines are kept without effect and say so, because a
 * missing client authentication is not harmless.
 */
package net.anotherbox.crypto.isakmp.profile;
