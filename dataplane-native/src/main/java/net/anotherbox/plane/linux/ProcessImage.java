package net.anotherbox.plane.linux;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process, as the kernel sees it. */
public final class ProcessImage {
  private ProcessImage() {}

  /**
   * Begins the program again in this process, with the same arguments: what a router does when it reloads. The pid stays, so
   * whoever watches it sees no end. Everything must have been closed. Returns only if the kernel refuses.
   */
  public static void restart() {
    try {
      String[] args = Files.readString(Path.of("/proc/self/cmdline")).split("\0");
      String program = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
      NativeLibrary.getProcess().getFunction("execv").invokeInt(new Object[] {program, args});
    } catch (IOException e) {
      System.err.println("router: reload: " + e.getMessage());
    }
  }
}
