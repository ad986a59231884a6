/**
 * Phase-1 policies. A policy is a set of choices, the ones not made being IOS's defaults (DES, SHA, RSA signatures, group 1,
 * 86400 seconds). A policy that asks for an algorithm that is not here is kept and shown, but left out of what ISAKMP is
 * told: offering something weaker in its place would be a lie to the one who wrote it.
 */
package net.anotherbox.crypto.isakmp.policy;
