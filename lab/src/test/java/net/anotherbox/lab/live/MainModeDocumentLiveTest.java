package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import net.anotherbox.crypto.Document;
import net.anotherbox.lab.IkeScenario;
import net.anotherbox.lab.MainModeDocument;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The main mode document over a real link of IPv6: both routers are processes of their own, and each says its half of it.
 */
@Tag("netns")
@Timeout(120)
class MainModeDocumentLiveTest {
  private static final String MORE = """
      hostname Router
      username admin privilege 15 secret lab-only
      logging buffered 1000000 debugging
      no logging console
      line vty 0 4
       login local
      end
      """;
  private static final String PROTECTION = " tunnel protection ipsec profile PRO\n";

  private static String configuration(String name) throws IOException {
    try (InputStream in = IkeScenario.class.getResourceAsStream("seed-001/" + name + ".cfg")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceFirst("(?m)^end$", "") + MORE;
    }
  }

  private static void router(Namespaces net, String namespace, String config) throws Exception {
    Path startup = Files.writeString(net.scratch().resolve(namespace + ".cfg"), config);
    net.start("READY ssh=", net.scratch().resolve(namespace + ".log").toFile(), net.inside(namespace,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "net.anotherbox.box.Main",
        "--headless", "--print-ready", "--state", net.scratch().resolve("state-" + namespace).toString(), "--platform",
        "3640", "--release", "15.2", "--startup-config", startup.toString(), "--port", "Ethernet0/0=eth0"));
  }

  /** What it has said from the first line with these words on, without the time. */
  private static List<String> said(BoxConsole box, String from) throws IOException {
    String log = box.type("show logging");
    int begin = log.indexOf(from);
    assertTrue(begin >= 0, log);
    var stamp = Pattern.compile("(?m)^\\*?[A-Z][a-z]{2} +\\d+ [\\d:.]+: ");
    return MainModeDocument.comparable(stamp.matcher(log.substring(log.lastIndexOf('\n', begin) + 1)).replaceAll("")
        .stripTrailing().lines().toList());
  }

  /** R3 waits to be called, as R3 of the document had come to when R2 was switched on. */
  @Test
  void bothRoutersSayTheDocumentLineForLine() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    try (var net = new Namespaces()) {
      net.make("r", "q");
      net.join("r", "eth0", "", "q", "eth0", "");
      String r2 = configuration("r2").replace(PROTECTION, "");
      String r3 = configuration("r3").replace("crypto ipsec profile PRO\n", "crypto ipsec profile PRO\n responder-only\n");
      net.together(() -> router(net, "r", r2), () -> router(net, "q", r3));
      try (var first = new BoxConsole(net, "r"); var second = new BoxConsole(net, "q")) {
        Namespaces.await(30, "the link", () -> first.shows("ping 2001:DB8::3 repeat 1 timeout 1").contains("100 percent"));
        for (var box : List.of(first, second)) for (var what : List.of("isakmp", "ipsec")) box.type("debug crypto " + what);
        first.configure("interface Tunnel23\n" + PROTECTION.strip());
        for (var box : List.of(first, second)) Namespaces.await(30, "the tunnel",
            () -> box.shows("show interfaces Tunnel23 | include line").contains("line protocol is up"));
        Document.of("main-mode/debug-initiator-R2.txt", MainModeDocument.VARYING).assertSaidBy(said(first, "ISAKMP is ON"));
        Document.of("main-mode/debug-responder-R3.txt", MainModeDocument.VARYING).assertSaidBy(said(second,
            "received packet from 2001:DB8::2"));
      }
    }
  }
}
