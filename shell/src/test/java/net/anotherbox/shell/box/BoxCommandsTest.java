package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.port.ProcessTable;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

class BoxCommandsTest {
  private final TestBox box = new TestBox(Release.R12_4, Platform.C3725);

  private void answer(String... all) {
    box.answers.addAll(List.of(all));
  }

  // ---- the configuration as a whole ----

  @Test
  void runningConfigurationHasItsHeaderAndItsSize() {
    String shown = box.type("show running-config");
    String text = box.running();
    assertEquals("Building configuration...\n\nCurrent configuration : " + text.length() + " bytes\n" + text + "\n", shown);
    assertEquals(shown, box.type("write terminal"));
  }

  @Test
  void oneInterfaceIsShownAlone() {
    box.configure("interface Fa0/1", "ip address 10.0.0.1 255.0.0.0");
    String block = "!\ninterface FastEthernet0/1\n ip address 10.0.0.1 255.0.0.0\n duplex auto\n speed auto\nend\n";
    assertEquals("Building configuration...\n\nCurrent configuration : " + block.length() + " bytes\n" + block + "\n",
        box.type("sh run int fa 0/1"));
    assertEquals("% Invalid interface: Loopback7\n", box.type("show running-config interface lo7"));
  }

  @Test
  void writingKeepsWhatStandsAtThatMoment() {
    assertEquals("startup-config is not present\n", box.type("show startup-config"));
    assertEquals("Building configuration...\n[OK]\n", box.type("wr"));
    String saved = box.running();
    box.configure("hostname Later");
    assertEquals("Using " + saved.length() + " out of 57336 bytes\n" + saved + "\n", box.type("show startup-config"));
    answer("");
    assertEquals("Destination filename [startup-config]? \nBuilding configuration...\n[OK]\n", box.type("copy run start"));
    assertEquals(Optional.of(box.running()), box.load());
    answer("elsewhere");
    assertTrue(box.type("copy run start").contains("%Error opening nvram:/elsewhere (Permission denied)"));
  }

  @Test
  void aStoreThatFailsIsReportedAndNothingIsCalledWritten() {
    box.full = true;
    assertEquals("Building configuration...\n%Error: startup-config is not written: disk full\n", box.type("write memory"));
    assertEquals(Optional.empty(), box.load());
  }

  @Test
  void copyingToTheRunningConfigurationMerges() {
    box.configure("hostname Saved");
    box.type("write memory");
    box.configure("hostname Now", "no ip domain-lookup");
    answer("");
    String shown = box.type("copy startup-config running-config");
    assertTrue(shown.matches("(?s)Destination filename \\[running-config]\\? \n\\d+ bytes copied in 0\\.001 secs \\(\\d+ "
        + "bytes/sec\\)\n"), shown);
    assertTrue(box.lines().containsAll(List.of("hostname Saved", "no ip domain lookup")));
  }

  @Test
  void erasingAsksFirst() {
    box.type("write memory");
    answer("n");
    box.type("write erase");
    assertTrue(box.load().isPresent());
    answer("");
    assertEquals("Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]\n[OK]\nErase of "
        + "nvram: complete\n",
        box.type("erase startup-config"));
    assertEquals(Optional.empty(), box.load());
    assertTrue(box.messages.get(0).endsWith("%SYS-7-NV_BLOCK_INIT: Initialized the geometry of nvram"),
        box.messages.toString());
  }

  @Test
  void reloadAsksWhetherToSaveOnlyIfSomethingWasChanged() {
    answer("");
    assertEquals("Proceed with reload? [confirm]\n", box.type("reload"));
    assertEquals(1, box.reloads);
    box.configure("hostname X");
    answer("maybe", "yes", "n");
    assertEquals("\nSystem configuration has been modified. Save? [yes/no]: \n% Please answer 'yes' or 'no'.\n"
        + "\nSystem configuration has been modified. Save? [yes/no]: \nBuilding configuration...\n[OK]\nProceed with "
        + "reload? [confirm]\n",
        box.type("reload"));
    assertEquals(1, box.reloads);
    assertTrue(box.load().orElseThrow().contains("hostname X"));
    assertTrue(box.messages.get(0).endsWith("%SYS-5-RELOAD: Reload requested by console. Reload Reason: Reload Command."));
  }

  @Test
  void theWholeConfigurationHasTheDefaultsBesideWhatWasTyped() {
    String typed = box.type("show running-config");
    String all = box.type("show running-config all");
    for (String line : typed.lines().filter(l -> !l.equals("!") && !l.startsWith("Current")).toList())
      assertTrue(all.lines().anyMatch(line::equals), line + " in " + all);
    assertFalse(typed.contains("\nlogging on\n"), typed);
    assertTrue(all.contains("\nlogging on\n") && all.contains("\n history\n"), all);
    box.configure("no logging on");
    String off = box.type("show running-config all");
    assertTrue(off.contains("\nno logging on\n") && !off.contains("\nlogging on\n"), off);
  }

  @Test
  void reloadCanWaitAndBeCalledOff() {
    answer("", "");
    assertEquals("Reload scheduled for 01:32:07 UTC Fri Mar 1 2002 (in 1 hour and 5 minutes) by console\n"
        + "Reload reason: Reload Command\nProceed with reload? [confirm]\n", box.type("reload in 1:05"));
    var said = new StringBuilder();
    box.features.tells((text, except) -> said.append(text));
    box.loop.run(60 * 60_000);
    assertEquals(0, box.reloads);
    assertTrue(box.type("show reload").contains("(in 5 minutes) by console\n"));
    assertEquals("", box.type("reload cancel"));
    box.loop.run(60 * 60_000);
    assertEquals("\n\n***\n*** --- SHUTDOWN in 1:00:00 ---\n***\n\n\n***\n*** --- SHUTDOWN in 0:30:00 ---\n***\n"
        + "\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n", said.toString());
    assertEquals(0, box.reloads);
    assertEquals("%No reload is scheduled.\n", box.type("reload cancel"));
    box.type("reload at 3:00");
    box.loop.run(33 * 60_000);
    assertEquals(1, box.reloads);
  }

  // ---- banners ----

  @Test
  void aBannerComesBackAsItWasTyped() {
    for (String d : List.of("^C", "\u0003", "#")) {
      String text = "banner motd " + d + "\n  Unauthorized access\n\nis forbidden {now}  \n" + d;
      assertEquals(List.of(), box.load(text));
      assertEquals(Optional.of("\n  Unauthorized access\n\nis forbidden {now}  \n"), box.features.banners().text("motd"));
      assertTrue(box.running().contains("\nbanner motd ^C\n  Unauthorized access\n\nis forbidden {now}  \n^C\n"),
          box.running());
    }
    assertEquals("", box.configure("banner login #Hello#", "banner exec ^CHi^C"));
    assertEquals(Optional.of("Hello"), box.features.banners().text("login"));
    String shown = box.running();
    assertTrue(shown.contains("\nbanner login ^CHello^C\n") && shown.contains("\nbanner exec ^CHi^C\n"));
    var again = new TestBox(Release.R12_4, Platform.C3725);
    assertEquals(List.of(), again.load(shown));
    assertEquals(shown, again.running());
    box.configure("no banner motd", "no banner login");
    assertEquals(Optional.empty(), box.features.banners().text("motd"));
    assertFalse(box.running().contains("Unauthorized"));
  }

  // ---- the log and the clock ----

  @Test
  void messagesAreStampedAsConfigured() {
    var flag = new DebugFlag("crypto isakmp", "Cryptographic Subsystem", "Crypto ISAKMP debugging");
    box.log.set(flag, true);
    box.log.debug(flag, () -> "a");
    box.configure("service timestamps debug uptime");
    box.log.debug(flag, () -> "b");
    box.configure("clock timezone MET 1", "service timestamps debug datetime year show-timezone localtime msec");
    assertTrue(box.lines().contains("service timestamps debug datetime msec localtime show-timezone year"));
    box.log.debug(flag, () -> "c");
    box.configure("no service timestamps");
    box.log.debug(flag, () -> "d");
    assertEquals(List.of("Mar  1 00:27:07.000: a", "00:00:00: b", "Mar  1 2002 01:27:07.000 MET: c", "d"), box.messages);
    assertTrue(box.lines().containsAll(List.of("no service timestamps debug uptime", "no service timestamps log uptime")),
        box.running());
  }

  @Test
  void theBufferKeepsTheNewestMessages() {
    box.configure("no service timestamps log datetime msec", "logging buffered 4096 5");
    assertTrue(box.lines().contains("logging buffered 4096 notifications"));
    box.log.syslog("LINK", 6, "QUIET", "not kept");
    for (int i = 100; i < 300; i++) box.log.syslog("LINK", 3, "UPDOWN", "message " + i);
    String shown = box.type("show logging");
    assertTrue(shown.contains("    Console logging: level debugging, 201 messages logged, xml disabled,\n")
        && shown.contains("    Buffer logging: level notifications, 200 messages logged, xml disabled,\n"), shown);
    assertTrue(shown.contains("Log Buffer (4096 bytes):\n\n%LINK-3-UPDOWN: message ") && shown.endsWith("message 299\n"));
    int kept = shown.split("UPDOWN").length - 1;
    assertEquals(4096 / "%LINK-3-UPDOWN: message 299\n".length(), kept);
    answer("");
    box.type("clear logging");
    assertFalse(box.type("show logging").contains("UPDOWN"));
  }

  @Test
  void theClockKnowsSummer() {
    assertEquals("00:27:07.000 UTC Fri Mar 1 2002\n", box.type("show clock"));
    box.configure("clock timezone MET 1", "clock summer-time MEST recurring last Sun Mar 2:00 last Sun Oct 3:00");
    assertTrue(box.lines().containsAll(List.of("clock timezone MET 1",
        "clock summer-time MEST recurring last Sun Mar 2:00 last Sun Oct 3:00")));
    assertEquals("01:27:07.000 MET Fri Mar 1 2002\n", box.type("show clock"));
    box.loop.run(40L * 24 * 3_600_000);
    assertEquals("02:27:07.000 MEST Wed Apr 10 2002\n", box.type("show clock"));
    box.configure("version 15.1", "no clock summer-time");
    assertEquals("01:27:07.000 MET Wed Apr 10 2002\n", box.type("show clock"));
    assertTrue(box.lines().contains("clock timezone MET 1 0"));
    box.messages.clear();
    assertEquals("", box.type("clock set 10:00:00 1 March 2003"));
    assertTrue(box.messages.toString().contains("%SYS-6-CLOCKUPDATE: System clock has been updated from 01:27:07 MET Wed Apr "
        + "10 2002 to 10:00:00 MET Sat Mar 1 2003, configured from console by "), box.messages.toString());
    box.loop.run(2000);
    assertEquals("10:00:02.000 MET Sat Mar 1 2003\n", box.type("show clock"));
    assertEquals("01:27:09 MET Wed Apr 10 2002\n", box.type("show calendar"));
    assertEquals("% The calendar is the clock of the host; set it there.\n", box.type("clock update-calendar"));
    box.type("clock read-calendar");
    assertEquals("01:27:09.000 MET Wed Apr 10 2002\n", box.type("show clock"));
  }

  // ---- debug switches ----

  @Test
  void debugSwitchesAreListedByGroup() {
    var debug = box.features.debugging();
    for (String[] f : new String[][] {{"isakmp", "Crypto ISAKMP debugging"}, {"engine", "Crypto Engine debugging"},
        {"ipsec", "Crypto IPSEC debugging"}})
      debug.declare(box.grammar, new DebugFlag("crypto " + f[0], "Cryptographic Subsystem", f[1]),
      "Cryptographic subsystem", "Its part");
    debug.declare(box.grammar, new DebugFlag("tunnel protection", "Tunnel Protection Debugs",
        "Generic Tunnel Protection debugging"), "a", "b");
    assertEquals("", box.type("show debugging"));
    assertEquals("Crypto IPSEC debugging is on\n", box.type("debug cry ips"));
    box.type("debug crypto engine");
    box.type("debug crypto isakmp");
    assertEquals(TestBox.resource("show-debug.txt").strip(), box.type("show debug").strip());
    assertEquals("Crypto IPSEC debugging is off\n", box.type("no debug crypto ipsec"));
    assertEquals("All possible debugging has been turned off\n", box.type("undebug all"));
    assertEquals("", box.type("show debugging"));
    answer("yes");
    box.type("debug all");
    assertTrue(box.type("show debugging")
        .endsWith("Tunnel Protection Debugs:\n  Generic Tunnel Protection debugging is on\n"));
  }

  // ---- what it is ----

  @Test
  void theImageFileOfAReleaseWithoutATrainEndsInItsNumber() {
    box.configure("version 12.3");
    assertTrue(box.type("show version").contains("-mz.123-6.bin\"\n"), box.type("show version"));
  }

  @Test
  void versionSaysItsNameItsAgeAndItsInterfaces() {
    box.configure("hostname SITEB");
    box.loop.run((((4 * 7 + 2) * 24L + 7) * 60 + 56) * 60_000);
    String shown = box.type("show version");
    assertTrue(shown.startsWith("Cisco IOS Software, 3700 Software (C3725-ADVENTERPRISEK9-M), Version 12.4(15)T14, "
        + "RELEASE SOFTWARE (fc2)\n"), shown);
    assertTrue(shown.contains("\nSITEB uptime is 4 weeks, 2 days, 7 hours, 56 minutes\nSystem returned to ROM by power-on\n"
        + "System image file is \"flash:c3725-adventerprisek9-mz.124-15.T14.bin\"\n"), shown);
    assertTrue(shown.contains("\nCisco 3725 (R7000) processor ") && shown.contains("\n3 FastEthernet interfaces\n"));
    assertTrue(shown.endsWith("\nConfiguration register is 0x2102\n\n"));
    box.configure("version 12.2");
    shown = box.type("show version");
    assertTrue(shown.startsWith("Cisco Internetwork Operating System Software \nIOS (tm) C3725 Software "
        + "(C3725-ADVENTERPRISEK9-M), Version 12.2(27),"), shown);
    assertTrue(shown.contains("\ncisco 3725 ") && shown.contains("\n3 FastEthernet/IEEE 802.3 interface(s)\n"));
  }

  @Test
  void everyPlatformAndReleaseHasItsVersion() {
    for (Release r : Release.KNOWN)
      for (Platform p : Platform.values()) {
        String shown = new TestBox(r, p).type("show version");
        assertTrue(shown.contains(p.model()) && shown.contains("Version " + r), r + " " + p + "\n" + shown);
      }
  }

  // ---- what lines do here ----

  @Test
  void linesWithoutEffectComeFirstThoseAboutSecurityBeforeAll() {
    box.configure("ip http server", "ntp server 10.0.0.1", "enable password cisco", "line vty 0 4", "access-class 23 in",
        "transport input telnet");
    List<String> rows = box.type("show configuration support").lines().toList();
    assertTrue(rows.contains("PARTIAL  line vty 0 4 / transport input telnet  -- Telnet is served only by a box that was "
        + "started with --telnet"), rows.toString());
    assertTrue(rows.contains("ACTIVE   enable password *****") && rows.contains("ACTIVE   hostname Router"));
    var order = new ArrayList<String>();
    for (String r : rows.subList(1, rows.size())) if (!r.isEmpty() && (order.isEmpty() || !order.get(order.size() - 1)
        .equals(r.split(" ")[0]))) order.add(r.split(" ")[0]);
    assertEquals(List.of("PARTIAL", "KEPT", "ACTIVE"), order.subList(0, 3));
    int ntp = rows.indexOf(rows.stream().filter(r -> r.contains("ntp server")).findFirst().orElseThrow());
    assertTrue(rows.indexOf("PARTIAL  ip http server  -- no web server runs here: nothing listens") < ntp);
    assertTrue(rows.get(0).matches("\\d+ lines: \\d+ active, \\d+ kept, 3 partial \\(2 of them about security\\)"),
        rows.get(0));
  }

  @Test
  void theListOfWhatLinesDoCanBeCutToOneSort() {
    box.configure("ip http server", "ntp server 10.0.0.1", "enable password cisco");
    for (String part : List.of("partial", "kept", "active")) {
      List<String> rows = box.type("show configuration support " + part).lines().toList();
      assertTrue(rows.size() > 2 && rows.get(0).contains(" lines: "), rows.toString());
      for (String r : rows.subList(2, rows.size())) assertTrue(r.startsWith(part.toUpperCase(java.util.Locale.ROOT)), r);
    }
    List<String> security = box.type("show configuration support sec").lines().toList();
    assertTrue(security.contains("ACTIVE   enable password *****") && security.stream()
        .noneMatch(r -> r.contains("ntp server")), security.toString());
  }

  @Test
  void theJournalIsShownWithoutSecrets() {
    box.configure("enable secret hush", "username ada priv 15 pass 0 hush", "line vty 0 4", "password hush", "login",
        "hostname New");
    String shown = box.type("show archive log config all");
    assertFalse(shown.contains("hush"), shown);
    assertEquals(" idx   sess           user@line      Logged command\n"
        + "    1     1     console@console  |enable secret *****\n"
        + "    2     1     console@console  |username ada priv 15 pass 0 *****\n"
        + "    3     1     console@console  |line vty 0 4\n"
        + "    4     1     console@console  | password *****\n"
        + "    5     1     console@console  | login\n"
        + "    6     1     console@console  |hostname New\n", shown);
    assertTrue(box.journal.get(0).line().contains("hush"));
  }

  @Test
  void aClearedJournalShowsWhatIsTypedFromThenOn() {
    box.configure("hostname One", "line vty 0 4", "login");
    String all = box.type("show archive log config all");
    box.answers.add("n");
    assertEquals("[confirm]", box.type("clear archive log config").strip());
    assertEquals(all, box.type("show archive log config all"));
    box.answers.add("");
    box.type("clear archive log config");
    assertEquals(" idx   sess           user@line      Logged command\n", box.type("show archive log config all"));
    box.configure("hostname Two");
    assertTrue(box.type("show archive log config all").endsWith("    1     1     console@console  |hostname Two\n"));
    assertEquals("", box.type("clear archive log config force"));
    assertFalse(box.type("show archive log config all").contains("hostname"));
    assertEquals(4, box.journal.size());
  }

  @Test
  void masksSecretsHoweverTheyAreAbbreviated() {
    assertEquals("cry isa key ***** addr 1.2.3.4", SecretMask.of("cry isa key abc123 addr 1.2.3.4"));
    assertEquals("crypto isakmp key 6 ***** address 1.2.3.4", SecretMask.of("crypto isakmp key 6 abc123 address 1.2.3.4"));
    assertEquals("ena se *****", SecretMask.of("ena se foo bar"));
    assertEquals("pre-shared-key address 1.2.3.4 key *****", SecretMask.of("pre-shared-key address 1.2.3.4 key abc"));
    assertEquals("snmp-server community ***** RO", SecretMask.of("snmp-server community public RO"));
    assertEquals("ip address 10.0.0.1 255.0.0.0 secondary", SecretMask.of("ip address 10.0.0.1 255.0.0.0 secondary"));
  }

  @Test
  void namesOfTheHostTableAreKnown() {
    box.configure("ip domain name lab.local", "ip host R12 10.0.0.12 10.0.1.12", "ip name-server 8.8.8.8 8.8.4.4",
        "no ip domain-lookup");
    assertEquals(2, box.features.names().addresses("r12.lab.local").size());
    box.configure("ipv6 host R12 2001:DB8::12", "ipv6 host R13 2001:DB8::13 2001:DB8:1::13");
    assertEquals(3, box.features.names().addresses("r12").size());
    assertEquals(List.of(Ipv6.of("2001:db8::13"), Ipv6.of("2001:db8:1::13")), box.features.names().addresses("R13"));
    assertTrue(box.type("show hosts")
        .contains("R13                       None  (perm, OK)  0   IPv6  2001:DB8::13  2001:DB8:1::13"));
    assertEquals(Optional.of("8.8.8.8"), box.features.names().server());
    assertFalse(box.features.names().looksUp());
    assertTrue(box.lines().containsAll(List.of("no ip domain lookup", "ip domain name lab.local")));
    box.configure("ip domain lookup");
    assertTrue(box.features.names().looksUp());
    assertFalse(box.running().contains("lookup"));
  }

  // ---- processes ----

  /** A process that has had a tenth of the time, and one that moves packets. */
  private ProcessTable busy() {
    return new ProcessTable() {
      @Override
      public List<Process> processes() {
        long now = box.loop.clock().millis();
        return List.of(new Process(3, "control", now / 10, 50, false),
            new Process(9, "the packets' own thread", now / 5, 0, true));
      }

      @Override
      public List<Pool> memory() {
        return List.of(new Pool("Processor", 1000, 300, 400), new Pool("I/O", 500, 0, 0));
      }

      @Override
      public java.util.Map<Integer, Long> allocated() {
        return java.util.Map.of(3, 400L, 9, 700L);
      }
    };
  }

  @Test
  void showsWhoHasAllocatedMemoryAndThatTheBoxHoldsIt() {
    box.features.started(busy());
    String head = "Processor Pool Total:        1000 Used:         300 Free:         700\n"
        + "      I/O Pool Total:         500 Used:           0 Free:         500\n\n"
        + " PID TTY  Allocated      Freed    Holding    Getbufs    Retbufs Process\n"
        + "   0   0       1100        800        300          0          0 *Init*\n";
    String control = "   3   0        400        400          0          0          0 control\n";
    String packets = "   9   0        700        700          0          0          0 the packets' own thread\n";
    String end = "                                      300 Total\n";
    assertEquals(head + control + packets + end, box.type("show processes memory"));
    assertEquals(head + packets + control + end, box.type("show processes memory sorted"));
  }

  @Test
  void showsHowBusyItHasBeen() {
    box.features.started(busy());
    assertTrue(box.type("show processes cpu").startsWith("CPU utilization for five seconds: 0%/0%;"));
    box.loop.run(61_000);
    assertEquals("CPU utilization for five seconds: 30%/20%; one minute: 30%; five minutes: 30%\n"
        + " PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process \n"
        + "   3        6100        50     122000 10.00% 10.00% 10.00%   0 control          \n"
        + "   9       12200         0          0 20.00% 20.00% 20.00%   0 the packets' own \n",
        box.type("show processes cpu"));
    assertTrue(box.type("show processes cpu sorted").indexOf("packets") < box.type("show processes cpu sorted")
        .indexOf("control"));
  }

  @Test
  void showsTheMemoryThereIs() {
    box.features.started(busy());
    assertEquals("                Head    Total(b)     Used(b)     Free(b)   Lowest(b)  Largest(b)\n"
        + "Processor        0x0        1000         300         700         600         700\n"
        + "      I/O        0x0         500           0         500         500         500\n",
            box.type("show memory statistics"));
  }
}
