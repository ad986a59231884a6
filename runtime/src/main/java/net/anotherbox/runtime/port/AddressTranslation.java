package net.anotherbox.runtime.port;

import java.util.List;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/** Translation of source addresses on the way out ({@code ip nat inside source list … interface … overload}). */
public interface AddressTranslation {
  /** Whether packets that match are translated. */
  record Rule(boolean permit, PacketMatch match) {}

  /**
   * Packets that came in by an inside link and leave by the outside link take its address and a port of it, if the first
   * rule that matches permits; with no match they leave as they are. Packets that IPsec takes are not translated.
   *
   * @param outside a link
   * @param insides links
   */
  record Overload(String outside, List<String> insides, List<Rule> rules) {}

  /**
   * A connection that is being translated. Ports are 0 for protocols without; of ICMP they are the identifier.
   *
   * @param protocol number of the IP protocol
   */
  record Active(int protocol, Ipv4 insideLocal, int insideLocalPort, Ipv4 insideGlobal, int insideGlobalPort,
      Ipv4 outsideLocal, int outsideLocalPort) {}

  /**
   * What has been done since the translations in force were put in.
   *
   * @param hits packets of connections that were being translated already
   * @param misses packets that began a translation
   */
  record Tally(long hits, long misses) {}

  /** The connections that are being translated now, whoever asked for it. */
  default List<Active> active() {
    return List.of();
  }

  default Tally tally() {
    return new Tally(0, 0);
  }

  /** Ends these translations: further packets of theirs begin new ones. */
  default void forget(List<Active> translations) {}

  /** The translations in force are exactly these. Connections that are under way go on as they are. */
  void translations(List<Overload> overloads) throws PortUnavailable;
}
