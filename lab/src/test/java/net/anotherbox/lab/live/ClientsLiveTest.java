package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Programs that people already point at their routers, pointed at a running box: netmiko, Ansible and RANCID as Debian
 * packages them, and what Oxidized and NAPALM type and look for. All are in one network namespace with the box.
 */
@Tag("netns")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class ClientsLiveTest {
  private static final String NAME = "R1";
  private static final String STARTUP = """
      version 12.4
      hostname R1
      enable secret ena
      username admin privilege 15 secret adm
      username low secret low
      ip domain-name example.net
      interface Loopback0
       ip address 10.9.9.9 255.255.255.255
      interface FastEthernet0/0
       description outside
       ip address 200.56.4.1 255.255.255.0
       ip nat outside
      interface FastEthernet0/1
       ip address 192.168.100.1 255.255.255.0
       ip access-group 101 in
       ip nat inside
      ip route 0.0.0.0 0.0.0.0 200.56.4.254
      ip route 172.18.0.0 255.255.0.0 200.56.4.250 name site
      ip nat inside source list 10 interface FastEthernet0/0 overload
      access-list 10 permit 192.168.100.0 0.0.0.255
      access-list 101 permit ip 192.168.100.0 0.0.0.255 any
      access-list 101 deny   ip any any log
      line vty 0 4
       login local
       transport input ssh
      end
      """;

  private Namespaces net;

  @BeforeAll
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    net = new Namespaces();
    net.make("r", "h", "i");
    net.join("r", "eth0", "", "h", "h0", "200.56.4.254/24");
    net.join("r", "eth1", "", "i", "i0", "192.168.100.10/24");
    net.in("i", "ip", "route", "add", "default", "via", "192.168.100.1");
    Path startup = Files.writeString(net.scratch().resolve("startup.cfg"), STARTUP);
    net.start("READY ssh=", net.scratch().resolve("router.log").toFile(), net.inside("r",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "net.anotherbox.box.Main",
        "--headless", "--print-ready", "--state", net.scratch().resolve("state").toString(), "--startup-config",
        startup.toString(), "--ssh", "127.0.0.1:22", "--port", "FastEthernet0/0=eth0", "--port", "FastEthernet0/1=eth1"));
  }

  @AfterAll
  void takeDown() throws Exception {
    if (net != null) net.close();
  }

  private static String file(String name) {
    Path p = Path.of("clients", name);
    return (Files.exists(p) ? p : Path.of("lab").resolve(p)).toAbsolutePath().toString();
  }

  /** Runs a command in the box's namespace, with a home of its own. */
  private Namespaces.Ran run(String... command) {
    var all = new ArrayList<>(List.of("env", "HOME=" + net.scratch(),
        "PATH=/usr/lib/rancid/bin:/usr/sbin:/usr/bin:/sbin:/bin", "ANSIBLE_CONFIG=" + file("ansible.cfg"),
            "PYTHONDONTWRITEBYTECODE=1"));
    all.addAll(List.of(command));
    return Namespaces.run(580, net.inside("r", all.toArray(String[]::new)));
  }

  private void succeeds(String... command) {
    var ran = run(command);
    assertEquals(0, ran.status(), ran.out());
  }

  @Test
  void netmikoReadsConfiguresSavesAndIsRefusedWithoutThePassword() {
    succeeds("/usr/bin/python3", file("netmiko_session.py"), "127.0.0.1", "22", NAME);
  }

  @Test
  void ansibleGathersFactsAndChangesNothingTheSecondTime() throws Exception {
    Path hosts = Files.writeString(net.scratch().resolve("hosts"), "[routers]\n" + NAME + " ansible_host=127.0.0.1"
        + " ansible_port=22 ansible_user=admin ansible_password=adm ansible_become=yes ansible_become_method=enable"
        + " ansible_become_password=ena ansible_connection=ansible.netcommon.network_cli"
        + " ansible_network_os=cisco.ios.ios scratch=" + net.scratch() + "\n");
    succeeds("/usr/bin/ansible-playbook", "-i", hosts.toString(), file("ansible.yml"));
  }

  /** Types these lines in a session and returns all it showed. */
  private String ssh(String... lines) {
    return Namespaces.feed(60, "terminal length 0\n" + String.join("\n", lines) + "\nexit\n", net.inside("r", "sshpass",
        "-p", "adm", "ssh", "-tt", "-q", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        "admin@127.0.0.1")).out().replace("\r", "");
  }

  private static void finds(String pattern, String shown) {
    assertTrue(Pattern.compile(pattern, Pattern.MULTILINE).matcher(shown).find(), pattern + "\n" + shown);
  }

  private String mac(String namespace, String link) throws Exception {
    var m = Pattern.compile("ether (..):(..):(..):(..):(..):(..)").matcher(net.in(namespace, "ip", "link", "show", link));
    assertTrue(m.find());
    return m.group(1) + m.group(2) + "." + m.group(3) + m.group(4) + "." + m.group(5) + m.group(6);
  }

  @Test
  void neighboursAndTranslationsAreThoseOfTheKernel() throws Exception {
    net.in("i", "ping", "-n", "-c", "3", "-i", "0.2", "-W", "2", "200.56.4.254");
    String shown = ssh("show ip arp", "show ip nat translations", "show ip nat statistics");
    finds("^Internet  192\\.168\\.100\\.10 +0   " + mac("i", "i0") + "  ARPA   FastEthernet0/1$", shown);
    finds("^Internet  200\\.56\\.4\\.254 +0   " + mac("h", "h0") + "  ARPA   FastEthernet0/0$", shown);
    finds("^Internet  200\\.56\\.4\\.1 +-   " + mac("r", "eth0") + "  ARPA   FastEthernet0/0$", shown);
    finds("^icmp 200\\.56\\.4\\.1:(\\d+) +192\\.168\\.100\\.10:\\d+ +200\\.56\\.4\\.254:\\d+ +200\\.56"
        + "\\.4\\.254:\\d+$", shown);
    finds("^Total active translations: 1 \\(0 static, 1 dynamic; 1 extended\\)$", shown);
    // Three requests and three replies, of which the first request found no translation.
    finds("^Hits: 5  Misses: 1$", shown);
    String cleared = ssh("clear ip nat translation *", "show ip nat translations", "show ip nat statistics");
    assertFalse(cleared.contains("icmp 200"), cleared);
    finds("^Total active translations: 0 ", cleared);
    finds("^Expired translations: 0$", cleared);
  }

  /** One copy by OpenSSH's own scp, which takes a file only under the name that it asked for. */
  private void copies(String from, String to) {
    succeeds("sshpass", "-p", "adm", "scp", "-O", "-q", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        from, to);
  }

  @Test
  void openSshCopiesFilesBothWays() throws Exception {
    ssh("configure terminal", "ip scp server enable", "end");
    Path sent = Files.writeString(net.scratch().resolve("sent.txt"), "a file\n");
    copies(sent.toString(), "admin@127.0.0.1:flash:sent.txt");
    for (String name : List.of("flash:sent.txt", "flash:/sent.txt", "sent.txt")) {
      Path back = net.scratch().resolve("back.txt");
      Files.deleteIfExists(back);
      copies("admin@127.0.0.1:" + name, back.toString());
      assertEquals("a file\n", Files.readString(back), name);
    }
  }

  @Test
  void oxidizedFindsItsPromptsAndTheWholeConfiguration() {
    succeeds("/usr/bin/python3", file("oxidized_manner.py"), "127.0.0.1", "22", NAME);
  }

  @Test
  void napalmFindsTheFactsOfItsGetters() {
    succeeds("/usr/bin/python3", file("napalm_manner.py"), "127.0.0.1", "22", NAME);
  }

  @Test
  void rancidGetsAnAnswerToEachOfItsCommandsAndTheConfiguration() throws Exception {
    Path ssh = Files.writeString(net.scratch().resolve("rancid-ssh"),
        "#!/bin/sh\nexec ssh -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \"$@\"\n");
    Path login = Files.writeString(net.scratch().resolve(".cloginrc"), "add user * admin\nadd password * adm ena\n"
        + "add autoenable * 1\nadd method * ssh\nadd sshcmd * " + ssh + "\n");
    Namespaces.must("chmod", "700", ssh.toString(), login.toString());
    Path work = Files.createDirectories(net.scratch().resolve("rancid"));
    var ran = run("sh", "-c", "cd " + work + "; NOPIPE=YES rancid -d -t cisco 127.0.0.1");
    assertEquals(0, ran.status(), ran.out());
    assertFalse(Pattern.compile("missed|End of run not found|Error:").matcher(ran.out()).find(), ran.out());

    String kept = Files.readString(work.resolve("127.0.0.1.new"));
    assertTrue(kept.startsWith("!RANCID-CONTENT-TYPE: cisco"), kept);
    for (String fact : List.of("!Chassis type: 3725", "!CPU: R7000", "!Processor ID: ", "!Image: Software: C3725-",
        "config-register 0x2102", "hostname R1", "interface FastEthernet0/0\n description outside\n"
        + " ip address 200.56.4.1 255.255.255.0\n", "access-list 101 deny   ip any any log", "\nend\n"))
      assertTrue(kept.contains(fact), fact + "\n" + kept);
    everyCommandIsAnswered(Files.readString(work.resolve("127.0.0.1.raw")).replace("\r", ""));
  }

  /** An answer, or IOS's own words for what it does not know: no half commands, no words of ours. */
  private static void everyCommandIsAnswered(String typescript) throws Exception {
    List<String> commands = Files.readAllLines(Path.of("/etc/rancid/rancid.types.base")).stream()
        .filter(l -> l.startsWith("cisco;command;")).map(l -> l.split(";")[3]).toList();
    assertTrue(commands.size() > 60, commands.toString());
    for (String c : commands) {
      int at = typescript.indexOf(NAME + "#" + c + "\n");
      assertTrue(at >= 0, c);
      int answered = at + NAME.length() + c.length() + 1;
      String answer = typescript.substring(answered, typescript.indexOf("\n" + NAME + "#", answered) + 1);
      assertFalse(Pattern.compile("% (Incomplete|Ambiguous|Unknown|Authorization)").matcher(answer).find(), c + answer);
      assertEquals(answer.contains("% Invalid input"), Pattern.compile("^ *\\^\n% Invalid input detected at '\\^' marker.$",
          Pattern.MULTILINE).matcher(answer).find(), c + answer);
    }
  }
}
