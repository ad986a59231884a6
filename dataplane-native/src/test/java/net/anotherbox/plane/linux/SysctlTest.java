package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SysctlTest {
  @Test
  void aValueOfSeveralDigitsIsReadWhole() {
    String ports = Sysctl.read("ipv4/ip_local_port_range").orElseThrow();
    assertTrue(ports.matches("\\d{1,5}\\s+\\d{2,5}"), ports);
    assertTrue(Integer.parseInt(Sysctl.read("ipv4/tcp_fin_timeout").orElseThrow()) >= 10);
  }

  @Test
  void whatThisKernelHasNotIsNothing() {
    assertEquals(Optional.empty(), Sysctl.read("ipv4/no_such_setting"));
  }
}
