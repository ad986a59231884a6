package net.anotherbox.runtime.port;

import net.anotherbox.runtime.value.Address;

/** The packet plane as the key engine sees it: flows, SAs and their counters. Called on the control thread. */
public interface CryptoPlane {
  /** What the plane has to tell, on the control thread. */
  interface Events {
    /** A packet needs an SA that is not there; the packet is lost. Told at most once a second per ident. */
    void acquire(long ident, Address source, Address destination, int protocol);

    /** An SA has carried its soft limit of traffic. */
    void softExpired(long handle);

    /** An SA has carried its hard limit of traffic and refuses packets. */
    void hardExpired(long handle);

    /** ESP for an SPI that we do not have; at most once a second per source. */
    void invalidSpi(Address local, Address remote, int spi);

    /** A packet was refused. At most once a second per SA and reason; {@code count} says how many it stands for. */
    void refused(long handle, Refusal reason, int sequence, long count);

    /**
     * An authentic packet of this inbound SA came from elsewhere than the SA says; at most once a second per SA. Nothing is
     * changed by that: {@link #move} would.
     *
     * @param remotePort 0 if it did not come in UDP
     */
    void moved(long handle, Address remote, int remotePort);

    /** Clear text arrived that the crypto map says must be encrypted, and was dropped. */
    void notIpsec(String interfaceName, Address source, Address destination, int protocol);
  }

  /** Why an inbound packet of an SA was refused. */
  enum Refusal { BAD_MAC, REPLAY, MALFORMED, BAD_IDENTITY }

  /** What an SA has done since it exists. Bytes are of the inner packets. */
  record SaCounters(long packets, long bytes, long macFailures, long replayFailures, long malformed, long identityFailures,
      long sendErrors) {
    public static final SaCounters ZERO = new SaCounters(0, 0, 0, 0, 0, 0, 0);
  }

  /** What an ident has met, apart from its SAs. @param noSaDrops packets out lost for want of an SA; clearDrops: in */
  record IdentCounters(long noSaDrops, long clearDrops) {
    public static final IdentCounters ZERO = new IdentCounters(0, 0);
  }

  void events(Events listener);

  /** Replaces all flows. SAs of idents that are still there go on; the others must have been removed before. */
  void flows(FlowTable table);

  /** An inbound SA takes packets at once; an outbound one replaces the ident's current one at once. */
  void install(SaSpec sa);

  /**
   * From now on the SA's peer is at another address or UDP port; keys and sequence numbers stay. Nothing happens for a
   * handle that is not there.
   *
   * @param remotePort of UDP; without meaning to an SA that is not encapsulated
   */
  void move(long handle, Address remote, int remotePort);

  /** The SA takes and sends no more; its keys are wiped. Returns its last counters. */
  SaCounters remove(long handle);

  SaCounters counters(long handle);

  IdentCounters counters(String interfaceName, long ident);

  /** What routers on the way have said that this outbound SA's packets may measure, bytes; 0 as long as none has. */
  default int pathMtu(long handle) {
    return 0;
  }
}
