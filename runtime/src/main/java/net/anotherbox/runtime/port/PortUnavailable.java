package net.anotherbox.runtime.port;

/** A port that the operating system refuses: no privilege, no such device, address in use. */
public final class PortUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  public PortUnavailable(String reason) {
    super(reason);
  }
}
