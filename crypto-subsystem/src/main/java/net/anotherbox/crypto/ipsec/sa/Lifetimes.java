package net.anotherbox.crypto.ipsec.sa;

import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;

/**
 * How pairs of SAs end by themselves: after their time, at their traffic limit, or some time after another pair has taken
 * their place. Asks for the next pair before, if there is traffic.
 */
final class Lifetimes {
  private static final int REKEY_SECONDS = 30;
  private static final int PEER_REKEYS_FIRST_SECONDS = 10;
  private static final long LINGER_MILLIS = 1000;

  private final Loop loop;
  private final SaWords words;
  private final Requests requests;
  private final HandOver handOver;
  private final ToLongFunction<SaPair> packets;
  private final BiConsumer<SaPair, Boolean> remove;

  /** @param packets what a pair has carried @param remove takes the pair out of force, and tells the peer if so asked */
  Lifetimes(Loop loop, SaWords words, Requests requests, HandOver handOver, ToLongFunction<SaPair> packets,
      BiConsumer<SaPair, Boolean> remove) {
    this.loop = loop;
    this.words = words;
    this.requests = requests;
    this.handOver = handOver;
    this.packets = packets;
    this.remove = remove;
  }

  /** IOS takes up to a tenth off the traffic limit, so that peers do not rekey at the same moment. */
  static long jittered(long kilobytes, Randomness randomness) {
    return kilobytes - kilobytes * Integer.remainderUnsigned(randomness.nextInt(), 1000) / 10_000;
  }

  /** The pair is in force from now on. */
  void begin(SaPair p) {
    long life = p.sas().seconds() * 1000L;
    long ahead = (p.sas().initiator() ? REKEY_SECONDS : REKEY_SECONDS - PEER_REKEYS_FIRST_SECONDS) * 1000L;
    var soft = loop.after(Math.max(life - ahead, life / 2), () -> nearExpiry(p));
    var hard = loop.after(life, () -> remove.accept(p, true));
    p.establish(loop.clock().millis() + life, soft, hard);
  }

  /** This pair is in force: those of its ident that are nearly full have been replaced. */
  void replaceFull(SaPair p) {
    p.ident().pairs().stream().filter(old -> old != p && old.nearTrafficLimit())
        .forEach(old -> ageOut(old, REKEY_SECONDS * 1000L, true));
  }

  /** The peer has deleted a replaced pair: what it sent by it before may not have been read yet. */
  void linger(SaPair p) {
    ageOut(p, LINGER_MILLIS, false);
  }

  /** A pair replaced because it was full takes what is still under way; without traffic it would never reach its limit. */
  private void ageOut(SaPair old, long millis, boolean tell) {
    long end = loop.clock().millis() + millis;
    if (old.expiresAtMillis() <= end) return;
    old.stopTimers();
    old.establish(end, null, loop.after(millis, () -> remove.accept(old, tell)));
  }

  private void nearExpiry(SaPair p) {
    words.say("lifetime-seconds",
        Facts.with(words.facts(p, true), "left", (p.expiresAtMillis() - loop.clock().millis()) / 1000));
    if (packets.applyAsLong(p) > 0 || p.ident().isWanted()) rekey(p);
  }

  private void rekey(SaPair p) {
    var i = p.ident();
    if (i.requesting() || i.pairs().getLast() != p) return;
    i.beginWithPeers();
    requests.begin(i);
  }

  /** The pair has carried nearly all that it may. */
  void nearlyFull(SaPair p) {
    if (!p.established()) return;
    words.say("lifetime-traffic", Facts.with(words.facts(p, true), "kilobytes", p.kilobytes()));
    p.reachTrafficLimit();
    rekey(p);
  }

  /** The pair carries no more. */
  void full(SaPair p) {
    if (p.established() && handOver.hurry(p.ident(), p)) ageOut(p, REKEY_SECONDS * 1000L, true);
    else remove.accept(p, true);
  }
}
