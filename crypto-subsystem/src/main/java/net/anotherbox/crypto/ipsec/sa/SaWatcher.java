package net.anotherbox.crypto.ipsec.sa;

import net.anotherbox.runtime.value.Address;

/** Hears of SAs that come and go. Called on the control thread. */
public interface SaWatcher {
  /** @param port of the peer's IKE; sas how many pairs with this peer are in force now */
  void changed(Address local, Address remote, int port, long sas);
}
