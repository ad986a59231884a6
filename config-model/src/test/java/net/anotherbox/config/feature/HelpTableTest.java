package net.anotherbox.config.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelpTableTest {
  private final HelpTable table = new HelpTable(List.of("mode config", "arp   Set a static ARP entry", "guestshell -",
      "after ip", "arp   IP ARP global configuration", "after ip dhcp", "class  Configure DHCP classes", "use -",
      "mode interface", "arp   Set arp type"));

  @Test
  void aWordHasTheHelpOfItsModeAndOfTheWordsBefore() {
    assertEquals(Optional.of("Set a static ARP entry"), table.of("config", List.of("arp"), 0));
    assertEquals(Optional.of("Set arp type"), table.of("interface", List.of("arp"), 0));
    assertEquals(Optional.of("IP ARP global configuration"), table.of("config", List.of("ip", "arp"), 1));
    assertEquals(Optional.of("Configure DHCP classes"), table.of("config", List.of("ip", "dhcp", "class"), 2));
    assertEquals(Optional.empty(), table.of("config", List.of("logging", "arp"), 1));
  }

  @Test
  void anAlternativeHasTheHelpThatItsFirstWordGives() {
    assertEquals(Optional.of("IP ARP global configuration"), table.of("config", List.of("ip", "other", "arp"), 2));
  }

  @Test
  void whatIsNotListedIsKnownByItsFirstWords() {
    assertTrue(table.unlisted("config", List.of("guestshell", "WORD")));
    assertTrue(table.unlisted("config", List.of("ip", "dhcp", "use", "vrf")));
    assertFalse(table.unlisted("interface", List.of("guestshell")));
    assertFalse(table.unlisted("config", List.of("ip", "dhcp", "class", "use")));
  }

  @Test
  void refusesAWordTwice() {
    assertThrows(IllegalArgumentException.class, () -> new HelpTable(List.of("mode config", "a  One", "a  Two")));
  }
}
