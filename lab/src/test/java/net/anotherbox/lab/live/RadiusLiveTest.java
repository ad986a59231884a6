package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Logins at a running box that asks FreeRADIUS, as Debian packages it, over a wire. */
@Tag("netns")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class RadiusLiveTest {
  private static final String STARTUP = """
      version 12.4
      hostname R1
      logging buffered 8192
      enable secret ena
      username admin privilege 15 secret adm
      aaa new-model
      aaa authentication login default group radius local
      aaa authentication enable default group radius enable
      aaa authorization exec default group radius local
      aaa accounting exec default start-stop group radius
      radius-server host 200.56.4.254 auth-port 1812 acct-port 1813 timeout 2 retransmit 0 key sesame
      interface FastEthernet0/0
       ip address 200.56.4.1 255.255.255.0
      line vty 0 4
       transport input ssh
      end
      """;
  private static final String USERS = """
      carol Cleartext-Password := "cpw"
        Service-Type = NAS-Prompt-User, Cisco-AVPair = "shell:priv-lvl=7"
      dave Cleartext-Password := "dpw"
        Service-Type = Administrative-User
      erin Cleartext-Password := "epw"
      $enab15$ Cleartext-Password := "raden"
        Service-Type = Administrative-User
      """;
  private static final String SERVER = """
      prefix = /usr
      libdir = /usr/lib/freeradius
      name = server
      logdir = DIR
      run_dir = DIR
      raddbdir = DIR
      pidfile = DIR/pid
      client box {
        ipaddr = 200.56.4.1
        secret = SECRET
      }
      modules {
        pap {
        }
        files {
          filename = DIR/users
        }
        detail {
          filename = DIR/detail
        }
      }
      server default {
        listen {
          type = auth
          ipaddr = 200.56.4.254
          port = 1812
        }
        listen {
          type = acct
          ipaddr = 200.56.4.254
          port = 1813
        }
        authorize {
          files
          pap
        }
        authenticate {
          pap
        }
        accounting {
          detail
        }
      }
      """;

  private Namespaces net;
  private Path raddb;

  @BeforeAll
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    net = new Namespaces();
    net.make("r", "h");
    net.join("r", "eth0", "", "h", "h0", "200.56.4.254/24");
    raddb = Files.createDirectories(net.scratch().resolve("raddb"));
    Files.writeString(raddb.resolve("users"), USERS);
    Files.writeString(raddb.resolve("dictionary"), "$INCLUDE /usr/share/freeradius/dictionary\n");
    Path startup = Files.writeString(net.scratch().resolve("startup.cfg"), STARTUP);
    net.start("READY ssh=", net.scratch().resolve("router.log").toFile(), net.inside("r",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "net.anotherbox.box.Main",
        "--headless", "--print-ready", "--state", net.scratch().resolve("state").toString(), "--startup-config",
        startup.toString(), "--ssh", "127.0.0.1:22", "--port", "FastEthernet0/0=eth0"));
  }

  @AfterAll
  void takeDown() throws Exception {
    if (net != null) net.close();
  }

  private Process server(String secret) throws Exception {
    Files.writeString(raddb.resolve("radiusd.conf"), SERVER.replace("DIR", raddb.toString()).replace("SECRET", secret));
    return net.start("Ready to process requests", net.scratch().resolve("radius.log").toFile(), net.inside("h",
        "freeradius", "-X", "-n", "radiusd", "-d", raddb.toString()));
  }

  private Namespaces.Ran ssh(String user, String password, String input, String... command) {
    var all = new java.util.ArrayList<>(java.util.List.of("sshpass", "-p", password, "ssh", "-F", "none", "-q", "-o",
        "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "PreferredAuthentications=password", "-o",
        "NumberOfPasswordPrompts=1", command.length == 0 ? "-tt" : "-T", user + "@127.0.0.1"));
    all.addAll(java.util.List.of(command));
    return Namespaces.feed(60, input, net.inside("r", all.toArray(String[]::new)));
  }

  private void assertLevel(int level, String user, String password) {
    assertEquals("Current privilege level is " + level, ssh(user, password, "", "show privilege").out().strip());
  }

  @Test
  void usersOfTheServerComeInAtTheLevelThatItGivesThem() throws Exception {
    Process server = server("sesame");
    try {
      assertLevel(7, "carol", "cpw");
      assertLevel(15, "dave", "dpw");
      assertLevel(1, "erin", "epw");
      assertFalse(ssh("carol", "wrong", "", "show privilege").out().contains("level is"));
      // the server knows nobody of that name: its no is the last word
      assertFalse(ssh("admin", "adm", "", "show privilege").out().contains("level is"));
    } finally {
      Namespaces.stop(server);
    }
    String records = Files.readString(raddb.resolve("detail"));
    for (String fact : new String[] {"User-Name = \"carol\"", "NAS-IP-Address = 200.56.4.1", "NAS-Port-Type = Virtual",
        "Acct-Status-Type = Start", "Acct-Status-Type = Stop"}) assertTrue(records.contains(fact), fact + "\n" + records);
  }

  @Test
  void enableAsksTheServerForThePasswordOfTheLevel() throws Exception {
    Process server = server("sesame");
    try {
      String shown = ssh("erin", "epw", "enable\nwrong\nshow privilege\nenable\nraden\nshow privilege\nexit\n").out();
      assertTrue(shown.contains("% Access denied"), shown);
      assertTrue(shown.indexOf("level is 1\r") > 0 && shown.indexOf("level is 1\r") < shown.indexOf("level is 15\r"), shown);
    } finally {
      Namespaces.stop(server);
    }
  }

  @Test
  void aServerThatIsDownOrHasAnotherKeyIsPassedOver() throws Exception {
    assertLevel(15, "admin", "adm");
    Process server = server("other");
    try {
      assertFalse(ssh("carol", "cpw", "", "show privilege").out().contains("level is"));
      assertLevel(15, "admin", "adm");
      assertTrue(ssh("admin", "adm", "", "show logging").out().contains(
          "%RADIUS-4-RADIUS_DEAD: RADIUS server 200.56.4.254:1812,1813 is not responding."));
    } finally {
      Namespaces.stop(server);
    }
  }
}
