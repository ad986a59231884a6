package net.anotherbox.shell.box;

import java.time.Duration;
import java.util.function.Function;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.shell.access.SshSettings;

/**
 * What a router serves to the network and this box does not: HTTP, SNMP, NTP, AAA. SSH is served; its fine settings are
 * fixed.
 */
final class ServersFeature implements Feature {
  private Line sshTimeout;
  private Line sshRetries;
  private Line scpServer;

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    http(g);
    ssh(g);
    aaa(g);
    others(g);
  }

  /** "no …" is true here; the line itself is not. */
  private static Function<Entry, Support> onlyOff(String reason) {
    return e -> e.negated() ? Support.ACTIVE : new Support.Partial(reason);
  }

  private static void http(Grammar g) {
    g.prefix(Mode.CONFIG, "ip http", "HTTP server configuration");
    String nothing = "no web server runs here: nothing listens";
    g.line(Mode.CONFIG, "ip http server", "Enable http server").negatable().security().support(onlyOff(nothing));
    g.line(Mode.CONFIG, "ip http secure-server", "Enable HTTP secure server").negatable().security()
        .support(onlyOff(nothing));
  }

  private void ssh(Grammar g) {
    g.prefix(Mode.CONFIG, "ip ssh", "Configure ssh options");
    String own = "the SSH server keeps its own settings";
    String start = "in force from the next start of the box";
    g.line(Mode.CONFIG, "ip ssh version {1|2}:version", "Specify protocol version to be supported", "Protocol version 1",
        "Protocol version 2")
        .slot("ip ssh version").clearsOnNo().security()
        .support(e -> e.required("version").equals("2") ? Support.ACTIVE
        : new Support.Partial("SSH version 2 is spoken, never 1"));
    sshTimeout = g.line(Mode.CONFIG, "ip ssh time-out <1-120>:seconds", "Specify SSH time-out interval",
        "SSH time-out interval (secs)")
        .slot("ip ssh time-out").clearsOnNo().security().partial(start);
    sshRetries = g.line(Mode.CONFIG, "ip ssh authentication-retries <0-5>:retries",
        "Specify number of authentication retries",
        "Number of authentication retries").slot("ip ssh authentication-retries").clearsOnNo().security().partial(start);
    g.line(Mode.CONFIG,
        "ip ssh "
        + "{break-string|client|dh|dscp|logging|maxstartups|port|precedence|pubkey-chain"
        + "|rsa|server|source-interface|stricthostkeycheck}:what [LINE]",
        "break-string", "Configuration for SSH client", "Diffie-Hellman", "IP DSCP value for SSH traffic",
        "Configure logging for SSH",
        "Maximum concurrent sessions allowed", "Starting (or only) Port number to listen on",
        "IP Precedence value for SSH traffic",
        "pubkey-chain", "Configure RSA keypair name for SSH", "SSH server parameters",
        "Specify interface for source address in SSH connections",
        "Enable SSH Server Authentication", "Its parameters").many().security().partial(own);
    scpServer = g.line(Mode.CONFIG, "ip scp server enable", "Scp commands", "SCP server", "Enable the SCP server")
        .security().active();
  }

  /** Whether files are copied over SSH. */
  boolean servesCopies(Section root) {
    return root.has(scpServer);
  }

  /** What the configuration says about the SSH server, over what it is otherwise. */
  SshSettings ssh(Section root, SshSettings otherwise) {
    return new SshSettings(otherwise.identification(), otherwise.legacy(),
        root.value(sshTimeout, "seconds").map(s -> Duration.ofSeconds(Long.parseLong(s))).orElse(otherwise.loginTimeout()),
        root.value(sshRetries, "retries").map(Integer::parseInt).orElse(otherwise.retries()), otherwise.hostKeyBits());
  }

  private static void aaa(Grammar g) {
    g.prefix(Mode.CONFIG, "aaa", "Authentication, Authorization and Accounting.");
    g.line(Mode.CONFIG, "aaa new-model", "Enable NEW access control commands and functions.(Disables OLD commands.)")
        .negatable().security()
        .support(onlyOff("the users and passwords of the lines go on; method lists and servers are not asked"));
    g.prefix(Mode.CONFIG, "login", "Enable secure login checking");
    g.prefix(Mode.CONFIG, "security", "Infra Security CLIs");
    g.line(Mode.CONFIG, "password encryption aes", "Configure encryption password (key)", "Encrypt system passwords",
        "Enable stronger (AES) password encryption").negatable().security()
        .support(onlyOff("keys stay readable in the configuration"));
  }

  private static void others(Grammar g) {
    g.prefix(Mode.CONFIG, "ntp", "Configure NTP");
    g.prefix(Mode.CONFIG, "sntp", "Configure SNTP");
    g.prefix(Mode.CONFIG, "snmp-server", "Modify SNMP engine parameters");
    g.line(Mode.CONFIG, "cdp run", "Global CDP configuration subcommands", "Enable CDP").onByDefault()
        .support(onlyOff("no CDP is spoken"));
  }
}
