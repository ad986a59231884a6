package net.anotherbox.lab.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * A configuration of a site that has grown for years: loopbacks, static routes over a port and access lists, of which two
 * filter on the port. The port is FastEthernet0/0 in the network 10.0.0.0/24.
 */
public record LargeConfiguration(int loopbacks, int routes, int listLines) {
  private static final int LINES_OF_A_LIST = 1_000;

  /** 14,000 lines and those that end an interface. */
  public static final LargeConfiguration USUAL = new LargeConfiguration(1_000, 10_000, 3_000);

  /** @param user may log in with the password, at level 15 */
  public List<String> lines(String user, String password) {
    var text = new ArrayList<String>(List.of("hostname Large", "!", "username " + user + " privilege 15 password 0 "
        + password, "!"));
    for (int i = 0; i < loopbacks; i++) text.addAll(List.of("interface Loopback" + i,
        " ip address 10." + (100 + i / 250) + "." + i % 250 + ".1 255.255.255.0", "!"));
    text.addAll(List.of("interface FastEthernet0/0", " ip address 10.0.0.1 255.255.255.0", " ip access-group 100 in",
        " ip access-group 101 out", "!"));
    for (int i = 0; i < routes; i++) text.add("ip route 172." + (16 + i / 65_536) + "." + i / 256 % 256 + "." + i % 256
        + " 255.255.255.255 10.0.0." + (2 + i % 200));
    text.add("!");
    for (int i = 0; i < listLines; i++) text.add(listLine(i));
    text.addAll(List.of("!", "line vty 0 4", " login local", " transport input ssh", "!"));
    return text;
  }

  private static String listLine(int i) {
    String list = "access-list " + (100 + i / LINES_OF_A_LIST);
    if (i % LINES_OF_A_LIST == LINES_OF_A_LIST - 1) return list + " permit ip any any";
    String from = "192.168." + i / 250 % 250 + "." + i % 250;
    return switch (i % 4) {
      case 0 -> list + " permit tcp host " + from + " any eq 443";
      case 1 -> list + " deny udp host " + from + " 10.0.0.0 0.0.0.255 range 2000 3000";
      case 2 -> list + " permit icmp host " + from + " any echo";
      default -> list + " deny ip host " + from + " 172.16.0.0 0.15.255.255";
    };
  }
}
