package net.anotherbox.crypto.isakmp.sa;

import java.util.List;
import net.anotherbox.crypto.isakmp.message.Fragment;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;

/** What all who deal with ISAKMP SAs stand on. */
record Ground(Loop loop, Tracer tracer, Behaviour behaviour, Randomness randomness, IkeSockets sockets, IpsecSas ipsec,
    SaTable table) {
  void trace(IsakmpSa sa, String message, Object... facts) {
    if (tracer.isOn(Switch.ISAKMP)) tracer.debug(Switch.ISAKMP, message, sa.facts().with(facts));
  }

  /** A message under an SA: in fragments, if it is long and the peer takes them. */
  void transmit(IsakmpSa sa, byte[] message) {
    boolean cut = sa.facts().isFragmenting() && message.length > Fragment.LONGEST_DATAGRAM;
    for (byte[] datagram : cut ? Fragment.cut(message, sa.nextFragmented()) : List.of(message))
      sockets.send(sa.local(), sa.facts().localPort(), sa.remote(), sa.facts().remotePort(), datagram);
    trace(sa, "sent");
  }
}
