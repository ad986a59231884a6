package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.Map;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.sa.IkeEngine;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto engine connections active}: all SAs that have keys. */
public final class ShowEngineConnections {
  private static final Screen SCREEN = Screen.load(ShowEngineConnections.class, "engine-connections.screen");
  private static final int ALGORITHM_WIDTH = 18;

  private final IkeEngine ike;
  private final KeyEngine engine;
  private final CryptoPlane plane;

  public ShowEngineConnections(IkeEngine ike, KeyEngine engine, CryptoPlane plane) {
    this.ike = ike;
    this.engine = engine;
    this.plane = plane;
  }

  public String render(Release release) {
    var phaseOne = new ArrayList<Map<String, Object>>();
    for (var s : ike.connections())
      phaseOne.add(Facts.of("conn", s.conn(), "local", s.local(), "zero", 0, "long",
          cut("HMAC_" + s.policy().hash() + "+" + cipher(s.policy())),
          "short", s.policy().hash() + "+" + shortCipher(s.policy())));
    var ipsec = new ArrayList<Map<String, Object>>();
    for (Ident i : engine.idents().all()) {
      for (SaPair p : i.pairs()) {
        ipsec.add(row(i, p, true));
        if (p.established()) ipsec.add(row(i, p, false));
      }
    }
    return SCREEN.render(release, Facts.of("ike", phaseOne, "ipsec", ipsec));
  }

  private Map<String, Object> row(Ident i, SaPair p, boolean inbound) {
    var c = plane.counters(inbound ? p.inHandle() : p.outHandle());
    var n = p.sas().numbers();
    return Facts.of("conn", inbound ? n.inConn() : n.outConn(), "interface", i.binding().interfaceName(), "local",
        p.sas().local(),
        "encrypt", inbound ? 0L : c.packets(), "decrypt", inbound ? c.packets() : 0L, "sequence", c.packets(),
        "long", cut(longName(p.sas().suite())), "short",
        shortName(p.sas().suite()));
  }

  private static String shortCipher(IsakmpPolicy p) {
    return p.encryption() == IsakmpPolicy.Encryption.TRIPLE_DES ? "3DES" : p.encryption().name();
  }

  private static String cipher(IsakmpPolicy p) {
    return switch (p.encryption()) {
      case DES -> "DES_56_CB";
      case TRIPLE_DES -> "3DES_56_CBC";
      case AES -> "AES_CBC";
    };
  }

  private static String longName(Suite suite) {
    var names = new ArrayList<String>();
    suite.ah().ifPresent(a -> names.add("AH_" + hash(a)));
    suite.esp().ifPresent(e -> {
      if (e.integrity() != SaSpec.Integrity.NONE) names.add("HMAC_" + hash(e.integrity()));
      names.add(switch (e.cipher()) {
        case NULL -> "NULL";
        case DES -> "DES_56_CB";
        case TRIPLE_DES -> "3DES_56_CBC";
        case AES_128, AES_192, AES_256 -> "AES_CBC";
        case AES_GCM_128, AES_GCM_192, AES_GCM_256 -> "AES_GCM";
        case AES_GMAC_128, AES_GMAC_192, AES_GMAC_256 -> "AES_GMAC";
      });
    });
    return String.join("+", names);
  }

  private static String shortName(Suite suite) {
    var names = new ArrayList<String>();
    suite.esp().ifPresent(e -> {
      names.add(switch (e.cipher()) {
        case NULL -> "NULL";
        case DES -> "DES";
        case TRIPLE_DES -> "3DES";
        case AES_128 -> "AES";
        case AES_192 -> "AES192";
        case AES_256 -> "AES256";
        case AES_GCM_128 -> "AES-GCM";
        case AES_GCM_192 -> "AES192-GCM";
        case AES_GCM_256 -> "AES256-GCM";
        case AES_GMAC_128 -> "AES-GMAC";
        case AES_GMAC_192 -> "AES192-GMAC";
        case AES_GMAC_256 -> "AES256-GMAC";
      });
      if (e.integrity() != SaSpec.Integrity.NONE) names.add(hash(e.integrity()));
    });
    suite.ah().ifPresent(a -> names.add("AH-" + hash(a)));
    return String.join("+", names);
  }

  private static String hash(SaSpec.Integrity i) {
    return switch (i) {
      case NONE -> "";
      case HMAC_MD5_96 -> "MD5";
      case HMAC_SHA1_96 -> "SHA";
      case HMAC_SHA256_128 -> "SHA256";
      case HMAC_SHA384_192 -> "SHA384";
      case HMAC_SHA512_256 -> "SHA512";
    };
  }

  /** 12.x cuts the name where its column ends. */
  private static String cut(String s) {
    return s.length() <= ALGORITHM_WIDTH ? s : s.substring(0, ALGORITHM_WIDTH);
  }
}
