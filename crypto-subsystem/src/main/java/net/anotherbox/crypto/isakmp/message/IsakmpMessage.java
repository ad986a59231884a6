package net.anotherbox.crypto.isakmp.message;

import java.util.List;
import java.util.Optional;

/**
 * A message that has been read.
 *
 * @param payloads in their order
 * @param afterFirst the bytes behind the first payload up to the end of the last: what a HASH at the front covers
 */
public record IsakmpMessage(IsakmpHeader header, List<Payload> payloads, byte[] afterFirst) {
  public <P extends Payload> Optional<P> first(Class<P> kind) {
    for (Payload p : payloads) if (kind.isInstance(p)) return Optional.of(kind.cast(p));
    return Optional.empty();
  }

  /** One that the rules of its exchange have made sure of. @throws IllegalStateException if it is not there */
  public <P extends Payload> P the(Class<P> kind) {
    return first(kind).orElseThrow(() -> new IllegalStateException("no " + kind.getSimpleName()));
  }

  public <P extends Payload> List<P> all(Class<P> kind) {
    return payloads.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
