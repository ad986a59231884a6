package net.anotherbox.crypto.ipsec.sa;

import net.anotherbox.runtime.value.Address;

/** Hears of the peers with whom there are IPsec SAs. Called on the control thread. */
public interface SaWatcher {
  SaWatcher NOBODY = new SaWatcher() {
    @Override
    public void up(Address local, Address remote, int port) {}

    @Override
    public void down(Address local, Address remote, int port) {}
  };

  /** A pair with this peer is in force, perhaps not the first. @param port of the peer's IKE */
  void up(Address local, Address remote, int port);

  /** The last pair with this peer has gone. */
  void down(Address local, Address remote, int port);
}
