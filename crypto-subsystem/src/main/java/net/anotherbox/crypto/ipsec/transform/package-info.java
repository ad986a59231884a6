/**
 * Transform sets: which protection of packets may be agreed on. IOS knows two transforms that the data plane has not
 * (SEAL and compression); a set with one of these is kept and shown, says so in its support, and is never proposed.
 */
package net.anotherbox.crypto.ipsec.transform;
