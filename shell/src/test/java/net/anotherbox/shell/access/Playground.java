package net.anotherbox.shell.access;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import net.anotherbox.shell.session.ShellConfig;
import net.anotherbox.shell.session.TestBox;

/** The test box behind a real console and a real SSH port, to be tried by hand: {@code Playground PORT}. */
public final class Playground {
  private Playground() {}

  public static void main(String[] args) throws InterruptedException {
    var over = new CountDownLatch(1);
    try (var box = new TestBox()) {
      box.banners.put(ShellConfig.Banner.MOTD, "A playground\n");
      var address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
      try (var ssh = new SshAccess(box.shell, new VtyLines(() -> 5), new OpenDoorway(), Optional.of(OpenDoorway.KEYS),
          SshSettings.DEFAULT, address);
          var console = new ConsoleAccess(box.shell, over::countDown)) {
        ssh.start();
        console.start();
        over.await();
      }
    }
  }
}
