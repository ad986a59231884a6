package net.anotherbox.crypto.isakmp.message;

import java.util.List;
import net.anotherbox.runtime.wire.DecodeError;

/** What may stand in a message: a table, held against every message before a machine sees it. */
public enum MessageRules {
  /** Main mode 1 and 2. */
  MAIN_SA(false, Payload.Sa.class, rule(Payload.Sa.class, 1, 1), rule(Payload.Ke.class, 0, 0), rule(Payload.Hash.class, 0,
      0)),
  /** Main mode 3 and 4. */
  MAIN_KE(false, null, rule(Payload.Ke.class, 1, 1), rule(Payload.Nonce.class, 1, 1), rule(Payload.Sa.class, 0, 0)),
  /** Main mode 5 and 6. */
  MAIN_ID(true, null, rule(Payload.Id.class, 1, 1), rule(Payload.Hash.class, 1, 1), rule(Payload.Sa.class, 0, 0)),
  /** Aggressive mode 1. */
  AGGRESSIVE_SA(false, Payload.Sa.class, rule(Payload.Sa.class, 1, 1), rule(Payload.Ke.class, 1, 1),
      rule(Payload.Nonce.class, 1, 1), rule(Payload.Id.class, 1, 1), rule(Payload.Hash.class, 0, 0)),
  /** Aggressive mode 2. */
  AGGRESSIVE_ID(false, Payload.Sa.class, rule(Payload.Sa.class, 1, 1), rule(Payload.Ke.class, 1, 1),
      rule(Payload.Nonce.class, 1, 1), rule(Payload.Id.class, 1, 1), rule(Payload.Hash.class, 1, 1)),
  /** Aggressive mode 3. */
  AGGRESSIVE_HASH(true, null, rule(Payload.Hash.class, 1, 1), rule(Payload.Sa.class, 0, 0), rule(Payload.Ke.class, 0, 0)),
  /** Quick mode 1 and 2. */
  QUICK_SA(true, Payload.Hash.class, rule(Payload.Hash.class, 1, 1), rule(Payload.Sa.class, 1, 1),
      rule(Payload.Nonce.class, 1, 1), rule(Payload.Ke.class, 0, 1), rule(Payload.Id.class, 0, 2)),
  /** Quick mode 3. */
  QUICK_HASH(true, Payload.Hash.class, rule(Payload.Hash.class, 1, 1), rule(Payload.Sa.class, 0, 0)),
  /** Probe and answer of Tunnel Endpoint Discovery. */
  DISCOVERY(false, null, rule(Payload.Id.class, 1, 2), rule(Payload.Sa.class, 0, 0)),
  /** Informational under the protection of an SA. */
  INFORMATIONAL(true, Payload.Hash.class, rule(Payload.Hash.class, 1, 1), rule(Payload.Sa.class, 0, 0)),
  /** Informational before there are keys. */
  INFORMATIONAL_CLEAR(false, null, rule(Payload.Sa.class, 0, 0), rule(Payload.Delete.class, 0, 0));

  private record Rule(Class<? extends Payload> kind, int least, int most) {}

  private final boolean encrypted;
  private final Class<? extends Payload> first;
  private final List<Rule> rules;

  MessageRules(boolean encrypted, Class<? extends Payload> first, Rule... rules) {
    this.encrypted = encrypted;
    this.first = first;
    this.rules = List.of(rules);
  }

  private static Rule rule(Class<? extends Payload> kind, int least, int most) {
    return new Rule(kind, least, most);
  }

  /** Whether messages of this kind are encrypted: always or never. */
  public boolean encrypted() {
    return encrypted;
  }

  /** @throws DecodeError that names the payload that is missing, out of place or too many */
  public void check(IsakmpMessage message) throws DecodeError {
    if (first != null && !first.isInstance(message.payloads().get(0)))
      throw new DecodeError("first payload", message.payloads().get(0).type());
    for (Rule r : rules) {
      int count = 0;
      for (Payload p : message.payloads()) if (r.kind.isInstance(p)) count++;
      if (count < r.least || count > r.most) throw new DecodeError("number of " + r.kind.getSimpleName(), count);
    }
    if (this == QUICK_SA && message.all(Payload.Id.class).size() == 1) throw new DecodeError("number of Id", 1);
  }
}
