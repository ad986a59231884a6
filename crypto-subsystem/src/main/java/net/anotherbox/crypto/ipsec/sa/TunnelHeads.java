package net.anotherbox.crypto.ipsec.sa;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * Sees to it that tunnels under protection have SAs as long as they could be up, without waiting for a packet, and tells
 * their interfaces when they have. What was refused or not answered is tried again after a while; what has gone, after a
 * moment, so that two ends do not ask each other at the same time and again.
 */
final class TunnelHeads {
  private static final long RETRY_MILLIS = 10_000;
  private static final long MOMENT_MILLIS = 500;

  private final Loop loop;
  private final SaWords words;
  private final Behaviour behaviour;
  private final IdentTable idents;
  private final Requests requests;
  private final TunnelTable tunnels;
  private Set<Ident> listening = new LinkedHashSet<>();
  private Set<Ident> up = new LinkedHashSet<>();
  private Set<InterfaceName> secured = new HashSet<>();
  private Timer next;
  private long nextAt;
  private boolean toTell;
  private boolean closed;

  TunnelHeads(Loop loop, SaWords words, Behaviour behaviour, IdentTable idents, Requests requests, TunnelTable tunnels) {
    this.loop = loop;
    this.words = words;
    this.behaviour = behaviour;
    this.idents = idents;
    this.requests = requests;
    this.tunnels = tunnels;
  }

  /** Asks for all SAs that are missing. */
  void start() {
    long now = loop.clock().millis();
    for (Ident i : List.copyOf(idents.all())) {
      if (!isMissing(i)) continue;
      in(i.restsUntilMillis() > now ? i.restsUntilMillis() - now : RETRY_MILLIS);
      if (i.requesting() || i.restsUntilMillis() > now) continue;
      if (i.open()) words.opened(i);
      i.beginWithPeers();
      requests.begin(i);
    }
  }

  private static boolean isMissing(Ident i) {
    return i.isTunnel() && i.isWanted() && i.pairs().isEmpty();
  }

  /** A request has come to nothing. */
  void failed(Ident i) {
    if (!i.isTunnel()) return;
    i.restUntil(loop.clock().millis() + RETRY_MILLIS);
    if (isMissing(i)) in(RETRY_MILLIS);
  }

  /** SAs have gone. */
  void gone() {
    changed();
    if (idents.all().stream().anyMatch(TunnelHeads::isMissing)) in(MOMENT_MILLIS);
  }

  private void in(long millis) {
    long at = loop.clock().millis() + millis;
    if (closed || next != null && nextAt <= at) return;
    if (next != null) next.cancel();
    nextAt = at;
    next = loop.after(millis, () -> {
      next = null;
      start();
    });
  }

  /** SAs or tunnels have come or gone: the interfaces hear of it when whoever changes them is done. */
  void changed() {
    if (toTell) return;
    toTell = true;
    loop.post(this::tell);
  }

  private void tell() {
    toTell = false;
    var heads = new LinkedHashSet<>(idents.all().stream().filter(Ident::isTunnel).toList());
    say("stopped", listening, heads);
    say("listening", heads, listening);
    listening = heads;
    var standing = new LinkedHashSet<>(heads.stream().filter(this::stands).toList());
    say("socket-down", up, standing);
    say("socket-up", standing, up);
    up = standing;
    var before = secured;
    secured = new HashSet<>(standing.stream().flatMap(i -> i.interfaces().stream()).toList());
    var now = List.copyOf(secured);
    for (InterfaceName n : before) if (!now.contains(n)) tunnels.secured(n, false);
    dropAccesses();
    for (InterfaceName n : now) if (!before.contains(n)) tunnels.secured(n, true);
  }

  private void say(String message, Set<Ident> of, Set<Ident> butNotOf) {
    for (Ident i : of) if (!butNotOf.contains(i)) words.socket(message, i);
  }

  /**
   * An interface for a peer that calls, after the template that it has asked for, and for what it has asked for.
   *
   * @return its ident, if it could be made
   */
  Optional<Ident> access(Ident template, Address peer, Proxy localProxy, Proxy remoteProxy) {
    return idents.accessFor(localProxy, remoteProxy, () -> tunnels.access(template.cloned().orElseThrow(),
        template.binding().local(), peer)).flatMap(idents::of);
  }

  /** Peers that have gone take their interfaces with them. */
  private void dropAccesses() {
    for (Ident i : List.copyOf(idents.all()))
      if (i.isAccess() && i.pairs().isEmpty() && !i.requesting()) i.interfaces().forEach(tunnels::dropAccess);
  }

  /** From 12.4 on a responder takes the SAs for there as soon as it has said its last word. */
  private boolean stands(Ident i) {
    return behaviour.is("creates-at-qm2") ? !i.pairs().isEmpty() : i.newest().isPresent();
  }

  /** Asks for none any more. */
  void close() {
    closed = true;
    if (next != null) next.cancel();
    next = null;
  }
}
