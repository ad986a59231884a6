package net.anotherbox.runtime.port;

import java.util.List;
import net.anotherbox.runtime.value.PacketMatch;

/** Translation of source addresses on the way out ({@code ip nat inside source list … interface … overload}). */
public interface AddressTranslation {
  /** Whether packets that match are translated. */
  record Rule(boolean permit, PacketMatch match) {}

  /**
   * Packets that came in by an inside link and leave by the outside link take its address and a port of it, if the first rule
   * that matches permits; with no match they leave as they are. Packets that IPsec takes are not translated.
   *
   * @param outside a link
   * @param insides links
   */
  record Overload(String outside, List<String> insides, List<Rule> rules) {}

  /** The translations in force are exactly these. Connections that are under way go on as they are. */
  void translations(List<Overload> overloads) throws PortUnavailable;
}
