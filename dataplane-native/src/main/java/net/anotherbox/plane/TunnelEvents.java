package net.anotherbox.plane;

import net.anotherbox.runtime.value.InterfaceName;

/** What the packet side has to tell of tunnels, on the control thread. */
interface TunnelEvents {
  /** A keepalive of ours has come back. */
  void keepalive(InterfaceName tunnel);

  /** A router on the path to the other end takes no longer delivery packets than this. */
  void pathMtu(InterfaceName tunnel, int mtu);
}
