/** IKEv2 as far as it is configured (15.x): kept and shown so that configurations survive; nobody speaks it here. */
package net.anotherbox.crypto.ikev2;
