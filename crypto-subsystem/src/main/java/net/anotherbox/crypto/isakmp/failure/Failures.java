package net.anotherbox.crypto.isakmp.failure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.value.Address;

/** The last failure with each peer, oldest first. Belongs to the control thread. */
public final class Failures {
  /** More peers than this are not remembered: anybody can be one. */
  public static final int MOST = 100;

  private final Diagnosis diagnosis = new Diagnosis();
  private final Map<Address, Failure> byPeer = new LinkedHashMap<>();

  /** {@code crypto isakmp diagnose error}. */
  public Diagnosis diagnosis() {
    return diagnosis;
  }

  public void record(Failure f) {
    diagnosis.record(f);
    byPeer.remove(f.peer());
    byPeer.put(f.peer(), f);
    if (byPeer.size() > MOST) byPeer.remove(byPeer.keySet().iterator().next());
  }

  public List<Failure> all() {
    return List.copyOf(byPeer.values());
  }
}
