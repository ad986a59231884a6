package net.anotherbox.crypto.isakmp.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** What every message about an ISAKMP SA may ask for: its number in the three ways in which releases write it, its peers. */
public final class SaFacts {
  private static final int SOFTWARE_ENGINE = 0x08000000;

  private final int conn;
  private final long pointer;
  private final Address local;
  private Address remote;
  private final boolean initiator;
  private int localPort;
  private int remotePort;
  private Address arrivedFrom;
  private int arrivedAtPort;
  private int arrivedFromPort;
  private final Map<String, Object> names = new HashMap<>();
  private long peer;
  private boolean engaged;
  private boolean keyed;
  private boolean peerDetects;
  private boolean natTraversal;
  private boolean fragments;
  private boolean takesFragments;
  private NatTraversal nat = NatTraversal.NONE;
  private boolean behindNat;
  private boolean peerBehindNat;
  private int originalAddressPayload;

  public SaFacts(int conn, long pointer, Address local, int localPort, Address remote, int remotePort, boolean initiator) {
    this.conn = conn;
    this.pointer = pointer;
    this.local = local;
    this.localPort = localPort;
    this.remote = remote;
    this.remotePort = remotePort;
    arrived(localPort, remote, remotePort);
    this.initiator = initiator;
  }

  public int conn() {
    return conn;
  }

  public Address local() {
    return local;
  }

  public Address remote() {
    return remote;
  }

  public boolean initiator() {
    return initiator;
  }

  public int localPort() {
    return localPort;
  }

  public int remotePort() {
    return remotePort;
  }

  /** What phase 1 has found about a NAT between the peers. */
  public NatTraversal nat() {
    return nat;
  }

  public void nat(NatTraversal found) {
    nat = found;
  }

  /** Who of us is behind the NAT. @param original number of the payload that says an original address */
  void nat(NatTraversal found, boolean we, boolean peer, int original) {
    nat = found;
    originalAddressPayload = original;
    behindNat = we;
    peerBehindNat = peer;
  }

  /** The peer is told that it may send long messages in fragments. */
  void takeFragments() {
    takesFragments = true;
  }

  public boolean takesFragments() {
    return takesFragments;
  }

  /** The peer takes long messages in fragments, as we do. */
  void fragments() {
    fragments = true;
  }

  public boolean isFragmenting() {
    return fragments;
  }

  /** NATs are to be looked for. */
  public void traversesNat() {
    natTraversal = true;
  }

  boolean looksForNat() {
    return natTraversal;
  }

  /** Whether this end is behind a NAT, whose memory must be kept awake. */
  public boolean behindNat() {
    return behindNat;
  }

  /** Whether the peer is, so that its address and port may change. */
  public boolean peerBehindNat() {
    return peerBehindNat;
  }

  int originalAddressPayload() {
    return originalAddressPayload;
  }

  /** The peer's port where only that tells it from others behind the same NAT; else 0. */
  public int natPort() {
    return nat == NatTraversal.NONE ? 0 : remotePort;
  }

  /** Where the message that is being looked at came from and to. */
  public void arrived(int atPort, Address from, int fromPort) {
    arrivedAtPort = atPort;
    arrivedFrom = from;
    arrivedFromPort = fromPort;
  }

  /** Whether that was not the way that the packets go until now. */
  public boolean hasMoved() {
    return !arrival().equals(ends());
  }

  /** From now on they go that way. */
  public void follow() {
    moveTo(arrivedAtPort, arrivedFrom, arrivedFromPort);
  }

  NatDetection.Ends arrival() {
    return new NatDetection.Ends(local, arrivedAtPort, arrivedFrom, arrivedFromPort);
  }

  NatDetection.Ends ends() {
    return new NatDetection.Ends(local, localPort, remote, remotePort);
  }

  /** From now on the packets go there. */
  public void moveTo(int fromPort, Address to, int toPort) {
    localPort = fromPort;
    remote = to;
    remotePort = toPort;
  }

  /** The crypto engine has taken the SA: 12.4 prints the number from here on. */
  void engaged() {
    engaged = true;
  }

  /** There is SKEYID: 15.x prints the number from here on. */
  void keyed() {
    keyed = true;
  }

  /** The peer has said that it answers questions of dead peer detection. */
  void peerDetecting() {
    peerDetects = true;
  }

  /** Whether the peer may be asked if it is there (RFC 3706). */
  public boolean peerDetects() {
    return peerDetects;
  }

  /** The peer's structure. */
  public void peer(long peersPointer) {
    peer = peersPointer;
  }

  /** The peer has proved who it is: debug conditions know it by these names. @param profile the one it belongs to */
  public void peerIs(Optional<Payload.Id> identity, Optional<String> profile) {
    profile.ifPresent(p -> names.put("profile", p));
    identity.ifPresent(id -> {
      if (id.kind() == Payload.Id.FQDN) names.put("hostname", id.name());
      else if (id.kind() == Payload.Id.USER_FQDN) names.put("username", id.name());
      else if (id.kind() == Payload.Id.KEY_ID) names.put("group", id.name());
    });
  }

  /** These facts and some more. */
  public Map<String, Object> with(Object... more) {
    var m = Facts.of("conn", conn, "unit", engaged ? "0:" + conn + ":SW:1" : "0:0:N/A:0", "wide",
        engaged ? SOFTWARE_ENGINE + conn : 0, "engaged", engaged ? conn : 0, "keyed", keyed ? conn : 0, "sa-pointer",
            pointer, "peer", peer, "local", local,
        "remote", remote, "dport", localPort, "sport", remotePort, "role", initiator ? "I" : "R", "family",
        remote instanceof Ipv4 ? "IPv4" : "IPv6");
    m.putAll(names);
    m.putAll(Facts.of(more));
    return m;
  }
}
