package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Address;

/**
 * NAT-OA (RFC 3947 section 5.2): where transport mode goes through a NAT, each end says in quick mode what addresses it
 * believes the packets to have, the initiator's first. A peer's identity is then an address that nobody else knows it by;
 * what is protected, as this end sees it, is the peers' own traffic between the addresses that the packets have here.
 *
 * <p>The sums that the addresses are part of are made anew by the packet plane, which needs no addresses for it.
 */
final class OriginalAddresses {
  /** Kind of the address (an identity's), and three bytes of nothing. */
  private static final int HEADER_BYTES = 4;

  private final SaFacts facts;
  private final boolean translated;
  private final Optional<Address> ours;
  private final Optional<Address> theirs;

  private OriginalAddresses(SaFacts facts, boolean translated, Optional<Address> ours, Optional<Address> theirs) {
    this.facts = facts;
    this.translated = translated;
    this.ours = ours;
    this.theirs = theirs;
  }

  /** What we say, with an offer or answer that has transport mode in it; nothing without a NAT. */
  static List<Payload> of(SaFacts facts, boolean initiating, boolean transport) {
    if (!transport || facts.nat() == NatTraversal.NONE) return List.of();
    var both = List.of(initiating ? facts.local() : facts.remote(), initiating ? facts.remote() : facts.local());
    return both.stream().<Payload>map(a -> new Payload.Other(facts.originalAddressPayload(), body(a))).toList();
  }

  private static byte[] body(Address a) {
    byte[] address = a.bytes();
    byte[] body = new byte[HEADER_BYTES + address.length];
    body[0] = (byte) Payload.Id.of(a, 0, 0).kind();
    System.arraycopy(address, 0, body, HEADER_BYTES, address.length);
    return body;
  }

  /** What the peer's message says. @param initiating whether we have begun */
  static OriginalAddresses in(IsakmpMessage message, SaFacts facts, boolean initiating) {
    var said = new ArrayList<Address>();
    for (Payload.Other o : message.all(Payload.Other.class))
      if (o.type() == facts.originalAddressPayload()) address(o.body()).ifPresent(said::add);
    var first = said.stream().findFirst();
    var second = said.stream().skip(1).findFirst();
    return new OriginalAddresses(facts, facts.nat().isTransport(message.the(Payload.Sa.class)), initiating ? first : second,
        initiating ? second : first);
  }

  private static Optional<Address> address(byte[] body) {
    boolean whole = body.length == HEADER_BYTES + 4 && body[0] == Payload.Id.IPV4_ADDR
        || body.length == HEADER_BYTES + 16 && body[0] == Payload.Id.IPV6_ADDR;
    return whole ? Optional.of(Address.of(Arrays.copyOfRange(body, HEADER_BYTES, body.length))) : Optional.empty();
  }

  /** Our side of what the peer says is protected, as this end sees it. */
  Proxy local(Proxy claimed) {
    return translated && facts.behindNat() ? here(claimed, ours, facts.local()) : claimed;
  }

  /** The peer's side of it. */
  Proxy remote(Proxy claimed) {
    return translated && facts.peerBehindNat() ? here(claimed, theirs, facts.remote()) : claimed;
  }

  /** A host that is not the one said is another behind that NAT, and stays so. */
  private static Proxy here(Proxy claimed, Optional<Address> original, Address here) {
    return claimed.isHost(original.orElse(claimed.address())) ? new Proxy(here, claimed.prefixLength(), claimed.protocol(),
        claimed.port()) : claimed;
  }
}
