package net.anotherbox.plane.linux;

import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this machine lacks for the packet path. */
public final class LinuxHost {
  private LinuxHost() {}

  /** One line for each thing that is missing, with its remedy; empty if all is there. Changes nothing. */
  public static List<String> missing() {
    var lines = new ArrayList<String>();
    if (!System.getProperty("os.name").equals("Linux")) {
      return List.of("this is " + System.getProperty("os.name") + ", the packet path needs Linux");
    }
    if (!LibC.root()) {
      lines.add("no privilege for network interfaces: run as root, or: unshare -Urn (a network of its own)");
    }
    if (!Files.isWritable(Path.of(Tun.DEVICE))) {
      lines.add("no " + Tun.DEVICE + ": modprobe tun, or: mkdir -p /dev/net; mknod /dev/net/tun c 10 200");
    }
    try {
      NativeLibrary.getInstance(Nftables.LIBRARY);
      if (LibC.root()) nftables(lines);
    } catch (UnsatisfiedLinkError e) {
      lines.add("no " + Nftables.LIBRARY + ": apt install libnftables1");
    }
    return lines;
  }

  /** Whether this is root's process. */
  public static boolean root() {
    return System.getProperty("os.name").equals("Linux") && LibC.root();
  }

  private static void nftables(List<String> lines) {
    try (var nft = new Nftables()) {
      nft.run("list tables");
    } catch (OsError e) {
      lines.add("the kernel has no nftables (" + e.getMessage() + "): modprobe nf_tables");
    }
  }
}
