/**
 * Transform sets: which protection of packets may be agreed on. IOS knows more transforms than the data plane (AH, SEAL,
 * GCM, compression); a set with one of these is kept and shown, says so in its support, and is never proposed.
 */
package net.anotherbox.crypto.ipsec.transform;
