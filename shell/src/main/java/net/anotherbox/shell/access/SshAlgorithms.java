package net.anotherbox.shell.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/**
 * What is offered: enough for today's clients and for paramiko 2; what needs SHA-1 or CBC only behind a switch, last, or
 * where the configuration names it.
 */
final class SshAlgorithms {
  /** Bits of the groups that a name fixes; exchanges over curves, and those that agree on a group, are none of these. */
  private static final Set<String> GROUP1 = Set.of("diffie-hellman-group1-sha1");
  private static final Set<String> GROUP14 = Set.of("diffie-hellman-group14-sha1", "diffie-hellman-group14-sha256");
  private static final int BITS_OF_14 = 2048;
  private static final int BITS_OF_16 = 4096;

  private SshAlgorithms() {}

  /** The deprecated ones are those behind the switch. */
  @SuppressWarnings("deprecation")
  static void set(SshServer server, SshSettings s) {
    var kex = offered(s.chosen().kex(), s.legacy(), List.of(BuiltinDHFactories.curve25519,
        BuiltinDHFactories.curve25519_libssh,
        BuiltinDHFactories.ecdhp256, BuiltinDHFactories.ecdhp384, BuiltinDHFactories.ecdhp521, BuiltinDHFactories.dhgex256,
        BuiltinDHFactories.dhg16_512, BuiltinDHFactories.dhg14_256),
        List.of(BuiltinDHFactories.dhgex, BuiltinDHFactories.dhg14, BuiltinDHFactories.dhg1));
    kex.removeIf(f -> tooSmall(f.getName(), s.smallestGroup()));
    server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(true, kex, ServerBuilder.DH2KEX));
    server.setCipherFactories(new ArrayList<NamedFactory<Cipher>>(offered(s.chosen().encryption(), s.legacy(),
        List.of(BuiltinCiphers.aes128ctr, BuiltinCiphers.aes192ctr, BuiltinCiphers.aes256ctr, BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm, BuiltinCiphers.cc20p1305_openssh),
        List.of(BuiltinCiphers.aes128cbc, BuiltinCiphers.aes192cbc, BuiltinCiphers.aes256cbc,
            BuiltinCiphers.tripledescbc))));
    server.setMacFactories(new ArrayList<NamedFactory<Mac>>(offered(s.chosen().mac(), s.legacy(),
        List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512),
        List.of(BuiltinMacs.hmacsha1, BuiltinMacs.hmacsha196))));
    server.setSignatureFactories(new ArrayList<NamedFactory<Signature>>(offered(s.chosen().hostkey(), s.legacy(),
        List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256), List.of(BuiltinSignatures.rsa))));
    server.setCompressionFactories(List.of(BuiltinCompressions.none));
  }

  /** Keys of users: what RSA signatures today's clients make, and the old one, which only proves a key that is known. */
  @SuppressWarnings("deprecation")
  static List<NamedFactory<Signature>> ofUsers() {
    return List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256, BuiltinSignatures.rsa);
  }

  private static boolean tooSmall(String name, int smallest) {
    return smallest >= BITS_OF_14 && GROUP1.contains(name) || smallest >= BITS_OF_16 && GROUP14.contains(name);
  }

  /** Those that are named, in that order, if any of them is known; else the box's own. */
  private static <T extends org.apache.sshd.common.NamedResource> List<T> offered(List<String> named, boolean legacy,
      List<T> modern, List<T> old) {
    var all = new ArrayList<>(modern);
    all.addAll(old);
    var found = new ArrayList<T>();
    for (String n : named) all.stream().filter(f -> f.getName().equals(n)).findFirst().ifPresent(found::add);
    if (!found.isEmpty()) return found;
    var own = new ArrayList<>(modern);
    if (legacy) own.addAll(old);
    return own;
  }
}
