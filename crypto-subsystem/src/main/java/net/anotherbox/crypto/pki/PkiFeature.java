package net.anotherbox.crypto.pki;

import java.util.ArrayList;
import java.util.Optional;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;

/** {@code crypto pki} and {@code crypto ca}: kept, without effect. */
public final class PkiFeature implements Feature {
  private static final Mode TRUSTPOINT = new Mode("ca-trustpoint", "ca-trustpoint", "CA Trustpoint Configuration Commands:");
  private static final Mode CHAIN = new Mode("config-cert-chain", "config-cert-chain", "Certificate chain commands:");
  private static final String NO_CERTIFICATES = "there are no certificates: peers are authenticated by pre-shared keys only";

  @Override
  public void declare(Grammar g) {
    trustpoint(g, "pki", "Public Key components");
    trustpoint(g, "ca", "Certification authority");
    kept(g, TRUSTPOINT, "enrollment {selfsigned|terminal|url WORD|mode ra|retry count <1-100>|retry period <1-60>}",
        "Enrollment parameters",
        "Generate self-signed certificate", "Enroll via the terminal (cut-and-paste)", "CA server enrollment URL", "URL",
        "Mode supported by the CA",
        "Registration authority", "Polling parameters", "Number of tries", "Number", "Polling parameters",
        "Time between tries", "Minutes");
    kept(g, TRUSTPOINT, "serial-number [none]", "Include the router serial number", "Do not ask for it");
    kept(g, TRUSTPOINT, "ip-address {none|A.B.C.D|IFNAME}", "Include ip address", "Do not ask for it", "IP address",
        "interface");
    kept(g, TRUSTPOINT, "fqdn {none|WORD}", "Include fully-qualified domain name", "Do not ask for it", "Name");
    kept(g, TRUSTPOINT, "subject-name LINE", "Subject Name", "Subject name");
    kept(g, TRUSTPOINT, "revocation-check {{none|crl|ocsp}}*", "Revocation checking options", "Ignore revocation check",
        "Revocation check by CRL",
        "Revocation check by OCSP");
    kept(g, TRUSTPOINT, "rsakeypair WORD [<360-4096>] [<360-4096>]", "Specify rsakeypair for this identity",
        "RSA keypair label", "Keypair size",
        "Encryption keypair size");
    kept(g, TRUSTPOINT, "crl optional", "CRL options", "Accept peers without a CRL");
    kept(g, TRUSTPOINT, "auto-enroll [<1-100>] [regenerate]", "Automatically enroll this router identity",
        "Percentage of lifetime", "Regenerate keys");
    kept(g, TRUSTPOINT, "usage {ike|ssl-client|ssl-server}", "Certificate Usage", "For IKE", "For SSL clients",
        "For SSL servers");
    certificates(g);
    g.line(Mode.CONFIG, "crypto pki token default removal timeout <0-480>:seconds", "Public Key components",
        "Configure cryptographic token",
        "Default token", "Removal", "Timeout", "Seconds").slot("crypto pki token").kept("there are no tokens");
    g.line(Mode.CONFIG, "crypto engine accelerator [<0-10>]", "Enter a crypto engine configurable menu",
        "Enable hardware engine", "Slot")
        .slot("crypto engine").kept("there is no other engine");
  }

  private static void trustpoint(Grammar g, String word, String help) {
    g.prefix(Mode.CONFIG, "crypto " + word, help);
    g.line(Mode.CONFIG, "crypto " + word + " trustpoint WORD:name", "Define a CA trustpoint", "CA Server Name")
        .opens(TRUSTPOINT).keyed("name")
        .slot("crypto pki trustpoint").security().rewrite(PkiFeature::pki)
        .printed("12.2 |crypto ca trustpoint {name}|", "12.4 |crypto pki trustpoint {name}|").partial(NO_CERTIFICATES);
    g.prefix(Mode.CONFIG, "crypto " + word + " certificate", "Actions on certificates");
    g.line(Mode.CONFIG, "crypto " + word + " certificate chain WORD:name", "Identify certificates", "CA Server Name")
        .opens(CHAIN).keyed("name")
        .slot("crypto pki certificate chain").security().rewrite(PkiFeature::pki)
        .printed("12.2 |crypto ca certificate chain {name}|", "12.4 |crypto pki certificate chain {name}|")
        .partial(NO_CERTIFICATES);
  }

  /** "crypto ca" and "crypto pki" are the same line. */
  private static Matched pki(Matched m) {
    var words = new ArrayList<>(m.words());
    words.set(1, "pki");
    return m.withWords(words);
  }

  private static Line kept(Grammar g, Mode mode, String syntax, String... help) {
    return g.line(mode, syntax, help).slot(syntax.split(" ")[0]).security().partial(NO_CERTIFICATES);
  }

  /** The certificate's hexadecimal lines follow, up to "quit". */
  private static void certificates(Grammar g) {
    String slot = "certificate";
    g.line(CHAIN, "certificate WORD:serial", "Add certificate", "Serial number (hex)").slot(slot).keyed("serial").security()
        .block(m -> Optional.of("quit")).printed("|certificate {serial}\n{block}quit|").partial(NO_CERTIFICATES);
    // Where the certificate itself lies in a file, IOS prints the file.
    g.line(CHAIN, "certificate [self-signed|ca]:kind WORD:serial WORD:file", "Add certificate", "Self-signed certificate",
        "CA certificate",
        "Serial number (hex)", "File of the certificate").slot(slot).keyed("kind", "serial").security()
        .partial(NO_CERTIFICATES);
    g.line(CHAIN, "certificate {self-signed|ca}:kind WORD:serial", "Add certificate", "Self-signed certificate",
        "CA certificate",
        "Serial number (hex)").slot(slot).keyed("kind", "serial").security().block(m -> Optional.of("quit"))
        .printed("|certificate {kind} {serial}\n{block}quit|").partial(NO_CERTIFICATES);
  }
}
