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

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    http(g);
    ssh(g);
    keys(g);
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
    g.line(Mode.CONFIG,
        "ip http "
        + "{access-class|authentication|client|max-connections|path|port|secure-port"
        + "|secure-trustpoint|timeout-policy}:what LINE",
        "Restrict http server access by access-class", "Set http server authentication method", "Set http client parameters",
        "Set maximum number of concurrent http server connections", "Set base path for HTML", "Set http server port",
        "Set http secure server port number for listening", "Set http secure server certificate trustpoint",
        "Set http server time-out policy parameters", "Its parameters").slot("ip http").keyed("what").kept(nothing);
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
    g.line(Mode.CONFIG, "ip scp server enable", "Scp commands", "SCP server", "Enable the SCP server").negatable().security()
        .support(onlyOff("no files are copied over SSH"));
  }

  /** What the configuration says about the SSH server, over what it is otherwise. */
  SshSettings ssh(Section root, SshSettings otherwise) {
    return new SshSettings(otherwise.identification(), otherwise.legacy(),
        root.value(sshTimeout, "seconds").map(s -> Duration.ofSeconds(Long.parseLong(s))).orElse(otherwise.loginTimeout()),
        root.value(sshRetries, "retries").map(Integer::parseInt).orElse(otherwise.retries()), otherwise.hostKeyBits());
  }

  private static void keys(Grammar g) {
    g.line(Mode.CONFIG, "password encryption aes", "Configure encryption password (key)", "Encrypt system passwords",
        "Enable stronger (AES) password encryption").negatable().security()
        .support(onlyOff("keys stay readable in the configuration"));
    g.line(Mode.CONFIG, "privilege {configure|exec|interface|line}:mode LINE", "Command privilege parameters",
        "Global configuration mode",
        "Exec mode", "Interface configuration mode", "Line configuration mode", "Level and command").many().security()
        .partial("commands keep their own levels");
  }

  private static void others(Grammar g) {
    g.prefix(Mode.CONFIG, "ntp", "Configure NTP");
    g.prefix(Mode.CONFIG, "sntp", "Configure SNTP");
    String snmp = "no SNMP agent runs here: nothing listens and no traps are sent";
    g.line(Mode.CONFIG, "snmp-server LINE", "Modify SNMP engine parameters", "Its parameters").many()
        .support(onlyOff(snmp));
    String ntp = "the clock is the host's: no server is asked and nobody is answered";
    g.line(Mode.CONFIG,
        "ntp "
        + "{access-group|authenticate|authentication-key|broadcastdelay|clock-period|logging|master"
        + "|max-associations|peer|server|source|trusted-key|update-calendar}:what [LINE]",
        "Control NTP access", "Authenticate time sources", "Authentication key for trusted time sources",
        "Estimated round-trip delay",
        "Length of hardware clock tick", "Enable NTP message logging", "Act as NTP master clock",
        "Set maximum number of associations",
        "Configure NTP peer", "Configure NTP server", "Configure interface for source address",
        "Key numbers for trusted time sources",
        "Periodically update calendar with NTP time", "Its parameters").many().partial(ntp);
    g.line(Mode.CONFIG, "sntp {broadcast|logging|multicast|server|source-interface}:what [LINE]",
        "Configure SNTP broadcast client",
        "Enable SNTP message logging", "Configure SNTP multicast", "Configure SNTP server", "Specify source interface",
        "Its parameters")
        .many().partial(ntp);
    g.line(Mode.CONFIG, "cdp run", "Global CDP configuration subcommands", "Enable CDP").onByDefault()
        .support(onlyOff("no CDP is spoken"));
    g.line(Mode.CONFIG, "cdp {advertise-v2|holdtime|log|source-interface|timer}:what [LINE]",
        "Global CDP configuration subcommands",
        "CDP sends version-2 advertisements", "Specify the holdtime (in sec) to be sent in packets",
        "Log messages generated by CDP",
        "Insert the interface's IP in all CDP packets", "Specify the rate at which CDP packets are sent (in sec)",
        "Its parameters")
        .slot("cdp").many().negatable().kept("no CDP is spoken");
  }
}
