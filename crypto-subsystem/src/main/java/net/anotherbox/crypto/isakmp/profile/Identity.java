package net.anotherbox.crypto.isakmp.profile;

import java.nio.charset.StandardCharsets;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Address;

/** Who we say we are in phase 1. */
public sealed interface Identity {
  /** The address that the packets come from. */
  record OfInterface() implements Identity {}

  /** Some address. */
  record OfAddress(Address address) implements Identity {}

  /** A host's name with its domain. */
  record Fqdn(String name) implements Identity {}

  /** A user's name at a domain. */
  record UserFqdn(String name) implements Identity {}

  /** The payload that says so. @param port 0 for none */
  default Payload.Id payload(Address local, int protocol, int port) {
    return switch (this) {
      case OfInterface i -> Payload.Id.of(local, protocol, port);
      case OfAddress a -> Payload.Id.of(a.address(), protocol, port);
      case Fqdn f -> new Payload.Id(Payload.Id.FQDN, protocol, port, f.name().getBytes(StandardCharsets.US_ASCII));
      case UserFqdn u -> new Payload.Id(Payload.Id.USER_FQDN, protocol, port, u.name().getBytes(StandardCharsets.US_ASCII));
    };
  }
}
