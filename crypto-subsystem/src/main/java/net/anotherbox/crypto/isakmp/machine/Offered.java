package net.anotherbox.crypto.isakmp.machine;

import java.util.List;
import net.anotherbox.runtime.value.Address;

/** Stands for the key engine when an initiator looks at the answer: only what was offered is acceptable. */
record Offered(SaRequest request, KeyEnginePort engine) implements KeyEnginePort {
  @Override
  public Verdict validate(Asked a) {
    var offer = new SaRequest.Offer(a.suite(), a.tunnel());
    boolean ours = request.offers().contains(offer) && a.pfsGroup() == request.pfsGroup();
    return ours
        ? new Verdict.Accepted(request.ident(), request.seconds(), request.kilobytes())
        : new Verdict.NoTransform();
  }

  @Override
  public int allocateSpi() {
    return request.spi();
  }

  @Override
  public NegotiatedSas.SaNumbers allocateNumbers() {
    return engine.allocateNumbers();
  }

  @Override
  public int pairsWith(Address remote) {
    return engine.pairsWith(remote);
  }
}
