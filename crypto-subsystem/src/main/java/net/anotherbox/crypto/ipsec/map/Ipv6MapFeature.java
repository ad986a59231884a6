package net.anotherbox.crypto.ipsec.map;

import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.ArgumentType;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.runtime.release.Release;

/** {@code crypto map ipv6}, and {@code ipv6 crypto map} on interfaces: kept, and said to protect nothing. */
public final class Ipv6MapFeature implements Feature {
  private static final Mode MAP = new Mode("crypto-map-ipv6", "config-crypto-map", "Crypto Map configuration commands:");
  private static final Support NOTHING = new Support.Partial("crypto maps do not protect IPv6 packets: they go in clear; a "
      + "virtual tunnel interface (tunnel mode ipsec ipv6) protects them");

  /** A type, not a keyword: those are abbreviated, and "ip" or "I" may be the name of a map of IPv4. */
  private static final ArgumentType FAMILY = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return token.equals("ipv6");
    }

    @Override
    public Map<String, String> choices() {
      return Map.of("ipv6", "IPv6 crypto map");
    }
  };

  @Override
  public void declare(Grammar g) {
    g.type("IPV6-MAP", FAMILY);
    g.prefix(Mode.CONFIG, "crypto map IPV6-MAP", "IPv6 crypto map");
    g.line(Mode.CONFIG, "crypto map IPV6-MAP WORD:name <1-65535>:sequence [ipsec-isakmp]", "Crypto map tag",
        "Sequence to insert into crypto map entry", "IPSEC w/ISAKMP").slot("crypto map ipv6").sorted().clearsOnNo("name")
        .key((s, m) -> "crypto map ipv6 " + m.required("name") + " " + m.arg("sequence").orElse("")).opens(MAP)
        .rewrite(Ipv6MapFeature::whole).printed("|crypto map ipv6 {name} {sequence} ipsec-isakmp |").since(Release.R15_1)
        .security().support(e -> NOTHING);
    new EntryLines(g, MAP, EntryLines.Kind.MAP, NOTHING);
    g.prefix(Modes.INTERFACE, "ipv6", "IPv6 interface subcommands");
    g.line(Modes.INTERFACE, "ipv6 crypto map WORD:name", "Encryption/Decryption commands", "Assign a Crypto Map",
        "Crypto Map tag").slot("ipv6 crypto map").since(Release.R15_1).security().support(e -> NOTHING);
  }

  private static Matched whole(Matched m) {
    return m.negated() || m.arg("sequence").isEmpty() ? m : m.withWords(List.of("crypto", "map", "ipv6", m.required("name"),
        m.required("sequence"), "ipsec-isakmp"));
  }
}
