package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
  @Test
  void aCounterIsNamedByItsFamilyAndItsColumn() {
    var found = new HashMap<String, Long>();
    Counters.into(found, List.of("Ip: Forwarding InReceives", "Ip: 1 27", "IpExt: InNoRoutes OutBcastPkts", "IpExt: 3 52"));
    assertEquals(Map.of("IpForwarding", 1L, "IpInReceives", 27L, "IpExtInNoRoutes", 3L, "IpExtOutBcastPkts", 52L), found);
  }

  @Test
  void theKernelsFilesHaveThem() {
    assertTrue(Counters.read().keySet().containsAll(List.of("IpInReceives", "IcmpInEchos", "TcpInSegs", "UdpNoPorts",
        "IpExtInMcastPkts")));
  }
}
