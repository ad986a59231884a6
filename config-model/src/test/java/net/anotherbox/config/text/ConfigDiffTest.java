package net.anotherbox.config.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConfigDiffTest {
  private static ConfigDiff diff(String old, String now) {
    return new ConfigDiff(old, now, false);
  }

  @Test
  void saysWhatComesAndWhatGoesUnderTheLinesThatOpenItsMode() {
    var d = diff("hostname a\ninterface Ethernet0\n shutdown\nend\n", "hostname b\ninterface Ethernet0\n mtu 1400\nend\n");
    assertEquals("+hostname b\ninterface Ethernet0\n +mtu 1400\n-hostname a\ninterface Ethernet0\n -shutdown\n", d.contextual());
  }

  @Test
  void anEndWithinATextIsNotTheEndOfTheConfiguration() {
    for (String text : new String[] {"banner motd #\nend\n#\n", "crypto pki certificate chain a\n certificate 01\nend\n  quit\n",
        "aaa authentication banner ^C\nend\n^C\n", "macro name m\nend\n@\n"}) {
      assertEquals("+hostname b\n-hostname a\n", diff(text + "hostname a\nend\n", text + "hostname b\nend\n").contextual());
    }
  }

  @Test
  void aCertificateInAFileHasNoTextBehindIt() {
    String chain = "crypto pki certificate chain a\n certificate self-signed 01 nvram:a.cer\n";
    assertEquals("+hostname b\n", diff(chain + "end\n", chain + "hostname b\nend\n").contextual());
  }

  @Test
  void theOrderMattersInAccessListsOnly() {
    assertTrue(diff("username a\nusername b\nend\n", "username b\nusername a\nend\n").isEmpty());
    assertEquals("ip access-list extended x\n !permit ip any any\n", diff("ip access-list extended x\n permit ip any any\n"
        + " deny ip any any\nend\n", "ip access-list extended x\n deny ip any any\n permit ip any any\nend\n").contextual());
  }
}
