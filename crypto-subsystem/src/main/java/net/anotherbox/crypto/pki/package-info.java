/** Certificates as far as they are configured: trustpoints and chains are kept and shown so that configurations survive. */
package net.anotherbox.crypto.pki;
