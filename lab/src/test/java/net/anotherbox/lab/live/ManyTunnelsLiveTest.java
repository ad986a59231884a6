package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import net.anotherbox.lab.scale.TunnelBench;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ./bench tunnels} measures, with ten: here it is only asked whether all come up and all shows have them. */
@Tag("netns")
@Timeout(180)
class ManyTunnelsLiveTest {
  @Test
  void tenProtectedTunnelsComeUpAndAreShown() {
    assumeTrue(Namespaces.isRoot(), "needs root");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var ran = Namespaces.run(170, "unshare", "--net", java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), TunnelBench.class.getName(), "10");
    assertEquals(0, ran.status(), ran.out());
    assertTrue(ran.out().contains("show crypto session brief") && ran.out().contains("10 of 10"), ran.out());
  }
}
