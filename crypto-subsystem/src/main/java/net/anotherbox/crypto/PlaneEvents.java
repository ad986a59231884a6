package net.anotherbox.crypto;

import java.util.Map;
import net.anotherbox.crypto.ipsec.sa.KeyEngine;
import net.anotherbox.crypto.isakmp.sa.SpiRecovery;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.value.Address;

/** What the packet plane tells: requests go to the key engine, refusals become syslog messages at a limited rate. */
public final class PlaneEvents implements CryptoPlane.Events {
  private final KeyEngine keyEngine;
  private final SpiRecovery recovery;
  private final Tracer tracer;

  PlaneEvents(KeyEngine keyEngine, SpiRecovery recovery, Tracer tracer) {
    this.keyEngine = keyEngine;
    this.recovery = recovery;
    this.tracer = tracer;
  }

  @Override
  public void acquire(long ident, Address source, Address destination, int protocol) {
    keyEngine.acquire(ident, source, destination);
  }

  @Override
  public void softExpired(long handle) {
    keyEngine.softExpired(handle);
  }

  @Override
  public void hardExpired(long handle) {
    keyEngine.hardExpired(handle);
  }

  @Override
  public void invalidSpi(Address local, Address remote, int spi) {
    tracer.limitedSyslog(4, "RECVD_PKT_INV_SPI", remote, Map.of("local", local, "remote", remote, "spi", spi));
    recovery.unknown(local, remote, spi);
  }

  @Override
  public void refused(long handle, CryptoPlane.Refusal reason, int sequence, long count) {
    var ends = keyEngine.inbound(handle);
    if (ends.isEmpty()) return;
    var facts = Facts.with(ends.get(), "seq", sequence, "count", count);
    String mnemonic = switch (reason) {
      case BAD_MAC -> "RECVD_PKT_MAC_ERR";
      case REPLAY -> "PKT_REPLAY_ERR";
      case MALFORMED -> "PKT_MALFORMED";
      case BAD_IDENTITY -> "RECVD_PKT_INV_IDENTITY";
    };
    tracer.limitedSyslog(4, mnemonic, handle, facts);
    tracer.debug(Switch.ENGINE, switch (reason) {
      case BAD_MAC -> "mac-failed";
      case REPLAY -> "replayed";
      case MALFORMED -> "malformed";
      case BAD_IDENTITY -> "wrong-identity";
    }, facts);
  }

  /** Not followed: without NAT traversal a peer is where its crypto map entry says. */
  @Override
  public void moved(long handle, Address remote, int remotePort) {
    keyEngine.moved(handle, remote, remotePort);
  }

  @Override
  public void notIpsec(String interfaceName, Address source, Address destination, int protocol) {
    tracer.limitedSyslog(4, "RECVD_PKT_NOT_IPSEC", source, Map.of("source", source, "destination", destination, "protocol",
        protocol));
  }
}
