package net.anotherbox.shell.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SplittableRandom;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import org.junit.jupiter.api.Test;

class TftpTest {
  private final StringBuilder said = new StringBuilder();
  private boolean brokenOff;
  private final Source.Marks marks = new Source.Marks() {
    @Override
    public void say(String mark) {
      said.append(mark);
    }

    @Override
    public boolean isBrokenOff() {
      return brokenOff;
    }
  };

  private static byte[] content(int size) {
    byte[] b = new byte[size];
    new SplittableRandom(size).nextBytes(b);
    return b;
  }

  private byte[] read(TftpServer server) throws FileError, IOException {
    Source.Opened o = Tftp.read(server, TftpServer.ADDRESS, "f", marks, () -> said.append("Loading "));
    try (var in = o.bytes()) {
      return in.readAllBytes();
    }
  }

  private void write(TftpServer server, byte[] bytes) throws FileError {
    try (var up = Tftp.write(server, TftpServer.ADDRESS, "f", bytes.length, marks)) {
      up.write(bytes, 0, bytes.length / 2);
      up.write(bytes, bytes.length / 2, bytes.length);
      up.keep();
    }
  }

  @Test
  void filesOfAllLengthsComeAndGoWithAndWithoutOptions() throws Exception {
    for (boolean options : new boolean[] {true, false})
      for (int size : new int[] {0, 1, 511, 512, 513, 999, 1000, 1001, 5000, 51_200}) {
        var server = new TftpServer(options);
        write(server, content(size));
        assertArrayEquals(content(size), server.files.get("f"), size + " " + options);
        assertArrayEquals(content(size), read(server), size + " " + options);
      }
  }

  @Test
  void numbersOfBlocksBeginAnew() throws Exception {
    var server = new TftpServer(false);
    byte[] b = content(512 * 65_540);
    write(server, b);
    assertArrayEquals(b, server.files.get("f"));
    server.files.put("f", b);
    assertArrayEquals(b, read(server));
  }

  @Test
  void whatGetsLostIsSentAgain() throws Exception {
    for (int n = 1; n < 12; n++)
      for (boolean options : new boolean[] {true, false}) {
        var server = new TftpServer(options, n);
        server.files.put("f", content(2000));
        assertArrayEquals(content(2000), read(server), "lost " + n);
        server = new TftpServer(options, n, n + 2);
        write(server, content(2000));
        assertArrayEquals(content(2000), server.files.get("f"), "lost " + n);
      }
    assertTrue(said.indexOf(".") >= 0);
  }

  @Test
  void whatComesTwiceCountsOnce() throws Exception {
    var server = new TftpServer(true);
    server.repeats = true;
    server.files.put("f", content(5000));
    assertArrayEquals(content(5000), read(server));
    write(server, content(3000));
    assertArrayEquals(content(3000), server.files.get("f"));
    assertTrue(server.packets < 100, "packets: " + server.packets);
  }

  @Test
  void aServerThatWantsNoOptionsIsAskedWithout() throws Exception {
    var server = new TftpServer(true);
    server.refusesOptions = true;
    server.files.put("f", content(700));
    assertArrayEquals(content(700), read(server));
  }

  @Test
  void saysHowItGoes() throws Exception {
    var server = new TftpServer(false);
    server.files.put("f", content(512 * 25));
    read(server);
    assertEquals("Loading !!!", said.toString());
  }

  @Test
  void silenceIsATimeOutWithADotForEachTry() {
    var server = new TftpServer(true);
    server.silent = true;
    assertEquals(Reason.TIMED_OUT, assertThrows(FileError.class, () -> read(server)).reason());
    assertEquals("......", said.toString());
  }

  @Test
  void aMissingFileIsCalledSo() {
    assertEquals(Reason.NO_SUCH_FILE, assertThrows(FileError.class, () -> read(new TftpServer(true))).reason());
  }

  @Test
  void aCopyCanBeBrokenOff() {
    brokenOff = true;
    assertEquals(Reason.ABORTED, assertThrows(FileError.class, () -> read(new TftpServer(true))).reason());
  }
}
