package net.anotherbox.crypto.isakmp.machine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Address;

/**
 * How phase 1 finds out about a NAT between the peers (RFC 3947 section 3, and the drafts before it): both say that they
 * can, then each says by hashes what addresses and ports it believes the packets to have. What differs has been translated.
 */
final class NatDetection {
  /** Which document both follow. @param word as IOS's debug names its vendor ID */
  enum Version {
    RFC("rfc3947", "4a131c81070358455c5728f20e95452f", 20, 21, NatTraversal.RFC),
    DRAFT_07("07", "439b59f8ba676c4c7737ae22eab8f582", 15, 16, NatTraversal.RFC),
    DRAFT_03("03", "7d9419a65310ca6f2c179d9215529d56", 130, 131, NatTraversal.DRAFT),
    DRAFT_02("02", "90cb80913ebb696e086381b5ec427b1f", 130, 131, NatTraversal.DRAFT);

    final String word;
    private final byte[] vendor;
    private final int payload;
    private final int original;
    private final NatTraversal traversal;

    Version(String word, String vendor, int payload, int original, NatTraversal traversal) {
      this.word = word;
      this.vendor = HexFormat.of().parseHex(vendor);
      this.payload = payload;
      this.original = original;
      this.traversal = traversal;
    }

    /** By the word in the table of behaviour. */
    static Version of(String word) {
      for (Version v : values()) if (v.word.equals(word)) return v;
      throw new IllegalArgumentException(word);
    }

    Payload.Vendor vendor() {
      return new Payload.Vendor(vendor.clone());
    }
  }

  /** The drafts' second has two vendor IDs: the hash of its name, with and without a newline. */
  private static final byte[] DRAFT_02_PLAIN = HexFormat.of().parseHex("cd60464335df21f87cfdb2fc68b6a448");

  private final List<Version> ours;
  private Version agreed;
  private int seen;
  private boolean mine;
  private boolean his;

  /** @param ours what we can, the best first; none if it is not to be */
  NatDetection(List<Version> ours) {
    this.ours = ours;
  }

  List<Version> ours() {
    return ours;
  }

  /** The best that both can. */
  Optional<Version> agreed() {
    return Optional.ofNullable(agreed);
  }

  /** The peer says so. */
  void offered(Payload.Vendor v) {
    for (Version o : ours) {
      boolean same = Arrays.equals(o.vendor, v.value()) || o == Version.DRAFT_02 && Arrays.equals(DRAFT_02_PLAIN, v.value());
      if (same && (agreed == null || o.compareTo(agreed) < 0)) agreed = o;
    }
  }

  /** Where a packet comes from and goes to, as this end sees it. */
  record Ends(Address local, int localPort, Address remote, int remotePort) {}

  /** What we say: the peer's address first, then ours. */
  List<Payload> payloads(Prf hash, byte[] cookies, Ends e) {
    return List.of(new Payload.Other(agreed.payload, digest(hash, cookies, e.remote, e.remotePort)),
        new Payload.Other(agreed.payload, digest(hash, cookies, e.local, e.localPort)));
  }

  private static byte[] digest(Prf hash, byte[] cookies, Address address, int port) {
    return hash.hash(cookies, address.bytes(), ByteBuffer.allocate(2).putShort((short) port).array());
  }

  /** A message is about to be looked at. */
  void begin() {
    seen = 0;
    mine = false;
    his = false;
  }

  /** Whether this payload is one that detects. */
  boolean is(Payload.Other o) {
    return agreed != null && o.type() == agreed.payload;
  }

  /** What the peer says: our address first, then all that it has. @return the message that tells what is known so far */
  String look(Payload.Other o, Prf hash, byte[] cookies, Ends e) {
    if (seen++ == 0) mine = Arrays.equals(o.body(), digest(hash, cookies, e.local, e.localPort));
    else his |= Arrays.equals(o.body(), digest(hash, cookies, e.remote, e.remotePort));
    return mine && his ? "nat-none" : mine ? "nat-his" : his ? "nat-mine" : "nat-both";
  }

  /** Whether the peer has said all that it takes to know. */
  boolean complete() {
    return seen >= 2;
  }

  /** The number of the payload that says an original address. */
  int originalAddressPayload() {
    return agreed.original;
  }

  boolean behindNat() {
    return complete() && !mine;
  }

  boolean peerBehindNat() {
    return complete() && !his;
  }

  /** How ESP is to be carried from now on. */
  NatTraversal traversal() {
    return behindNat() || peerBehindNat() ? agreed.traversal : NatTraversal.NONE;
  }
}
