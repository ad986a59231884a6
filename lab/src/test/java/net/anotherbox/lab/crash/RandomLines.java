package net.anotherbox.lab.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lines of configuration as somebody might type them who cannot make up his mind: few names, so that lines meet, replace and
 * remove each other. What would lock the tester out of the console is not among them, nor are the numbers of access list
 * entries: a router does not keep them over a restart.
 */
final class RandomLines {
  /** {@code <n>} is a number from 0 to n-1, {@code {a|b}} one of these, {@code @} an address, {@code %} a network. */
  private static final List<String> GLOBAL = List.of(
      "hostname R<9>", "service password-encryption", "no service password-encryption",
      "service timestamps {log|debug} {uptime|datetime msec|datetime localtime}", "no service timestamps log",
          "service tcp-keepalives-in",
      "ip domain-name lab<3>.example", "no ip domain-name", "ip domain-lookup", "no ip domain-lookup", "ip name-server @",
          "ip cef", "no ip cef",
      "ip subnet-zero", "no ip subnet-zero", "ip classless", "ip http server", "no ip http server",
          "clock timezone {CET 1|UTC 0|EST -5}",
      "logging buffered {4096|8192 debugging|informational}", "no logging buffered", "ntp server @",
          "snmp-server community public<3> RO",
      "access-list <4> {permit|deny} {any|host @|% 0.0.0.255}",
          "access-list 10<4> {permit|deny} ip % 0.0.0.255 {any|% 0.0.0.255}",
      "access-list 10<4> {permit|deny} {tcp|udp} any {any|host @} eq {500|www|22}", "access-list 10<4> remark note <99>",
          "no access-list 10<4>",
      "no access-list <4>", "ip access-list {extended E<3>|standard S<3>}", "ip access-list extended E<3>",
          "no ip access-list extended E<3>",
      "ip route % 255.255.255.0 {@|Null0|Loopback<3>}", "ip route 0.0.0.0 0.0.0.0 @ {|<200>}",
          "no ip route % 255.255.255.0 @",
      "no ip route 0.0.0.0 0.0.0.0", "ip nat inside source list <4> interface FastEthernet0/<2> overload",
          "ip nat inside source static @ @",
      "no ip nat inside source list <4> interface FastEthernet0/<2> overload",
      "crypto isakmp policy <4>0", "crypto isakmp policy 1", "no crypto isakmp policy <4>0",
          "crypto isakmp key key<9> address @",
      "no crypto isakmp key key<9> address @", "crypto isakmp key {0 |6 |}k<9> address 0.0.0.0 0.0.0.0",
          "crypto isakmp keepalive <60>",
      "no crypto isakmp enable", "crypto isakmp enable",
          "crypto ipsec transform-set T<3> esp-{3des|des|aes|aes 256} esp-{sha|md5}-hmac",
      "no crypto ipsec transform-set T<3>", "crypto ipsec security-association lifetime seconds 3<9>00",
          "crypto map M<2> <4>0 ipsec-isakmp",
      "crypto map M<2> <4>0 ipsec-isakmp", "crypto map M<2> 90 ipsec-isakmp dynamic D<2>", "no crypto map M<2> <4>0",
          "no crypto map M<2>",
      "crypto dynamic-map D<2> <3>0", "no crypto dynamic-map D<2> <3>0", "crypto ipsec profile P<2>",
          "no crypto ipsec profile P<2>",
      "username u<5> privilege {1|15} {password|secret|secret 0} w<99>", "username u<5> password 7 02050D480809",
          "username u<5> nopassword",
      "username u<5> privilege <16>", "no username u<5>", "enable {secret|password} alpha", "no enable {secret|password}",
      "banner {motd|login|exec} #line <9>#", "banner {motd|login} $\nWelcome <9>\n  to the box $",
          "no banner {motd|login|exec}",
      "router eigrp <3>", "router ospf <3>", "router rip", "no router {eigrp <3>|rip}", "line vty 0 4", "line vty 5 15",
          "no line vty 5 15",
      "interface Loopback<4>", "interface FastEthernet0/<2>", "interface FastEthernet1/0", "interface Tunnel<3>",
          "no interface Loopback<4>",
      "no interface Tunnel<3>", "default interface FastEthernet0/<2>", "frobnicate <9>", "ip address @ 255.255.255.0",
          "no", "interface", "ip access-list",
      "end of the world");

  private static final List<List<String>> BODIES = List.of(
      List.of("interface ",
          "ip address @ 255.255.255.{0|252|255}", "ip address @ 255.255.255.0 secondary", "no ip address",
              "description text <99> of it",
          "no description", "shutdown", "no shutdown", "ip mtu 1<4>00", "mtu 1<6>00", "crypto map M<2>", "no crypto map",
              "ip nat {inside|outside}",
          "no ip nat inside", "ip access-group {10<4>|E<3>|<4>} {in|out}", "no ip access-group E<3> in",
              "speed {10|100|auto}", "duplex {full|half|auto}",
          "no speed", "tunnel source {@|FastEthernet0/<2>}", "tunnel destination @", "no tunnel source",
              "ip tcp adjust-mss 13<9>0", "no ip redirects",
          "tunnel protection ipsec profile P<2>", "bandwidth <999>", "ipv6 address 2001:DB8::<9>/64"),
      List.of("ip access-list ",
          "{permit|deny} ip % 0.0.0.255 any", "permit {tcp|udp} any host @ eq <999>", "permit %", "no permit %",
              "deny ip any any log",
          "remark about <9>", "no deny ip any any log", "permit icmp any any {echo|echo-reply|unreachable}"),
      List.of("crypto isakmp policy ",
          "encr {3des|des|aes|aes 192}", "hash {md5|sha}", "group {1|2|5}", "no group",
              "authentication {pre-share|rsa-sig}", "lifetime <9>600", "no encr",
          "no lifetime", "default hash"),
      List.of("crypto ipsec transform-set ", "mode {transport|tunnel}", "no mode"),
      List.of("crypto map ",
          "set peer @", "no set peer @", "set transform-set T<3>", "set transform-set T0 T1",
              "match address {10<4>|E<3>}", "no match address",
          "set pfs group{1|2|5}", "no set pfs", "set security-association lifetime {seconds <9>200|kilobytes <9>0000}",
              "description map <9>"),
      List.of("crypto dynamic-map ", "set transform-set T<3>", "set peer @", "match address 10<4>", "set pfs group2",
          "no set pfs"),
      List.of("crypto ipsec profile ", "set transform-set T<3>", "no set transform-set", "set pfs group{1|2}"),
      List.of("router ", "network % {|0.0.0.255}", "no network %", "no auto-summary", "auto-summary",
          "passive-interface Loopback<3>"),
      List.of("line vty ",
          "login", "login local", "no login", "password w<9>", "no password", "transport input {ssh|telnet|all|none}",
              "exec-timeout <9> 0", "no exec-timeout",
          "privilege level <16>", "length <99>", "logging synchronous"));

  private final SplittableRandom random;
  private List<String> body = List.of();

  RandomLines(SplittableRandom random) {
    this.random = random;
  }

  /** Outside of all modes again. */
  void restart() {
    body = List.of();
  }

  /** One line, or several if it goes on. @param inSubmode whether "exit" would not leave the configuration mode */
  String next(boolean inSubmode) {
    if (inSubmode && random.nextInt(25) == 0) return "exit";
    if (!body.isEmpty() && random.nextInt(4) != 0) return " " + made(body.get(random.nextInt(body.size())));
    String line = made(GLOBAL.get(random.nextInt(GLOBAL.size())));
    for (List<String> b : BODIES) if (line.startsWith(b.get(0))) body = b.subList(1, b.size());
    return line;
  }

  /**
   * The release somebody brings with the first line he pastes. Not in the midst of it all: that a line which the release has
   * anyway was typed again is forgotten with the boot, and shows when the release changes.
   */
  String version() {
    return made("version {12.2|12.3|12.4|15.1|15.2}");
  }

  private String made(String template) {
    var out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      int end = template.indexOf(c == '<' ? '>' : '}', i);
      switch (c) {
        case '@' -> out.append(random.nextInt(2) == 0 ? "10.1." : "192.0.").append(random.nextInt(4)).append('.')
            .append(1 + random.nextInt(9));
        case '%' -> out.append("10.").append(random.nextInt(3)).append('.').append(random.nextInt(3)).append(".0");
        case '<' -> {
          out.append(random.nextInt(Integer.parseInt(template.substring(i + 1, end))));
          i = end;
        }
        case '{' -> {
          var choices = new ArrayList<>(List.of(template.substring(i + 1, end).split("\\|", -1)));
          out.append(made(choices.get(random.nextInt(choices.size()))));
          i = end;
        }
        default -> out.append(c);
      }
    }
    return out.toString().stripTrailing();
  }
}
