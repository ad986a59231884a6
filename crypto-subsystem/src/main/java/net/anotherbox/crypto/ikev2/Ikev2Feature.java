package net.anotherbox.crypto.ikev2;

import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Release;

/** {@code crypto ikev2 proposal|policy|keyring|profile}. */
public final class Ikev2Feature implements Feature {
  private static final Mode PROPOSAL = new Mode("ikev2-proposal", "config-ikev2-proposal", "IKEv2 Proposal commands:");
  private static final Mode POLICY = new Mode("ikev2-policy", "config-ikev2-policy", "IKEv2 Policy commands:");
  private static final Mode KEYRING = new Mode("ikev2-keyring", "config-ikev2-keyring", "IKEv2 Keyring commands:");
  private static final Mode PEER = new Mode("ikev2-peer", "config-ikev2-keyring-peer", "IKEv2 Keyring Peer commands:");
  private static final Mode PROFILE = new Mode("ikev2-profile", "config-ikev2-profile", "IKEv2 profile commands:");
  private static final String NO_IKEV2 = "IKEv2 is not there: peers that speak nothing else cannot connect";
  private static final String[] SECRET = {"Specifies an UNENCRYPTED password will follow",
      "Specifies an ENCRYPTED password will follow",
      "Specifies a hex password will follow", "The UNENCRYPTED (cleartext) user password"};

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto ikev2", "Configure IKEv2 Options");
    opens(g, "proposal", "Define IKEV2 proposal", PROPOSAL);
    opens(g, "policy", "Define IKEV2 policies", POLICY);
    opens(g, "keyring", "Define IKEV2 Keyring", KEYRING);
    opens(g, "profile", "Define IKEv2 Profiles", PROFILE);
    g.line(Mode.CONFIG, "crypto ikev2 dpd <10-3600> <2-60> {on-demand|periodic}", "Enable IKE liveness check for peers",
        "DPD R-U-THERE interval",
        "DPD Retry Interval", "Send IKE liveness requests if no traffic", "Send IKE liveness requests periodically").slot(
        "crypto ikev2 dpd")
        .since(Release.R15_1).partial(NO_IKEV2);
    proposal(g);
    keyring(g);
    profile(g);
  }

  private static void opens(Grammar g, String word, String help, Mode mode) {
    g.line(Mode.CONFIG, "crypto ikev2 " + word + " WORD:name", help, "Name").opens(mode).keyed("name").since(Release.R15_1)
        .security()
        .blankBehind(e -> mode.equals(PROPOSAL) || mode.equals(POLICY)).partial(NO_IKEV2);
  }

  private static Line kept(Grammar g, Mode mode, String syntax, String... help) {
    return g.line(mode, syntax, help).slot(syntax.split(" [{A<W]")[0]).security().partial(NO_IKEV2);
  }

  private static void proposal(Grammar g) {
    kept(g, PROPOSAL, "encryption {des|3des|aes-cbc-128|aes-cbc-192|aes-cbc-256|aes-gcm-128|aes-gcm-256} "
        + "[{des|3des|aes-cbc-128|aes-cbc-192|aes-cbc-256|aes-gcm-128|aes-gcm-256}]*",
        "Set encryption algorithm(s) for proposal", "DES", "3DES",
        "AES-CBC-128", "AES-CBC-192", "AES-CBC-256", "AES-GCM-128", "AES-GCM-256", "DES", "3DES", "AES-CBC-128",
        "AES-CBC-192", "AES-CBC-256",
        "AES-GCM-128", "AES-GCM-256");
    hashes(g, "integrity", "Set integrity hash algorithm(s) for proposal");
    hashes(g, "prf", "Set prf algorithm(s) for proposal");
    kept(g, PROPOSAL, "group {<1-24>} [<1-24>]*", "Set the Diffie-Hellman group(s)", "Diffie-Hellman group",
        "Diffie-Hellman group");
    g.line(POLICY, "proposal WORD", "Specify Proposal", "Name of the proposal").many().security().partial(NO_IKEV2);
    g.line(POLICY, "match address local {A.B.C.D|X:X:X:X::X}", "Match values of local fields", "Match local address",
        "Match local address",
        "Local address", "Local IPv6 address").many().security().partial(NO_IKEV2);
    g.line(POLICY, "match fvrf {any|WORD}", "Match values of local fields", "fvrf of the profile", "Any fvrf", "fvrf name")
        .slot("match fvrf")
        .security().partial(NO_IKEV2);
  }

  private static void hashes(Grammar g, String word, String help) {
    kept(g, PROPOSAL, word + " {md5|sha1|sha256|sha384|sha512} [{md5|sha1|sha256|sha384|sha512}]*", help, "Message Digest 5",
        "Secure Hash Standard", "Secure Hash Standard 2 (256 bit)", "Secure Hash Standard 2 (384 bit)",
        "Secure Hash Standard 2 (512 bit)",
        "Message Digest 5", "Secure Hash Standard", "Secure Hash Standard 2 (256 bit)", "Secure Hash Standard 2 (384 bit)",
        "Secure Hash Standard 2 (512 bit)");
  }

  private static void keyring(Grammar g) {
    g.line(KEYRING, "peer WORD:name", "Configure a Peer and associated keys", "Name of the peer block").opens(PEER).keyed(
        "name").security()
        .partial(NO_IKEV2);
    kept(g, PEER, "address A.B.C.D [A.B.C.D]", "Specify IPv4/IPv6 address of peer", "IPv4 address", "IPv4 mask");
    g.line(PEER, "address X:X:X:X::X/<0-128>", "Specify IPv4/IPv6 address of peer", "IPv6 prefix").slot("address")
        .partial(NO_IKEV2);
    kept(g, PEER, "hostname WORD", "Hostname of peer", "Hostname");
    kept(g, PEER, "description LINE", "Specify a description of this peer", "Description");
    kept(g, PEER, "identity {address {A.B.C.D|X:X:X:X::X}|fqdn [domain] WORD|email [domain] WORD|key-id WORD}",
        "Specify IKE identity to use",
        "Use address", "IPv4 address", "IPv6 address", "Fully qualified domain name", "Domain only", "Name",
        "Fully qualified email string",
        "Domain only", "Name", "Proprietary types of identification key", "Key");
    g.line(PEER, "pre-shared-key [0|6|hex] WORD", with("specify the pre-shared key")).slot("pre-shared-key").security()
        .partial(NO_IKEV2);
    g.line(PEER, "pre-shared-key {local|remote}:side [0|6|hex] WORD", with("specify the pre-shared key",
        "specify signing key",
        "specify verifying key")).slot("pre-shared-key side").keyed("side").security().partial(NO_IKEV2);
  }

  private static String[] with(String... first) {
    String[] all = java.util.Arrays.copyOf(first, first.length + SECRET.length);
    System.arraycopy(SECRET, 0, all, first.length, SECRET.length);
    return all;
  }

  private static void profile(Grammar g) {
    kept(g, PROFILE, "description LINE", "Specify a description of this profile", "Description");
    g.line(PROFILE,
        "match identity remote {address A.B.C.D [A.B.C.D]|address X:X:X:X::X/<0-128>|fqdn [domain] WORD|email "
        + "[domain] WORD|key-id WORD|any}",
        "Match values of peer", "Match identity", "Match remote identity", "IP Address(es)", "IPv4 address", "IPv4 mask",
        "IP Address(es)",
        "IPv6 prefix", "Fully qualified domain name", "Domain only", "Name", "Fully qualified email string", "Domain only",
        "Name",
        "Proprietary types of identification key", "Key", "Match any peer identity").many().security()
        .blankBehind(e -> e.words().contains("address")).partial(NO_IKEV2);
    g.line(PROFILE, "match fvrf {any|WORD}", "Match values of peer", "fvrf of the profile", "Any fvrf", "fvrf name").slot(
        "match fvrf").security()
        .partial(NO_IKEV2);
    g.line(PROFILE, "match certificate WORD", "Match values of peer", "Peer certificate attributes", "Certificate map name")
        .many().security()
        .partial(NO_IKEV2);
    g.line(PROFILE, "identity local {address A.B.C.D|fqdn WORD|email WORD|key-id WORD|dn}", "Specify IKE identity to use",
        "Specify local IKE identity to use", "address", "IPv4 address", "Fully qualified domain name", "Name",
        "Fully qualified email string", "Name",
        "Proprietary types of identification key", "Key", "Distinguished name").slot("identity local").security()
        .partial(NO_IKEV2);
    g.line(PROFILE, "authentication {local|remote}:side {pre-share|rsa-sig|ecdsa-sig}", "Set authentication method",
        "Set local authentication method",
        "Set remote authentication method", "Pre-Shared Key", "Rivest-Shamir-Adleman Signature", "ECDSA Signature").slot(
        "authentication").many()
        .security().partial(NO_IKEV2);
    g.line(PROFILE, "keyring local WORD", "Specify keyring to use", "Local keyring", "Keyring name").slot("keyring")
        .security().partial(NO_IKEV2);
    g.line(PROFILE, "pki trustpoint WORD [sign|verify]", "Specify certificate authorities to trust",
        "Specify trustpoints to use", "Trustpoint name",
        "Use it for signing", "Use it for verifying").many().security().partial(NO_IKEV2);
    g.line(PROFILE, "dpd <10-3600> <2-60> {on-demand|periodic}", "Enable IKE liveness check for peers",
        "DPD R-U-THERE interval",
        "DPD Retry Interval", "Send IKE liveness requests if no traffic", "Send IKE liveness requests periodically").slot(
        "dpd").partial(NO_IKEV2);
    kept(g, PROFILE, "lifetime <120-86400>", "Set lifetime for ISAKMP security association", "lifetime in seconds");
    kept(g, PROFILE, "ivrf WORD", "I-VRF of the profile", "VRF name");
    kept(g, PROFILE, "virtual-template <1-200>", "Specify the virtual-template for dynamic interface creation.",
        "Virtual-template number");
  }
}
