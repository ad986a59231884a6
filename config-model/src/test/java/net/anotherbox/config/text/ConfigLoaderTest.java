package net.anotherbox.config.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
  private static final Mode INTERFACE = new Mode("interface", "config-if", "Interface configuration commands:");

  private final Personality personality = new Personality(Release.R12_4, Platform.C3725);
  private final Grammar g = new Grammar(personality);
  private final Configuration configuration = new Configuration();

  @BeforeEach
  void declareSomeLines() {
    g.line(Mode.CONFIG, "hostname WORD", "Set system's network name", "This system's network name").active();
    g.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "interface").opens(INTERFACE)
        .keyed("name").active();
    g.line(INTERFACE, "shutdown", "Shutdown the selected interface").active();
    g.line(INTERFACE, "description LINE", "Interface specific description", "Text").active();
  }

  private List<String> rejected(String text) {
    var editor = new ConfigEditor(g, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    return ConfigLoader.load(text, editor).stream().map(r -> r.number() + ":" + r.line()).toList();
  }

  private String running() {
    return new RunningConfig(new ConfigOrder(List.of())).render(configuration.current(), Release.R12_4);
  }

  @Test
  void whatStandsUnderARejectedLineGoesNowhere() {
    assertEquals(List.of("3:interface Toaster0", "5: shutdown"), rejected("""
        interface Ethernet0/0
         description up
        interface Toaster0
         !
         shutdown
        hostname a
        """));
    assertEquals("!\ninterface Ethernet0/0\n description up\nhostname a\nend\n", running());
  }

  @Test
  void headersPromptLinesAndLineEndsOfAllKindsAreNoMatter() {
    assertEquals(List.of(), rejected("\r\nBuilding configuration...\r\n\r\nCurrent configuration : 12 bytes\r\n!\r\n"
        + "! Last configuration change at 10:00:00 UTC Mon Mar 1 1993\r\n\thostname\t a \t\r\ninterface Ethernet0/0\r shutdown"
        + "\nend\nhostname b\n"));
    assertEquals("!\nhostname a\ninterface Ethernet0/0\n shutdown\nend\n", running());
  }
}
