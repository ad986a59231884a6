package net.anotherbox.shell.session;

import java.io.IOException;
import java.util.Optional;
import net.anotherbox.runtime.value.Ipv4;

/** The way to sessions on other machines. Everything here waits for the other end: never on the control thread. */
public interface OtherMachines {
  /** What a terminal is: its type, "" if nobody has said; columns and rows, 0 if it has no limits. */
  record Glass(String type, int columns, int rows) {}

  /** Why there is no session. */
  final class NotConnected extends IOException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Reason { REFUSED, TIMED_OUT, UNREACHABLE, OTHER_HOST_KEY, PASSWORD }

    private final Reason reason;

    public NotConnected(Reason reason) {
      super(reason.name());
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /** A machine that has shown its key and waits for a password. */
  interface Greeted extends AutoCloseable {
    /** @throws NotConnected with {@link NotConnected.Reason#PASSWORD} if that is not it; the machine has gone then */
    FarEnd login(String password, Glass glass) throws NotConnected;

    @Override
    void close();
  }

  FarEnd telnet(Ipv4 host, int port, Optional<Ipv4> source, Glass glass) throws NotConnected;

  Greeted ssh(Ipv4 host, int port, String user) throws NotConnected;

  /** Where there is no network. */
  OtherMachines NONE = new OtherMachines() {
    @Override
    public FarEnd telnet(Ipv4 host, int port, Optional<Ipv4> source, Glass glass) throws NotConnected {
      throw new NotConnected(NotConnected.Reason.UNREACHABLE);
    }

    @Override
    public Greeted ssh(Ipv4 host, int port, String user) throws NotConnected {
      throw new NotConnected(NotConnected.Reason.UNREACHABLE);
    }
  };
}
