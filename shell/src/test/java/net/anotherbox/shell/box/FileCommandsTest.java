package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

class FileCommandsTest {
  private final TestBox box = new TestBox(Release.R12_4, Platform.C3725);

  private String type(String command, String... answers) {
    box.answers.addAll(List.of(answers));
    String shown = box.type(command);
    assertTrue(box.answers.isEmpty(), "not asked for: " + box.answers);
    return shown;
  }

  private void file(String name) {
    type("copy running-config flash:" + name, "");
  }

  @Test
  void anEmptyFlashSaysSo() {
    assertEquals("Directory of flash:/\n\nNo files in directory\n\n64094208 bytes total (64094208 bytes free)\n",
        type("dir"));
    assertEquals("No files on device\n\n64094208 bytes available (0 bytes used)\n\n", type("show flash:"));
  }

  @Test
  void aListHasSizesAndDates() {
    file("backup-config");
    int n = box.running().length();
    assertEquals("Directory of flash:/\n\n    1  -rw-  " + String.format("%10d", n)
        + "   Mar 1 2002 00:27:07 +00:00  backup-config\n\n64094208 bytes total (" + (64094208 - n) + " bytes free)\n",
        type("dir flash:"));
    assertTrue(type("dir flash:/backup-config").startsWith("Directory of flash:/backup-config\n\n    1  -rw-  "));
    assertEquals("%Error opening flash:/nothing (No such file or directory)\n", type("dir flash:/nothing"));
    assertEquals("%Error opening flash:/nothing (No such file or directory)\n", type("dir nothing"));
    assertEquals("-#- --length-- -----date/time------ path\n1   " + String.format("%10d", n)
        + " Mar 1 2002 00:27:07 +00:00 backup-config\n\n" + (64094208 - n) + " bytes available (" + n + " bytes used)\n\n",
        type("show flash:"));
  }

  @Test
  void olderReleasesAndChipsListInTheirOwnForm() {
    var old = new TestBox(Release.R12_2, Platform.C2611XM);
    old.answers.add("");
    old.type("copy run flash:x");
    int n = old.running().length();
    assertTrue(old.type("dir").contains("    1  -rw-  " + String.format("%10d", n) + "  Mar 01 2002 00:27:07  x\n"));
    assertEquals("\nSystem flash directory:\nFile  Length   Name/status\n  1  " + String.format("%8d", n) + "  x  \n[" + n
        + " bytes used, " + (50331648 - n) + " available, 50331648 total]\n"
        + "49152K bytes of processor board System flash (Read/Write)\n\n", old.type("show flash:"));
  }

  @Test
  void nvramAndSystemAreListedToo() {
    type("write memory");
    String shown = type("dir nvram:");
    assertTrue(shown.contains("-rw-  " + String.format("%10d", box.running().length())
        + "                    <no date>  startup-config\n"), shown);
    assertTrue(shown.contains("----           0                    <no date>  private-config\n"), shown);
    assertTrue(shown.endsWith("57336 bytes total (" + (57336 - box.running().length()) + " bytes free)\n"), shown);
    assertTrue(type("dir system:").contains("running-config\n\nNo space information available\n"));
  }

  @Test
  void directoriesAreMadeEnteredAndRemoved() {
    assertEquals("Create directory filename [a]? \nCreated dir flash:a\n", type("mkdir flash:a", ""));
    assertEquals("Create directory filename [a]? \n%Error Creating dir flash:a (File exists)\n", type("mkdir flash:a", ""));
    assertEquals("flash:/\n", type("pwd"));
    assertEquals("%Error changing to directory flash:/b (No such file or directory)\n", type("cd b"));
    assertEquals("", type("cd a"));
    assertEquals("flash:/a/\n", type("pwd"));
    type("copy run x", "");
    assertTrue(type("dir").startsWith("Directory of flash:/a/\n\n    1  -rw-"));
    type("cd ..");
    assertEquals("flash:/\n", type("pwd"));
    assertTrue(type("dir /recursive").contains("a/x\n"));
    assertTrue(type("rmdir a", "", "").endsWith("%Error Removing dir flash:/a (Directory not empty)\n"));
    type("delete /force /recursive a");
    assertTrue(type("dir").contains("No files"));
  }

  @Test
  void nothingLeadsOutOfTheFlash() {
    for (String url : List.of("flash:/../../etc/passwd", "flash:..", "../x", "flash:/a/../../x"))
      for (String command : List.of("more ", "dir "))
        assertTrue(type(command + url).contains("(Invalid argument)"), command + url);
    assertTrue(type("copy run flash:../x", "").contains("%Error opening flash:../x (Invalid argument)"));
  }

  @Test
  void deletingAsks() {
    file("x");
    assertEquals("Delete filename [x]? \nDelete flash:x? [confirm]\nDelete of flash:x aborted!\n",
        type("delete flash:x", "", "n"));
    assertEquals("Delete filename [x]? \nDelete flash:x? [confirm]\n", type("delete flash:x", "", ""));
    assertEquals("%Error deleting flash:x (No such file or directory)\n", type("delete /force flash:x"));
    file("y");
    assertEquals("", box.configure("file prompt quiet"));
    assertTrue(box.lines().contains("file prompt quiet"), box.running());
    assertEquals("", type("delete flash:y"));
    assertTrue(type("dir").contains("No files"));
  }

  @Test
  void copyingOverAFileAsks() {
    file("x");
    box.configure("hostname Later");
    assertEquals("Destination filename [x]? \n%Warning:There is a file already existing with this name\n"
        + "Do you want to over write? [confirm]\n", type("copy run flash:x", "", "n"));
    assertFalse(type("more flash:x").contains("hostname Later"));
    String shown = type("copy run flash:x", "", "");
    assertTrue(shown.endsWith(" bytes copied in 0.001 secs (" + box.running().length() * 1000 + " bytes/sec)\n"), shown);
    assertEquals(box.running(), type("more flash:x"));
  }

  @Test
  void missingNamesAreAskedFor() {
    file("x");
    assertTrue(type("copy flash: running-config", "x", "").startsWith(
        "Source filename []? \nDestination filename [running-config]? \n"));
    assertTrue(type("copy flash:x flash:", "y").startsWith("Destination filename [x]? \nCopy in progress...C\n"));
    assertTrue(type("dir").contains("  y\n"));
    assertEquals("Source filename []? \n?Bad filename\n", type("copy flash: null:", ""));
    assertEquals("Destination filename [running-config]? \n%Error opening flash:z (No such file or directory)\n",
        type("copy flash:z running-config", ""));
  }

  @Test
  void aCopyToTheRunningConfigurationMergesAndReportsLines() {
    box.features.files().write(box.somebody(), "flash:m", "hostname Merged\nbogus line\nip domain-name a b\n", false,
        a -> { });
    box.loop.drain();
    String shown = type("copy flash:m running-config", "");
    assertTrue(shown.startsWith("Destination filename [running-config]? \nbogus line\n  ^\n"
        + "% Invalid input detected at '^' marker.\n\nip domain-name a b\n                 ^\n"), shown);
    assertTrue(box.lines().contains("hostname Merged"));
    assertTrue(box.messages.getLast().contains("%SYS-5-CONFIG_I: Configured from flash:m by console"),
        box.messages.toString());
  }

  @Test
  void aCopyToTheStartupConfigurationIsWritten() {
    file("x");
    assertTrue(type("copy flash:x startup-config", "").startsWith("Destination filename [startup-config]? \n[OK]\n"));
    assertEquals(box.running(), box.load().orElseThrow());
    assertEquals(box.running(), type("more nvram:startup-config"));
    assertEquals(box.running(), type("more system:running-config"));
    assertEquals("%Error opening nvram:private-config (Permission denied)\n", type("more nvram:private-config"));
  }

  @Test
  void aFullFlashTakesNothingHalf() {
    var small = new TestBox(Release.R12_4, Platform.C3725, 100);
    small.answers.add("");
    assertTrue(small.type("copy run flash:x").endsWith("%Error opening flash:x (No space left on device)\n"));
    assertTrue(small.type("dir").contains("No files in directory"));
  }

  @Test
  void anMd5IsComputedAndCompared() {
    box.features.files().write(box.somebody(), "flash:/x", "abc", false, a -> { });
    box.loop.drain();
    assertEquals(".Done!\nverify /md5 (flash:/x) = 900150983cd24fb0d6963f7d28e17f72\n", type("verify /md5 flash:/x"));
    assertEquals(".Done!\nVerified (flash:/x) = 900150983cd24fb0d6963f7d28e17f72\n",
        type("verify /md5 flash:/x 900150983CD24FB0D6963F7D28E17F72"));
    assertTrue(type("verify /md5 flash:/x 00").contains("%Error verifying flash:/x\n"));
  }

  @Test
  void textsAreAddedToAFile() {
    box.features.files().write(box.somebody(), "flash:log", "one\n", true, a -> { });
    box.loop.drain();
    box.features.files().write(box.somebody(), "flash:log", "two\n", true, a -> { });
    box.loop.drain();
    assertEquals("one\ntwo\n", type("more flash:log"));
  }

  @Test
  void formattingAsksTwice() {
    file("x");
    type("format flash:", "", "n");
    assertTrue(type("dir").contains("  x\n"));
    assertTrue(type("format flash:", "", "").endsWith("Format of flash: complete\n"));
    assertTrue(type("dir").contains("No files"));
  }

  @Test
  void theFileSystemsAreListedWithWhereOneIs() {
    String shown = type("show file systems");
    assertTrue(shown.startsWith("File Systems:\n\n     Size(b)     Free(b)      Type  Flags  Prefixes\n"), shown);
    assertTrue(shown.contains("*   64094208    64094208      disk     rw   flash: slot0:\n"), shown);
    assertTrue(shown.contains("           -           -    opaque     rw   system:\n"), shown);
  }
}
