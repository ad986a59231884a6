package net.anotherbox.crypto.ipsec.sa;

import net.anotherbox.crypto.isakmp.machine.NegotiatedSas;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Address;

/** The inbound and the outbound SA of one quick mode. The plane knows them by their handles. */
final class SaPair {
  private static final long REKEY_KILOBYTES = 256;

  private final Ident ident;
  private NegotiatedSas sas;
  private final long inHandle;
  private final long outHandle;
  private final long kilobytes;
  private final int replayWindow;
  private boolean established;
  private boolean awaiting;
  private boolean nearTrafficLimit;
  private long expiresAtMillis;
  private Timer soft;
  private Timer hard;

  /**
   * @param kilobytes the limit in force here, a little below the negotiated one
   * @param replayWindow packets, 0 for no checking
   */
  SaPair(Ident ident, NegotiatedSas sas, long inHandle, long outHandle, long kilobytes, int replayWindow) {
    this.ident = ident;
    this.sas = sas;
    this.inHandle = inHandle;
    this.outHandle = outHandle;
    this.kilobytes = kilobytes;
    this.replayWindow = replayWindow;
  }

  Ident ident() {
    return ident;
  }

  NegotiatedSas sas() {
    return sas;
  }

  /** The peer is there now, behind its NAT. */
  void moveTo(Address remote, int port) {
    sas = sas.movedTo(remote, port);
  }

  long inHandle() {
    return inHandle;
  }

  long outHandle() {
    return outHandle;
  }

  long kilobytes() {
    return kilobytes;
  }

  /**
   * One of the two as the plane is told of it. It says so when it is nearly full: {@value #REKEY_KILOBYTES} kilobytes
   * before, as IOS, or a tenth where that is more, since those 256 pass in no time. What the peer sends is taken beyond the
   * limit by as much: it counts for itself, and packets are under way.
   */
  SaSpec spec(boolean inbound) {
    long ahead = Math.max(REKEY_KILOBYTES, kilobytes / 10);
    long soft = kilobytes > 2 * ahead ? kilobytes - ahead : kilobytes / 2;
    long hard = inbound && kilobytes > 0 ? kilobytes + ahead : kilobytes;
    return new SaSpec(inbound ? inHandle : outHandle, ident.id(), inbound, sas.local(), sas.remote(), sas.tunnel(),
        sas.esp(inbound), sas.ah(inbound), sas.udp(), true, soft, hard,
        replayWindow, ident.binding().mtu());
  }

  /** Bytes that the outbound SA may still carry after so many. */
  long bytesLeft(long carried) {
    return kilobytes == 0 ? Long.MAX_VALUE : kilobytes * 1024 - carried;
  }

  int replayWindow() {
    return replayWindow;
  }

  boolean established() {
    return established;
  }

  /** The inbound SA takes packets; the outbound one waits for this timer. */
  void awaits(Timer takeOver) {
    soft = takeOver;
    awaiting = true;
  }

  boolean awaiting() {
    return awaiting;
  }

  void establish(long expires, Timer softTimer, Timer hardTimer) {
    established = true;
    awaiting = false;
    expiresAtMillis = expires;
    soft = softTimer;
    hard = hardTimer;
  }

  /** It has carried nearly all that it may. */
  void reachTrafficLimit() {
    nearTrafficLimit = true;
  }

  boolean nearTrafficLimit() {
    return nearTrafficLimit;
  }

  /** When it expires, in the loop's time. */
  long expiresAtMillis() {
    return expiresAtMillis;
  }

  void stopTimers() {
    if (soft != null) soft.cancel();
    if (hard != null) hard.cancel();
  }
}
