package net.anotherbox.shell.access;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/** The library's server, which listens at one port, listening at others as well. */
final class SshPorts extends SshServer {
  private final Map<Integer, InetSocketAddress> others = new HashMap<>();

  static SshPorts made() {
    return (SshPorts) ServerBuilder.builder().factory(SshPorts::new).build();
  }

  synchronized Set<Integer> alsoAt(Set<Integer> ports) {
    var gone = new HashSet<>(others.keySet());
    gone.removeAll(ports);
    for (int p : gone) acceptor.unbind(others.remove(p));
    var taken = new HashSet<Integer>();
    for (int p : ports) {
      if (p == getPort() || others.containsKey(p)) continue;
      var address = new InetSocketAddress(getHost(), p);
      try {
        acceptor.bind(address);
        others.put(p, address);
      } catch (IOException e) {
        taken.add(p);
      }
    }
    return taken;
  }
}
