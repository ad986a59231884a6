package net.anotherbox.shell.access;

import java.util.ArrayList;
import java.util.List;
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

/** What is offered: enough for today's clients and for paramiko 2; what SHA-1 and CBC need only behind a switch, last. */
final class SshAlgorithms {
  private SshAlgorithms() {}

  /** The deprecated ones are those behind the switch. */
  @SuppressWarnings("deprecation")
  static void set(SshServer server, boolean legacy) {
    server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(true, with(legacy,
        List.of(BuiltinDHFactories.curve25519, BuiltinDHFactories.curve25519_libssh, BuiltinDHFactories.ecdhp256,
            BuiltinDHFactories.ecdhp384, BuiltinDHFactories.ecdhp521, BuiltinDHFactories.dhgex256,
            BuiltinDHFactories.dhg16_512, BuiltinDHFactories.dhg14_256),
        List.of(BuiltinDHFactories.dhgex, BuiltinDHFactories.dhg14, BuiltinDHFactories.dhg1)), ServerBuilder.DH2KEX));
    server.setCipherFactories(new ArrayList<NamedFactory<Cipher>>(with(legacy,
        List.of(BuiltinCiphers.aes128ctr, BuiltinCiphers.aes192ctr, BuiltinCiphers.aes256ctr, BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm, BuiltinCiphers.cc20p1305_openssh),
        List.of(BuiltinCiphers.aes128cbc, BuiltinCiphers.aes192cbc, BuiltinCiphers.aes256cbc,
            BuiltinCiphers.tripledescbc))));
    server.setMacFactories(new ArrayList<NamedFactory<Mac>>(with(legacy,
        List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512),
        List.of(BuiltinMacs.hmacsha1))));
    server.setSignatureFactories(new ArrayList<NamedFactory<Signature>>(with(legacy,
        List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256), List.of(BuiltinSignatures.rsa))));
    server.setCompressionFactories(List.of(BuiltinCompressions.none));
  }

  private static <T> List<T> with(boolean legacy, List<T> modern, List<T> old) {
    var all = new ArrayList<>(modern);
    if (legacy) all.addAll(old);
    return all;
  }
}
