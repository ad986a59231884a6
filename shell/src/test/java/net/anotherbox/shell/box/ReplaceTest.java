package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

class ReplaceTest {
  private final TestBox box = new TestBox(Release.R12_4, Platform.C3725);

  private String type(String command, String... answers) {
    box.answers.addAll(List.of(answers));
    String shown = box.type(command);
    assertTrue(box.answers.isEmpty(), "not asked for: " + box.answers);
    return shown;
  }

  private void file(String name, String text) {
    box.features.files().write(box.somebody(), "flash:" + name, text, false, a -> { });
    box.loop.drain();
  }

  private void archive() {
    assertEquals("", box.configure("archive", "path flash:bak", "end"));
  }

  @Test
  void aReplacementIsWhatTheFileSays() {
    String before = box.running();
    file("x", before);
    box.configure("hostname Other", "interface FastEthernet0/0", "ip address 10.0.0.1 255.0.0.0", "ip domain-name a.b",
        "end");
    String shown = type("configure replace flash:x", "y");
    assertTrue(shown.startsWith("This will apply all necessary additions and deletions\nto replace the current running "
        + "configuration with the\n"), shown);
    assertTrue(shown.endsWith("Total number of passes: 1\nRollback Done\n\n"), shown);
    assertEquals(before, box.running());
    assertTrue(type("configure replace flash:x force").contains("Total number of passes: 0\n"));
  }

  @Test
  void nothingHappensWithoutAYes() {
    file("x", box.running().replace("hostname Router", "hostname Other"));
    for (String answer : List.of("", "n", "no", "x")) {
      type("configure replace flash:x", answer);
      assertTrue(box.lines().contains("hostname Router"));
    }
  }

  @Test
  void theCommandsAreListed() {
    file("x", box.running());
    box.configure("interface FastEthernet0/0", "ip address 10.0.0.1 255.0.0.0", "end");
    assertTrue(type("configure replace flash:x list force").startsWith("!Pass 1\n\n!List of Rollback Commands:\n"
        + "interface FastEthernet0/0\n no ip address 10.0.0.1 255.0.0.0\ninterface FastEthernet0/0\n no ip address\nend\n"));
  }

  @Test
  void onlyAWholeConfigurationIsTaken() {
    file("x", "hostname Half\n");
    assertEquals("%The input file is not a valid config file.\n", type("configure replace flash:x force"));
    file("y", box.running().replace("end\n", ""));
    assertEquals("%The input file is not a valid config file.\n", type("configure replace flash:y force"));
    assertEquals("%Error opening flash:z (No such file or directory)\n", type("configure replace flash:z force"));
    assertTrue(box.lines().contains("hostname Router"));
  }

  @Test
  void anErrorLeavesOrRestoresTheOriginalAsAsked() {
    archive();
    file("x", box.running().replace("hostname Router", "hostname Other\nbogus line"));
    String shown = type("configure replace flash:x force revert trigger error");
    assertTrue(shown.contains("bogus line\n")
        && shown.contains("The original configuration has been successfully restored."));
    assertTrue(box.lines().contains("hostname Router"));
    shown = type("configure replace flash:x force");
    assertTrue(shown.contains("failed to apply") && shown.contains("Rollback aborted after 1 passes"), shown);
    assertTrue(box.lines().contains("hostname Other"));
  }

  @Test
  void olderReleasesDoNotHaveIt() {
    for (Release r : List.of(Release.R12_2, Release.R12_3)) {
      var old = new TestBox(r, Platform.C3725);
      for (String c : List.of("configure replace flash:x", "configure confirm", "show archive", "configure revert now"))
        assertTrue(old.type(c).startsWith("not understood"), c);
    }
  }

  @Test
  void aTimedReplacementNeedsTheArchiveAndGoesBackByItself() {
    file("x", box.running().replace("hostname Router", "hostname Other"));
    assertEquals("%Please turn config archive on before using Rollback Confirmed Change\n",
        type("configure replace flash:x force time 2"));
    archive();
    String before = box.running();
    file("y", before.replace("hostname Router", "hostname Other"));
    assertTrue(type("configure replace flash:y force time 2").startsWith(
        "Rollback Confirmed Change: Backing up current running config to flash:bak-1\n"));
    assertTrue(box.lines().contains("hostname Other"));
    String timer = type("show archive config rollback timer");
    assertTrue(timer.contains("Timer type: absolute timer\nTimer value: 2 min\nUser: console\n"), timer);
    box.loop.run(61_000);
    assertTrue(box.messages.stream().anyMatch(m -> m.contains("ROLLBK_CNFMD_CHG_WARNING_ABSTIMER")));
    assertTrue(box.lines().contains("hostname Other"));
    box.loop.run(60_000);
    assertEquals(before, box.running());
    assertEquals("%No Rollback Confirmed Change pending\n", type("show archive config rollback timer"));
    assertEquals("%No Rollback Confirmed Change pending\n", type("configure confirm"));
  }

  @Test
  void aConfirmedChangeStays() {
    archive();
    type("configure terminal revert timer 5");
    box.configure("hostname Kept", "end");
    type("configure confirm");
    box.loop.run(600_000);
    assertTrue(box.lines().contains("hostname Kept"));
    assertTrue(box.messages.stream().anyMatch(m -> m.contains("%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_CONFIRM: User: console")));
  }

  @Test
  void aChangeCanBeTakenBackAtOnceOrLater() {
    archive();
    String before = box.running();
    type("configure terminal revert timer 5");
    box.configure("hostname Wrong", "end");
    assertTrue(type("configure revert now").contains("Rollback Done"));
    assertEquals(before, box.running());
    type("configure terminal revert timer 5");
    box.configure("hostname Wrong", "end");
    type("configure revert timer 20");
    box.loop.run(600_000);
    assertTrue(box.lines().contains("hostname Wrong"));
    box.loop.run(660_000);
    assertEquals(before, box.running());
  }

  @Test
  void anIdleTimerBeginsAnewWithEachLine() {
    archive();
    type("configure terminal revert timer idle 2");
    for (int i = 0; i < 5; i++) {
      box.loop.run(100_000);
      box.configure("hostname N" + i, "end");
    }
    assertTrue(box.lines().contains("hostname N4"));
    box.loop.run(121_000);
    assertTrue(box.lines().contains("hostname Router"));
  }

  @Test
  void aRestartedBoxGoesBackInTime() {
    archive();
    String before = box.running();
    type("configure terminal revert timer 5");
    var again = new TestBox(Release.R12_4, Platform.C3725, box.rollback);
    again.configure("hostname Wrong", "end");
    again.features.resume();
    again.loop.run(299_000);
    assertTrue(again.lines().contains("hostname Wrong"));
    again.loop.run(2_000);
    assertEquals(before, again.running());
    assertTrue(again.rollback.pending().isEmpty());
  }

  @Test
  void copiesAreNumberedAndTheOldestGo() {
    assertEquals(" Archive feature not enabled\n", type("show archive"));
    assertEquals("", box.configure("archive", "path flash:$h-cfg", "maximum 3", "write-memory", "end"));
    for (int i = 0; i < 4; i++) {
      box.loop.run(1000);
      type(i % 2 == 0 ? "archive config" : "write memory");
    }
    assertEquals("There are currently 3 archive configurations saved.\nThe next archive file will be named flash:Router-cfg-5\n"
        + " Archive #  Name\n   1        flash:Router-cfg-2\n   2        flash:Router-cfg-3\n"
        + "   3        flash:Router-cfg-4 <- Most Recent\n", type("show archive"));
  }

  @Test
  void newerReleasesNameCopiesByTheTime() {
    var box15 = new TestBox(Release.R15_2, Platform.C2911);
    box15.configure("archive", "path flash:bak", "end");
    box15.type("archive config");
    assertTrue(box15.type("show archive").contains("   1        flash:bak-Mar--1-00-27-07.000-0 <- Most Recent\n"));
  }

  @Test
  void copiesAreMadeByTheClockIfAnythingHasChanged() {
    assertEquals("", box.configure("archive", "path flash:bak", "time-period 10", "end"));
    box.loop.run(601_000);
    assertTrue(type("show archive").contains("There are currently 1 archive"));
    box.loop.run(3_600_000);
    assertTrue(type("show archive").contains("There are currently 1 archive"));
    box.configure("hostname Changed", "end");
    box.loop.run(601_000);
    assertTrue(type("show archive").contains("There are currently 2 archive"));
  }

  @Test
  void differencesAreShownInTheirModes() {
    file("x", box.running());
    assertEquals("!Contextual Config Diffs:\n!No changes were found\n",
        type("show archive config differences system:/running-config flash:/x"));
    box.configure("interface FastEthernet0/0", "ip address 10.0.0.1 255.0.0.0", "hostname New", "end");
    assertEquals("!Contextual Config Diffs:\n+hostname New\ninterface FastEthernet0/0\n +ip address 10.0.0.1 255.0.0.0\n"
        + "-hostname Router\ninterface FastEthernet0/0\n -no ip address\n", type("show archive config differences flash:x"));
    file("m", "hostname New\ninterface FastEthernet0/0\n ip address 10.0.0.2 255.0.0.0\nno ip domain-name a\nend\n");
    assertEquals("!List of Commands:\ninterface FastEthernet0/0\n ip address 10.0.0.2 255.0.0.0\nend\n",
        type("show archive config incremental-diffs flash:/m ignorecase"));
  }

  @Test
  void aReplacementIsInTheJournalAndACrashAfterItRecovers() {
    file("x", box.running().replace("hostname Router", "hostname Other"));
    type("configure replace flash:x force");
    assertTrue(type("show archive log config all").contains("console@console  |hostname Other\n"));
    assertFalse(box.journal.isEmpty());
  }
}
