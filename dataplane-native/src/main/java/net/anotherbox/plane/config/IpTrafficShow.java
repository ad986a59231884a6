package net.anotherbox.plane.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;

/** {@code show ip traffic}: what the kernel has counted of IPv4, ICMP, UDP and TCP. */
final class IpTrafficShow {
  /** What the screen asks for, by the kernel's names; what it has not counted is 0. */
  private static final List<String> COUNTED = List.of("IpInReceives", "IpInDelivers", "IpInHdrErrors", "IpExtInCsumErrors",
      "IpInUnknownProtos", "IpInAddrErrors", "IpReasmOKs", "IpReasmTimeout", "IpReasmFails", "IpFragOKs", "IpFragCreates",
      "IpFragFails", "IpExtInBcastPkts", "IpExtOutBcastPkts", "IpExtInMcastPkts", "IpExtOutMcastPkts", "IpOutRequests",
      "IpForwDatagrams", "IpOutDiscards", "TcpExtIPReversePathFilter", "IpInDiscards", "IcmpInErrors", "IcmpInCsumErrors",
      "UdpInCsumErrors", "UdpNoPorts", "UdpOutDatagrams", "TcpInSegs", "TcpInCsumErrors", "TcpOutRsts", "TcpOutSegs");
  private static final List<String> MESSAGES = List.of("DestUnreachs", "TimeExcds", "ParmProbs", "SrcQuenchs", "Redirects",
      "Echos", "EchoReps", "Timestamps", "TimestampReps", "AddrMasks", "AddrMaskReps");
  private static final Screen SCREEN = Screen.load(IpTrafficShow.class, "ip-traffic.screen");

  private final KernelPort kernel;
  private final Personality personality;

  IpTrafficShow(KernelPort kernel, Personality personality) {
    this.kernel = kernel;
    this.personality = personality;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.exec("show ip traffic", this::traffic, "IP protocol statistics");
  }

  private void traffic(Execution x) {
    Map<String, Long> now = kernel.statistics();
    var f = new HashMap<String, Object>();
    for (String c : COUNTED) f.put(c, now.getOrDefault(c, 0L));
    for (String m : MESSAGES) for (String way : List.of("IcmpIn", "IcmpOut")) f.put(way + m, now.getOrDefault(way + m, 0L));
    f.put("noRoute", now.getOrDefault("IpOutNoRoutes", 0L) + now.getOrDefault("IpExtInNoRoutes", 0L));
    f.put("udpTotal", now.getOrDefault("UdpInDatagrams", 0L) + now.getOrDefault("UdpNoPorts", 0L)
        + now.getOrDefault("UdpInErrors", 0L));
    x.print(SCREEN.render(personality.release(), f));
  }
}
