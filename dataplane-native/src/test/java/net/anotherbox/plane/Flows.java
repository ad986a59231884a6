package net.anotherbox.plane;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/** Flow tables and SAs for tests, in few words. */
public final class Flows {
  private Flows() {}

  public static PacketMatch match(int protocol, String source, int sourcePort, String destination, int destinationPort) {
    return PacketMatch.proxy(protocol, Ipv4Prefix.of(source), sourcePort, Ipv4Prefix.of(destination), destinationPort);
  }

  public static Rule permit(long ident, PacketMatch match) {
    return new Rule(true, match, List.of(new Ident(ident, match)));
  }

  public static Rule deny(PacketMatch match) {
    return new Rule(false, match, List.of());
  }

  public static Entry entry(int sequence, Rule... rules) {
    return new Entry(sequence, List.of(rules));
  }

  public static FlowTable table(String interfaceName, String link, String local, Entry... entries) {
    return new FlowTable(List.of(new InterfaceMap(interfaceName, link, "MAP", Ipv4.of(local), List.of(entries))));
  }

  /** An SA whose keys follow from its SPI, so that both ends of a test make the same. */
  public static SaSpec sa(long handle, long ident, boolean inbound, int spi, String local, String remote, Cipher cipher,
      Integrity integrity) {
    byte[] key = new byte[cipher.keyBytes];
    byte[] mac = new byte[integrity.keyBytes];
    for (int i = 0; i < key.length; i++) key[i] = (byte) (spi * 31 + i * 7 + 3);
    Arrays.fill(mac, (byte) (spi + 1));
    var esp = new SaSpec.Esp(spi, cipher, key, integrity, mac);
    return new SaSpec(handle, ident, inbound, address(local), address(remote), true, Optional.of(esp), Optional.empty(),
        Optional.empty(), true, 0, 0, 64, 1500);
  }

  /** The same SA with other limits, window and mode. */
  public static SaSpec with(SaSpec s, boolean tunnel, long softKilobytes, long hardKilobytes) {
    return new SaSpec(s.handle(), s.ident(), s.inbound(), s.local(), s.remote(), tunnel, s.esp(), s.ah(), s.udp(),
        s.keepSelectors(), softKilobytes, hardKilobytes, s.replayWindow(), s.outerMtu());
  }

  private static Address address(String text) {
    return text.contains(":") ? Ipv6.of(text) : Ipv4.of(text);
  }

  /** The same SA with AH around it. */
  public static SaSpec inAh(SaSpec s, Integrity integrity) {
    byte[] key = new byte[integrity.keyBytes];
    Arrays.fill(key, (byte) (s.spi() + 2));
    return new SaSpec(s.handle(), s.ident(), s.inbound(), s.local(), s.remote(), s.tunnel(), s.esp(),
        Optional.of(new SaSpec.Ah(s.spi(), integrity, key)), s.udp(), s.keepSelectors(), 0, 0, s.replayWindow(),
        s.outerMtu());
  }

  /** The same SA with AH alone. */
  public static SaSpec ahOnly(SaSpec s, Integrity integrity) {
    SaSpec both = inAh(s, integrity);
    return new SaSpec(s.handle(), s.ident(), s.inbound(), s.local(), s.remote(), s.tunnel(), Optional.empty(), both.ah(),
        s.udp(), s.keepSelectors(), 0, 0, s.replayWindow(), s.outerMtu());
  }

  /** The same SA in UDP. */
  public static SaSpec inUdp(SaSpec s, int localPort, int remotePort) {
    return new SaSpec(s.handle(), s.ident(), s.inbound(), s.local(), s.remote(), s.tunnel(), s.esp(), s.ah(),
        Optional.of(new SaSpec.UdpEncapsulation(localPort, remotePort)), s.keepSelectors(), 0, 0, s.replayWindow(),
        s.outerMtu());
  }

  /** A match by address and wildcard only in part of its bits, and everything else given. */
  public static PacketMatch full(int protocol, int source, int sourceWildcard, Ports sourcePorts, int destination,
      int destinationWildcard, Ports destinationPorts, int icmpType, int icmpCode, boolean established, boolean fragments,
      int dscp, int precedence, int tos) {
    return new PacketMatch(protocol, new Ipv4(source), new Ipv4(sourceWildcard), sourcePorts, new Ipv4(destination),
        new Ipv4(destinationWildcard), destinationPorts, icmpType, icmpCode, established, fragments, dscp, precedence, tos);
  }
}
